"""The tie rule, step by step, and the public lot (DOMAIN §F «Tie policy», §H 12)."""

from hashlib import sha256

from sync.ranking import lot, rank
from tests.sync.ranking_build import hands, order_of, session, steps_of, ticks

TIED = ticks("abc", "abc")


def ranked(parameters=None, **fields):
    return rank(session("approval", "abc", parameters, **fields), TIED, {})


def test_more_households_come_first_then_the_lower_cost():
    result = ranked(households={"a": 2, "b": 3, "c": 2}, costs={"a": 5, "b": 9, "c": 4})
    assert order_of(result) == [(1, "b"), (2, "c"), (3, "a")]
    assert result["ties"] == [
        {
            "items": ["a", "b", "c"],
            "rank": 1,
            "steps": [
                {
                    "step": "households",
                    "among": ["a", "b", "c"],
                    "best": "most",
                    "values": [["a", "2"], ["b", "3"], ["c", "2"]],
                    "groups": [["b"], ["a", "c"]],
                },
                {
                    "step": "cost",
                    "among": ["a", "c"],
                    "best": "least",
                    "values": [["a", "5"], ["c", "4"]],
                    "groups": [["c"], ["a"]],
                },
            ],
        }
    ]
    assert (result["state"], result["needs"]) == ("decided", [])


def test_a_step_that_is_not_known_for_all_is_passed_over_and_says_so():
    result = ranked(households={"a": 9}, costs={"a": 1, "b": 2, "c": 3})
    assert steps_of(result) == ["households?", "cost"]
    assert result["ties"][0]["steps"][0] == {"step": "households", "among": ["a", "b", "c"], "skipped": "unknown"}


def test_without_a_run_off_the_tied_stay_equal_and_one_is_needed():
    result = ranked(seed="x")
    assert order_of(result) == [(1, "a"), (1, "b"), (1, "c")]
    assert (steps_of(result), result["needs"], result["state"]) == (
        ["households?", "cost?", "run_off!"], ["run_off"], "open",
    )  # fmt: skip


def test_a_run_off_that_lacks_one_of_the_tied_is_not_held():
    assert ranked(run_off={"a": 3, "b": 2})["needs"] == ["run_off"]


def test_after_a_run_off_still_equal_a_lot_is_needed():
    result = ranked(run_off={"a": 3, "b": 9, "c": 3})
    assert order_of(result) == [(1, "b"), (2, "a"), (2, "c")]
    assert (result["needs"], result["state"]) == (["lot"], "open")


def test_the_meeting_may_agree_to_draw_without_a_run_off():
    result = ranked({"run_off": "skipped"}, run_off={"a": 3, "b": 9, "c": 1}, seed="Жаргалант")
    assert steps_of(result) == ["households?", "cost?", "run_off?", "lot"]
    assert result["ties"][0]["steps"][2]["skipped"] == "agreed"
    assert result["state"] == "decided"


def test_anyone_can_draw_the_lot_again():
    assert lot("Жаргалант", "3") == sha256("Жаргалант\n3".encode()).hexdigest()
    result = ranked({"run_off": "skipped"}, seed=" Жаргалант ")
    assert [item for _, item in order_of(result)] == sorted("abc", key=lambda item: lot("Жаргалант", item))
    assert result["ties"][0]["steps"][-1]["values"] == [[item, lot("Жаргалант", item)] for item in "abc"]


def test_another_seed_may_draw_another_order():
    drawn = {str(order_of(ranked({"run_off": "skipped"}, seed=f"{number}"))) for number in range(20)}
    assert len(drawn) == 6


def test_a_seed_of_spaces_is_none():
    assert ranked({"run_off": "skipped"}, seed="  ")["needs"] == ["lot"]


def test_more_hands_in_a_run_off_than_people_are_refused():
    run_off = {"a": 5, "b": 4, "c": 3}
    assert ranked(run_off=run_off, eligible=12)["problems"] == []
    found = ranked(run_off=run_off, eligible=11)
    assert found["problems"] == [{"code": "too-many-hands", "of": "run_off", "counted": 12, "most": 11}]
    assert found["state"] == "refused"


def test_the_second_vote_of_a_show_of_hands_is_the_run_off():
    counted = {"t": hands(None, {"a": (5, 0, 0), "b": (5, 0, 0)})}
    asked = session("show_of_hands", "ab", run_off={"a": 1, "b": 2}, households={"a": 9, "b": 1})
    result = rank(asked, {}, counted)
    assert (order_of(result), steps_of(result)) == ([(1, "b"), (2, "a")], ["run_off"])
    equal = rank(session("show_of_hands", "ab", run_off={"a": 2, "b": 2}, households={"a": 1, "b": 9}), {}, counted)
    assert (order_of(equal), steps_of(equal)) == ([(1, "b"), (2, "a")], ["run_off", "households"])


def test_each_tie_has_the_place_that_it_is_about():
    result = rank(session("approval", "abcd"), ticks("ab", "ab", "cd"), {})
    assert [(tie["rank"], tie["items"]) for tie in result["ties"]] == [(1, ["a", "b"]), (3, ["c", "d"])]
