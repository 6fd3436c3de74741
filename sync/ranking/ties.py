"""Ties, step by step, each step kept so that it can be printed (DOMAIN §F, «Tie policy»).

A method's own second key comes first, then: more distinct households, lower cost, a run-off by show of hands among the
tied, the public lot. Never the order of writing, of ids or of the alphabet. A step that nobody can answer (a household
count or a cost that is not known for all the tied) is passed over and says so; a run-off or a lot that is lacking stops
there: the tied stay equal (1, 2, 2, 4) and the result says what is *needed*.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from sync.ranking.session import Problem, Session

Number = int | Fraction
Given = Mapping[str, Number] | Mapping[str, str]
Group = list[str]  # items, in the order of their keys, which decides nothing


@dataclass(frozen=True, slots=True)
class Step:
    """One question put to tied items. `value_of(group)`: item → value, None where it cannot be answered.

    `is_most`: the greatest value wins, else the least. `must`: without an answer the tie stays open.
    `skipped` says why a step is not taken at all.
    """

    name: str
    value_of: Callable[[Group], Given | None]
    is_most: bool = True
    must: bool = False
    skipped: str | None = None

    def take(self, group: Group) -> tuple[dict[str, object], list[Group]]:
        """What is printed of this step, and `group` parted in order; unparted where there is no answer."""
        said: dict[str, object] = {"step": self.name, "among": group}
        values = None if self.skipped else self.value_of(group)
        if values is None:
            return said | ({"needed": True} if self.must else {"skipped": self.skipped or "unknown"}), [group]
        groups = parted(group, values, self.is_most)
        shown = [[item, str(values[item])] for item in group]
        return said | {"best": "most" if self.is_most else "least", "values": shown, "groups": groups}, groups


def parted(items: Sequence[str], values: Given, is_most: bool = True) -> list[Group]:
    """Items with equal values together, the best first."""
    order = sorted({values[item] for item in items}, reverse=is_most)
    return [[item for item in items if values[item] == value] for value in order]


def lot(seed: str, item: str) -> str:
    """The lot of an item: SHA-256, in hex, of the seed, a line feed and the item's key, as UTF-8. The least wins.

    Anyone can draw it again: `printf 'seed\\nkey' | sha256sum`.
    """
    return sha256(f"{seed}\n{item}".encode()).hexdigest()


def lot_step(session: Session) -> Step:
    """The public lot, with the seed that the meeting typed in."""
    seed = session.seed
    return Step("lot", lambda group: seed and {item: lot(seed, item) for item in group}, is_most=False, must=True)


def known_step(name: str, values: Mapping[str, Number], is_most: bool = True) -> Step:
    """Values written down before; the step is passed over where one of the tied has none."""
    return Step(name, lambda group: values if values.keys() >= set(group) else None, is_most)


def run_off_step(session: Session) -> Step:
    """Hands among the tied; the meeting may agree beforehand (`parameters/run_off`) to go to the lot without."""
    agreed = "agreed" if session.choice("run_off") == "skipped" else None
    step = known_step("run_off", session.run_off)
    return Step(step.name, step.value_of, must=agreed is None, skipped=agreed)


def policy(session: Session, own: Sequence[Step]) -> list[Step]:
    """The steps of an ordering method. The second key of a show of hands *is* the run-off: it is held once."""
    run_off = run_off_step(session)
    households = known_step("households", session.households)
    cost = known_step("cost", session.costs, is_most=False)
    if session.method == "show_of_hands":
        return [run_off, households, cost, lot_step(session)]
    return [*own, households, cost, run_off, lot_step(session)]


def budget_policy(session: Session, votes: Mapping[str, int]) -> list[Step]:
    """The steps of the budget methods: more votes, lower cost, then the lot (the order of the equalshares tool)."""
    return [known_step("votes", votes), known_step("cost", session.costs, is_most=False), lot_step(session)]


def settle(group: Group, steps: Sequence[Step]) -> tuple[list[Group], list[dict[str, object]]]:
    """`group` in order, as far as `steps` bring it, and each step taken on the way."""
    if len(group) == 1 or not steps:
        return [group], []
    said, groups = steps[0].take(group)
    if "needed" in said:
        return [group], [said]
    order, taken = [], [said]
    for part in groups:
        further, also = settle(part, steps[1:])
        order += further
        taken += also
    return order, taken


def pick(group: Group, steps: Sequence[Step]) -> tuple[str | None, list[dict[str, object]]]:
    """The first of `group`, None where a step is needed that was not held, and each step taken."""
    taken = []
    for step in steps:
        if len(group) == 1:
            break
        said, groups = step.take(group)
        taken.append(said)
        group = groups[0]
    return (group[0] if len(group) == 1 else None), taken


def needs(ties: Sequence[Mapping]) -> list[str]:
    """The steps still to be held, in the order of the policy."""
    lacking = {step["step"] for tie in ties for step in tie["steps"] if "needed" in step}
    return [name for name in ("run_off", "lot") if name in lacking]


def run_off_problems(session: Session, ties: Sequence[Mapping]) -> list[Problem]:
    """Run-offs in which more hands were counted than people are there."""
    if session.eligible is None:
        return []
    held = [step for tie in ties for step in tie["steps"] if step["step"] == "run_off" and "values" in step]
    sums = [sum(int(hands) for _, hands in step["values"]) for step in held]
    return [
        {"code": "too-many-hands", "of": "run_off", "counted": hands, "most": session.eligible}
        for hands in sums
        if hands > session.eligible
    ]
