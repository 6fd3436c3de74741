"""«Саналаас ажил болсон»: how many proposals became works (O8, O12, scenario 25): the one definition for board,
register of works and public page. Quick: one count by state, and what is linked.

Counted: proposals that ask for something, each once: those merged into another are the other, those of one cluster are
one. Became a work: named by a work that is begun or done, or its measure was confirmed by citizens; of the others,
those that have a state that ends were answered, all else is being decided. Without an end: none of the states that end,
one by one; the target is nought.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from server.findings import SETTLED, Finding, state
from server.office.proposals.states import OPEN, STEPS
from server.store import works
from server.store.proposals import Among
from server.store.works import Scope

CHAIN_MAX = 20  # merged into one that was merged into one …
WORK, DECIDING, ANSWERED = PARTS = ("work", "deciding", "answered")
WHOLE = "distinct"  # all parts together
_parts = dict.fromkeys(STEPS, ANSWERED) | dict.fromkeys(OPEN, DECIDING) | {"confirmed": WORK}


class Headline(NamedTuple):
    """`parts`: how many wishes became a work, are being decided, were answered; `unsettled` have no end state."""

    parts: dict[str, int]
    unsettled: int

    @property
    def became(self) -> int:
        """How many became a work."""
        return self.parts[WORK]

    @property
    def distinct(self) -> int:
        """How many there are."""
        return sum(self.parts.values())

    @property
    def percent(self) -> int | None:
        """Whole percent, halves up; None where there is no proposal."""
        return (self.became * 200 + self.distinct) // (2 * self.distinct) if self.distinct else None


class _Apart(NamedTuple):
    """The counted proposals whose part is not seen by what the office says of them.

    `known`: these, each with that state; `part_of`: the part of each, empty where another one of its cluster stands
    for it; `reopened`: those that halls opened again.
    """

    known: dict[str, str]
    part_of: dict[str, str]
    reopened: list[str]


def headline(connection: Connection, tenant: str, scope: Scope, by_status: Mapping[str, int] | None = None) -> Headline:
    """The number of a scope; `by_status`: its wishes, where they were counted already."""
    by_status = works.by_status(connection, tenant, scope) if by_status is None else by_status
    apart = _apart(connection, tenant, scope)
    counts = Counter[str]()
    for status, count in by_status.items():
        counts[_parts.get(status, DECIDING)] += count
    counts.subtract(_parts.get(status, DECIDING) for status in apart.known.values())
    counts.update(apart.part_of.values())
    unsettled = sum(count for status, count in by_status.items() if status in OPEN)
    return Headline({part: counts[part] for part in PARTS}, unsettled + len(apart.reopened))


def of_part(connection: Connection, tenant: str, scope: Scope, part: str) -> Among:
    """The proposals that a part counts, or WHOLE: of a cluster one stands for all."""
    apart = _apart(connection, tenant, scope)
    statuses = [status for status in STEPS if part in (_parts[status], WHOLE)]
    wanted = PARTS if part == WHOLE else (part,)
    return Among(statuses, list(apart.known), [one for one, found in apart.part_of.items() if found in wanted])


def of_status(connection: Connection, tenant: str, status: str) -> Among:
    """The proposals that stand so: what the office says, but where halls found otherwise."""
    found = differing(connection, tenant)
    without = [one for one, (said, _) in found.items() if said == status]
    return Among([status], without, [one for one, (_, stands) in found.items() if stands == status])


def differing(connection: Connection, tenant: str) -> dict[str, tuple[str, str]]:
    """Proposal → (what the office says, how it stands), where halls found otherwise."""
    found = _stands(connection, tenant, None)
    return {one: (said, stands) for one, (said, stands) in found.items() if said != stands}


def reopened_in(connection: Connection, tenant: str, scope: Scope) -> list[str]:
    """The counted proposals that halls opened again."""
    found = [one for one, state in standing(connection, tenant).items() if state == "reopened"]
    return sorted(works.counted(connection, tenant, scope, found))


def standing(connection: Connection, tenant: str, proposals: Collection[str] | None = None) -> dict[str, str]:
    """Proposal → its state, for those (of some, or of all) that are settled and of which halls found something."""
    return {one: stands for one, (_, stands) in _stands(connection, tenant, proposals).items()}


def _stands(connection: Connection, tenant: str, proposals: Collection[str] | None) -> dict[str, tuple[str, str]]:
    said: dict[str, tuple[str, str]] = {}
    found: dict[str, list[Finding]] = {}
    for one in works.found_upon(connection, tenant, SETTLED, proposals):
        said[one.proposal] = (one.status, one.after or "")
        words = (one.id, one.hearing or "", one.day or "", one.finding or "", one.corrects or "")
        found.setdefault(one.proposal, []).append(Finding(*words))
    return {one: (status, state(status, found[one], after)) for one, (status, after) in said.items()}


def _apart(connection: Connection, tenant: str, scope: Scope) -> _Apart:
    stands = standing(connection, tenant)
    reopened = {one for one, state in stands.items() if state == "reopened"}
    in_work = works.begun(connection, tenant) | {one for one, state in stands.items() if state == "confirmed"}
    clusters = works.clusters(connection, tenant)
    roots = _roots(connection, tenant, in_work | clusters.keys())
    in_work = {roots[one] for one in in_work}
    same = {roots[one]: cluster for one, cluster in sorted(clusters.items(), reverse=True)}
    known = works.counted(connection, tenant, scope, in_work | reopened | same.keys())
    wishes = defaultdict(list)
    for one, status in sorted(known.items()):
        part = WORK if one in in_work else DECIDING if one in reopened else _parts.get(status, DECIDING)
        wishes[same.get(one, one)].append((PARTS.index(part), one))
    part_of = dict.fromkeys(known, "") | {one: PARTS[part] for part, one in map(min, wishes.values())}
    return _Apart(known, part_of, sorted(reopened & known.keys()))


def _roots(connection: Connection, tenant: str, proposals: Iterable[str]) -> dict[str, str]:
    """Proposal → what it went into, to the end of each chain; itself where it went nowhere."""
    ends = {one: one for one in proposals}
    for _ in range(CHAIN_MAX):
        further = works.merged_into(connection, tenant, set(ends.values()))
        if not further:
            break
        ends = {one: further.get(end, end) for one, end in ends.items()}
    return ends
