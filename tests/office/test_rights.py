"""Rights that change take the person's tablets along (O16), on both stores."""

import pytest

from server import rights
from server.models.tablets import Tablet as TabletRow
from server.problems import Problem
from server.store.unit_of_work import reading, write
from tests.office.conftest import make_officer


@pytest.fixture
def person(world):
    """A facilitator of Рашаант with a tablet of his own: (account id, tablet)."""
    account, tablet = make_officer(world, "facilitator", "Рашаант"), world.enrol("Рашаант")
    table = TabletRow.__table__
    with world.app.app_context():
        said = table.update().where(table.c.inc == tablet.inc).values(account=account.id)
        write(lambda connection: connection.execute(said))
    world.sync(tablet)
    return account.id, tablet


def change(world, actor, account, role, *baghs):
    with world.app.app_context():
        rights.change(actor, account, role, [world.units[bagh] for bagh in baghs] if baghs else None)


def titles(answer):
    return {row["set"]["title"] for row, _ in answer.rows if row["type"] == "proposal"}


def test_a_tablet_receives_what_its_person_may_read_now_and_lets_go_of_the_rest(world, administrator, person):
    account, tablet = person
    other = world.enrol()
    ids = {bagh: other.say("proposal", unit=world.units[bagh], title=bagh) for bagh in ("Рашаант", "Бугат")}
    world.sync(other)
    assert titles(world.sync(tablet)) == {"Рашаант"}
    change(world, administrator, account, "facilitator", "Бугат")
    answer = world.sync(tablet)
    assert titles(answer) == {"Бугат"}
    assert ids["Рашаант"] in answer.head["leave"]
    change(world, administrator, account, "facilitator")
    assert titles(world.sync(tablet)) == {"Рашаант"}
    change(world, administrator, account, "facilitator", "Рашаант")
    assert ids["Бугат"] in world.sync(tablet).head["leave"]


def test_what_was_written_before_the_change_is_parked_and_not_lost(world, administrator, person):
    account, tablet = person
    tablet.say("proposal", unit=world.units["Рашаант"], title="Худаг")
    change(world, administrator, account, "facilitator", "Бугат")
    assert world.sync(tablet).head["outcomes"] == {"1": ["parked", "out-of-scope"]}


def test_a_role_of_the_tablet_follows_and_one_of_the_office_leads_hearings_there(world, administrator, person):
    account, tablet = person
    table = TabletRow.__table__
    for role, on_tablet in (("check_in_clerk", "check_in_clerk"), ("officer", "facilitator")):
        change(world, administrator, account, role, "Рашаант")
        with world.app.app_context(), reading() as connection:
            row = connection.execute(table.select().where(table.c.inc == tablet.inc)).one()
        assert (row.role, row.units) == (on_tablet, world.units["Рашаант"])


def test_a_tablet_is_told_what_it_may_do_now_and_only_the_last_word(world, administrator, person):
    account, tablet = person
    change(world, administrator, account, "check_in_clerk", "Бугат")
    change(world, administrator, account, "facilitator", "Рашаант")
    for _ in range(2):
        tablet.cursor = tablet.cursor[:6] + ".0"  # a feed from its beginning brings it again
        (told,) = [row for row, _ in world.sync(tablet).rows if row.get("slip") == "rights"]
        assert (told["role"], told["units"]) == ("facilitator", [world.units["Рашаант"]])
    change(world, administrator, account, "administrator")
    (told,) = [row for row, _ in world.sync(tablet).rows if row.get("slip") == "rights"]
    assert (told["role"], told["units"]) == ("facilitator", None)


@pytest.mark.parametrize(("role", "units"), [("king", None), ("officer", ["z" * 26])])
def test_rights_that_cannot_be_change_nothing(world, administrator, person, role, units):
    before = world.everything()
    with world.app.app_context(), pytest.raises(Problem) as raised:
        rights.change(administrator, person[0], role, units)
    assert raised.value.code == "bad-values"
    assert world.everything() == before


def test_the_administrator_of_another_organisation_reaches_nobody_here(world, stranger, person):
    before = world.everything()
    for deed in (
        lambda: rights.change(stranger, person[0], "officer", None),
        lambda: rights.switch(stranger, person[0], False, True),
        lambda: rights.end_sessions(stranger, person[0]),
        lambda: rights.reset_second_step(stranger, person[0], "why"),
    ):
        with world.app.app_context(), pytest.raises(Problem) as raised:
            deed()
        assert raised.value.code == "not-found"
    assert world.everything() == before
