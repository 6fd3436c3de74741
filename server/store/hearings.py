"""What the office's lists ask: hearings, their sizes, open reviews, ops that wait. Projections and bounded reads only.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), so that nothing outside of
reach is ever read (I9).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, literal, or_, select, union_all

from server.models.log import ops, reviews, slips
from server.models.projections import TABLES
from server.store import bulk, people
from server.store.log import OpRow
from server.store.records import chunks

HEARING = TABLES["hearing"]
KINDS = tuple(sorted(name for name, table in TABLES.items() if "hearing" in table.c))  # record types of a hearing
TURNOUT = TABLES["attendance"]


class Spot(NamedTuple):
    """A hearing as its projection says it."""

    id: str
    unit: str | None
    held_on: str | None
    kind: str | None
    review: str | None


class Turnout(NamedTuple):
    """Distinct people and attendances: two figures, never one (T6)."""

    people: int
    attendances: int


def _within(table, units: Collection[str] | None):
    return [] if units is None else [table.c.unit.in_(sorted(units))]


SPOTS_MAX = 20_000


def spots(connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> list[Spot]:
    """The hearings within `units` that fit what was `said`: unit, kind, review (`none`: unjudged), days, programme."""
    rows = select(*[HEARING.c[name] for name in Spot._fields])
    rows = rows.where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), *_within(HEARING, units))
    for name in ("unit", "kind", "review"):
        if name in said:
            rows = rows.where(HEARING.c[name].is_(None) if said[name] == "none" else HEARING.c[name] == said[name])
    if "since" in said:
        rows = rows.where(HEARING.c.held_on >= said["since"])
    if "until" in said:
        rows = rows.where(HEARING.c.held_on <= said["until"])
    if "programme" in said:
        rows = rows.where(HEARING.c.programme == said["programme"])
    if "month" in said:
        rows = rows.where(HEARING.c.held_on >= said["month"] + "-01", HEARING.c.held_on <= said["month"] + "-31")
    return [Spot(*row) for row in connection.execute(rows.limit(SPOTS_MAX))]


def totals(connection: Connection, tenant: str, hearings: Collection[str]) -> dict[str, int]:
    """People (distinct in each hearing, doubles of the register being one), attendances, proposals and decisions."""
    found = {"people": 0, "attendance": 0, "proposal": 0, "decision": 0}
    for some in chunks(hearings):
        for kind in ("attendance", "proposal", "decision"):
            table = TABLES[kind]
            here = [table.c.tenant == tenant, table.c.hearing.in_(some), table.c.deleted.is_(False)]
            found[kind] += connection.execute(select(func.count()).select_from(table).where(*here)).scalar_one()
            if kind == "attendance":
                once = select(table.c.hearing, func.coalesce(table.c.person, table.c.id)).where(*here).distinct()
                found["people"] += connection.execute(select(func.count()).select_from(once.subquery())).scalar_one()
        found["people"] -= sum(_twice(connection, tenant, some).values())
    return found


def turnouts(connection: Connection, tenant: str, hearings: Collection[str]) -> dict[str, Turnout]:
    """People and attendances by hearing; an attendance without a person counts as one person, and entries of the
    register that are one person (`same_as`) as one."""
    rows = (
        select(
            TURNOUT.c.hearing,
            func.count(func.distinct(func.coalesce(TURNOUT.c.person, TURNOUT.c.id))),
            func.count(),
        )
        .where(TURNOUT.c.tenant == tenant, TURNOUT.c.hearing.in_(hearings), TURNOUT.c.deleted.is_(False))
        .group_by(TURNOUT.c.hearing)
    )
    twice = _twice(connection, tenant, hearings)
    return {hearing: Turnout(distinct - twice[hearing], count) for hearing, distinct, count in connection.execute(rows)}


def _twice(connection: Connection, tenant: str, hearings: Collection[str]) -> Counter[str]:
    """How often a hearing's attendances name a person under a further entry of the register: what a count of distinct
    entries counts too many. The cost follows the doubles that came, not those who came."""
    came = (
        select(TURNOUT.c.hearing, TURNOUT.c.person)
        .where(TURNOUT.c.tenant == tenant, TURNOUT.c.hearing.in_(hearings), TURNOUT.c.deleted.is_(False))
        .distinct()
    )
    register = TABLES["person"]
    is_double = and_(register.c.tenant == TURNOUT.c.tenant, register.c.id == TURNOUT.c.person)
    doubles = came.join(register, is_double).where(register.c.same_as.is_not(None))
    entries = {tuple(row) for row in connection.execute(doubles)}
    soles = people.soles(connection, tenant, {person for _, person in entries})
    for some in chunks(set(soles.values())):
        entries |= {tuple(row) for row in connection.execute(came.where(TURNOUT.c.person.in_(some)))}
    ones = {(hearing, soles.get(person, person)) for hearing, person in entries}
    return Counter(hearing for hearing, _ in entries) - Counter(hearing for hearing, _ in ones)


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
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.hearing == hearing)
    if after:
        rows = rows.where(table.c.id > after)
    if not deleted:
        rows = rows.where(table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def of_proposal(
    connection: Connection, tenant: str, kind: str, proposal: str, hearing: str = "", limit: int = 100
) -> list[str]:
    """The ids of records of one type that are about a proposal; `hearing` narrows the search to an indexed range."""
    table = TABLES[kind]
    column = table.c.of if kind == "media" else table.c.proposal
    rows = select(table.c.id).where(table.c.tenant == tenant, column == proposal, table.c.deleted.is_(False))
    if hearing:
        rows = rows.where(table.c.hearing == hearing)
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


REVIEWS_MAX = 5000


def review_counts(connection: Connection, tenant: str, units: Collection[str] | None) -> tuple[int, Counter[str]]:
    """Open reviews within `units`: how many, and how many of each hearing. One read a type that has any."""
    rows = select(reviews.c.type, reviews.c.record).where(reviews.c.tenant == tenant).limit(REVIEWS_MAX)
    by_type: dict[str, list[str]] = {}
    for kind, record in connection.execute(rows):
        by_type.setdefault(kind, []).append(record)
    count, halls = 0, Counter[str]()
    for kind, ids in by_type.items():
        table = TABLES.get(kind)
        if table is None:
            count += len(ids) if units is None else 0
            continue
        unit, hall = _place(table)
        known = {row[0]: row for row in bulk.select_in(connection, table, ("id", unit, hall), tenant, "id", ids)}
        reached = [known[one] for one in ids if one in known and (units is None or known[one][1] in units)]
        count += len(reached)
        if kind == "hearing" or "hearing" in table.c:
            halls.update(row[2] for row in reached if row[2])
        elif kind == "person":
            people = [row[0] for row in reached]
            came = bulk.select_in(connection, TURNOUT, ("person", "hearing"), tenant, "person", people)
            halls.update(hall for _, hall in set(came) if hall)
    return count, halls


def _place(table) -> tuple[str, str]:
    """The columns that say unit and hearing of a record; its id where it has none."""
    return ("unit" if "unit" in table.c else "id", "hearing" if "hearing" in table.c else "id")


class Review(NamedTuple):
    """One open review of the tenant."""

    record: str
    path: str
    type: str
    opened_n: int


def reviews_after(connection: Connection, tenant: str, after: tuple[int, str, str], limit: int) -> list[Review]:
    """The next open reviews of the tenant after (opened_n, record, path); reach is the caller's to check."""
    n, record, path = after
    later = or_(reviews.c.record > record, and_(reviews.c.record == record, reviews.c.path > path))
    rows = (
        select(*[reviews.c[name] for name in Review._fields])
        .where(reviews.c.tenant == tenant, or_(reviews.c.opened_n > n, and_(reviews.c.opened_n == n, later)))
        .order_by(reviews.c.opened_n, reviews.c.record, reviews.c.path)
        .limit(limit)
    )
    return [Review(*row) for row in connection.execute(rows)]


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


def units(connection: Connection, tenant: str, within: Collection[str] | None) -> dict[str, str]:
    """Unit → name, of those within reach; in no order (server/text/collate.py has it)."""
    table = TABLES["unit"]
    rows = select(table.c.id, table.c.name).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if within is not None:
        rows = rows.where(table.c.id.in_(sorted(within)))
    return {unit: name or unit[:6] for unit, name in connection.execute(rows)}


def months(connection: Connection, tenant: str, within: Collection[str] | None) -> list[str]:
    """The months in which hearings within reach were held, newest first: `2026-11`."""
    month = func.substr(HEARING.c.held_on, 1, 7)
    here = [HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), HEARING.c.held_on.is_not(None)]
    rows = select(month).where(*here, *_within(HEARING, within)).distinct()
    return sorted(connection.execute(rows).scalars(), reverse=True)


def candidates(connection: Connection, tenant: str, kind: str, hearing: str, units: Collection[str]) -> list[str]:
    """Ids that a reference to `kind` may sensibly name from this hearing: its own, its units', or the tenant's."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if "hearing" in table.c:
        rows = rows.where(table.c.hearing == hearing)
    elif "unit" in table.c:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return list(connection.execute(rows.order_by(table.c.id).limit(100)).scalars())
