"""Within a budget: greedy and Equal Shares, with the known answers of DOMAIN §F1 and real elections (§H 13)."""

import json
from fractions import Fraction

import pytest

from sync.ranking import rank, read
from sync.ranking.counting import count
from sync.ranking.shares import room_of, run
from sync.ranking.ties import known_step
from tests.sync.ranking_build import order_of, session, steps_of, ticks
from tests.vectors import make

HAND = ticks(*["ab"] * 6, *["cd"] * 4)  # six people for a and b, four for c and d
COSTS = {"a": 60, "b": 50, "c": 40, "d": 30}
ELECTIONS = json.loads((make.HERE / "ranking_elections.json").read_text(encoding="utf-8"))[1:]
HOW = {"greedy": ("greedy", {}), "none": ("equal_shares", {"completion": "none"}),
       "add1": ("equal_shares", {"completion": "add1", "unit": "1"})}  # fmt: skip


def bought(result):
    return [item for place, item in order_of(result) if place is not None]


def asked(method, parameters=None, costs=COSTS, items="abcd", **fields):
    return session(method, items, {"budget": "100"} | (parameters or {}), costs=costs, **fields)


@pytest.mark.parametrize(
    ("by", "found"), [("votes", ["b", "d"]), ("votes_per_cost", ["d", "b"]), ("votes_times_cost", ["a", "c"])]
)
def test_greedy_takes_the_best_first_while_it_fits(by, found):
    result = rank(asked("greedy", {"by": by}), HAND, {})
    assert (bought(result), result["variant"], result["state"]) == (found, by, "decided")
    assert result["findings"] == {"spent": sum(COSTS[item] for item in found)}


def test_greedy_passes_over_what_no_longer_fits():
    result = rank(asked("greedy"), ticks("abd", "abd", "ad", "ac"), {})
    assert order_of(result) == [(1, "a"), (2, "d"), (None, "b"), (None, "c")]


def test_equals_that_all_fit_share_a_place_and_need_no_lot():
    result = rank(asked("greedy", costs={"a": 50, "b": 50, "c": 7}, items="abc"), ticks("abc", "ab"), {})
    assert (order_of(result), result["needs"]) == ([(1, "a"), (1, "b"), (None, "c")], [])


def test_equals_that_do_not_all_fit_are_drawn():
    costs = {"a": 40, "b": 40, "c": 40, "d": 1}
    open_ = rank(asked("greedy", costs=costs), ticks("abc", "abcd", "abc"), {})
    assert (bought(open_), open_["needs"], steps_of(open_)) == ([], ["lot"], ["votes", "cost", "lot!"])
    drawn = rank(asked("greedy", costs=costs, seed="x"), ticks("abc", "abcd", "abc"), {})
    assert [place for place, _ in order_of(drawn)] == [1, 2, 3, None]
    assert bought(drawn)[2] == "d"


def test_after_a_lot_that_is_lacking_nothing_is_bought():
    """a is cheaper than b and c, of which only one fits after it."""
    costs = {"a": 40, "b": 50, "c": 50, "d": 1}
    result = rank(asked("greedy", {"by": "votes_times_cost"}, costs), ticks("abcd", "abcd"), {})
    assert result["findings"]["spent"] == 100, "b and c fit together, then nothing"
    result = rank(asked("greedy", {"by": "votes", "budget": "91"}, costs), ticks("abcd", "abc"), {})
    assert (bought(result), result["state"]) == (["a"], "open")


def test_an_item_without_cost_or_votes_is_not_bought():
    result = rank(asked("greedy", costs={"a": 1, "b": 0}, items="abc"), ticks("b", "c"), {})
    assert bought(result) == []
    assert result["problems"] == [{"code": "no-cost", "item": "b"}, {"code": "no-cost", "item": "c"}]


def test_without_a_budget_nothing_is_bought():
    result = rank(session("equal_shares", "a", costs={"a": 1}), ticks("a"), {})
    assert (bought(result), result["problems"]) == ([], [{"code": "bad-parameter", "parameter": "budget"}])


def test_greedy_counts_hands_too():
    assert bought(rank(asked("greedy"), {}, {"t": {"counts/c": 3, "counts/d": 2}})) == ["c", "d"]


def test_equal_shares_lets_the_smaller_group_have_its_part():
    """DOMAIN §F1: a and b (and c and d) tie in ρ and votes. The lower cost decides, so b and d, each from its group."""
    result = rank(asked("equal_shares", {"completion": "none"}), HAND, {})
    assert (bought(result), result["variant"]) == (["b", "d"], "cost_none")
    first, second = result["items"][:2]
    assert (first["paid"], second["paid"]) == ([["8.33", 6]], [["7.50", 4]])
    assert result["findings"]["left"] == [["2.50", 4], ["1.67", 6]]
    assert (result["findings"]["share"], result["findings"]["stopped"]) == ("10", None)
    assert steps_of(result) == ["votes", "cost", "votes", "cost"]


def test_the_published_answer_of_the_hand_example_goes_the_other_way_at_the_ties():
    """DOMAIN §F1 has {a, c}, 10 each: what comes out where ties go to the dearer (or to the first of the alphabet)."""
    question = read(asked("equal_shares"))
    counted = count(question, HAND, {})
    room = room_of(counted.ballots, {"a": 6, "b": 6, "c": 4, "d": 4}, COSTS, 100)
    done = run(room, Fraction(10), [known_step("cost", COSTS)])
    assert done.order == ["a", "c"]
    assert done.paid == {"a": ([(10, 6)], 1), "c": ([(10, 4)], 1)}


def test_those_who_have_less_pay_all_they_have():
    """Share 25. b costs each of three 16.67, and leaves one of them 8.33 towards a; the other pays the rest."""
    costs = {"a": 30, "b": 50}
    result = rank(asked("equal_shares", {"completion": "none"}, costs, "ab"), ticks("a", "ab", "b", "b"), {})
    assert [(one["item"], one["paid"]) for one in result["items"]] == [
        ("b", [["16.67", 3]]),
        ("a", [["21.67", 1], ["8.33", 1]]),
    ]


def test_raises_stop_where_one_more_would_overspend_and_votes_fill_the_rest():
    costs = {"a": 60, "b": 41, "c": 35, "d": 5}
    ballots = ticks("a", "a", "a", "b", "b", "c", "cd")
    add1 = rank(asked("equal_shares", {"completion": "add1", "unit": "1"}, costs), ballots, {})
    filled = rank(asked("equal_shares", {"unit": "1"}, costs), ballots, {})
    assert add1["findings"]["stopped"] == "overspends"
    assert set(bought(add1)) < set(bought(filled))
    stages = {one["item"]: one["stage"] for one in filled["items"]}
    assert {stages[item] for item in bought(add1)} == {"shares"}
    assert {stages[item] for item in set(bought(filled)) - set(bought(add1))} == {"fill"}
    assert (add1["variant"], filled["variant"]) == ("cost_add1", "cost_add1_utilitarian")


def test_the_unit_is_one_percent_of_a_share_where_none_is_named():
    def unit(budget):
        result = rank(asked("equal_shares", {"budget": budget}), HAND, {})
        return dict(result["parameters"])["unit"]

    assert [unit(budget) for budget in ("100", "1001", "670000000")] == ["1", "2", "670000"]


def test_raises_are_limited():
    """One person alone wants what costs the whole budget: with units of 1 ₮ that would take 30 million raises."""
    ballots = ticks("a", "b", "b")
    result = rank(asked("equal_shares", {"budget": "45000000", "unit": "1"}, {"a": 45_000_000, "b": 0}), ballots, {})
    assert (result["findings"]["stopped"], result["findings"]["raises"]) == ("limit", 2000)
    assert (result["items"][0]["item"], result["items"][0]["stage"]) == ("a", "fill")


def test_a_lot_is_needed_where_votes_and_cost_are_equal():
    costs = {"a": 50, "b": 50}
    result = rank(asked("equal_shares", {"budget": "60"}, costs, "ab"), ticks("ab", "ab"), {})
    assert (bought(result), result["state"], result["needs"]) == ([], "open", ["lot"])
    drawn = rank(asked("equal_shares", {"budget": "60"}, costs, "ab", seed="x"), ticks("ab", "ab"), {})
    assert (len(bought(drawn)), drawn["state"]) == (1, "decided")


def test_a_lot_that_is_needed_only_after_a_raise_leaves_the_runs_before_it():
    costs = {"a": 10, "b": 45, "c": 45}
    result = rank(asked("equal_shares", {"budget": "66", "unit": "10"}, costs, "abc"), ticks("a", "bc", "bc"), {})
    assert (bought(result), result["findings"]["stopped"], result["needs"]) == (["a"], "lot", ["lot"])


@pytest.mark.parametrize("election", ELECTIONS, ids=[election["name"] for election in ELECTIONS])
def test_real_elections_come_out_as_published(election):
    ballots = {}
    for ballot, number in election["ballots"].items():
        ballots |= {f"{ballot} {at}": {f"marks/{item}": 1 for item in ballot.split()} for at in range(number)}
    for how, found in election["bought"].items():
        method, parameters = HOW[how]
        given = {"budget": str(election["budget"])} | parameters
        result = rank(session(method, election["costs"], given, costs=election["costs"]), ballots, {})
        assert (how, sorted(bought(result)), result["state"]) == (how, found, "decided")
