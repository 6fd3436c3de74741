"""What the rooms of works, plans and fund cycles ask. Every statement names the tenant; units are the caller's (I9)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select

from server.models.projections import LINKS, TABLES
from server.store import bulk
from server.store.records import chunks

WORK, PROPOSAL, HEARING, FOUND = (TABLES[name] for name in ("work", "proposal", "hearing", "verification"))
LINK = LINKS["work"]["proposals"]
WORKS_MAX = 2000  # of one list; their sums are those of what is listed
NO_WORK = ("thanks", "question")  # voices that ask for no work
EQUAL = ("unit", "state", "cycle")


def ids(
    connection: Connection, tenant: str, kind: str, units: Collection[str] | None, said: Mapping[str, object]
) -> list[str]:
    """Ids of works, plan lines or cycles that fit what was `said` of their columns; at most WORKS_MAX, by id."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    for name, value in said.items():
        rows = rows.where(table.c[name] == value)
    return list(connection.execute(rows.order_by(table.c.id).limit(WORKS_MAX)).scalars())


def naming(connection: Connection, tenant: str, proposals: Iterable[str], kind: str = "work") -> dict[str, list[str]]:
    """Proposal → the works (or plan lines) that name it; those that none names are left out."""
    link, table = LINKS[kind]["proposals"], TABLES[kind]
    found: dict[str, list[str]] = {}
    for some in chunks(proposals):
        rows = select(link.c.value, link.c.id).join(table, (table.c.tenant == tenant) & (table.c.id == link.c.id))
        rows = rows.where(link.c.tenant == tenant, link.c.value.in_(some), table.c.deleted.is_(False))
        for proposal, work in sorted(set(map(tuple, connection.execute(rows)))):
            found.setdefault(proposal, []).append(work)
    return found


def years(connection: Connection, tenant: str, kind: str, units: Collection[str] | None) -> list[int]:
    """The years of works or plan lines, the last first."""
    table = TABLES[kind]
    rows = select(table.c.year).where(table.c.tenant == tenant, table.c.year.is_not(None)).distinct()
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return sorted(connection.execute(rows).scalars(), reverse=True)


class Voice(NamedTuple):
    """A proposal as the headline number counts it."""

    id: str
    merged_into: str | None
    status: str | None
    kind: str | None
    unit: str | None
    hearing: str | None

    def counts(self, units: Collection[str] | None, halls: Collection[str] | None) -> bool:
        """Whether it is counted, as `by_status` does; `halls`: the hearings of the year, None for all."""
        is_asking = self.kind not in NO_WORK and self.status not in ("merged", "draft") and self.merged_into is None
        is_near = units is None or self.unit in units
        return is_asking and is_near and (halls is None or self.hearing in halls)


def _distinct(tenant: str, units: Collection[str] | None, year: str) -> list:
    """The conditions of a proposal that is counted: not merged into another, and one that asks for something.

    What was only set aside (came after the seal) has no unit yet.
    """
    found = [PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False), PROPOSAL.c.merged_into.is_(None)]
    found += [PROPOSAL.c.unit.is_not(None)]
    found += [or_(PROPOSAL.c.kind.is_(None), PROPOSAL.c.kind.not_in(NO_WORK))]
    found += [or_(PROPOSAL.c.status.is_(None), PROPOSAL.c.status.not_in(("merged", "draft")))]
    if units is not None:
        found.append(PROPOSAL.c.unit.in_(sorted(units)))
    if year:
        days = select(HEARING.c.id).where(HEARING.c.tenant == tenant)
        found.append(PROPOSAL.c.hearing.in_(days.where(HEARING.c.held_on.between(f"{year}-01-01", f"{year}-12-31"))))
    return found


def by_status(connection: Connection, tenant: str, units: Collection[str] | None, year: str = "") -> Counter[str]:
    """Status → how many distinct proposals, in one statement; empty where the office has said none."""
    rows = select(PROPOSAL.c.status, func.count()).where(*_distinct(tenant, units, year)).group_by(PROPOSAL.c.status)
    return Counter({status or "": count for status, count in connection.execute(rows)})


def begun(connection: Connection, tenant: str) -> set[str]:
    """The proposals that a work names which is begun or done."""
    rows = select(LINK.c.value).join(WORK, (WORK.c.tenant == tenant) & (WORK.c.id == LINK.c.id))
    rows = rows.where(LINK.c.tenant == tenant, WORK.c.deleted.is_(False), WORK.c.state.in_(("begun", "done")))
    return set(connection.execute(rows.distinct()).scalars())


class Found(NamedTuple):
    """What a hall found of a proposal, beside what the office says of it."""

    proposal: str
    status: str
    after: str | None
    id: str
    hearing: str | None
    day: str | None
    finding: str | None
    corrects: str | None


def found_upon(
    connection: Connection, tenant: str, statuses: Collection[str], proposals: Collection[str] | None = None
) -> list[Found]:
    """What halls found of the proposals (some, or all) of which the office says one of `statuses`."""
    said = (PROPOSAL.c.id, PROPOSAL.c.status, PROPOSAL.c.status_after)
    rows = select(*said, FOUND.c.id, FOUND.c.hearing, HEARING.c.held_on, FOUND.c.finding, FOUND.c.corrects)
    rows = rows.select_from(FOUND)
    rows = rows.join(PROPOSAL, (PROPOSAL.c.tenant == tenant) & (PROPOSAL.c.id == FOUND.c.proposal))
    rows = rows.outerjoin(HEARING, (HEARING.c.tenant == tenant) & (HEARING.c.id == FOUND.c.hearing))
    rows = rows.where(FOUND.c.tenant == tenant, FOUND.c.deleted.is_(False), PROPOSAL.c.status.in_(sorted(statuses)))
    if proposals is not None:
        rows = rows.where(FOUND.c.proposal.in_(sorted(proposals)))
    return [Found(*row) for row in connection.execute(rows)]


def voices(connection: Connection, tenant: str, proposals: Iterable[str]) -> dict[str, Voice]:
    """Some proposals by id."""
    rows = bulk.select_in(connection, PROPOSAL, (*Voice._fields, "deleted"), tenant, "id", proposals)
    return {row[0]: Voice(*row[:-1]) for row in rows if not row[-1]}


def halls_of(connection: Connection, tenant: str, year: str) -> set[str] | None:
    """The hearings of a year; None where none is asked for."""
    if not year:
        return None
    rows = select(HEARING.c.id).where(HEARING.c.tenant == tenant)
    return set(connection.execute(rows.where(HEARING.c.held_on.between(f"{year}-01-01", f"{year}-12-31"))).scalars())


def clusters(connection: Connection, tenant: str) -> dict[str, str]:
    """Proposal → the cluster that it is in: proposals that want the same count once."""
    link = LINKS.get("cluster", {}).get("proposals")
    if link is None:
        return {}
    rows = select(link.c.value, func.min(link.c.id)).where(link.c.tenant == tenant).group_by(link.c.value)
    return dict(map(tuple, connection.execute(rows)))


def unsettled(
    connection: Connection, tenant: str, units: Collection[str] | None, year: str, states: Collection[str], limit: int
) -> list[str]:
    """Ids of counted proposals that have none of the states that end: those that were not touched yet too."""
    is_open = or_(PROPOSAL.c.status.is_(None), PROPOSAL.c.status.in_(sorted(states)))
    rows = select(PROPOSAL.c.id).where(*_distinct(tenant, units, year), is_open)
    return list(connection.execute(rows.order_by(PROPOSAL.c.hearing, PROPOSAL.c.id).limit(limit)).scalars())
