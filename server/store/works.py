"""What the rooms of works, plans and fund cycles ask. Every statement names the tenant; units are the caller's (I9)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from server.models.projections import LINKS, TABLES
from server.store import bulk, figures, merging, proposals, published
from server.store.figures import Within
from server.store.records import chunks
from server.store.states import UNTOUCHED

WORK, PROPOSAL, HEARING, FOUND = (TABLES[name] for name in ("work", "proposal", "hearing", "verification"))
LINK, SAME = LINKS["work"]["proposals"], LINKS["cluster"]["proposals"]
WORKS_MAX = 2000  # of one list; their sums are those of what is listed
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


def naming(
    connection: Connection, tenant: str, named: Iterable[str], kind: str = "work", field: str = "proposals"
) -> dict[str, list[str]]:
    """Proposal → the works (or records of `kind`, by their map `field`) that name it; who is not named is left out."""
    link, table = LINKS[kind][field], TABLES[kind]
    found: dict[str, list[str]] = {}
    for some in chunks(named):
        rows = select(link.c.value, link.c.id).join(table, (table.c.tenant == tenant) & (table.c.id == link.c.id))
        rows = rows.where(link.c.tenant == tenant, link.c.value.in_(some), table.c.deleted.is_(False))
        for one, by in sorted(set(map(tuple, connection.execute(rows)))):
            found.setdefault(one, []).append(by)
    return found


def years(connection: Connection, tenant: str, kind: str, units: Collection[str] | None) -> list[int]:
    """The years of works or plan lines, the last first."""
    table = TABLES[kind]
    rows = select(table.c.year).where(table.c.tenant == tenant, table.c.year.is_not(None)).distinct()
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return sorted(connection.execute(rows).scalars(), reverse=True)


class Scope(NamedTuple):
    """Of which proposals something is counted; `is_public`: of those that the office has published."""

    units: Collection[str] | None = None
    within: Within = Within()
    is_public: bool = False


def _distinct(tenant: str, scope: Scope) -> list:
    """The conditions of a proposal that is counted: one that asks for something and was not merged into another."""
    found = [*figures.proposals_of(tenant, scope.units, scope.within), *proposals.wishes(tenant)]
    return found + (published.is_published(tenant) if scope.is_public else [])


def by_status(connection: Connection, tenant: str, scope: Scope) -> Counter[str]:
    """Status → how many distinct proposals, in one statement."""
    rows = select(PROPOSAL.c.status, func.count()).where(*_distinct(tenant, scope)).group_by(PROPOSAL.c.status)
    found: Counter[str] = Counter()
    for status, count in connection.execute(rows):
        found[status or UNTOUCHED] += count
    return found


def counted(connection: Connection, tenant: str, scope: Scope, ids: Iterable[str]) -> dict[str, str]:
    """Those of `ids` that `by_status` counts, each with its status."""
    found: dict[str, str] = {}
    for some in chunks(sorted(set(ids))):
        rows = select(PROPOSAL.c.id, PROPOSAL.c.status).where(PROPOSAL.c.id.in_(some), *_distinct(tenant, scope))
        found |= {one: status or UNTOUCHED for one, status in connection.execute(rows)}
    return found


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


def merged_into(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, str]:
    """Proposal → the one within which it stands; the others are left out."""
    rows = bulk.select_in(connection, PROPOSAL, ("id", "merged_into", "deleted"), tenant, "id", ids)
    found = {one: into for one, into, is_deleted in rows if into and not is_deleted}
    again = merging.standing_again(connection, tenant, found)
    return {one: into for one, into in found.items() if one not in again}


def clusters(connection: Connection, tenant: str) -> dict[str, str]:
    """Proposal → the cluster that it is in: proposals that want the same count once."""
    rows = select(SAME.c.value, func.min(SAME.c.id)).where(SAME.c.tenant == tenant).group_by(SAME.c.value)
    return dict(map(tuple, connection.execute(rows)))


def unsettled(connection: Connection, tenant: str, scope: Scope, states: Collection[str], limit: int) -> list[str]:
    """Ids of counted proposals that have none of the states that end: those that were not touched yet too."""
    is_open = func.coalesce(PROPOSAL.c.status, UNTOUCHED).in_(sorted(states))
    rows = select(PROPOSAL.c.id).where(*_distinct(tenant, scope), is_open)
    return list(connection.execute(rows.order_by(PROPOSAL.c.hearing, PROPOSAL.c.id).limit(limit)).scalars())
