"""The states of a proposal: which may follow which, what each must say, what halls make of them (scenarios 15, 16)."""

import json
from pathlib import Path

import pytest

from server import findings
from server.findings import Finding
from server.office.hearings import views
from server.office.proposals import listing, states
from server.office.proposals.states import Wish
from server.problems import Problem
from sync import catalogue
from sync.merge import value_of

HANDS = {"count_for": 5, "count_against": 21}


def _move(hall, actor, record, to, **words):
    with hall.world.app.app_context():
        return states.move(actor, record, Wish(to, **words))


def _view(hall, actor, record):
    with hall.world.connection() as connection:
        return views.record(connection, actor, record)


def _measures(hall):
    return [row for row in hall.world.derived()["p_measure"] if not row[2]]


@pytest.fixture
def proposal(hall):
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    return record


def test_every_state_is_in_the_table_and_can_be_left_or_is_derived():
    known = set(catalogue.BY_NAME["proposal"].field("status").choices)
    assert set(states.STEPS) == known
    assert {to for after in states.STEPS.values() for to in after} == known - {"draft", "confirmed"}
    assert set(states.OPEN) == known - {*findings.SETTLED, "merged", "withdrawn"}


@pytest.mark.parametrize(
    ("to", "need", "words"),
    [
        ("done", "measure", {"measure": "12 м гүн гар худаг гаргаж, ус нь шинжилгээнд тэнцсэн"}),
        ("declined", "reason", {"reason": "Төсөвт тусаагүй"}),
        ("not_competent", "body", {"body": "Ус сувгийн ОНӨҮГ"}),
    ],
)
def test_scenario_15_a_state_says_what_it_needs(hall, reviewer, proposal, to, need, words):
    for empty in ({}, dict.fromkeys(words, " \n")):
        with pytest.raises(Problem) as raised:
            _move(hall, reviewer, proposal, to, **empty)
        assert (raised.value.code, raised.value.detail["fields"]) == ("bad-values", {need: ["missing"]})
    assert _view(hall, reviewer, proposal)["status"] == "recorded"
    _move(hall, reviewer, proposal, to, **words)
    view = _view(hall, reviewer, proposal)
    assert view["status"] == to
    kept = {"reason": "status_reason", "body": "competent_body"}.get(need)
    assert value_of(view["record"], kept) == words[need] if kept else len(_measures(hall)) == 1


def test_a_state_that_may_not_follow_is_refused_and_nothing_is_written(hall, reviewer, proposal):
    before = hall.world.everything()
    for to in ("confirmed", "reopened", "draft", "merged", "nonsense", ""):
        with pytest.raises(Problem, match="bad-state"):
            _move(hall, reviewer, proposal, to, reason="Учир", measure="Ажил")
    assert hall.world.everything() == before


def test_the_second_of_two_officers_sees_that_the_first_was_quicker(hall, reviewer, proposal):
    seen = _view(hall, reviewer, proposal)["step_token"]
    _move(hall, reviewer, proposal, "under_review", seen=seen)
    with pytest.raises(Problem, match="stale"):
        _move(hall, reviewer, proposal, "declined", reason="Учир", seen=seen)


def test_a_state_that_is_taken_back_takes_its_measure_and_its_words_along(hall, reviewer, proposal):
    _move(hall, reviewer, proposal, "declined", reason="Төсөвт тусаагүй")
    _move(hall, reviewer, proposal, "reopened", reason="Тодотголд орлоо")
    done = _move(hall, reviewer, proposal, "done", measure="Худаг гаргасан")
    with hall.world.app.app_context():
        assert states.take_back(reviewer, done) == proposal
    view = _view(hall, reviewer, proposal)
    assert (view["status"], value_of(view["record"], "status_reason")) == ("reopened", "Тодотголд орлоо")
    assert _measures(hall) == []
    with hall.world.app.app_context(), pytest.raises(Problem, match="stale"):
        states.take_back(reviewer, done)


def _hall_says(hall, proposal, day, finding, **more):
    hearing = hall.ana.say("hearing", unit=hall.unit, title="Дараагийн хурал", held_on=day)
    hall.ana.say("verification", unit=hall.unit, hearing=hearing, proposal=proposal, finding=finding, **more)
    hall.world.sync(hall.ana)


def test_scenario_16_a_later_hall_that_rejects_opens_again_and_all_counts_are_kept(hall, reviewer, proposal):
    _move(hall, reviewer, proposal, "done", measure="Худаг гаргасан")
    _hall_says(hall, proposal, "2026-12-24", "confirmed", count_for=24, count_against=2)
    assert _view(hall, reviewer, proposal)["status"] == "confirmed"
    with hall.world.connection() as connection:
        assert listing.listed(connection, reviewer, {}).standing == {proposal: "confirmed"}
    _hall_says(hall, proposal, "2027-03-10", "not_done", note="Ус нь гарахаа больсон", **HANDS)
    view = _view(hall, reviewer, proposal)
    assert view["status"] == "reopened"
    said = [(one.finding, one.count_for, one.count_against, one.note) for one in findings.standing(view["standing"][2])]
    assert said == [("confirmed", 24, 2, ""), ("not_done", 5, 21, "Ус нь гарахаа больсон")]
    with pytest.raises(Problem, match="bad-values"):
        _move(hall, reviewer, proposal, "done")
    _move(hall, reviewer, proposal, "done", measure="Шүүрийг солив")
    view = _view(hall, reviewer, proposal)
    assert (view["status"], len(view["standing"].findings), len(_measures(hall))) == ("done", 2, 2)
    _hall_says(hall, proposal, "2027-06-01", "confirmed", count_for=30, count_against=0)
    assert _view(hall, reviewer, proposal)["status"] == "confirmed"


def test_what_findings_make_of_a_state():
    for case in json.loads((Path(__file__).parents[1] / "vectors" / "findings.json").read_text()):
        found = [Finding(*one) for one in case["findings"]]
        assert findings.state(case["status"], found, case["after"]) == case["state"], case["says"]


def test_scenario_15_the_page_asks_again_with_what_was_written(desk):
    hall, browser, browse = desk
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    path, form = f"/proposals/{record}/state", {"to": "done", "measure": "", "reason": "Тэмдэглэл"}
    assert browser.get(f"/records/{record}").text.count('name="to"') == len(states.STEPS["recorded"]) - 1
    page = browser.submit(path, "/me", **form)
    assert page.status_code == 422
    assert "Тэмдэглэл" in page.text and 'aria-invalid="true"' in page.text
    answer = browser.submit(path, "/me", **form | {"measure": "Худаг гаргасан"})
    assert answer.status_code == 303
    done = answer.location.partition("stepped=")[2]
    assert 'data-tone="accent">Хийгдсэн' in browser.get(answer.location).text
    assert browse("officer", "Бугат").submit(path, "/me", **form).status_code == 404
    assert browser.submit(f"/proposals/undo/{done}", "/me").status_code == 303
    assert 'data-tone="accent">Бүртгэсэн' in browser.get(f"/records/{record}").text
