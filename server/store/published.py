"""What is published, listed and counted (P2, P3, P8), for pages, open data and REST alike: projections only.

A proposal is published with its hearing, when the reviewer has approved that; one that belongs to no hearing, when the
office has given it a state. Works and referrals are the office's own word. Nothing here reads a value of a person.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, case, func, not_, or_, select, tuple_

from server.models.log import batches, ops, tenants
from server.models.projections import TABLES
from server.models.public import Remark
from server.store import bulk, merging
from server.store.proposals import Among
from server.store.records import chunks

PROPOSAL, HEARING, WORK = TABLES["proposal"], TABLES["hearing"], TABLES["work"]
UNTOUCHED = ("draft", "recorded", "under_review")
APPROVED = "approved"
LIST_MAX = 2000
BANDS = {"5": (0, 5_000_000), "20": (5_000_000, 20_000_000), "100": (20_000_000, 100_000_000), "more": (100_000_000, 0)}


class Cell(NamedTuple):
    """What lists of proposals are filtered by; empty where nothing is said. `money`: a band."""

    unit: str
    category: str
    status: str
    money: str


_decided = select(func.max(Remark.decided_at)).where(Remark.tenant == bindparam("tenant")).scalar_subquery()
_version = select(tenants.c.feed_n, _decided).where(tenants.c.tenant == bindparam("tenant"))


def version(connection: Connection, tenant: str) -> tuple[int, int] | None:
    """The number of the tenant's last change, and when a moderator last decided; None where there is no such tenant."""
    found = connection.execute(_version, {"tenant": tenant}).first()
    return (found[0], found[1] or 0) if found else None


def changed_at(connection: Connection, tenant: str) -> int:
    """When the tenant's data last changed, in ms; 0: never."""
    last = select(func.max(batches.c.n)).where(batches.c.tenant == tenant).scalar_subquery()
    found = select(batches.c.received_at).where(batches.c.tenant == tenant, batches.c.n == last)
    return connection.execute(found).scalar_one_or_none() or 0


def approved(connection: Connection, tenant: str, hearings: Iterable[str]) -> set[str]:
    """Those of these hearings that the reviewer has approved."""
    rows = bulk.select_in(connection, HEARING, ("id", "review", "deleted"), tenant, "id", set(hearings))
    return {one for one, review, deleted in rows if review == APPROVED and not deleted}


def proposals_among(connection: Connection, tenant: str, ids: Iterable[str]) -> set[str]:
    """Those of these proposals that are published: `is_published` in Python, as SQLite would pass over all rows."""
    columns = ("id", "hearing", "status", "unit", "deleted")
    rows = bulk.select_in(connection, PROPOSAL, columns, tenant, "id", set(ids))
    halls = approved(connection, tenant, {hall for _, hall, *_ in rows if hall})
    return {
        one
        for one, hall, status, unit, deleted in rows
        if unit and not deleted and (hall in halls if hall else status is not None and status not in UNTOUCHED)
    }


def is_published(tenant: str) -> list:
    """The conditions of a proposal that the office has published."""
    halls = select(HEARING.c.id).where(
        HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), HEARING.c.review == APPROVED
    )
    alone = and_(PROPOSAL.c.hearing.is_(None), PROPOSAL.c.status.is_not(None), PROPOSAL.c.status.not_in(UNTOUCHED))
    return [
        PROPOSAL.c.tenant == tenant,
        PROPOSAL.c.deleted.is_(False),
        PROPOSAL.c.unit.is_not(None),
        or_(PROPOSAL.c.hearing.in_(halls), alone),
    ]


Wishes = Mapping[str, str | Sequence[str] | Among]


def _fits(tenant: str, said: Wishes) -> list:
    """`id`, `unit`, `category`, `hearing`: a value, or several; `among`: states, as they are shown (`Reader.among`);
    `money`: a band; `since`, `until`: days of hearings, or of none; `placed`: with a place.
    """
    found = is_published(tenant)
    found += [_is(PROPOSAL.c[name], said[name]) for name in ("id", "unit", "category", "hearing") if name in said]
    if "among" in said:
        statuses, without, also = said["among"]
        is_said = func.coalesce(PROPOSAL.c.status, "recorded").in_(statuses)
        is_said = and_(is_said, PROPOSAL.c.id.not_in(without)) if without else is_said
        found.append(or_(is_said, PROPOSAL.c.id.in_(also)) if also else is_said)
    if said.get("money") in BANDS:
        least, below = BANDS[said["money"]]
        found += [PROPOSAL.c.cost >= least, *([PROPOSAL.c.cost < below] if below else [])]
    if "since" in said or "until" in said:
        days = HEARING.c.held_on.between(said.get("since", ""), said.get("until", "9999"))
        halls = select(HEARING.c.id).where(HEARING.c.tenant == tenant, days)
        found.append(or_(PROPOSAL.c.hearing.in_(halls), PROPOSAL.c.hearing.is_(None)))
    return found + ([PROPOSAL.c.place.is_not(None)] if "placed" in said else [])


def _is(column, said: str | Sequence[str]):
    return column == said if isinstance(said, str) else column.in_(said)


_bands = [
    (PROPOSAL.c.cost >= least if not below else PROPOSAL.c.cost.between(least, below - 1), name)
    for name, (least, below) in BANDS.items()
]
_cell = (
    PROPOSAL.c.unit,
    func.coalesce(PROPOSAL.c.category, ""),
    func.coalesce(PROPOSAL.c.status, "recorded"),
    case(*_bands, else_=""),
)


def cells(connection: Connection, tenant: str) -> Iterator[tuple[Cell, int, int]]:
    """All published proposals by cell, as the office says their state: (cell, how many, what they would cost)."""
    rows = select(*_cell, func.count(), func.coalesce(func.sum(PROPOSAL.c.cost), 0)).where(*is_published(tenant))
    for *values, count, cost in connection.execute(rows.group_by(*_cell)):
        yield Cell(*values), int(count), int(cost)


def cells_of(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, tuple[Cell, int]]:
    """The cells of those of these proposals that are published, and what each would cost."""
    found = {}
    for some in chunks(proposals_among(connection, tenant, ids)):
        rows = select(PROPOSAL.c.id, *_cell, func.coalesce(PROPOSAL.c.cost, 0))
        for one, *values, cost in connection.execute(rows.where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.id.in_(some))):
            found[one] = Cell(*values), int(cost)
    return found


def merged(connection: Connection, tenant: str) -> set[str]:
    """The published proposals that were merged into one that is published."""
    rows = select(PROPOSAL.c.id, PROPOSAL.c.merged_into).where(PROPOSAL.c.merged_into.is_not(None))
    rows = rows.where(*is_published(tenant), not_(merging.alone(tenant)))
    into = dict(map(tuple, connection.execute(rows)))
    whole = proposals_among(connection, tenant, set(into.values()))
    return {one for one, target in into.items() if target in whole}


ORDERS = ("newest", "supporters", "cost")


def proposals(
    connection: Connection, tenant: str, said: Wishes, before: int, limit: int, order: str = "newest"
) -> list[str]:
    """Ids of one page: the newest hearing's first, or those with most supporters, or the dearest; `id`: as they are."""
    rows = select(PROPOSAL.c.id).where(*_fits(tenant, said))
    if order == "newest":
        here = and_(HEARING.c.tenant == PROPOSAL.c.tenant, HEARING.c.id == PROPOSAL.c.hearing)
        rows = rows.select_from(PROPOSAL.outerjoin(HEARING, here)).order_by(
            HEARING.c.held_on.desc().nulls_last(), PROPOSAL.c.hearing, PROPOSAL.c.supporters.desc().nulls_last()
        )
    elif order != "id":
        rows = rows.order_by(PROPOSAL.c[order].desc().nulls_last())
    return list(connection.execute(rows.order_by(PROPOSAL.c.id).offset(before).limit(limit)).scalars())


def categories(connection: Connection, tenant: str) -> set[str]:
    """The categories of published proposals."""
    rows = select(PROPOSAL.c.category).where(*is_published(tenant), PROPOSAL.c.category.is_not(None))
    return set(connection.execute(rows.distinct()).scalars())


def merged_into(connection: Connection, tenant: str, proposal: str, limit: int = 50) -> list[str]:
    """The published proposals that were merged into this one."""
    rows = select(PROPOSAL.c.id).where(*is_published(tenant), PROPOSAL.c.merged_into == proposal)
    return list(connection.execute(rows.order_by(PROPOSAL.c.id).limit(limit)).scalars())


class Spot(NamedTuple):
    """A hearing as its projection says it."""

    id: str
    unit: str | None
    held_on: str
    review: str | None


def _announced(tenant: str) -> list:
    is_here = (HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False))
    return [*is_here, HEARING.c.unit.is_not(None), HEARING.c.held_on.is_not(None)]


def hearings(
    connection: Connection,
    tenant: str,
    said: Mapping[str, str],
    since: str = "",
    until: str = "9999",
    is_down=True,
    limit: int = LIST_MAX,
) -> list[Spot]:
    """Hearings with a day, the latest first; filtered by unit, kind and year."""
    rows = select(*[HEARING.c[name] for name in Spot._fields])
    rows = rows.where(*_announced(tenant), HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    rows = rows.where(*[HEARING.c[name] == said[name] for name in ("unit", "kind") if name in said])
    if "year" in said:
        rows = rows.where(HEARING.c.held_on.between(f"{said['year']}-01-01", f"{said['year']}-12-31"))
    by = HEARING.c.held_on.desc() if is_down else HEARING.c.held_on
    return [Spot(*row) for row in connection.execute(rows.order_by(by, HEARING.c.id).limit(limit))]


def works(connection: Connection, tenant: str, said: Mapping[str, str], limit: int = LIST_MAX) -> list[str]:
    """Ids of works that fit unit, state, year and cycle of the fund; the latest year first."""
    rows = select(WORK.c.id).where(WORK.c.tenant == tenant, WORK.c.deleted.is_(False))
    rows = rows.where(*[WORK.c[name] == said[name] for name in ("unit", "state", "cycle") if name in said])
    if said.get("year", "").isdecimal():
        rows = rows.where(WORK.c.year == int(said["year"]))
    rows = rows.order_by(WORK.c.year.desc().nulls_last(), WORK.c.name, WORK.c.id)
    return list(connection.execute(rows.limit(limit)).scalars())


def work_years(connection: Connection, tenant: str) -> list[int]:
    """The years of works, the latest first."""
    rows = select(WORK.c.year).where(WORK.c.tenant == tenant, WORK.c.deleted.is_(False), WORK.c.year.is_not(None))
    return sorted(connection.execute(rows.distinct()).scalars(), reverse=True)


def of_work(connection: Connection, tenant: str, kind: str, work: str, limit: int) -> list[str]:
    """The ids of what was said or photographed of a work."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.work == work, table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def of_unit(connection: Connection, tenant: str, kind: str, unit: str, limit: int = LIST_MAX) -> list[str]:
    """The ids of a unit's records of one type."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.unit == unit, table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def measures(connection: Connection, tenant: str, unit: str, limit: int) -> list[str]:
    """The ids of a unit's measures, the latest first."""
    table = TABLES["measure"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.unit == unit, table.c.deleted.is_(False))
    return list(
        connection.execute(rows.order_by(table.c.taken_on.desc().nulls_last(), table.c.id).limit(limit)).scalars()
    )


def of_type(connection: Connection, tenant: str, kind: str, limit: int = LIST_MAX) -> list[str]:
    """The ids of all records of one type."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def page_of(
    connection: Connection, tenant: str, kind: str, units: Collection[str] | None, after: str, limit: int
) -> list[str]:
    """Ids of published records of one type after the id `after`; `units`: of these alone."""
    table = TABLES[kind]
    usual = [table.c.tenant == tenant, table.c.deleted.is_(False)]
    among = {"proposal": is_published, "hearing": _announced}.get(kind, lambda _: usual)
    rows = select(table.c.id).where(*among(tenant))
    if units is not None:
        rows = rows.where((table.c.id if kind == "unit" else table.c.unit).in_(sorted(units)))
    return list(connection.execute(rows.where(table.c.id > after).order_by(table.c.id).limit(limit)).scalars())


def arrived_at(connection: Connection, tenant: str, groups: Sequence[Collection[str]]) -> list[int]:
    """When the last of each group of ops arrived, in ms; 0 where none is here."""
    found: dict[str, int] = {}
    for some in chunks({one for group in groups for one in group}):
        keys = [(inc, int(seq), tag) for inc, seq, tag in (op_id.split(".") for op_id in some)]
        here = select(ops.c.inc, ops.c.seq, ops.c.tag, ops.c.batch).where(ops.c.tenant == tenant)
        for row in connection.execute(here.where(tuple_(ops.c.inc, ops.c.seq, ops.c.tag).in_(keys))):
            found[f"{row.inc}.{row.seq}.{row.tag}"] = row.batch
    received = dict(bulk.select_in(connection, batches, ("n", "received_at"), tenant, "n", set(found.values())))
    return [max((received.get(found.get(one, 0), 0) for one in group), default=0) for group in groups]
