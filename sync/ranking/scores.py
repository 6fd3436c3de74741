"""Methods that add up marks: show of hands, dots, approval, criteria, consensus levels (DOMAIN §F).

Each takes a session and what was counted, and returns a Scoring; order and ties are made in result.py. A new method of
this sort is a function here and a line in result.py; its marks, keys and parameters stand in ballots.py, tallies.py and
session.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sync.ranking.ballots import LEVELS
from sync.ranking.counting import Counted
from sync.ranking.session import Session
from sync.ranking.tallies import HANDS
from sync.ranking.ties import Step, known_step


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points by item, the most first; `details` are what is printed beside them, `own` the method's second keys."""

    variant: str
    scores: Mapping[str, Fraction]
    details: Mapping[str, Mapping[str, object]]
    own: tuple[Step, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    findings: Mapping[str, object] = field(default_factory=dict)


def show_of_hands(session: Session, counted: Counted) -> Scoring:
    """Hands for each item; those against and abstaining are printed, and count for nothing."""
    hands = {item: {hand: counted.sums.of(f"{item}.{hand}") for hand in HANDS} for item in session.items}
    return Scoring("for", {item: Fraction(hands[item]["for"]) for item in session.items}, hands)


def dot_vote(session: Session, counted: Counted) -> Scoring:
    """The sum of dots; among equals, more people who gave it any (where every count says how many these are)."""
    dots = {item: counted.total(item) for item in session.items}
    people = {item: _people(item, counted) for item in session.items}
    known = {item: number for item, number in people.items() if number is not None}
    details = {item: {"dots": dots[item], "supporters": people[item]} for item in session.items}
    each = session.whole("dots", 3)
    most = session.whole("max_per_item", each)
    return Scoring(
        "cumulative" if most > 1 else "one_per_item",
        {item: Fraction(dots[item]) for item in session.items},
        details,
        (known_step("supporters", known),),
        {"dots": each, "max_per_item": most},
    )


def _people(item: str, counted: Counted) -> int | None:
    """How many gave `item` a dot; None where a table counted its dots and not their givers."""
    by_hand = counted.sums.counts.get(f"{item}.supporters")
    if by_hand is None and counted.sums.of(item):
        return None
    return sum(item in marks for marks in counted.ballots) + (by_hand or 0)


def approval(session: Session, counted: Counted) -> Scoring:
    """Ticks, one for each item that a ballot likes."""
    ticks = {item: counted.total(item) for item in session.items}
    most = session.whole("max_choices", len(session.items))
    return Scoring(
        "unlimited" if most >= len(session.items) else "limited",
        {item: Fraction(ticks[item]) for item in session.items},
        {item: {"ticks": ticks[item]} for item in session.items},
        parameters={"max_choices": most},
    )


def criteria(session: Session, counted: Counted) -> Scoring:
    """The weighted mean of the criteria's means, over the ballots that scored the item; unscored is 0.

    Among equals: the higher mean of `need`, if that is among the criteria.
    """
    weights = session.weights
    means = {item: {name: _mean(f"{item}.{name}", counted) for name in weights} for item in session.items}
    whole = sum(weights.values())
    scores = {
        item: sum((weights[name] * mean for name, mean in means[item].items()), Fraction(0)) / whole
        for item in session.items
    }
    voters = {item: _voters(f"{item}.{next(iter(weights))}", counted) for item in session.items}
    details = {
        item: {"voters": voters[item], "means": [[name, str(mean)] for name, mean in means[item].items()]}
        for item in session.items
    }
    need = {item: means[item]["need"] for item in session.items if "need" in weights}
    parameters = {f"weight.{name}": weight for name, weight in weights.items()}
    return Scoring("weighted_mean", scores, details, (known_step("need", need),), parameters)


def _voters(key: str, counted: Counted) -> int:
    return sum(key in marks for marks in counted.ballots)


def _mean(key: str, counted: Counted) -> Fraction:
    return Fraction(counted.total(key), _voters(key, counted) or 1)


def consensus(session: Session, counted: Counted) -> Scoring:
    """The mean level, 1 (block) to 5 (full support), of those who showed one; among equals, fewer blocks.

    A block is printed, never a veto: whether one stops an item is for the meeting to say.
    """
    levels = {item: [_at(item, level, counted) for level in LEVELS] for item in session.items}
    voters = {item: sum(levels[item]) for item in session.items}
    sums = {item: sum(level * people for level, people in zip(LEVELS, levels[item], strict=True)) for item in levels}
    details = {
        item: {
            "voters": voters[item],
            "levels": levels[item],
            "least": next((level for level, people in zip(LEVELS, levels[item], strict=True) if people), None),
            "blocks": levels[item][0],
        }
        for item in session.items
    }
    scores = {item: Fraction(sums[item], voters[item] or 1) for item in session.items}
    blocks = {item: levels[item][0] for item in session.items}
    return Scoring("mean", scores, details, (known_step("blocks", blocks, is_most=False),))


def _at(item: str, level: int, counted: Counted) -> int:
    return sum(marks.get(item) == level for marks in counted.ballots) + counted.sums.of(f"{item}.{level}")
