"""The tree of units: made, changed, taken out and brought back by an administrator, each an op (O15, O16)."""

import re

import pytest

from server.office.units import service
from server.problems import Problem
from server.who import ADMINISTRATOR, Actor
from sync.merge import is_deleted, value_of
from tests.office.conftest import HALL

BAGH = {"level": "bagh", "zone": "Asia/Hovd", "households": "142", "quorum_basis": "household", "quorum_percent": "30"}


@pytest.fixture
def room(desk):
    """(hall, browser of the administrator, function that saves a unit)."""
    hall, _, browse = desk
    browser = browse("administrator")

    def save(unit="", **typed):
        page = f"/units/{unit or 'new'}"
        seen = re.search(r'name="seen" value="([^"]*)"', browser.get(page).text)[1]
        return browser.submit(f"/units/{unit}" if unit else "/units", page, **({"seen": seen} | typed))

    return hall, browser, save


def _tree(hall):
    with hall.world.connection() as connection:
        lines = service.tree(connection, _administrator(hall))
    return {value_of(line.record, "name"): (line.record, line.depth) for line in lines}


def _administrator(hall):
    return Actor("account", hall.world.tenant, "a" * 26, ADMINISTRATOR, None)


def _undo(browser, response):
    op = response.location.split("done=")[1]
    return browser.submit(f"/units/undo/{op}", "/units")


def test_a_unit_is_made_below_another_changed_and_each_is_taken_back(room):
    hall, browser, save = room
    assert save(name="Жаргалант сум", level="soum").status_code == 303
    soum = _tree(hall)["Жаргалант сум"][0].id
    made = save(name="Хар ус", parent=soum, **BAGH)
    bagh, depth = _tree(hall)["Хар ус"]
    assert depth == 1 and (value_of(bagh, "households"), value_of(bagh, "quorum_percent")) == (142, 30)
    changed = save(bagh.id, name="Хар ус", parent=soum, **(BAGH | {"households": "150", "place": "48.0, 91.6"}))
    now = _tree(hall)["Хар ус"][0]
    assert (value_of(now, "households"), value_of(now, "place")) == (150, "48.0,91.6")
    page = browser.get(f"/units/{bagh.id}").text
    assert "Б.Administrator" in page and "142" in page
    assert _undo(browser, changed).status_code == 303
    assert value_of(_tree(hall)["Хар ус"][0], "households") == 142
    gone = browser.submit(f"/units/{bagh.id}/removal", "/units")
    assert "Хар ус" not in _tree(hall)
    assert _undo(browser, gone).status_code == 303
    assert "Хар ус" in _tree(hall)
    assert _undo(browser, made).status_code == 409  # others have gone on from it
    assert save(bagh.id, name="Хар ус", parent=soum, **BAGH).location.endswith("/units")  # nothing changed


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_made(room):
    hall, _, save = room
    before = len(_tree(hall))
    for typed, wrong in (
        ({"name": ""}, "name"),
        ({"name": HALL + " баг"}, "name"),
        ({"level": "village"}, "level"),
        ({"parent": hall.unit}, "parent"),
        ({"zone": "Asia/Khovd"}, "zone"),
        ({"households": "олон"}, "households"),
        ({"quorum_percent": "101"}, "quorum_percent"),
        ({"quorum_percent": ""}, "quorum_percent"),
        ({"place": "Ховд"}, "place"),
    ):
        page = save(**({"name": "Хар ус"} | BAGH | typed))
        assert page.status_code == 422 and f'id="why-{wrong}"' in page.text, wrong
    assert len(_tree(hall)) == before


def test_a_unit_in_which_anything_stands_is_not_taken_out(room):
    hall, browser, save = room
    assert browser.submit(f"/units/{hall.unit}/removal", "/units").status_code == 409  # of a hearing
    save(name="Жаргалант", level="soum")
    soum = _tree(hall)["Жаргалант"][0].id
    save(name="Хар ус", parent=soum, **BAGH)
    with hall.world.app.app_context(), pytest.raises(Problem, match="bad-state"):
        service.remove(_administrator(hall), soum)
    assert not is_deleted(_tree(hall)["Жаргалант"][0])
    assert save(soum, name="Жаргалант", level="bagh").status_code == 422  # one of its level stands below it


def test_a_stale_form_and_another_role_change_nothing(room, desk):
    hall, browser, _ = room
    said = {"name": HALL, "level": "bagh", "seen": "0" * 32}
    assert browser.submit(f"/units/{hall.unit}", "/units", **said).status_code == 409
    officer = desk[2]("officer")
    assert officer.get("/units").status_code == 403
    assert officer.submit("/units", "/me", name="Х", level="bagh").status_code == 403


def test_a_tablet_has_a_change_at_its_next_sync(room):
    hall, _, save = room
    save(hall.unit, name=HALL, **BAGH)
    told = {row["id"]: row for row, _ in hall.world.sync(hall.ana).rows}
    assert '"quorum_percent": 30' in str(told[hall.unit]).replace("'", '"')
