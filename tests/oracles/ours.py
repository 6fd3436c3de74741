"""Random meetings, and what our engine says of them in the form in which the oracles' answers are stored.

An item is one digit, a ballot the digits that it ticks, or ranks, the best first.
"""

import random

from sync import ranking

MES = {"mes_none": "none", "mes_add1": "add1", "mes_add1_utilitarian": "add1_utilitarian"}
GREEDY = {"greedy_votes": "votes", "greedy_votes_per_cost": "votes_per_cost"}


def budget_meeting(rng: random.Random) -> dict:
    """Ticks and costs. No two costs are equal, so no lot is needed; every item has a tick and fits the budget."""
    items = [str(number) for number in range(1, rng.randint(2, 9))]
    costs = dict(zip(items, rng.sample(range(3, 100), len(items)), strict=True))
    liking = {item: rng.uniform(0.1, 0.8) for item in items}
    ballots = ["".join(item for item in items if rng.random() < liking[item]) for _ in range(rng.randint(3, 30))]
    ballots += [item for item in items if not any(item in ballot for ballot in ballots)]
    ballots = [ballot for ballot in ballots if ballot]
    budget = rng.randint(max(costs.values()), sum(costs.values()))
    return {"kind": "budget", "budget": budget, "unit": rng.choice([1, 2, 5]), "costs": costs, "ballots": ballots}


def places_meeting(rng: random.Random) -> dict:
    """Orders of preference, whole or broken off after a few places."""
    items = [str(number) for number in range(1, rng.randint(3, 8))]
    is_whole = rng.random() < 0.5
    ballots = []
    for _ in range(rng.randint(1, 25)):
        ballots.append("".join(rng.sample(items, len(items) if is_whole else rng.randint(1, len(items)))))
    return {"kind": "places", "items": items, "ballots": ballots}


def answers(meeting: dict) -> dict:
    """What our engine says."""
    return _budget_answers(meeting) if meeting["kind"] == "budget" else _places_answers(meeting)


def _budget_answers(meeting: dict) -> dict:
    ballots = {f"b{at}": {f"marks/{item}": 1 for item in ballot} for at, ballot in enumerate(meeting["ballots"])}
    session = {f"items/{item}": "p" for item in meeting["costs"]}
    session |= {f"costs/{item}": cost for item, cost in meeting["costs"].items()}
    session["parameters/budget"] = str(meeting["budget"])
    found = {}
    for name, by in GREEDY.items():
        found[name] = _bought(ranking.rank({**session, "method": "greedy", "parameters/by": by}, ballots, {}))
    for name, completion in MES.items():
        given = {"method": "equal_shares", "parameters/completion": completion, "parameters/unit": str(meeting["unit"])}
        result = ranking.rank({**session, **given}, ballots, {})
        found[name] = _bought(result)
        if completion == "none":
            found["mes_none_left"] = result["findings"]["left"]
    return found


def _bought(result: dict) -> list[str]:
    assert result["state"] == "decided"
    return sorted(entry["item"] for entry in result["items"] if entry["rank"] is not None)


def _places_answers(meeting: dict) -> dict:
    ballots = {
        f"b{at}": {f"marks/{item}": place for place, item in enumerate(ballot, 1)}
        for at, ballot in enumerate(meeting["ballots"])
    }
    session = {f"items/{item}": "p" for item in meeting["items"]}
    borda = ranking.rank({**session, "method": "borda", "parameters/variant": "tournament"}, ballots, {})
    pairwise = ranking.rank({**session, "method": "pairwise"}, ballots, {})
    return {
        "borda": _scores(borda),
        "copeland": _scores(pairwise),
        "condorcet": pairwise["findings"]["condorcet"],
        "cycles": bool(pairwise["findings"]["cycles"]),
    }


def _scores(result: dict) -> dict[str, str]:
    return dict(sorted((entry["item"], entry["score"]) for entry in result["items"]))
