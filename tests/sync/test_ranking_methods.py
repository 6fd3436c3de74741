"""What each ordering method makes of ballots and hand counts (DOMAIN §F)."""

from fractions import Fraction

import pytest

from sync.ranking import METHODS, rank
from tests.sync.ranking_build import hands, levels, marks, order_of, orders, session, ticks


def entry(result, item):
    return next(entry for entry in result["items"] if entry["item"] == item)


def test_hands_of_several_tables_add_up_and_those_against_count_for_nothing():
    counted = {"t1": hands("1", {"a": (9, 20, 1), "b": (5, 0, 0)}), "t2": hands("2", {"a": (4, 0, 0), "b": (7, 1, 0)})}
    result = rank(session("show_of_hands", "ab"), {}, counted)
    assert order_of(result) == [(1, "a"), (2, "b")]
    assert entry(result, "a") == {"item": "a", "rank": 1, "score": "13", "for": 13, "against": 20, "abstain": 1}
    assert result["variant"] == "for"


def test_equal_ranks_are_1_2_2_4():
    result = rank(session("approval", "abcd"), ticks("a", "abc", "bc", "ad"), {})
    assert order_of(result) == [(1, "a"), (2, "b"), (2, "c"), (4, "d")]


def test_among_equal_dots_more_people_decide():
    result = rank(session("dot_vote", "ab", {"dots": "3"}), marks({"a": 3}, {"b": 2}, {"b": 1}), {})
    assert order_of(result) == [(1, "b"), (2, "a")]
    assert (entry(result, "a")["supporters"], entry(result, "b")["supporters"]) == (1, 2)


@pytest.mark.parametrize(("most", "variant"), [("1", "one_per_item"), ("2", "cumulative")])
def test_dots_name_whether_they_may_be_heaped(most, variant):
    assert rank(session("dot_vote", "ab", {"max_per_item": most}), {}, {})["variant"] == variant


def test_dots_of_ballots_and_tables_add_up():
    by_hand = {"t": {"counts/a": 4, "counts/a.supporters": 3, "counts/b": 0}}
    result = rank(session("dot_vote", "ab"), marks({"a": 1, "b": 1}), by_hand)
    assert (entry(result, "a")["dots"], entry(result, "a")["supporters"]) == (5, 4)
    assert (entry(result, "b")["dots"], entry(result, "b")["supporters"]) == (1, 1)


@pytest.mark.parametrize(("given", "variant"), [({}, "unlimited"), ({"max_choices": "1"}, "limited")])
def test_approval_names_whether_ticks_are_limited(given, variant):
    assert rank(session("approval", "ab", given), {}, {})["variant"] == variant


def test_modified_borda_gives_m_to_the_first_and_nothing_to_the_unranked():
    result = rank(session("borda", "abcd", {"variant": "modified", "top": "3"}), orders("abc", "b"), {})
    assert [(one["item"], one["score"]) for one in result["items"]] == [("b", "5"), ("a", "3"), ("c", "1"), ("d", "0")]
    assert result["parameters"] == [["run_off", "held"], ["top", "3"], ["variant", "modified"]]


def test_tournament_borda_shares_the_places_that_are_left():
    result = rank(session("borda", "abcd", {"variant": "tournament"}), orders("ab", "c"), {})
    scores = {one["item"]: one["score"] for one in result["items"]}
    assert scores == {"a": "4", "b": "3", "c": "7/2", "d": "3/2"}  # 3 + 1, 2 + 1, ½ + 3, ½ + 1


def test_every_ballot_weighs_the_same_in_a_tournament():
    result = rank(session("borda", "abcd", {"variant": "tournament"}), marks({"a": 1, "b": 4}, {"c": 2}), {})
    assert sum(Fraction(one["score"]) for one in result["items"]) == 2 * (3 + 2 + 1 + 0)
    assert entry(result, "a")["score"] == "13/3"  # 3, and a third of 3 + 1 + 0


def test_a_borda_tie_is_parted_head_to_head():
    """minimal_Borda.soc of pref_voting: 2 × 1>2>0, 1 × 2>0>1. Borda ties 1 and 2; 1 wins the pair."""
    result = rank(session("borda", "012", {"variant": "tournament"}), orders("120", "120", "201"), {})
    assert [(one["item"], one["score"]) for one in result["items"]] == [("1", "4"), ("2", "4"), ("0", "1")]
    assert [(step["step"], step["values"]) for step in result["ties"][0]["steps"]] == [
        ("head_to_head", [["1", "1"], ["2", "0"]])
    ]


def test_a_borda_tie_in_a_circle_goes_on_to_first_places():
    ballots = orders("abc", "bca", "cab")
    result = rank(session("borda", "abc", {"run_off": "skipped"}), ballots, {})
    assert [step["step"] for step in result["ties"][0]["steps"]] == [
        "head_to_head", "first_places", "households", "cost", "run_off", "lot",
    ]  # fmt: skip
    assert result["ties"][0]["steps"][0]["values"] == [["a", "1"], ["b", "1"], ["c", "1"]]


def test_pairs_are_won_drawn_and_lost():
    result = rank(session("pairwise", "abc"), orders("abc", "acb"), {})
    assert [(one["item"], one["score"], one["margins"]) for one in result["items"]] == [
        ("a", "2", 4), ("b", "1/2", -2), ("c", "1/2", -2),
    ]  # fmt: skip
    assert result["findings"] == {
        "condorcet": "a",
        "cycles": [],
        "pairs": [["a", "b", 2, 0], ["a", "c", 2, 0], ["b", "c", 1, 1]],
    }


def test_what_is_not_ranked_is_below_and_equal_among_itself():
    result = rank(session("pairwise", "abc"), orders("a", "a"), {})
    assert result["findings"]["pairs"] == [["a", "b", 2, 0], ["a", "c", 2, 0], ["b", "c", 0, 0]]


def test_a_circle_is_told_whole():
    ballots = orders("abcde", "bcade", "cabed")
    found = rank(session("pairwise", "abcde"), ballots, {})["findings"]
    assert (found["condorcet"], found["cycles"]) == (None, [["a", "b", "c"]])


def test_pairs_may_be_counted_by_hand():
    result = rank(session("pairwise", "ab"), {}, {"t": {"counts/a.b": 7, "counts/b.a": 9}})
    assert (order_of(result), result["findings"]["condorcet"]) == ([(1, "b"), (2, "a")], "b")


def test_one_item_alone_wins_no_pair():
    assert rank(session("pairwise", "a"), {}, {})["findings"]["condorcet"] is None


def test_criteria_are_weighted_means():
    sheets = marks(
        {"a.need": 5, "a.cost": 1, "b.need": 4, "b.cost": 4},
        {"a.need": 4, "a.cost": 2},
    )
    result = rank(session("criteria", "abc", {"weight.need": "3", "weight.cost": "1"}), sheets, {})
    assert [(one["item"], one["score"], one["voters"]) for one in result["items"]] == [
        ("b", "4", 1), ("a", "15/4", 2), ("c", "0", 0),
    ]  # fmt: skip
    assert entry(result, "a")["means"] == [["cost", "3/2"], ["need", "9/2"]]
    assert ["weight.need", "3"] in result["parameters"]


def test_without_weights_the_four_criteria_weigh_the_same():
    sheet = {f"{item}.{name}": 3 for item in "ab" for name in ("need", "beneficiaries", "cost", "readiness")}
    result = rank(session("criteria", "ab"), marks(sheet | {"a.need": 4, "a.cost": 2}), {})
    assert order_of(result) == [(1, "a"), (2, "b")], "the higher need decides"
    assert result["ties"][0]["steps"][0]["step"] == "need"


def test_without_need_among_the_criteria_the_next_step_decides():
    asked = session("criteria", "ab", {"weight.road": "1"}, costs={"a": 2, "b": 1})
    result = rank(asked, marks({"a.road": 3, "b.road": 3}), {})
    assert order_of(result) == [(1, "b"), (2, "a")]


def test_consensus_reports_mean_least_and_blocks():
    result = rank(session("consensus", "12"), levels("51", "55"), {"t": {"counts/1.4": 2, "counts/2.3": 1}})
    assert entry(result, "1") == {
        "item": "1", "rank": 1, "score": "9/2", "voters": 4, "levels": [0, 0, 0, 2, 2], "least": 4, "blocks": 0,
    }  # fmt: skip
    assert (entry(result, "2")["least"], entry(result, "2")["blocks"]) == (1, 1)


def test_among_equal_means_fewer_blocks_decide():
    result = rank(session("consensus", "12"), levels("13", "53"), {})
    assert order_of(result) == [(1, "2"), (2, "1")]


def test_an_item_nobody_spoke_of_has_no_least_level():
    assert entry(rank(session("consensus", "1"), {}, {}), "1")["least"] is None


@pytest.mark.parametrize("method", METHODS)
def test_a_session_without_items_or_ballots_has_an_empty_result(method):
    result = rank(session(method, "", {"budget": "5"} if method in ("greedy", "equal_shares") else None), {}, {})
    assert (result["items"], result["ties"], result["state"]) == ([], [], "decided")


@pytest.mark.parametrize("method", [None, "acclamation"])
def test_a_method_that_is_not_known_is_refused(method):
    with pytest.raises(ValueError, match="no ranking method"):
        rank({"method": method}, {}, {})
