"""Methods on orders of preference: Borda and pairwise (Copeland), and cycles (DOMAIN §F).

A ballot gives places, 1 for the best; what it does not rank is below all that it ranks, and equal among itself.
"""

from fractions import Fraction

from sync.ranking.counting import Counted
from sync.ranking.scores import Scoring
from sync.ranking.session import Session
from sync.ranking.ties import Group, Step, known_step

Pairs = dict[tuple[str, str], int]  # (a, b) → how many prefer a to b


def preferences(session: Session, counted: Counted) -> Pairs:
    """How many prefer the one to the other, for every ordered pair."""
    pairs = {(a, b): counted.sums.of(f"{a}.{b}") for a in session.items for b in session.items if a != b}
    below = len(session.items) + 1
    for marks in counted.ballots:
        for a, place in marks.items():
            for b in session.items:
                if place < marks.get(b, below):
                    pairs[a, b] += 1
    return pairs


def _wins(pairs: Pairs, item: str, others: Group) -> Fraction:
    """1 for each of `others` that more people put below `item` than above it, ½ where these are equally many."""
    halves = 0
    for other in others:
        if other != item:
            halves += 1 + (pairs[item, other] > pairs[other, item]) - (pairs[item, other] < pairs[other, item])
    return Fraction(halves, 2)


def borda(session: Session, counted: Counted) -> Scoring:
    """Points for places; `variant` names the rule.

    `modified`: m for the first of m = `top` places, m − 1 for the second …, what is not ranked 0. `tournament`: as many
    points as there are items below, what is not ranked shares the points of the places that are left (so every ballot
    weighs the same). Among equals: head to head within the tied, then more first places.
    """
    variant = session.choice("variant")
    scores = dict.fromkeys(session.items, Fraction(0))
    for marks in counted.ballots:
        ranked, unranked = _points(marks, session.items, session.top, variant)
        for item in session.items:
            scores[item] += ranked.get(item, unranked)
    firsts = {item: sum(marks.get(item) == 1 for marks in counted.ballots) for item in session.items}
    details = {item: {"first_places": firsts[item]} for item in session.items}
    pairs = preferences(session, counted)
    head_to_head = Step("head_to_head", lambda group: {item: _wins(pairs, item, group) for item in group})
    own = (head_to_head, known_step("first_places", firsts))
    return Scoring(variant, scores, details, own, {"variant": variant, "top": session.top})


def _points(marks: dict[str, int], items: Group, top: int, variant: str) -> tuple[dict[str, Fraction], Fraction]:
    """The points of a ballot: of what it ranks, and of each item that it does not."""
    if variant == "modified":
        return {item: Fraction(top - place + 1) for item, place in marks.items()}, Fraction(0)
    points = {item: Fraction(len(items) - place) for item, place in marks.items()}
    rest = len(items) * (len(items) - 1) // 2 - sum(points.values())
    return points, Fraction(rest, len(items) - len(marks)) if len(marks) < len(items) else Fraction(0)


def pairwise(session: Session, counted: Counted) -> Scoring:
    """Copeland: 1 for each pair won, ½ for each drawn (A. H. Copeland, 1951). Among equals: the sum of margins.

    Says who wins every pair (the Condorcet winner), and which items beat each other in a circle: then no order of them
    is anybody's plain will, and the meeting should hear so.
    """
    items = list(session.items)
    pairs = preferences(session, counted)
    scores = {item: _wins(pairs, item, items) for item in items}
    margins = {a: sum(pairs[a, b] - pairs[b, a] for b in items if b != a) for a in items}
    details = {item: {"margins": margins[item]} for item in items}
    findings = {
        "condorcet": next((item for item in items if beats_all(pairs, item, items)), None),
        "cycles": cycles(pairs, items),
        "pairs": [[a, b, pairs[a, b], pairs[b, a]] for a in items for b in items if a < b],
    }
    parameters = {"top": session.top}
    return Scoring("copeland", scores, details, (known_step("margins", margins),), parameters, findings)


def beats_all(pairs: Pairs, item: str, items: Group) -> bool:
    """Whether more people prefer `item` than not, against each other item."""
    return len(items) > 1 and all(pairs[item, other] > pairs[other, item] for other in items if other != item)


def cycles(pairs: Pairs, items: Group) -> list[Group]:
    """Items that beat each other in a circle, largest circles whole (strongly connected parts of «beats»)."""
    reach = {a: {b for b in items if a != b and pairs[a, b] > pairs[b, a]} for a in items}
    for middle in items:
        for item in items:
            if middle in reach[item]:
                reach[item] |= reach[middle]
    found = [[b for b in items if b in reach[a] and a in reach[b]] for a in items]
    return [part for item, part in zip(items, found, strict=True) if part and part[0] == item]
