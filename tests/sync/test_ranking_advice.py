"""The same ballots under a second method, as an advice beside the decision (DOMAIN §F, O10)."""

import pytest

from sync.ranking import ADVISORY, METHODS, advise, rank
from tests.sync.ranking_build import marks, order_of, orders, session, ticks

COSTS = {"a": 60, "b": 50, "c": 40}
BUDGET = {"budget": "100"}


def test_the_advice_names_both_methods_and_its_own_parameters():
    asked = session("approval", "abc", {"max_choices": "2"}, costs=COSTS)
    ballots = ticks("a", "ab", "ac", "b")
    result = advise(asked, ballots, {}, "equal_shares", BUDGET | {"completion": "none"})
    assert (result["method"], result["advisory"], result["variant"]) == ("equal_shares", "approval", "cost_none")
    assert ["budget", "100"] in result["parameters"]
    assert rank(asked, ballots, {})["advisory"] is None


def test_dots_are_read_as_ticks():
    asked = session("dot_vote", "abc")
    result = advise(asked, marks({"a": 3}, {"b": 1, "c": 2}, {"b": 1}), {}, "approval")
    assert [(one["item"], one["ticks"]) for one in result["items"]] == [("b", 2), ("a", 1), ("c", 1)]


def test_a_ballot_that_was_invalid_stays_so():
    asked = session("dot_vote", "ab", {"dots": "2"})
    result = advise(asked, marks({"a": 2, "b": 2}, {"b": 1}), {}, "approval")
    assert order_of(result) == [(1, "b"), (2, "a")]
    assert result["counts"]["reasons"] == [["too-many-dots", 1]]


def test_places_are_read_for_pairs():
    result = advise(session("borda", "abc"), orders("abc", "acb", "cab"), {}, "pairwise")
    assert result["findings"]["condorcet"] == "a"


def test_hand_counts_of_ticks_serve_approval_and_greedy():
    asked = session("greedy", "abc", BUDGET, costs=COSTS)
    counted = {"t": {"counts/a": 3, "counts/b": 5}}
    assert order_of(advise(asked, {}, counted, "approval"))[0] == (1, "b")
    assert advise(asked, {}, counted, "equal_shares", BUDGET)["problems"] == [{"code": "tallies-not-counted"}]


def test_bad_parameters_of_the_advice_are_a_problem():
    result = advise(session("approval", "a", costs={"a": 1}), ticks("a"), {}, "greedy", {"by": "luck"})
    assert [problem["parameter"] for problem in result["problems"]] == ["budget", "by"]


@pytest.mark.parametrize("method", METHODS)
def test_ballots_that_mean_something_else_are_not_read(method):
    parameters = BUDGET if method in ("greedy", "equal_shares") else {}
    for other in set(METHODS) - set(ADVISORY.get(method, ())):
        with pytest.raises(ValueError, match="cannot be read"):
            advise(session(method, "a", parameters), {}, {}, other)
