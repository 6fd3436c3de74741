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
from server.store.works import Voice

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
    halls = works.halls_of(connection, tenant, year)
    found = standing(connection, tenant)
    in_work = works.begun(connection, tenant) | {one for one, state in found.items() if state == "confirmed"}
    roots, known = _roots(connection, tenant, in_work)
    same = works.clusters(connection, tenant)
    reopened = {one for one, state in found.items() if state == "reopened"}
    known |= works.voices(connection, tenant, (reopened | same.keys()) - known.keys())
    counted = {one for one, voice in known.items() if voice.counts(units, halls)}
    members = [one for one in same if one in counted]
    spare = len(members) - len({same[one] for one in members})
    became = {same.get(one, one) for one in roots if one in counted}
    unsettled = sum(count for status, count in by_status.items() if status in ("", *OPEN)) + len(reopened & counted)
    return Headline(len(became), sum(by_status.values()) - spare, unsettled)


def reopened_in(connection: Connection, tenant: str, units: Collection[str] | None, year: str) -> list[str]:
    """The counted proposals that halls opened again."""
    found = {one for one, state in standing(connection, tenant).items() if state == "reopened"}
    halls = works.halls_of(connection, tenant, year)
    known = works.voices(connection, tenant, found)
    return sorted(one for one, voice in known.items() if voice.counts(units, halls))


def standing(connection: Connection, tenant: str, proposals: Collection[str] | None = None) -> dict[str, str]:
    """Proposal → its state, for those (of some, or of all) that are settled and of which halls found something."""
    said: dict[str, tuple[str, str]] = {}
    found: dict[str, list[Finding]] = {}
    for one in works.found_upon(connection, tenant, SETTLED, proposals):
        said[one.proposal] = (one.status, one.after or "")
        words = (one.id, one.hearing or "", one.day or "", one.finding or "", one.corrects or "")
        found.setdefault(one.proposal, []).append(Finding(*words))
    return {proposal: state(status, found[proposal], after) for proposal, (status, after) in said.items()}


def _roots(connection: Connection, tenant: str, proposals: Collection[str]) -> tuple[set[str], dict[str, Voice]]:
    """What `proposals` went into, to the end of each chain (themselves where they went nowhere); all that was met."""
    known = works.voices(connection, tenant, proposals)
    ends, walking = set(), set(known)
    for _ in range(CHAIN_MAX):
        ends |= {one for one in walking if known[one].merged_into is None}
        further = {str(known[one].merged_into) for one in walking} - {"None"}
        if not further:
            break
        known |= works.voices(connection, tenant, further - known.keys())
        walking = {one for one in further if one in known}
    return ends, known
