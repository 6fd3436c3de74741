"""The first page: what waits, where hearings were held, what is still on tablets; each figure is its list's (O12)."""

import pytest

from server import acts, clock
from server.office import board
from server.office.clocks import listing as terms
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
        return board.shown(connection, actor, {"span": year})


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
            assert proposals.listed(connection, reviewer, {"status": status} | view["query"]).sums.count == count
        for age, count in view["by_age"]:
            assert proposals.listed(connection, reviewer, {"age": age} | view["query"]).sums.count == count
        flow = view["flow"]
        for part, count in [*flow.wishes.parts.items(), ("distinct", flow.wishes.distinct)]:
            assert proposals.listed(connection, reviewer, {"part": part} | view["query"]).sums.count == count
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


def _person(hall, **said):
    return hall.ana.say("person", unit=hall.unit, **said)


def _came(hall, hearing, person, **said):
    hall.ana.say("attendance", unit=hall.unit, hearing=hearing, person=person, role="citizen", **said)


def test_scenario_24_the_total_of_distinct_attendances_marks_what_is_unknown(hall, reviewer):
    dulam, bold, twin = _person(hall, sex="female", age_band="55_plus"), _person(hall, sex="male"), _person(hall)
    for _ in range(2):
        _came(hall, hall.hearing, dulam)
    _came(hall, hall.hearing, bold)
    _came(hall, hall.hearing, twin, sex="unknown")
    hall.world.sync(hall.ana)
    hall.world.state(acts.Statement("person", twin, {"same_as": (bold, ())}))
    earlier = _hearing(hall, HALL, "2026-10-05", stage="sealed", **{"head_counts/male.18_24": 30, "at_least": True})
    _hearing(hall, "Бугат", "2026-03-01", stage="sealed")  # held, and nobody counted
    _hearing(hall, "Бугат", "2026-02-01")  # announced, and never held
    _came(hall, earlier, dulam)
    hall.world.sync(hall.ana)
    view = _board(hall.world, reviewer)
    turnout = view["turnout"]
    assert (turnout.people, turnout.visits, turnout.came, turnout.is_more) == (2, 3, 33, True)
    assert (turnout.halls.attendances, turnout.halls.heads, turnout.held, turnout.uncounted) == (5, 30, 3, 1)
    assert (turnout.by_sex, turnout.share("female")) == ([("female", 1), ("male", 31)], 3)
    assert turnout.by_age == [("18_24", 30), ("55_plus", 1), ("unknown", 1)]
    assert {month: (cell.came, cell.is_more) for month, cell in _cells(view, HALL).items()} == {
        10: (31, True),
        11: (4, False),
    }
    assert {month: (cell.state, cell.is_more) for month, cell in _cells(view, "Бугат").items()} == {
        2: ("missed", False),
        3: ("held", True),
    }


def test_a_span_counts_its_own_hearings_alone(hall, reviewer):
    _attend(hall, 2)
    _hearing(hall, "Бугат", "2026-02-01", stage="sealed", **{"head_counts/female.unknown": 7})
    for said, came in (
        ({"span": "2026-q1"}, 7),
        ({"span": "2026-11"}, 2),
        ({"span": "all"}, 9),
        ({"since": "2026-01-01", "until": "2026-02-01"}, 7),
        ({"span": "2026", "unit": hall.unit}, 2),
        ({"span": "0000-q9", "since": "x"}, 9),
    ):
        with hall.world.connection() as connection:
            assert board.shown(connection, reviewer, said)["turnout"].came == came, said


def test_understanding_counts_only_hearings_that_asked_both_times(hall, reviewer):
    def poll(hearing, moment, yes, asked, **said):
        counts = {"counts/asked": asked, "counts/q1": yes, "question/q1": "Мэднэ"}
        hall.ana.say("poll", unit=hall.unit, hearing=hearing, moment=moment, **counts, **said)

    other = _hearing(hall, HALL, "2026-10-05")
    poll(hall.hearing, "before", 4, 10)
    poll(hall.hearing, "before", 1, 10, way="tablet")
    poll(hall.hearing, "after", 15, 20)
    poll(other, "before", 9, 9)
    hall.world.sync(hall.ana)
    found = _board(hall.world, reviewer)["understanding"]
    (change,) = found.all.changes
    assert (change.before, change.after, [one.hearing for one in found.each]) == (25, 75, [hall.hearing])
    assert found.words == {"q1": "Мэднэ"}


def test_an_answer_is_owed_until_something_is_decided(hall, reviewer):
    made = [hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"Санал {n}") for n in range(3)]
    hall.world.sync(hall.ana)
    for proposal, due_on in zip(made, ("2026-11-20", "2026-11-30", "2026-11-01"), strict=True):
        hall.world.state(acts.creation("referral", {"unit": hall.unit, "proposal": proposal, "due_on": due_on}))
    hall.world.state(acts.Statement("proposal", made[2], {"status": ("done", ())}))
    flow = _board(hall.world, reviewer)["flow"]
    assert (flow.owed, flow.overdue) == (2, 1)
    assert [(one.proposal, days) for one, days in flow.due] == [(made[0], -4), (made[1], 6)]
    with hall.world.connection() as connection:
        for due, count in (("owed", 2), ("overdue", 1)):
            assert proposals.listed(connection, reviewer, {"due": due}).sums.count == count


def test_the_board_owes_what_the_deadlines_list(hall, reviewer):
    closed, later, moved = [
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"Санал {n}") for n in range(3)
    ]
    hall.world.sync(hall.ana)
    for proposal, more in (
        (closed, {"answer": "final", "answered_on": "2026-11-20", "closed_on": "2026-11-20"}),
        (later, {"extended_to": "2026-12-20"}),
        (moved, {}),
    ):
        values = {"unit": hall.unit, "proposal": proposal, "due_on": "2026-11-22"} | more
        hall.world.state(acts.creation("referral", values))
    flow = _board(hall.world, reviewer)["flow"]
    assert [(one.proposal, days) for one, days in flow.due] == [(moved, -2), (later, 26)]
    assert (flow.owed, flow.overdue) == (2, 1)
    with hall.world.connection() as connection:
        rows = terms.listed(connection, reviewer, {})["cut"].rows
    assert [(row.proposal.id, row.over) for row in rows] == [(moved, 2), (later, -26)]


def test_the_pages_of_the_figures_add_up_and_stay_within_reach(desk):
    hall, browser, browse = desk
    _attend(hall, 3)
    for path in ("/", "/board/people", "/board/people?sort=unit&page=9&span=all", "/board/understanding"):
        assert browser.get(path).status_code == 200
    assert f"/hearings/{hall.hearing}" in browser.get("/board/people?span=all").text
    assert hall.hearing not in browse("officer", "Бугат").get("/board/people?span=all").text


def test_what_waits_stands_on_the_first_page_and_in_the_menu_with_its_number(desk):
    hall, browser, browse = desk
    hall.collide()
    page = browser.get("/").text
    assert "<b>1</b><span>Давхацсан засвар</span>" in page
    menu = page[page.index('id="nav"') : page.index("</nav>")]
    assert menu.count('class="n"') == 1 and "<details>" in menu
    assert "<details open>" in browse("administrator").get("/accounts").text
