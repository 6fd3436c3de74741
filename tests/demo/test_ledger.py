"""What the tablets captured is what the office counts, on both stores; and the comparison sees what was changed."""

import pytest
from sqlalchemy import select, update

from server.demo import check, ledger
from server.models.media import files
from server.models.projections import TABLES
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import write

RASHAANT, BUGAT, BUYANT = "Рашаант багийн хэлэлцүүлэг", "Бугат багийн хэлэлцүүлэг", "Буянт багийн хэлэлцүүлэг"


def differing(told):
    """The titles of the hearings of which the comparison says that they differ."""
    with told.world.app.app_context():
        kept = ledger.load(told.world.data_dir)
        lines = list(check.compare(kept))
    titles = [figures.title for halls in kept.values() for figures in halls.values()]
    return [title for title in titles if any(not agrees and title in line for agrees, line in lines)]


def test_the_office_counts_what_the_tablets_captured(told):
    assert differing(told) == []
    found = {figures.title: figures for halls in told.demo.ledger.values() for figures in halls.values()}
    assert len(found) == 5
    here = found[RASHAANT]
    assert (here.attendances, here.people, here.proposals, here.decisions) == (41, 38, 11, 1)
    assert (here.collisions, here.parked, here.media) == (1, 1, 5)
    assert here.supporters == 197
    assert found[BUYANT].collisions == 2


def test_three_of_48_check_ins_are_on_a_tablet_that_has_not_come_home(told):
    room, hearing = told.room(BUGAT), told.room(BUGAT).hearing
    clerk = [one for one in ledger.ops_of(room.team.clerk) if one.sets.get("hearing", ("",))[0] == hearing]
    assert len([one for one in clerk if one.type == "attendance"]) == 48
    with told.world.connection() as connection:
        figures = check.counted(connection, "jargalant", hearing)
    assert (figures.attendances, figures.expected - figures.arrived) == (45, 3)


def test_what_came_after_the_seal_stands_beside_it(told):
    room = told.room(BUYANT)
    with told.world.connection() as connection:
        found = records.load(connection, "jargalant", [room.proposals[1]], SubjectKeys(connection, "jargalant"))
    (proposal,) = found.values()
    assert len(proposal.late) == 1
    assert "solution" not in proposal.live or "сард" not in str(proposal.live["solution"])


def of_one(kind):
    """Hide one record of this type from the projection, and show all of them again."""
    table = TABLES[kind]

    def statements(hearing):
        one = select(table.c.id).where(table.c.hearing == hearing).limit(1).scalar_subquery()
        wrong = update(table).where(table.c.id == one).values(deleted=True)
        return wrong, update(table).where(table.c.hearing == hearing).values(deleted=False)

    return statements


def of_files(_hearing):
    """Lose all photos, and find them again."""
    return update(files).values(state="missing"), update(files).values(state="arrived")


CHANGES = {"a check-in": of_one("attendance"), "a proposal": of_one("proposal"), "the photos": of_files}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_its_back_is_seen(told, change):
    wrong, right = CHANGES[change](told.room(RASHAANT).hearing)
    with told.world.app.app_context():
        assert write(lambda connection: connection.execute(wrong).rowcount)
    try:
        assert RASHAANT in differing(told)
    finally:
        with told.world.app.app_context():
            write(lambda connection: connection.execute(right))
    assert differing(told) == []
