"""Which ballots count, and the union of what several tablets took in (DOMAIN §F «Offline merging», T9)."""

import pytest

from sync.ranking import rank, read, why_invalid
from tests.sync.ranking_build import hands, marks, order_of, session, ticks

ITEMS = "abc"
WHY = [
    ("approval", {}, {"a": 1}, None),
    ("approval", {}, {"z": 1}, "unknown-item"),
    ("approval", {}, {"a": 2}, "out-of-range"),
    ("approval", {}, {}, "blank"),
    ("approval", {}, {"a": 0}, "blank"),
    ("approval", {"max_choices": "1"}, {"a": 1, "b": 1}, "too-many-marks"),
    ("dot_vote", {"dots": "2"}, {"a": 1, "b": 1}, None),
    ("dot_vote", {"dots": "2"}, {"a": 2, "b": 1}, "too-many-dots"),
    ("dot_vote", {"dots": "2", "max_per_item": "1"}, {"a": 2}, "out-of-range"),
    ("dot_vote", {}, {"a": -1}, "out-of-range"),
    ("borda", {}, {"a": 1, "b": 3}, None),
    ("borda", {}, {"a": 1, "b": 1}, "rank-twice"),
    ("borda", {"top": "2"}, {"a": 3}, "out-of-range"),
    ("borda", {"top": "9"}, {"a": 4}, "out-of-range"),
    ("pairwise", {}, {"a": 0}, "out-of-range"),
    ("criteria", {"weight.need": "1", "weight.road": "2"}, {"a.need": 5, "a.road": 1}, None),
    ("criteria", {"weight.need": "1", "weight.road": "2"}, {"a.need": 5}, "incomplete"),
    ("criteria", {"weight.need": "1"}, {"a.road": 5}, "unknown-item"),
    ("consensus", {}, {"a": 5}, None),
    ("consensus", {}, {"a": 6}, "out-of-range"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "given", "found", "reason"), WHY)
def test_a_ballot_is_judged_by_the_rules_of_its_method(method, given, found, reason):
    [ballot] = marks(found).values()
    asked = session(method, ITEMS, given)
    assert why_invalid(read(asked), ballot) == reason
    counts = rank(asked, {"b": ballot}, {})["counts"]
    assert (counts["cast"], counts["invalid"]) == (1, int(reason is not None))
    assert counts["reasons"] == ([[reason, 1]] if reason else [])


def test_what_the_tellers_declared_invalid_is_invalid():
    ballots = {"b": {"marks/a": 1, "invalid": True}, "c": {"marks/b": 1, "invalid": False}}
    result = rank(session("approval", "ab", eligible=3), ballots, {})
    assert result["counts"] == {
        "eligible": 3, "cast": 2, "valid": 1, "invalid": 1, "corrected": 0, "reasons": [["declared", 1]],
    }  # fmt: skip
    assert order_of(result)[0] == (1, "b")


def test_a_mark_that_was_taken_back_is_none():
    assert rank(session("approval", "a"), {"b": {"marks/a": None}}, {})["counts"]["reasons"] == [["blank", 1]]


def test_the_same_ballots_from_two_tablets_count_once():
    ours, theirs = ticks("a", "ab"), ticks("a")
    asked = session("approval", "ab")
    assert rank(asked, {**theirs, **ours}, {}) == rank(asked, ours, {})


def test_a_correction_stands_for_what_it_corrects():
    ballots = {**ticks("a"), "c": {"marks/b": 1, "corrects": "b0"}, "d": {"marks/c": 1, "corrects": "c"}}
    result = rank(session("approval", "abc"), ballots, {})
    assert order_of(result)[0] == (1, "c")
    assert (result["counts"]["cast"], result["counts"]["corrected"]) == (1, 2)


def test_two_corrections_that_say_the_same_are_one_paper():
    again = {"marks/b": 1, "corrects": "b0"}
    result = rank(session("approval", "ab"), {**ticks("a"), "c": again, "d": again}, {})
    assert (result["counts"]["cast"], result["items"][0]["ticks"]) == (1, 1)


def test_two_corrections_that_differ_leave_no_vote():
    split = {"c": {"marks/a": 1, "corrects": "gone"}, "d": {"marks/b": 1, "corrects": "gone"}}
    result = rank(session("approval", "ab"), split, {})
    assert (result["counts"]["cast"], result["counts"]["reasons"]) == (1, [["corrected-twice", 1]])


def test_ballots_that_correct_each_other_in_a_circle_are_told_as_left_out():
    circle = {"c": {"marks/a": 1, "corrects": "d"}, "d": {"marks/a": 1, "corrects": "c"}}
    after = circle | {"e": {"marks/b": 1, "corrects": "d"}}
    assert rank(session("approval", "ab"), circle, {})["counts"]["corrected"] == 2
    assert rank(session("approval", "ab"), after, {})["counts"]["cast"] == 1


def test_a_source_counted_twice_alike_counts_once():
    once = {"t1": hands("1-р ширээ", {"a": (3, 0, 0)})}
    asked = session("show_of_hands", "a")
    assert rank(asked, {}, {**once, "t2": once["t1"]}) == rank(asked, {}, once)


def test_a_source_counted_twice_differently_counts_for_nothing_until_it_is_settled():
    twice = {"t1": hands("1", {"a": (3, 0, 0)}), "t2": hands("1", {"a": (4, 0, 0)}), "t3": hands("2", {"a": (1, 0, 0)})}
    result = rank(session("show_of_hands", "a"), {}, twice)
    assert (result["items"][0]["for"], result["state"]) == (1, "refused")
    assert result["problems"] == [{"code": "counted-twice", "source": "1"}]


def test_tallies_without_a_source_are_their_own():
    counted = hands(None, {"a": (3, 0, 0)})
    assert rank(session("show_of_hands", "a"), {}, {"t1": counted, "t2": counted})["items"][0]["for"] == 6


def test_an_empty_tally_is_no_count():
    assert rank(session("approval", "a"), {}, {"t": {"source": "1"}})["counts"]["cast"] == 0


def test_papers_counted_by_hand_are_cast_and_invalid():
    by_hand = {"t": {"counts/a": 4, "counts/_cast": 6, "counts/_invalid": 1}}
    counts = rank(session("approval", "a"), ticks("a", ""), by_hand)["counts"]
    assert (counts["cast"], counts["valid"], counts["invalid"]) == (8, 6, 2)
    assert counts["reasons"] == [["blank", 1], ["by-hand", 1]]


def test_where_a_table_does_not_say_how_many_papers_it_had_nobody_knows():
    counts = rank(session("approval", "a"), ticks("a"), {"t": {"counts/a": 4}})["counts"]
    assert (counts["cast"], counts["valid"], counts["invalid"]) == (None, None, 0)


def problems(asked, ballots=None, tallies=None):
    result = rank(asked, ballots or {}, {"t": tallies} if tallies else {})
    assert (result["state"] == "refused") is bool(result["problems"])
    return [tuple(problem.values()) for problem in result["problems"]]


def test_nobody_votes_who_is_not_in_the_room():
    """DOMAIN §H 10: present 38, for 20, against 12, abstain 7 → refused."""
    counted = hands(None, {"a": (20, 12, 7)})
    assert problems(session("show_of_hands", "a", eligible=38), None, counted) == [("too-many-hands", "a", 39, 38)]
    assert problems(session("show_of_hands", "a", eligible=39), None, counted) == []
    assert problems(session("show_of_hands", "a"), None, counted) == []


@pytest.mark.parametrize(
    ("method", "counts", "of"),
    [
        ("consensus", {"a.1": 3, "a.5": 3}, "a"),
        ("pairwise", {"a.b": 3, "b.a": 3}, "a.b"),
        ("approval", {"a": 6}, "a"),
        ("greedy", {"b": 6}, "b"),
        ("dot_vote", {"a": 9, "b": 7}, "dots"),
        ("dot_vote", {"a.supporters": 6}, "a.supporters"),
    ],
)
def test_no_count_by_hand_exceeds_the_people(method, counts, of):
    given = {"budget": "9"} if method == "greedy" else {}
    asked = session(method, "ab", given, eligible=5, costs={"a": 1, "b": 1})
    found = problems(asked, None, {f"counts/{key}": count for key, count in counts.items()})
    assert [problem[:2] for problem in found] == [("too-many-hands", of)]


@pytest.mark.parametrize("method", ["borda", "criteria", "equal_shares"])
def test_some_methods_take_ballots_alone(method):
    asked = session(method, "a", {"budget": "9"} if method == "equal_shares" else {}, costs={"a": 1})
    assert problems(asked, None, {"counts/a": 1}) == [("tallies-not-counted",)]


def test_a_show_of_hands_takes_no_ballots():
    assert problems(session("show_of_hands", "a"), ticks("a")) == [("ballots-not-counted",)]


def test_more_ballots_than_people_are_a_problem():
    assert problems(session("approval", "a", eligible=1), ticks("a", "a")) == [("more-cast-than-eligible", 2, 1)]


def test_what_a_tally_cannot_mean_is_a_problem():
    counted = {"source": "1", "counts/a": 1, "counts/z": 1, "counts/b": 10**10, "counts/_invalid": 2}
    assert problems(session("approval", "ab"), None, counted) == [
        ("bad-count", "1", "b"), ("more-invalid-than-cast", 2, 0), ("unknown-key", "1", "z"),
    ]  # fmt: skip


def test_what_a_session_cannot_mean_is_a_problem():
    asked = session("dot_vote", ["a.b", "_c"], {"dots": "0", "colour": "red"}, households={"_c": 10**10})
    assert problems(asked) == [
        ("bad-count", "households/_c"), ("bad-item-key", "_c"), ("bad-item-key", "a.b"),
        ("bad-parameter", "colour"), ("bad-parameter", "dots"),
    ]  # fmt: skip


@pytest.mark.parametrize("given", [{"weight.Need": "1"}, {"weight.need": "0"}, {"weight": "1"}])
def test_a_weight_has_a_criterion_and_a_whole_number(given):
    assert problems(session("criteria", "a", given)) == [("bad-parameter", next(iter(given)))]
