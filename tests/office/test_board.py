"""The first page: what waits, where hearings were held, what is still on tablets; each figure is its list's (O12)."""

import pytest

from server import acts, clock
from server.office import board
from server.office.hearings import listing
from server.office.proposals import listing as proposals
from sync import opset
from tests.office.conftest import HALL
from tests.server.conftest import browser_on

NOW = 1_795_516_200_000  # Tuesday 24 November 2026, noon in Hovd


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)


def _board(world, actor, year=""):
    with world.connection() as connection:
        return board.shown(connection, actor, year)


def _attend(hall, count):
    for _ in range(count):
        hall.ana.say("attendance", unit=hall.unit, hearing=hall.hearing, role="citizen")
    hall.world.sync(hall.ana)


def _hearing(hall, bagh, day, **more):
    values = {"unit": hall.world.units[bagh], "held_on": day, "title": "Хурал"} | more
    return hall.world.state(acts.creation("hearing", values))


def _cells(view, bagh):
    line = next(line for line in view["coverage"].lines if line.name == bagh)
    return {month: cell for month, cell in enumerate(line.cells, 1) if cell}


def test_a_cell_is_held_planned_or_missed(hall, reviewer):
    _attend(hall, 3)
    _hearing(hall, "Бугат", "2026-12-08")
    _hearing(hall, "Бугат", "2026-04-02")
    _hearing(hall, "Бугат", "2026-05-02", stage="sealed")
    view = _board(hall.world, reviewer)
    (held,) = _cells(view, HALL).values()
    assert (held.state, held.came, held.step) == ("held", 3, 4)
    found = _cells(view, "Бугат")
    assert {month: cell.state for month, cell in found.items()} == {4: "missed", 5: "held", 12: "planned"}
    assert found[12].day == 8
    covered = view["coverage"]
    assert (covered.covered, covered.baghs, covered.held, covered.came, covered.people) == (2, 2, 2, 3, 3)


def test_every_figure_is_that_of_its_list(hall, reviewer):
    hall.collide(title="Худаг")
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Төлөв", status="done")  # parked
    hall.world.sync(hall.ana)
    _hearing(hall, "Бугат", "2026-11-02", review="held")
    view = _board(hall.world, reviewer)
    assert view["waits"] == {"collisions": 1, "aside": 1, "none": 1, "held": 1, "returned": 0}
    with hall.world.connection() as connection:
        for review in ("none", "held", "returned"):
            assert listing.listed(connection, reviewer, {"review": review}).cut.count == view["waits"][review]
        for status, count in view["by_status"]:
            assert proposals.listed(connection, reviewer, {"status": status}).sums.count == count
        for age, count in view["by_age"]:
            assert proposals.listed(connection, reviewer, {"age": age}).sums.count == count
        year = view["coverage"].year
        assert listing.listed(connection, reviewer, {"month": year}).cut.count == 2
    assert [record.id for record, _ in view["week"]] == [hall.hearing]


def test_what_a_tablet_has_still_to_bring_is_named(hall, reviewer):
    expected = {hall.ana.op_id(1), f"{hall.ana.inc}.999.abcdefgh"}
    hall.ana.say("manifest", unit=hall.unit, hearing=hall.hearing, holds=opset.encode(expected))
    hall.world.sync(hall.ana)
    (missing,) = _board(hall.world, reviewer)["missing"]
    assert (missing.hearing, missing.place, missing.tablet.arrived, missing.tablet.expected) == (
        hall.hearing,
        HALL,
        1,
        2,
    )


def test_years_can_be_turned_and_unknown_ones_are_passed_over(hall, reviewer):
    _hearing(hall, HALL, "2015-06-01", stage="sealed")
    assert _board(hall.world, reviewer)["coverage"].years == ["2026", "2015"]
    assert _board(hall.world, reviewer, "2015")["coverage"].held == 1
    assert _board(hall.world, reviewer, "';--")["coverage"].year == "2026"


def test_nothing_outside_of_reach_is_counted(hall, officer_of, stranger):
    _attend(hall, 2)
    hall.collide()
    neighbour = _board(hall.world, officer_of("officer", "Бугат"))
    assert (neighbour["is_new"], neighbour["waits"]["collisions"], neighbour["proposals"]) == (True, 0, 0)
    assert [line.name for line in neighbour["coverage"].lines] == ["Бугат"]
    far = _board(hall.world, stranger)
    assert (far["is_new"], far["coverage"].lines, far["week"]) == (True, [], [])


def test_a_new_organisation_is_told_where_to_begin(desk):
    hall, browser, browse = desk
    assert "Таблет холбох код авах" in browse("officer", "Бугат").get("/").text
    page = browser.get("/").text
    assert 'id="coverage"' in page and f"/hearings?unit={hall.unit}" in page
    assert browser_on(hall.world.app, "office").get("/").status_code == 302
