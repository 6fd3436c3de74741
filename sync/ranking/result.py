"""A result as plain data: ranks, ties and their steps, what is needed, what is wrong; canonical, so it has a hash.

method, variant, rules     what was counted, and by which edition of these rules
parameters                 [name, value] as they took effect, defaults filled in
counts                     eligible, cast, valid, invalid, corrected, reasons [[code, count] …]; null: nobody said
items                      in order: item, rank (equal ranks 1, 2, 2, 4; null: not bought), score (exact, as text)
                           and the method's own figures
ties                       items, the place they share, each step of the tie rule that was taken
needs                      `run_off`, `lot`: what the meeting has still to hold
problems                   what is wrong: a result with problems is refused until corrected
state                      `decided`, `open` (needs something), `refused`
findings                   cycles, shares and the like
advisory                   the method of the session, where this is a second look at it by another; else null
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

from sync.op import dump
from sync.ranking import budget, orders, scores, shares, ties
from sync.ranking.counting import Counted
from sync.ranking.session import BUDGET_METHODS, Problem, Session
from sync.ranking.ties import Group

RULES = 1  # raised by every change that can change a result
Result = dict[str, object]

ORDERING: dict[str, Callable[[Session, Counted], scores.Scoring]] = {
    "show_of_hands": scores.show_of_hands,
    "dot_vote": scores.dot_vote,
    "approval": scores.approval,
    "borda": orders.borda,
    "pairwise": orders.pairwise,
    "criteria": scores.criteria,
    "consensus": scores.consensus,
}
BUDGETING: dict[str, Callable[[Session, Counted], budget.Choice]] = {
    "greedy": budget.greedy,
    "equal_shares": shares.equal_shares,
}
assert tuple(BUDGETING) == BUDGET_METHODS


def decide(session: Session, counted: Counted, advisory: str | None = None) -> Result:
    """The result of `session` for what was counted."""
    result = _chosen(session, counted) if session.method in BUDGETING else _ordered(session, counted)
    needed = ties.needs(result["ties"])
    problems = [found for _, found in sorted({canonical(found): found for found in result["problems"]}.items())]
    return result | {
        "rules": RULES,
        "method": session.method,
        "counts": counted.counts,
        "needs": needed,
        "problems": problems,
        "state": "refused" if problems else "open" if needed else "decided",
        "advisory": advisory,
    }


def _ordered(session: Session, counted: Counted) -> Result:
    scoring = ORDERING[session.method](session, counted)
    steps = ties.policy(session, scoring.own)
    order: list[Group] = []
    found: list[dict[str, object]] = []
    for tied in ties.parted(session.items, scoring.scores):
        groups, taken = ties.settle(tied, steps)
        if taken:
            found.append({"items": tied, "rank": 1 + sum(map(len, order)), "steps": taken})
        order += groups
    parameters = {**scoring.parameters, "run_off": session.choice("run_off")}
    return {
        "variant": scoring.variant,
        "parameters": _listed(parameters),
        "items": _items(order, scoring.scores, scoring.details),
        "ties": found,
        "problems": [*counted.problems, *ties.run_off_problems(session, found)],
        "findings": scoring.findings,
    }


def _chosen(session: Session, counted: Counted) -> Result:
    choice = BUDGETING[session.method](session, counted)
    rest = [item for item in session.items if item not in choice.chosen]
    return {
        "variant": choice.variant,
        "parameters": _listed(choice.parameters),
        "items": [
            *_items(choice.order, choice.scores, choice.details),
            *({**_item(item, choice.scores, choice.details), "rank": None} for item in rest),
        ],
        "ties": choice.ties,
        "problems": [*counted.problems, *budget.cost_problems(session)],
        "findings": choice.findings,
    }


def _listed(parameters: Mapping[str, object]) -> list[list[str]]:
    return [[name, str(parameters[name])] for name in sorted(parameters)]


def _item(item: str, points: Mapping, details: Mapping) -> dict[str, object]:
    return {"item": item, "score": str(points.get(item, 0)), **details[item]}


def _items(order: Sequence[Group], points: Mapping, details: Mapping) -> list[dict[str, object]]:
    """Items with ranks: equals share the best of their places."""
    found = []
    for group in order:
        rank = len(found) + 1
        found += [{**_item(item, points, details), "rank": rank} for item in group]
    return found


def canonical(value: object) -> bytes:
    """Compact JSON with sorted keys, the same bytes in both languages."""
    return dump(_sorted(value))


def _sorted(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(part) for part in value] if isinstance(value, list | tuple) else value


def result_hash(result: Result) -> str:
    """SHA-256 of the canonical result, in hex: the `result_hash` of the session's record."""
    return sha256(canonical(result)).hexdigest()


__all__ = ["BUDGETING", "ORDERING", "RULES", "Problem", "Result", "canonical", "decide", "result_hash"]
