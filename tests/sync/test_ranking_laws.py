"""Laws of the ranking, on random sessions of every method (I1, I2; DOMAIN §F). Hypothesis prints what breaks one."""

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sync.ranking import rank, read, result_hash
from sync.ranking.budget import votes_of
from sync.ranking.counting import count
from sync.ranking.session import BUDGET_METHODS
from sync.ranking.shares import room_of, run
from sync.ranking.ties import budget_policy
from tests.sync.answers import ranked
from tests.sync.ranking_questions import question, shuffled

randoms = st.integers(0, 2**32).map(random.Random)


def asked(rng, methods=None):
    """A question without advice, of one of `methods`."""
    while True:
        found = question(rng)["ranking"]
        if methods is None or found["session"]["method"] in methods:
            found.pop("advise", None)
            return found


@given(randoms)
def test_the_order_of_what_comes_in_changes_nothing(rng):
    found = question(rng)["ranking"]
    mixed = {name: shuffled(rng, part) if name != "advise" else part for name, part in found.items()}
    for records in (mixed["ballots"], mixed["tallies"]):
        records |= {record_id: shuffled(rng, values) for record_id, values in records.items()}
    assert result_hash(ranked(found)) == result_hash(ranked(mixed))


@given(randoms)
def test_what_comes_twice_from_two_tablets_changes_nothing(rng):
    found = asked(rng)
    union = {**found["ballots"], **shuffled(rng, found["ballots"])}
    twice = dict(found["tallies"])
    for tally_id, tally in found["tallies"].items():
        if tally.get("source"):
            twice[tally_id + "-again"] = tally
    assert rank(found["session"], union, twice) == rank(**found)


@given(randoms, st.integers(2, 7))
def test_counting_every_hand_so_many_times_changes_no_order(rng, factor):
    found = asked(rng, ["show_of_hands", "dot_vote", "approval", "pairwise", "consensus", "greedy"])
    found["session"].pop("eligible", None)
    found["ballots"] = {}
    scaled = {
        tally_id: {path: value * factor if path.startswith("counts/") else value for path, value in tally.items()}
        for tally_id, tally in found["tallies"].items()
    }
    few, many = rank(**found), rank(found["session"], {}, scaled)
    assert [(one["rank"], one["item"]) for one in few["items"]] == [(one["rank"], one["item"]) for one in many["items"]]


@given(randoms)
def test_casting_every_ballot_so_many_times_changes_no_order(rng):
    found = asked(rng)
    found["session"].pop("eligible", None)
    if found["session"]["method"] == "equal_shares":
        found["session"]["parameters/completion"] = "none"  # a raise is in tögrög, so it does not scale
    found["tallies"] = {}
    found["ballots"] = {one: {**ballot, "corrects": None} for one, ballot in found["ballots"].items()}
    thrice = {f"{one}-{copy}": ballot for one, ballot in found["ballots"].items() for copy in range(3)}
    few, many = rank(**found), rank(found["session"], thrice, {})
    assert [(one["rank"], one["item"]) for one in few["items"]] == [(one["rank"], one["item"]) for one in many["items"]]


@given(randoms)
def test_the_budget_is_never_exceeded(rng):
    result = rank(**asked(rng, BUDGET_METHODS))
    spent = sum(one["cost"] for one in result["items"] if one["rank"] is not None)
    assert spent == result["findings"]["spent"] <= int(dict(result["parameters"])["budget"])


@given(randoms)
def test_nobody_pays_more_than_a_share_and_all_together_pay_the_cost(rng):
    found = asked(rng, ["equal_shares"])
    session = read(found["session"])
    counted = count(session, found["ballots"], {})
    share, votes = Fraction(session.whole("budget", 7), max(1, len(counted.ballots))), votes_of(session, counted)
    room = room_of(counted.ballots, votes, session.costs, session.whole("budget", 7))
    done = run(room, share, budget_policy(session, votes))
    for item, (amounts, of) in done.paid.items():
        assert sum(Fraction(amount, of) * people for amount, people in amounts) == session.costs[item]
        assert sum(people for _, people in amounts) == votes[item]
    left, of = done.purses.left()
    assert all(0 <= Fraction(amount, of) <= share for amount, _ in left)
    spent = sum(session.costs[item] for item in done.order)
    assert sum(Fraction(amount, of) * people for amount, people in left) == share * len(counted.ballots) - spent


@given(randoms)
def test_items_that_nothing_tells_apart_are_equal(rng):
    """Two items with the same marks, cost, households and hands: equal, unless a lot is drawn."""
    found = asked(rng, ["dot_vote", "approval", "criteria", "consensus"])
    session = {path: value for path, value in found["session"].items() if path != "seed"} | {"items/twin": "p"}
    session.pop("parameters/max_choices", None)
    session["parameters/dots"] = "999"
    if session["method"] != "dot_vote":
        session.pop("parameters/dots")
    for field in ("costs", "households", "run_off"):
        session[f"{field}/twin"] = session.get(f"{field}/1")
    session["items/1"] = "p"
    ballots = {one: _with_twin(ballot, "marks") for one, ballot in found["ballots"].items()}
    tallies = {one: _with_twin(tally, "counts") for one, tally in found["tallies"].items()}
    places = {one["item"]: one["rank"] for one in rank(session, ballots, tallies)["items"]}
    assert places["1"] == places["twin"]


def _with_twin(values, field):
    of_1 = {path: value for path, value in values.items() if _is_of_1(path, field)}
    return values | {path.replace(f"{field}/1", f"{field}/twin"): value for path, value in of_1.items()}


def _is_of_1(path, field):
    return path == f"{field}/1" or path.startswith(f"{field}/1.")


@given(randoms)
def test_ranks_are_places_and_equals_share_the_best(rng):
    places = [one["rank"] for one in rank(**asked(rng))["items"]]
    for place, found in enumerate(places, 1):
        assert found is None or found == place or found == places[place - 2]


@given(randoms)
def test_a_result_with_a_seed_and_agreed_to_be_drawn_leaves_no_tie(rng):
    found = asked(rng)
    found["session"]["seed"] = "Найрамдал"
    if found["session"]["method"] not in BUDGET_METHODS:
        found["session"]["parameters/run_off"] = "skipped"
    result = rank(**found)
    assert result["needs"] == []
    assert result["state"] != "open"
    places = [one["rank"] for one in result["items"] if one["rank"] is not None]
    assert found["session"]["method"] == "greedy" or len(set(places)) == len(places)
