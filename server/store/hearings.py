"""What the office's lists ask: hearings, their sizes, open reviews, ops that wait. Projections and bounded reads only.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), so that nothing outside of
reach is ever read (I9).
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, literal, or_, select, union_all

from server.models.log import ops, reviews, slips
from server.models.projections import TABLES
from server.store.log import OpRow

HEARING = TABLES["hearing"]
KINDS = tuple(sorted(name for name, table in TABLES.items() if "hearing" in table.c))  # record types of a hearing
TURNOUT = TABLES["attendance"]


class Spot(NamedTuple):
    """Where a hearing stands in the list: newest day first, then place, then id."""

    id: str
    unit: str | None
    held_on: str
    place: str


class Turnout(NamedTuple):
    """Distinct people and attendances: two figures, never one (T6)."""

    people: int
    attendances: int


def _within(table, units: Collection[str] | None):
    return [] if units is None else [table.c.unit.in_(sorted(units))]


def page(
    connection: Connection, tenant: str, units: Collection[str] | None, after: str = "", limit: int = 50
) -> list[Spot]:
    """The next `limit` hearings within `units` after the hearing `after`."""
    unit = TABLES["unit"]
    held_on, place = func.coalesce(HEARING.c.held_on, ""), func.coalesce(unit.c.name, "")
    rows = (
        select(HEARING.c.id, HEARING.c.unit, held_on, place)
        .outerjoin(unit, and_(unit.c.tenant == HEARING.c.tenant, unit.c.id == HEARING.c.unit))
        .where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), *_within(HEARING, units))
    )
    if after:
        found = connection.execute(rows.where(HEARING.c.id == after)).first()
        if found is None:
            return []
        _, _, day, name = found
        later = or_(place > name, and_(place == name, HEARING.c.id > after))
        rows = rows.where(or_(held_on < day, and_(held_on == day, later)))
    rows = rows.order_by(held_on.desc(), place, HEARING.c.id).limit(limit)
    return [Spot(*row) for row in connection.execute(rows)]


def turnouts(connection: Connection, tenant: str, hearings: Collection[str]) -> dict[str, Turnout]:
    """People and attendances by hearing; an attendance without a person counts as one person."""
    rows = (
        select(
            TURNOUT.c.hearing,
            func.count(func.distinct(func.coalesce(TURNOUT.c.person, TURNOUT.c.id))),
            func.count(),
        )
        .where(TURNOUT.c.tenant == tenant, TURNOUT.c.hearing.in_(hearings), TURNOUT.c.deleted.is_(False))
        .group_by(TURNOUT.c.hearing)
    )
    return {hearing: Turnout(people, count) for hearing, people, count in connection.execute(rows)}


def sizes(connection: Connection, tenant: str, hearings: Collection[str], kinds: Iterable[str] = KINDS) -> dict:
    """(hearing, type) → how many records; deleted ones do not count."""
    parts = [
        select(table.c.hearing, literal(kind), func.count())
        .where(table.c.tenant == tenant, table.c.hearing.in_(hearings), table.c.deleted.is_(False))
        .group_by(table.c.hearing)
        for kind, table in ((kind, TABLES[kind]) for kind in kinds)
    ]
    return {(hearing, kind): count for hearing, kind, count in connection.execute(union_all(*parts))}


def of_hearing(
    connection: Connection,
    tenant: str,
    hearing: str,
    kind: str,
    after: str = "",
    limit: int = 100,
    deleted: bool = False,
) -> list[str]:
    """The ids of a hearing's records of one type, in the order of ids. `deleted`: with the deleted ones."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.hearing == hearing, table.c.id > after)
    if not deleted:
        rows = rows.where(table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


class Open(NamedTuple):
    """An open review of a hearing's record, or of a person who attended."""

    hearing: str
    record: str
    path: str
    type: str


def open_reviews(connection: Connection, tenant: str, hearings: Collection[str], limit: int = 500) -> list[Open]:
    """The open reviews of these hearings, in the order in which they opened."""
    here = [(HEARING, HEARING.c.id, HEARING.c.id), (TURNOUT, TURNOUT.c.hearing, TURNOUT.c.person)]
    here += [(TABLES[kind], TABLES[kind].c.hearing, TABLES[kind].c.id) for kind in KINDS]
    parts = [
        select(hearing.label("hearing"), reviews.c.record, reviews.c.path, reviews.c.type, reviews.c.opened_n)
        .select_from(reviews.join(table, and_(table.c.tenant == reviews.c.tenant, record == reviews.c.record)))
        .where(reviews.c.tenant == tenant, hearing.in_(hearings))
        for table, hearing, record in here
    ]
    found = union_all(*parts).subquery()
    rows = select(found).distinct().order_by(found.c.opened_n, found.c.record, found.c.path).limit(limit)
    return [Open(row.hearing, row.record, row.path, row.type) for row in connection.execute(rows)]


def reviews_after(connection: Connection, tenant: str, after: tuple[int, str, str], limit: int) -> list:
    """The next open reviews of the tenant after (opened_n, record, path); reach is the caller's to check."""
    n, record, path = after
    later = or_(reviews.c.record > record, and_(reviews.c.record == record, reviews.c.path > path))
    rows = (
        select(reviews)
        .where(reviews.c.tenant == tenant, or_(reviews.c.opened_n > n, and_(reviews.c.opened_n == n, later)))
        .order_by(reviews.c.opened_n, reviews.c.record, reviews.c.path)
        .limit(limit)
    )
    return list(connection.execute(rows))


def undecided(
    connection: Connection, tenant: str, after: tuple[int, str, int], limit: int, states: Iterable[str]
) -> list[OpRow]:
    """Ops that were not simply applied and that nobody has decided on (server/slips.py), after (batch, inc, seq)."""
    batch, inc, seq = after
    slip = literal("~") + ops.c.inc + "." + ops.c.tag
    decided = select(slips.c.id).where(slips.c.tenant == ops.c.tenant, slips.c.id == slip).exists()
    later = or_(ops.c.inc > inc, and_(ops.c.inc == inc, ops.c.seq > seq))
    rows = (
        select(*[ops.c[name] for name in OpRow._fields])
        .where(
            ops.c.tenant == tenant,
            ops.c.outcome != "applied",
            ops.c.outcome.in_(list(states)),
            or_(ops.c.batch > batch, and_(ops.c.batch == batch, later)),
            ~decided,
        )
        .order_by(ops.c.batch, ops.c.inc, ops.c.seq)
        .limit(limit)
    )
    return [OpRow(*row) for row in connection.execute(rows)]


def unit_names(connection: Connection, tenant: str, units: Collection[str]) -> dict[str, str]:
    """The names of units."""
    table = TABLES["unit"]
    rows = select(table.c.id, table.c.name).where(table.c.tenant == tenant, table.c.id.in_(sorted(units)))
    return {unit: name or unit[:6] for unit, name in connection.execute(rows)}


def candidates(connection: Connection, tenant: str, kind: str, hearing: str, units: Collection[str]) -> list[str]:
    """Ids that a reference to `kind` may sensibly name from this hearing: its own, its units', or the tenant's."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if "hearing" in table.c:
        rows = rows.where(table.c.hearing == hearing)
    elif "unit" in table.c:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return list(connection.execute(rows.order_by(table.c.id).limit(100)).scalars())
