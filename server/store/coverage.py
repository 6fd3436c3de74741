"""Which hearings fall on which days, and who came to them: what the first page counts and maps mark.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from server.models.projections import TABLES
from server.store.hearings import HEARING, SPOTS_MAX, TURNOUT, Spot
from server.store.records import chunks


def _of(tenant: str, units: Collection[str] | None) -> list:
    """The conditions of a hearing within reach."""
    within = [] if units is None else [HEARING.c.unit.in_(sorted(units))]
    return [HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), *within]


def between(
    connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str, limit: int = SPOTS_MAX
) -> list[Spot]:
    """The hearings within `units` held, or to be held, on these days, both included; the first of them first."""
    rows = select(*[HEARING.c[name] for name in Spot._fields])
    rows = rows.where(*_of(tenant, units), HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    return [Spot(*row) for row in connection.execute(rows.order_by(HEARING.c.held_on, HEARING.c.id).limit(limit))]


def came(connection: Connection, tenant: str, hearings: Collection[str]) -> dict[str, int]:
    """Hearing → attendances, for those that have any: read from the index alone."""
    found: dict[str, int] = {}
    for some in chunks(hearings):
        rows = select(TURNOUT.c.hearing, func.count()).where(
            TURNOUT.c.tenant == tenant, TURNOUT.c.hearing.in_(some), TURNOUT.c.deleted.is_(False)
        )
        found |= dict(map(tuple, connection.execute(rows.group_by(TURNOUT.c.hearing))))
    return found


def at_least(connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str) -> set[str]:
    """The hearings of these days that say that more came than was counted."""
    rows = select(HEARING.c.id).where(*_of(tenant, units), HEARING.c.at_least.is_(True))
    return set(connection.execute(rows.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)).scalars())


def heads(connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str) -> dict[str, int]:
    """Hearing of these days → heads that were counted without names."""
    rows = select(HEARING.c.id, HEARING.c.head_counts).where(*_of(tenant, units), HEARING.c.head_counts > 0)
    rows = rows.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    return {hall: int(count) for hall, count in connection.execute(rows)}


def people_between(connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str) -> int:
    """Distinct people who came to any hearing of these days; an attendance without a person counts as one."""
    days = select(HEARING.c.id).where(*_of(tenant, units))
    days = days.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    who = func.count(func.distinct(func.coalesce(TURNOUT.c.person, TURNOUT.c.id)))
    rows = select(who).where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False), TURNOUT.c.hearing.in_(days))
    return connection.execute(rows).scalar_one()


def baghs(connection: Connection, tenant: str, within: Collection[str] | None) -> dict[str, str]:
    """Unit → name, of the baghs and khoroos within reach: where hearings are held."""
    table = TABLES["unit"]
    rows = select(table.c.id, table.c.name).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    rows = rows.where(table.c.level.in_(("bagh", "khoroo")))
    if within is not None:
        rows = rows.where(table.c.id.in_(sorted(within)))
    return {unit: name or unit[:6] for unit, name in connection.execute(rows)}


def units_with(connection: Connection, tenant: str, within: Collection[str] | None, since: str, until: str) -> set[str]:
    """The units within reach in which a hearing fell on these days, both included."""
    rows = select(HEARING.c.unit).where(*_of(tenant, within), HEARING.c.unit.is_not(None))
    rows = rows.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    return set(connection.execute(rows.distinct()).scalars())


def by_review(connection: Connection, tenant: str, units: Collection[str] | None) -> dict[str, int]:
    """What the office said of hearings → how many; `none` where it has said nothing."""
    rows = select(HEARING.c.review, func.count()).where(*_of(tenant, units)).group_by(HEARING.c.review)
    return {review or "none": count for review, count in connection.execute(rows)}
