"""«Саналаас ажил болсон»: how many proposals became works (O8, scenario 25). Quick: one count, and what is linked.

Counted: proposals that ask for something, each once: those merged into another are the other, those of one cluster are
one. Became a work: named by a work that is begun or done, or its measure was confirmed by citizens. Without an end:
none of the states that end; the target is nought.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from server.findings import SETTLED, Finding, state
from server.office.proposals.states import OPEN
from server.store import works

CHAIN_MAX = 20  # merged into one that was merged into one …


class Headline(NamedTuple):
    """`became` of `distinct` proposals; `unsettled` have no end state."""

    became: int
    distinct: int
    unsettled: int

    @property
    def percent(self) -> int | None:
        """Whole percent, halves up; None where there is no proposal."""
        return (self.became * 200 + self.distinct) // (2 * self.distinct) if self.distinct else None


def headline(connection: Connection, tenant: str, units: Collection[str] | None = None, year: str = "") -> Headline:
    """The number for a tenant, for some of its units, for the hearings of a year."""
    by_status = works.by_status(connection, tenant, units, year)
    found = standing(connection, tenant)
    in_work = works.begun(connection, tenant) | {one for one, state in found.items() if state == "confirmed"}
    became = works.counted(connection, tenant, units, year, _roots(connection, tenant, in_work).values())
    unsettled = sum(count for status, count in by_status.items() if status in ("", *OPEN))
    reopened = {one for one, state in found.items() if state == "reopened"}
    unsettled += len(works.counted(connection, tenant, units, year, reopened))
    same = works.clusters(connection, tenant)
    members = works.counted(connection, tenant, units, year, same)
    spare = len(members) - len({same[one] for one in members})
    once = {same.get(one, one) for one in became}
    return Headline(len(once), sum(by_status.values()) - spare, unsettled)


def standing(connection: Connection, tenant: str) -> dict[str, str]:
    """Proposal → its state, for those that are settled and of which halls found something."""
    said: dict[str, tuple[str, str]] = {}
    found: dict[str, list[Finding]] = {}
    for one in works.found_upon(connection, tenant, SETTLED):
        said[one.proposal] = (one.status, one.after or "")
        words = (one.id, one.hearing or "", one.day or "", one.finding or "", one.corrects or "")
        found.setdefault(one.proposal, []).append(Finding(*words))
    return {proposal: state(status, found[proposal], after) for proposal, (status, after) in said.items()}


def _roots(connection: Connection, tenant: str, proposals: Collection[str]) -> dict[str, str]:
    """Proposal → the one that it went into, to the end of the chain; itself where it went nowhere."""
    roots = {one: one for one in proposals}
    for _ in range(CHAIN_MAX):
        known = works.voices(connection, tenant, set(roots.values()))
        after = {one: str(known[at].merged_into or at) if at in known else at for one, at in roots.items()}
        if after == roots:
            break
        roots = after
    return roots
