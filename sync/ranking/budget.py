"""Greedy choice within a budget: the best first, while it fits (DOMAIN §F); and what the budget methods share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sync.ranking.counting import Counted
from sync.ranking.session import Problem, Session
from sync.ranking.ties import Group, budget_policy, lot_step, parted, settle

# What greedy ranks by: votes and cost → points, the most first.
KEYS: dict[str, Callable[[int, int], Fraction]] = {
    "votes": lambda votes, cost: Fraction(votes),
    "votes_per_cost": lambda votes, cost: Fraction(votes, cost),
    "votes_times_cost": lambda votes, cost: Fraction(votes * cost),
}


@dataclass(slots=True)
class Choice:
    """What is bought, in order (equals together where their order is of no account), for how much, and the ties."""

    variant: str
    details: dict[str, dict[str, object]]
    scores: Mapping[str, Fraction]
    order: list[Group] = field(default_factory=list)
    ties: list[dict[str, object]] = field(default_factory=list)
    is_open: bool = False  # a lot is needed; what comes after it is not known
    spent: int = 0
    parameters: dict[str, object] = field(default_factory=dict)
    findings: dict[str, object] = field(default_factory=dict)

    @property
    def chosen(self) -> set[str]:
        """The items bought."""
        return {item for group in self.order for item in group}


def budget_of(session: Session) -> int:
    """The limit, in whole ₮; 0 where none is given (which is a problem of the session)."""
    return session.whole("budget", 0)


def cost_problems(session: Session) -> list[Problem]:
    """Items that cannot be bought because nobody says for how much."""
    return [{"code": "no-cost", "item": item} for item in session.items if not session.costs.get(item)]


def votes_of(session: Session, counted: Counted) -> dict[str, int]:
    """Votes of the items that have both votes and a cost: nothing is bought that nobody wants."""
    votes = {item: counted.total(item) for item in session.items if session.costs.get(item)}
    return {item: number for item, number in votes.items() if number}


def empty_choice(session: Session, counted: Counted, variant: str, scores: Mapping[str, Fraction]) -> Choice:
    """Nothing bought yet."""
    details = {item: {"votes": counted.total(item), "cost": session.costs.get(item)} for item in session.items}
    return Choice(variant, details, scores, parameters={"budget": budget_of(session)})


def greedy(session: Session, counted: Counted) -> Choice:
    """The item with the most points of `by` first, then the next; one that no longer fits is passed over."""
    by = session.choice("by")
    votes = votes_of(session, counted)
    scores = {item: KEYS[by](number, session.costs[item]) for item, number in votes.items()}
    choice = empty_choice(session, counted, by, scores)
    buy(choice, session, votes, scores)
    choice.parameters |= {"by": by, "max_choices": session.whole("max_choices", len(session.items))}
    choice.findings = {"spent": choice.spent}
    return choice


def buy(choice: Choice, session: Session, votes: Mapping[str, int], points: Mapping[str, Fraction]) -> None:
    """Buy on into `choice` the items of `votes` not yet bought, the most points first, while they fit.

    Equals that all fit, or of which none fits, need no lot.
    """
    left = [item for item in session.items if item in votes and item not in choice.chosen]
    votes_and_cost = budget_policy(session, votes)[:2]
    for tied in parted(left, points):
        groups, steps = settle(tied, votes_and_cost)
        tie = {"items": tied, "steps": steps}
        for group in groups:
            _buy_equals(choice, session, group, steps)
        if steps:
            choice.ties.append(tie)
        if choice.is_open:
            return


def _buy_equals(choice: Choice, session: Session, group: Group, steps: list[dict[str, object]]) -> None:
    """Buy items with equal points, votes and cost: together if all fit, else as the lot has it."""
    cost = session.costs[group[0]]
    fitting = (budget_of(session) - choice.spent) // cost
    if choice.is_open or fitting == 0:
        return
    groups: Sequence[Group] = [group]
    if fitting < len(group):
        groups, drawn = settle(group, [lot_step(session)])
        steps += drawn
        choice.is_open = len(groups) == 1
        groups = [] if choice.is_open else groups[:fitting]
    choice.order += groups
    choice.spent += cost * sum(len(part) for part in groups)
