"""What a soum plans reaches the tablets of its baghs, and nothing else of the soum does (O8, T7; I9, I3)."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from server import accounts, acts, rights
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import write
from server.who import ADMINISTRATOR, Actor


@pytest.fixture
def soum(world):
    """(world, the soum's unit, a work of it); the bagh Рашаант is below the soum, Бугат is not."""
    world.units["Жаргалант"] = world.state(acts.creation("unit", {"name": "Жаргалант", "level": "soum"}))
    _place(world, "Рашаант", world.units["Жаргалант"])
    work = world.state(acts.creation("work", {"unit": world.units["Жаргалант"], "name": "Сургуулийн өргөтгөл"}))
    return world, world.units["Жаргалант"], work


_at = text("UPDATE alembic_version SET version_num = :revision")


def _place(world, bagh, parent):
    with world.connection() as connection:
        known = records.load(connection, world.tenant, [world.units[bagh]], SubjectKeys(connection, world.tenant))
    world.state(acts.change(known[world.units[bagh]], {"parent": parent}))


def _got(answer):
    return {row["id"] for row, _ in answer.rows}


def test_a_work_of_the_soum_comes_to_its_bagh_and_its_proposals_do_not(soum):
    world, unit, work = soum
    dulmaa = world.enrol("Жаргалант")
    proposal = dulmaa.say("proposal", unit=unit, title="Сумын санал")
    world.sync(dulmaa)
    below, beside = world.enrol("Рашаант"), world.enrol("Бугат")
    assert work in (got := _got(world.sync(below))) and proposal not in got
    assert work not in _got(world.sync(beside))
    with world.connection() as connection:
        known = records.load(connection, world.tenant, [work], SubjectKeys(connection, world.tenant))
    world.state(acts.change(known[work], {"progress_percent": 40}))
    assert _got(world.sync(below)) == {work}
    world.state(acts.change(known[work], {"unit": world.units["Бугат"]}))  # and it is the other bagh's now
    assert world.sync(below).head["leave"] == [work]
    assert work in _got(world.sync(beside))


def test_a_bagh_that_comes_below_the_soum_gets_its_works_and_one_that_goes_loses_them(soum):
    """I3: the cursor stands behind them already, so they are laid into the tablet's own scope."""
    world, unit, work = soum
    beside = world.enrol("Бугат")
    world.sync(beside)
    _place(world, "Бугат", unit)
    assert work in _got(world.sync(beside))
    assert _got(world.sync(beside)) == set()
    _place(world, "Бугат", None)
    assert world.sync(beside).head["leave"] == [work]


def test_who_gives_up_the_soum_for_its_bagh_keeps_its_works_alone(soum):
    world, unit, work = soum
    dulmaa = world.enrol("Жаргалант")
    proposal = dulmaa.say("proposal", unit=unit, title="Сумын санал")
    world.sync(dulmaa)

    with world.app.app_context():
        boss = Actor("account", world.tenant, "a" * 26, ADMINISTRATOR, None)
        account = accounts.by_email(f"bold@{world.tenant}.mn").id
        rights.change(boss, account, "facilitator", [world.units["Рашаант"]])
    answer = world.sync(dulmaa)
    assert answer.head["leave"] == [proposal]
    assert work not in answer.head["leave"]


def test_a_work_that_an_earlier_release_kept_reaches_the_units_below_by_the_migration(soum):
    world, _unit, work = soum
    now = world.derived()["feed"]
    assert any(row[1].startswith("below:") and row[3] == work for row in now)
    with world.app.app_context():
        write(lambda connection: connection.execute(text("DELETE FROM feed WHERE substr(scope, 1, 6) = 'below:'")))
        (head,) = write(lambda connection: connection.execute(text("SELECT version_num FROM alembic_version")).one())
        write(lambda connection: connection.execute(_at, {"revision": "0021"}))
        upgrade(revision="0022")
        write(lambda connection: connection.execute(_at, {"revision": head}))
    assert world.derived()["feed"] == now
