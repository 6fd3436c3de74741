"""The report to citizens every 15 days (O6, S2): when a bagh is due, what the draft holds, what is frozen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from werkzeug.datastructures import MultiDict

from server import acts, clock
from server.office.reports import fortnight, frozen, papers
from server.office.reports.cycle import cycle
from server.problems import Problem
from server.store import records, referrals
from sync.merge import value_of
from tests.office.conftest import HALL

DAY = 24 * 3600 * 1000
NOON = 1_795_320_000_000  # 22 November 2026, 11:20 in Hovd


@pytest.fixture
def at(monkeypatch):
    """Set the server's clock to so many days after NOON."""

    def move(days=0):
        monkeypatch.setattr(clock, "now_ms", lambda: NOON + days * DAY)

    move()
    return move


def _forward(hall, sent_on="2026-11-05", title="Гар худаг гаргах"):
    world = hall.world
    proposal = world.state(acts.creation("proposal", {"unit": hall.unit, "title": title, "kind": "proposal"}))
    world.state(acts.creation("referral", {"unit": hall.unit, "proposal": proposal, "sent_on": sent_on}))
    return proposal


def _list(world, actor, **said):
    with world.connection() as connection:
        return {line.name: line for line in fortnight.listed(connection, actor, said).cut.rows}


def _draft(world, actor, unit):
    with world.connection() as connection:
        return fortnight.draft(connection, actor, unit)


def _issue(world, actor, unit, **form):
    with world.app.app_context():
        last = _draft(world, actor, unit).last
        return fortnight.issue(actor, unit, MultiDict({"last": last, "office": "ЗДТГ"} | form))


def _content(world, report):
    with world.connection() as connection:
        return frozen.unpack(records.load_open(connection, world.tenant, [report])[report])


def test_scenario_7_the_cycle_begins_with_the_first_forwarding_and_a_missed_report_says_by_how_much(
    hall, officer_of, at
):
    officer = officer_of("officer")
    assert _list(hall.world, officer)[HALL].cycle.state == "resting"
    _forward(hall, "2026-11-05")
    _forward(hall, "2026-11-12", "Зам")
    stood = _list(hall.world, officer)[HALL].cycle
    assert (stood.state, stood.since, stood.due_on, stood.days) == ("overdue", "2026-11-05", "2026-11-20", 2)


def test_scenario_7_a_report_without_change_begins_the_cycle_anew_and_says_so_to_citizens(hall, officer_of, at):
    officer = officer_of("officer")
    _forward(hall)
    report = _issue(hall.world, officer, hall.unit)
    stood = _list(hall.world, officer)[HALL].cycle
    assert (stood.state, stood.since, stood.due_on, stood.days) == ("running", "2026-11-22", "2026-12-07", 15)
    content = _content(hall.world, report)
    assert content["nothing_new"] is True
    words = PdfReader(BytesIO(papers.paper(content, {}))).pages[0].extract_text()
    assert "Энэ хугацаанд шинэ өөрчлөлт гараагүй" in words
    assert "2026 оны 11 дүгээр сарын 22" in " ".join(words.split())


def test_what_is_closed_and_told_needs_no_further_report_until_something_comes_after_it(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    proposal = _forward(hall, "2026-11-05")
    with world.connection() as connection:
        known = records.load_open(connection, world.tenant, [proposal])[proposal]
        (referral,) = referrals.of_proposals(connection, world.tenant, [proposal])
        letter = records.load_open(connection, world.tenant, [referral[1]])[referral[1]]
    world.state(acts.change(letter, {"closed_on": "2026-11-20", "answer": "final"}))
    assert _list(world, officer)[HALL].cycle.since == "2026-11-05"  # its end is not told yet
    _issue(world, officer, hall.unit)
    assert _list(world, officer)[HALL].cycle.state == "running"  # planned is no end
    at(1)
    world.state(acts.change(known, {"status": "done"}))
    stood = _draft(world, officer, hall.unit)
    assert (stood.cycle.since, len(stood.changes)) == ("2026-11-22", 1)
    _issue(world, officer, hall.unit, take=stood.changes[0].record)
    assert (_list(world, officer)[HALL].cycle.state, _draft(world, officer, hall.unit).cycle.since) == ("resting", "")
    _forward(hall, "2026-11-24", "Зам")
    assert _list(world, officer)[HALL].cycle.since == "2026-11-24"


@pytest.mark.parametrize(
    ("first", "last", "today", "state", "days"),
    [
        ("", "", "2026-11-22", "resting", 0),
        ("2026-11-22", "", "2026-11-22", "running", 15),
        ("2026-11-10", "", "2026-11-22", "due", 3),
        ("2026-11-07", "", "2026-11-22", "due", 0),
        ("2026-11-07", "", "2026-11-23", "overdue", 1),
        ("2026-01-01", "2026-11-20", "2026-11-22", "running", 13),
        ("2026-12-01", "2026-11-20", "2026-12-10", "running", 6),  # forwarded anew after a rest
        ("2028-02-20", "", "2028-03-06", "due", 0),  # a leap day counts
    ],
)
def test_the_term_is_counted_in_calendar_days(first, last, today, state, days):
    found = cycle(first, last, date.fromisoformat(today), 15)
    assert (found.state, found.days) == (state, days)


def test_the_draft_holds_what_came_since_the_last_report_and_nothing_older(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    proposal = _forward(hall)
    world.state(acts.creation("measure", {"unit": hall.unit, "proposal": proposal, "text": "Өрөм ирсэн"}))
    first = _draft(world, officer, hall.unit)
    assert [(one.kind, one.title, one.text) for one in first.changes] == [("measure", "Гар худаг гаргах", "Өрөм ирсэн")]
    _issue(world, officer, hall.unit, take=first.changes[0].record)
    assert _draft(world, officer, hall.unit).changes == []
    at(3)
    with world.connection() as connection:
        known = records.load_open(connection, world.tenant, [proposal])[proposal]
    world.state(acts.change(known, {"status": "done", "status_reason": "Ус гарсан"}))
    world.state(acts.creation("work", {"unit": hall.unit, "name": "Худаг", "state": "begun", "progress_percent": 40}))
    changes = [(one.kind, one.word, one.on) for one in _draft(world, officer, hall.unit).changes]
    assert sorted(changes) == [("status", "done", "2026-11-25"), ("work", "begun", "2026-11-25")]


def test_what_comes_while_the_form_is_open_is_left_to_the_next_report(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    proposal = _forward(hall)
    drawn = _draft(world, officer, hall.unit).drawn_ms
    at(1)
    world.state(acts.creation("measure", {"unit": hall.unit, "proposal": proposal, "text": "Өрөм ирсэн"}))
    at(2)
    _issue(world, officer, hall.unit, drawn=str(drawn))
    assert [one.text for one in _draft(world, officer, hall.unit).changes] == ["Өрөм ирсэн"]


def test_only_what_was_chosen_goes_out_in_the_words_of_the_officer(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    proposal = _forward(hall)
    for text in ("Өрөм ирсэн", "Хуурамч"):
        world.state(acts.creation("measure", {"unit": hall.unit, "proposal": proposal, "text": text}))
    one = next(one for one in _draft(world, officer, hall.unit).changes if one.text == "Өрөм ирсэн")
    report = _issue(world, officer, hall.unit, take=one.record, **{f"text-{one.record}": "Өрмийн машин ирсэн"})
    content = _content(world, report)
    assert [line["text"] for line in content["lines"]] == ["Өрмийн машин ирсэн"]
    assert content["nothing_new"] is False


def test_nobody_issues_the_same_report_twice(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    _forward(hall)
    _issue(world, officer, hall.unit)
    with world.app.app_context(), pytest.raises(Problem, match="stale"):
        fortnight.issue(officer, hall.unit, MultiDict({"last": "", "office": "ЗДТГ"}))


def test_numbers_of_a_kind_have_no_gap_within_a_year(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world
    other = world.units["Бугат"]
    found = []
    for days, unit in ((0, hall.unit), (1, other), (2, hall.unit), (45, other)):
        at(days)
        found.append(_content(world, _issue(world, officer, unit))["number"])
    assert found == ["1", "2", "3", "1"]


def test_two_who_issue_at_once_get_numbers_without_gap_or_double(hall, officer_of, at):
    officer, world = officer_of("officer"), hall.world

    def some(unit):
        return [_issue(world, officer, unit) for _ in range(3)]

    with ThreadPoolExecutor(2) as pool:
        made = [report for found in pool.map(some, (hall.unit, world.units["Бугат"])) for report in found]
    assert sorted(_content(world, report)["number"] for report in made) == ["1", "2", "3", "4", "5", "6"]


def test_an_officer_of_another_bagh_sees_and_issues_nothing(hall, officer_of, at):
    stranger, officer = officer_of("officer", "Бугат"), officer_of("officer")
    _forward(hall)
    assert HALL not in _list(hall.world, stranger)
    with pytest.raises(Problem, match="not-found"):
        _draft(hall.world, stranger, hall.unit)
    assert value_of(_record(hall.world, _issue(hall.world, officer, hall.unit)), "unit") == hall.unit


def _record(world, report):
    with world.connection() as connection:
        return records.load_open(connection, world.tenant, [report])[report]


def test_the_pages_of_the_room_open_and_issue(desk, at):
    hall, reviewer, browse = desk
    officer = browse("officer")
    _forward(hall)
    page = officer.get("/reports")
    assert "2 хоног хоцорсон" in page.text
    draft = officer.get(f"/reports/fortnight/{hall.unit}")
    assert draft.status_code == 200
    where = f"/reports/fortnight/{hall.unit}"
    answer = officer.submit(where, where, last="", office="ЗДТГ", traditional="ᠲᠠᠶᠢᠯᠤᠨ")
    assert answer.status_code == 303, answer.data
    shown = officer.get(answer.headers["Location"])
    assert "Энэ хугацаанд шинэ өөрчлөлт гараагүй" in shown.text
    paper = officer.get(answer.headers["Location"].partition("?")[0] + ".pdf")
    assert "ᠲᠠᠶᠢᠯᠤᠨ" in PdfReader(BytesIO(paper.data)).pages[-1].extract_text() and "ᠲᠠᠶᠢᠯᠤᠨ" in shown.text
    again = officer.submit(where, where, last="", office="ЗДТГ", note="Миний үг")
    assert (again.status_code, "Миний үг" in again.text) == (409, True)
    assert reviewer.get(where).status_code == 403
