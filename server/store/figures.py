"""What the board adds up over the hearings of a span: who came, what was counted, proposals by state (O12).

One statement a figure, whatever its size; no record is decoded. Every statement names the tenant; units are the
caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, func, or_, select

from server.models.projections import TABLES
from server.store.proposals import UNTOUCHED

HEARING, TURNOUT, PERSON = TABLES["hearing"], TABLES["attendance"], TABLES["person"]
PROPOSAL = TABLES["proposal"]
LATEST = "9999-12-31"


class Within(NamedTuple):
    """Of what is added up: hearings held on these days, both included; of a unit, a programme, where one is named."""

    since: str = ""
    until: str = LATEST
    unit: str = ""
    programme: str = ""


class Group(NamedTuple):
    """Those of one sex and age band: distinct people, and how often they came (each hearing once)."""

    sex: str
    age_band: str
    people: int
    visits: int


class Row(NamedTuple):
    """What one hearing counted. `visits`: distinct people; `heads`: counted without names; `at_least`: or more."""

    hearing: str
    held_on: str
    unit: str
    visits: int
    attendances: int
    heads: int
    at_least: bool
    female: int
    male: int


def _halls(tenant: str, units: Collection[str] | None, within: Within) -> list:
    """The conditions of a hearing of the span."""
    found = [HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False)]
    found += [HEARING.c.held_on >= within.since, HEARING.c.held_on <= within.until]
    if units is not None:
        found.append(HEARING.c.unit.in_(sorted(units)))
    for name in ("unit", "programme"):
        if getattr(within, name):
            found.append(HEARING.c[name] == getattr(within, name))
    return found


def _visits(tenant: str, units: Collection[str] | None, within: Within):
    """Attendances of the span, each with the one person it is (twins of the register joined) and sex and age, if said.

    Two steps of `same_as` are followed, which is all that joining makes.
    """
    twin = PERSON.alias("twin")
    source = (
        TURNOUT.join(HEARING, and_(HEARING.c.tenant == TURNOUT.c.tenant, HEARING.c.id == TURNOUT.c.hearing))
        .outerjoin(PERSON, and_(PERSON.c.tenant == TURNOUT.c.tenant, PERSON.c.id == TURNOUT.c.person))
        .outerjoin(twin, and_(twin.c.tenant == PERSON.c.tenant, twin.c.id == PERSON.c.same_as))
    )
    one = func.coalesce(twin.c.same_as, PERSON.c.same_as, TURNOUT.c.person, TURNOUT.c.id)
    said = [
        func.coalesce(func.nullif(TURNOUT.c[name], "unknown"), func.nullif(PERSON.c[name], "unknown")).label(name)
        for name in ("sex", "age_band")
    ]
    rows = select(TURNOUT.c.hearing, one.label("one"), *said).select_from(source)
    return rows.where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False), *_halls(tenant, units, within))


def groups(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> list[Group]:
    """All who came in the span by sex and age band; `unknown` where nobody said."""
    visits = _visits(tenant, units, within).subquery()
    each = select(
        func.coalesce(func.max(visits.c.sex), "unknown").label("sex"),
        func.coalesce(func.max(visits.c.age_band), "unknown").label("age_band"),
        func.count(func.distinct(visits.c.hearing)).label("times"),
    )
    each = each.group_by(visits.c.one).subquery()
    rows = select(each.c.sex, each.c.age_band, func.count(), func.sum(each.c.times))
    return [Group(*row[:3], int(row[3])) for row in connection.execute(rows.group_by(each.c.sex, each.c.age_band))]


def rows(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list[Row]:
    """The hearings of the span with what each counted, the latest first: of what the sums are made."""
    visits = _visits(tenant, units, within).subquery()
    each = select(visits.c.hearing, visits.c.one, func.max(visits.c.sex).label("sex"), func.count().label("times"))
    each = each.group_by(visits.c.hearing, visits.c.one).subquery()
    female, male = (func.coalesce(func.sum(case((each.c.sex == sex, 1))), 0) for sex in ("female", "male"))
    counted = select(each.c.hearing, func.count().label("visits"), func.sum(each.c.times).label("times"))
    counted = counted.add_columns(female.label("female"), male.label("male")).group_by(each.c.hearing).subquery()
    found = select(
        *[HEARING.c[name] for name in ("id", "held_on", "unit")],
        *[func.coalesce(counted.c[name], 0) for name in ("visits", "times")],
        func.coalesce(HEARING.c.head_counts, 0),
        func.coalesce(HEARING.c.at_least, False),
        *[func.coalesce(counted.c[name], 0) for name in ("female", "male")],
    )
    found = found.select_from(HEARING.outerjoin(counted, counted.c.hearing == HEARING.c.id))
    found = found.where(*_halls(tenant, units, within)).order_by(HEARING.c.held_on.desc(), HEARING.c.id).limit(limit)
    return [
        Row(hall, day or "", unit or "", *map(int, counts[:3]), bool(counts[3]), *map(int, counts[4:]))
        for hall, day, unit, *counts in connection.execute(found)
    ]


def households(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> int:
    """How many different households those who came are of, as the register knows them."""
    source = TURNOUT.join(HEARING, and_(HEARING.c.tenant == TURNOUT.c.tenant, HEARING.c.id == TURNOUT.c.hearing))
    source = source.join(PERSON, and_(PERSON.c.tenant == TURNOUT.c.tenant, PERSON.c.id == TURNOUT.c.person))
    found = select(func.count(func.distinct(PERSON.c.household))).select_from(source)
    found = found.where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False), *_halls(tenant, units, within))
    return connection.execute(found).scalar_one()


class Halls(NamedTuple):
    """Hearings of a span that counted somebody: how many, attendances and heads, those that say «at least», and the
    units in which they were."""

    counted: int
    attendances: int
    heads: int
    at_least: int
    units: int


def halls(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> Halls:
    """The sums over hearings of the span."""
    came = select(TURNOUT.c.hearing, func.count().label("count"))
    came = came.where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False)).group_by(TURNOUT.c.hearing).subquery()
    count, heads = func.coalesce(came.c["count"], 0), func.coalesce(HEARING.c.head_counts, 0)
    is_counted = or_(count > 0, heads > 0)
    found = select(
        func.coalesce(func.sum(case((is_counted, 1))), 0),
        func.coalesce(func.sum(count), 0),
        func.coalesce(func.sum(heads), 0),
        func.coalesce(func.sum(case((HEARING.c.at_least.is_(True), 1))), 0),
        func.count(func.distinct(case((is_counted, HEARING.c.unit)))),
    )
    found = found.select_from(HEARING.outerjoin(came, came.c.hearing == HEARING.c.id))
    return Halls(*map(int, connection.execute(found.where(*_halls(tenant, units, within))).one()))


def silent(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list[str]:
    """Ids of the hearings of the span that counted nobody: they may have been held, or not."""
    came = select(TURNOUT.c.hearing).where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False))
    found = select(HEARING.c.id).where(*_halls(tenant, units, within), HEARING.c.id.not_in(came))
    found = found.where(func.coalesce(HEARING.c.head_counts, 0) == 0)
    return list(connection.execute(found.order_by(HEARING.c.held_on.desc(), HEARING.c.id).limit(limit)).scalars())


def with_heads(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list:
    """Ids of the hearings of the span at which heads were counted."""
    found = select(HEARING.c.id).where(*_halls(tenant, units, within), HEARING.c.head_counts > 0)
    return list(connection.execute(found.order_by(HEARING.c.held_on.desc(), HEARING.c.id).limit(limit)).scalars())


def polls(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list:
    """(hearing, poll) of the latest polls of the span."""
    poll = TABLES["poll"]
    at = and_(HEARING.c.tenant == poll.c.tenant, HEARING.c.id == poll.c.hearing)
    found = select(poll.c.hearing, poll.c.id).select_from(poll.join(HEARING, at))
    found = found.where(poll.c.tenant == tenant, poll.c.deleted.is_(False), *_halls(tenant, units, within))
    return list(map(tuple, connection.execute(found.order_by(HEARING.c.held_on.desc(), poll.c.id).limit(limit))))


def statuses(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> dict[str, int]:
    """Status → proposals of the hearings of the span; without a span also those of no hearing."""
    rows = select(PROPOSAL.c.status, func.count()).where(*_proposals(tenant, units, within)).group_by(PROPOSAL.c.status)
    found: dict[str, int] = {}
    for status, count in connection.execute(rows):
        found[status or UNTOUCHED] = found.get(status or UNTOUCHED, 0) + count
    return found


def _proposals(tenant: str, units: Collection[str] | None, within: Within) -> list:
    found = [PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False)]
    found.append(PROPOSAL.c.unit.is_not(None) if units is None else PROPOSAL.c.unit.in_(sorted(units)))
    if within.unit:
        found.append(PROPOSAL.c.unit == within.unit)
    if within != Within(unit=within.unit):
        days = select(HEARING.c.id).where(*_halls(tenant, None, within._replace(unit="")))
        found.append(PROPOSAL.c.hearing.in_(days))
    return found


def kinds(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> dict[str, int]:
    """Kind → proposals of the span; initiatives are what citizens do themselves."""
    found = select(PROPOSAL.c.kind, func.count()).where(*_proposals(tenant, units, within)).group_by(PROPOSAL.c.kind)
    return {kind or "proposal": count for kind, count in connection.execute(found)}


def last_days(connection: Connection, tenant: str, units: Collection[str] | None, until: str) -> dict[str, str]:
    """Unit → the day of its last hearing up to `until`."""
    found = select(HEARING.c.unit, func.max(HEARING.c.held_on))
    found = found.where(*_halls(tenant, units, Within(until=until)), HEARING.c.unit.is_not(None))
    return dict(map(tuple, connection.execute(found.group_by(HEARING.c.unit))))
