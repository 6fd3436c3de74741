"""What public pages list and count (P2, P3): projections only, and only what the office has published.

A proposal is published with its hearing, when the reviewer has approved that; one that belongs to no hearing, when the
office has given it a state. Works and referrals are the office's own word. Nothing here reads a value of a person.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from server.models.log import batches, tenants
from server.models.projections import TABLES
from server.models.public import Remark
from server.store import bulk
from server.store.records import chunks

PROPOSAL, HEARING, WORK = TABLES["proposal"], TABLES["hearing"], TABLES["work"]
UNTOUCHED = ("draft", "recorded", "under_review")
APPROVED = "approved"
LIST_MAX = 2000
BANDS = {"5": (1, 5_000_000), "20": (5_000_000, 20_000_000), "100": (20_000_000, 100_000_000), "more": (100_000_000, 0)}


class Sums(NamedTuple):
    """How many fit, and what they come to."""

    count: int
    cost: int


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
    """Those of these proposals that are published."""
    found: set[str] = set()
    for some in chunks(set(ids)):
        rows = select(PROPOSAL.c.id).where(*is_published(tenant), PROPOSAL.c.id.in_(some))
        found |= set(connection.execute(rows).scalars())
    return found


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


def _fits(tenant: str, said: Mapping[str, str]) -> list:
    found = is_published(tenant)
    found += [PROPOSAL.c[name] == said[name] for name in ("unit", "category", "hearing") if name in said]
    if "status" in said:
        is_said = PROPOSAL.c.status == said["status"]
        found.append(or_(is_said, PROPOSAL.c.status.is_(None)) if said["status"] == "recorded" else is_said)
    if said.get("money") in BANDS:
        least, below = BANDS[said["money"]]
        found += [PROPOSAL.c.cost >= least, *([PROPOSAL.c.cost < below] if below else [])]
    return found


def proposal_sums(connection: Connection, tenant: str, said: Mapping[str, str]) -> Sums:
    """How many proposals fit, and what they would cost."""
    rows = select(func.count(), func.coalesce(func.sum(PROPOSAL.c.cost), 0)).where(*_fits(tenant, said))
    return Sums(*map(int, connection.execute(rows).one()))


ORDERS = ("newest", "supporters", "cost")


def proposals(
    connection: Connection, tenant: str, said: Mapping[str, str], before: int, limit: int, order: str = "newest"
) -> list[str]:
    """Ids of one page: the newest hearing's first, or those with most supporters, or the dearest."""
    rows = select(PROPOSAL.c.id).where(*_fits(tenant, said))
    if order == "newest":
        here = and_(HEARING.c.tenant == PROPOSAL.c.tenant, HEARING.c.id == PROPOSAL.c.hearing)
        rows = rows.select_from(PROPOSAL.outerjoin(HEARING, here)).order_by(
            HEARING.c.held_on.desc().nulls_last(), PROPOSAL.c.hearing, PROPOSAL.c.supporters.desc().nulls_last()
        )
    else:
        rows = rows.order_by(PROPOSAL.c[order].desc().nulls_last())
    return list(connection.execute(rows.order_by(PROPOSAL.c.id).offset(before).limit(limit)).scalars())


def count_by(connection: Connection, tenant: str, name: str, said: Mapping[str, str]) -> dict[str, int]:
    """Unit, category or status → how many published proposals; no status counts as `recorded`."""
    rows = select(PROPOSAL.c[name], func.count()).where(*_fits(tenant, said)).group_by(PROPOSAL.c[name])
    found: dict[str, int] = {}
    for value, count in connection.execute(rows):
        key = value or ("recorded" if name == "status" else "")
        found[key] = found.get(key, 0) + count
    return found


def done_by_unit(connection: Connection, tenant: str, statuses: Collection[str]) -> dict[str, int]:
    """Unit → how many published proposals have one of these states."""
    rows = select(PROPOSAL.c.unit, func.count()).where(*is_published(tenant), PROPOSAL.c.status.in_(sorted(statuses)))
    return dict(map(tuple, connection.execute(rows.group_by(PROPOSAL.c.unit))))


def placed(connection: Connection, tenant: str, said: Mapping[str, str], limit: int) -> list[str]:
    """Ids of those that fit and say where they are."""
    rows = select(PROPOSAL.c.id).where(*_fits(tenant, said), PROPOSAL.c.place.is_not(None))
    return list(connection.execute(rows.order_by(PROPOSAL.c.id).limit(limit)).scalars())


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


def hearings(
    connection: Connection, tenant: str, said: Mapping[str, str], since: str = "", until: str = "9999", is_down=True
) -> list[Spot]:
    """Hearings with a day, the latest first; filtered by unit, kind and year."""
    rows = select(*[HEARING.c[name] for name in Spot._fields])
    rows = rows.where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), HEARING.c.unit.is_not(None))
    rows = rows.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    rows = rows.where(*[HEARING.c[name] == said[name] for name in ("unit", "kind") if name in said])
    if "year" in said:
        rows = rows.where(HEARING.c.held_on.between(f"{said['year']}-01-01", f"{said['year']}-12-31"))
    by = HEARING.c.held_on.desc() if is_down else HEARING.c.held_on
    return [Spot(*row) for row in connection.execute(rows.order_by(by, HEARING.c.id).limit(LIST_MAX))]


def works(connection: Connection, tenant: str, said: Mapping[str, str]) -> list[str]:
    """Ids of works that fit unit, state and year; the latest year first."""
    rows = select(WORK.c.id).where(WORK.c.tenant == tenant, WORK.c.deleted.is_(False))
    rows = rows.where(*[WORK.c[name] == said[name] for name in ("unit", "state") if name in said])
    if said.get("year", "").isdecimal():
        rows = rows.where(WORK.c.year == int(said["year"]))
    rows = rows.order_by(WORK.c.year.desc().nulls_last(), WORK.c.name, WORK.c.id)
    return list(connection.execute(rows.limit(LIST_MAX)).scalars())


def work_years(connection: Connection, tenant: str) -> list[int]:
    """The years of works, the latest first."""
    rows = select(WORK.c.year).where(WORK.c.tenant == tenant, WORK.c.deleted.is_(False), WORK.c.year.is_not(None))
    return sorted(connection.execute(rows.distinct()).scalars(), reverse=True)


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
