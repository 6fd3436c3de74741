"""Random ranking sessions for laws and the differential fuzz: every method, sound and unsound, from one `Random`."""

import random

from sync.ranking import ADVISORY, METHODS
from sync.ranking.session import CRITERIA
from sync.ranking.tallies import HANDS

KEYS = ["1", "2", "3", "10", "a", "b", "c~", "d-d", "_e", "f.g", "№"]
SOURCES = ["1-р ширээ", "2-р ширээ", "😀", None, None]


def _sometimes(rng: random.Random, chance: float) -> bool:
    return rng.random() < chance


def _parameters(rng: random.Random, method: str) -> dict[str, str]:
    """Mostly what the method knows, in small numbers, so that ballots break the rules now and then."""
    choices = {
        "dot_vote": {"dots": ["1", "3", "5"], "max_per_item": ["1", "2"]},
        "approval": {"max_choices": ["1", "2", "4"]},
        "borda": {"variant": ["modified", "tournament"], "top": ["2", "3", "9"]},
        "pairwise": {"top": ["2", "3"]},
        "criteria": {"weight.need": ["3"], "weight.cost": ["1", "2"], "weight.road": ["1"]},
        "greedy": {"by": ["votes", "votes_per_cost", "votes_times_cost"], "max_choices": ["2"]},
        "equal_shares": {"completion": ["none", "add1", "add1_utilitarian"], "unit": ["1", "7", "1000"]},
    }.get(method, {})
    given = {name: rng.choice(values) for name, values in choices.items() if _sometimes(rng, 0.6)}
    if method in ("greedy", "equal_shares") and _sometimes(rng, 0.97):
        given["budget"] = rng.choice(["100", "97", "1000", "7"])
    elif _sometimes(rng, 0.5):
        given["run_off"] = rng.choice(["held", "skipped"])
    if _sometimes(rng, 0.06):
        given[rng.choice(["dots", "top", "unit", "colour", "weight.Need", "variant"])] = rng.choice(
            ["0", "x", "1e3", "01"]
        )
    return given


def _mark(rng: random.Random, method: str) -> int:
    if _sometimes(rng, 0.03):
        return rng.choice([-1, 0, 6, 10**12])
    if method in ("approval", "greedy", "equal_shares"):
        return 1
    return rng.randint(1, {"dot_vote": 2}.get(method, 5))


def _ballot(rng: random.Random, method: str, items: list[str], ids: list[str]) -> dict:
    liked = rng.sample(items, rng.randint(0, len(items)))
    marks = {item: _mark(rng, method) for item in liked}
    if method in ("borda", "pairwise") and _sometimes(rng, 0.9):
        marks = {item: place for place, item in enumerate(liked[:3], 1)}
    if method == "criteria":
        marks = {f"{item}.{name}": _mark(rng, method) for item in liked for name in CRITERIA}
    if _sometimes(rng, 0.03):
        marks["gone"] = 1
    ballot: dict = {f"marks/{key}": mark for key, mark in marks.items()}
    if _sometimes(rng, 0.04):
        ballot["invalid"] = rng.choice([True, False])
    if ids and _sometimes(rng, 0.12):
        ballot["corrects"] = rng.choice([*ids, "not-come-yet"])
    return ballot


def _tally(rng: random.Random, method: str, items: list[str]) -> dict:
    keys = {
        "show_of_hands": [f"{item}.{hand}" for item in items for hand in HANDS],
        "dot_vote": [key for item in items for key in (item, f"{item}.supporters")],
        "consensus": [f"{item}.{level}" for item in items for level in range(1, 6)],
        "pairwise": [f"{a}.{b}" for a in items for b in items if a != b],
    }.get(method, items)
    counts = {key: rng.randint(0, 5) for key in keys if _sometimes(rng, 0.9)}
    if _sometimes(rng, 0.5):
        counts |= {"_cast": rng.randint(5, 12), "_invalid": rng.randint(0, 2)}
    if _sometimes(rng, 0.04):
        counts[rng.choice(["gone", "1", "2.for"])] = 10**12
    tally: dict = {f"counts/{key}": count for key, count in counts.items()}
    if source := rng.choice(SOURCES):
        tally["source"] = source
    return tally


def question(rng: random.Random) -> dict:
    """One session with its ballots and tallies, and at times a second method to advise by."""
    method = rng.choice(METHODS)
    items = rng.sample(KEYS if _sometimes(rng, 0.05) else KEYS[:8], rng.choice([0, 1, 2, 3, 4, 5, 6, 7]))
    session: dict = {"method": method}
    session |= {f"items/{item}": "p" for item in items}
    session |= {f"parameters/{name}": text for name, text in _parameters(rng, method).items()}
    session |= {f"costs/{item}": rng.choice([10, 20, 20, 30, 50, 61, 99]) for item in items if _sometimes(rng, 0.97)}
    for field, chance in (("households", 0.8), ("run_off", 0.8)):
        if _sometimes(rng, 0.6):
            session |= {f"{field}/{item}": rng.choice([2, 3, 3]) for item in items if _sometimes(rng, chance)}
    if _sometimes(rng, 0.6):
        session["seed"] = rng.choice(["Гурван сайхан", " зун 1 ", "😀", ""])
    if _sometimes(rng, 0.7):
        session["eligible"] = rng.choice([5, 20, 60])
    ballots: dict = {}
    if method != "show_of_hands" or _sometimes(rng, 0.05):
        for number in range(rng.choice([0, 1, 3, 6, 12])):
            ballots[f"b{number}"] = _ballot(rng, method, items, list(ballots))
    by_hand = {"show_of_hands": 1, "borda": 0.03, "criteria": 0.03, "equal_shares": 0.03}.get(method, 0.35)
    tallies = (
        {f"t{at}": _tally(rng, method, items) for at in range(rng.randint(1, 3))} if _sometimes(rng, by_hand) else {}
    )
    asked: dict = {"session": session, "ballots": ballots, "tallies": tallies}
    if method in ADVISORY and _sometimes(rng, 0.25):
        other = rng.choice(ADVISORY[method])
        asked["advise"] = {"method": other, "parameters": _parameters(rng, other)}
    return {"ranking": asked}


def shuffled(rng: random.Random, values: dict) -> dict:
    """The same mapping in another order."""
    return dict(rng.sample(list(values.items()), len(values)))
