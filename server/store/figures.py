"""What the board adds up over the hearings of a span: who came, what was counted, proposals by state (O12).

One statement a figure, whatever its size; no record is decoded. Every statement names the tenant; units are the
caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Select, and_, case, func, select

from server.models.projections import TABLES
from server.store import proposals
from server.store.records import chunks
from server.store.states import UNTOUCHED

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


def _days(tenant: str, units: Collection[str] | None, within: Within):
    """The ids of the hearings of the span."""
    return select(HEARING.c.id).where(*_halls(tenant, units, within))


def _visits(connection: Connection, tenant: str, units: Collection[str] | None, within: Within):
    """Attendances of the span, each with the one person it is (twins of the register joined), sex, age and household
    where somebody said them. A twin of a twin costs a further join, so that is made only where there is one.
    """
    twin = PERSON.alias("twin")
    source = TURNOUT.outerjoin(PERSON, and_(PERSON.c.tenant == TURNOUT.c.tenant, PERSON.c.id == TURNOUT.c.person))
    one = [PERSON.c.same_as, TURNOUT.c.person, TURNOUT.c.id]
    if _has_twins_of_twins(connection, tenant):
        source = source.outerjoin(twin, and_(twin.c.tenant == PERSON.c.tenant, twin.c.id == PERSON.c.same_as))
        one = [twin.c.same_as, *one]
    said = [
        func.coalesce(func.nullif(TURNOUT.c[name], "unknown"), func.nullif(PERSON.c[name], "unknown")).label(name)
        for name in ("sex", "age_band")
    ]
    rows = select(TURNOUT.c.hearing, func.coalesce(*one).label("one"), PERSON.c.household, *said).select_from(source)
    rows = rows.where(TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False))
    return rows.where(TURNOUT.c.hearing.in_(_days(tenant, units, within)))


def _has_twins_of_twins(connection: Connection, tenant: str) -> bool:
    rows = select(PERSON.c.id, PERSON.c.same_as).where(PERSON.c.tenant == tenant, PERSON.c.same_as.is_not(None))
    same = dict(map(tuple, connection.execute(rows)))
    return any(one in same for one in same.values())


def groups(
    connection: Connection, tenant: str, units: Collection[str] | None, within: Within
) -> tuple[list[Group], int]:
    """All who came in the span by sex and age band (`unknown` where nobody said), and of how many households."""
    came = (TURNOUT.c.tenant == tenant, TURNOUT.c.deleted.is_(False))
    came += (TURNOUT.c.hearing.in_(_days(tenant, units, within)),)
    said = [func.nullif(TURNOUT.c[name], "unknown").label(name) for name in ("sex", "age_band")]
    times = func.count(func.distinct(TURNOUT.c.hearing)).label("times")  # each hearing once
    each = select(TURNOUT.c.person, times, *[func.max(one).label(one.name) for one in said])
    each = each.where(*came, TURNOUT.c.person.is_not(None)).group_by(TURNOUT.c.person).subquery()
    person = and_(PERSON.c.tenant == tenant, PERSON.c.id == each.c.person)
    fallen = [func.coalesce(each.c[one.name], func.nullif(PERSON.c[one.name], "unknown")) for one in said]
    named = select(each.c.person, each.c.times, *fallen, PERSON.c.household)
    known = {row[0]: _Comer(*row[1:]) for row in connection.execute(named.select_from(each.outerjoin(PERSON, person)))}
    _join_twins(connection, tenant, known, select(TURNOUT.c.hearing, TURNOUT.c.person).distinct().where(*came))
    people, visits = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in known.values():
        people[one.key] += 1
        visits[one.key] += one.times
    unnamed = select(*said, func.count()).where(*came, TURNOUT.c.person.is_(None)).group_by(*said)
    for sex, age, count in connection.execute(unnamed):
        people[sex or "unknown", age or "unknown"] += count
        visits[sex or "unknown", age or "unknown"] += count
    homes = {one.household for one in known.values()} - {None}
    return [Group(*key, people[key], visits[key]) for key in people], len(homes)


class _Comer(NamedTuple):
    """A person who came: to how many hearings, and what is known of them."""

    times: int
    sex: str | None
    age_band: str | None
    household: str | None

    @property
    def key(self) -> tuple[str, str]:
        return self.sex or "unknown", self.age_band or "unknown"


def _join_twins(connection: Connection, tenant: str, known: dict[str, _Comer], visits: Select) -> None:
    """Make one of those whom the register joined; a hearing where two of them were is one visit."""
    rows = select(PERSON.c.id, PERSON.c.same_as).where(PERSON.c.tenant == tenant, PERSON.c.same_as.is_not(None))
    same = dict(map(tuple, connection.execute(rows)))
    one_of = {person: same.get(twin, twin) for person, twin in same.items()}
    ends = set(one_of.values())
    joined = {person for person in known if person in one_of or person in ends}
    halls, twins = defaultdict[str, set[str]](set), defaultdict[str, list[_Comer]](list)
    for some in chunks(joined):
        for hall, person in connection.execute(visits.where(TURNOUT.c.person.in_(some))):
            halls[one_of.get(person, person)].add(hall)
    for person in joined:
        twins[one_of.get(person, person)].append(known.pop(person))
    for one, each in twins.items():
        said = (max((part or "" for part in parts), default="") or None for parts in list(zip(*each, strict=True))[1:])
        known[one] = _Comer(len(halls[one]), *said)


def rows(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list[Row]:
    """The hearings of the span with what each counted, the latest first: of what the sums are made."""
    visits = _visits(connection, tenant, units, within).subquery()
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


class Hall(NamedTuple):
    """What one hearing of the span counted: attendances, heads without names, and whether it says «or more»."""

    hearing: str
    unit: str | None
    attendances: int
    heads: int
    at_least: bool


def halls(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> list[Hall]:
    """The hearings of the span, those that counted nobody too; the latest first."""
    days = _days(tenant, units, within)
    came = select(TURNOUT.c.hearing, func.count().label("count")).where(TURNOUT.c.tenant == tenant)
    came = came.where(TURNOUT.c.deleted.is_(False), TURNOUT.c.hearing.in_(days)).group_by(TURNOUT.c.hearing).subquery()
    counts = [func.coalesce(one, 0) for one in (came.c["count"], HEARING.c.head_counts)]
    found = select(HEARING.c.id, HEARING.c.unit, *counts, func.coalesce(HEARING.c.at_least, False))
    found = found.select_from(HEARING.outerjoin(came, came.c.hearing == HEARING.c.id))
    found = found.where(*_halls(tenant, units, within)).order_by(HEARING.c.held_on.desc(), HEARING.c.id)
    return [
        Hall(hall, unit, int(one), int(heads), bool(more)) for hall, unit, one, heads, more in connection.execute(found)
    ]


def polls(connection: Connection, tenant: str, units: Collection[str] | None, within: Within, limit: int) -> list:
    """(hearing, poll) of the latest polls of the span."""
    poll = TABLES["poll"]
    at = and_(HEARING.c.tenant == poll.c.tenant, HEARING.c.id == poll.c.hearing)
    found = select(poll.c.hearing, poll.c.id).select_from(poll.join(HEARING, at))
    found = found.where(poll.c.tenant == tenant, poll.c.deleted.is_(False), *_halls(tenant, units, within))
    return list(map(tuple, connection.execute(found.order_by(HEARING.c.held_on.desc(), poll.c.id).limit(limit))))


class Heap(NamedTuple):
    """Proposals of one hearing and one state; `placed`: those that say where they are; `wishes`: see proposals."""

    hearing: str | None
    status: str
    count: int
    placed: int
    wishes: int


def heaps(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> list[Heap]:
    """The proposals of the hearings of the span; without a span also those of no hearing. One pass over one index."""
    asking = func.count(case((and_(*proposals.wishes(tenant)), 1)))
    rows = select(PROPOSAL.c.hearing, PROPOSAL.c.status, func.count(), func.count(PROPOSAL.c.place), asking)
    rows = rows.where(*proposals_of(tenant, units, within)).group_by(PROPOSAL.c.hearing, PROPOSAL.c.status)
    return [Heap(hall, status or UNTOUCHED, *counts) for hall, status, *counts in connection.execute(rows)]


def proposals_of(tenant: str, units: Collection[str] | None, within: Within) -> list:
    """The conditions of a proposal of the hearings of the span; without a span also of one of no hearing."""
    found = [PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False)]
    found.append(PROPOSAL.c.unit.is_not(None) if units is None else PROPOSAL.c.unit.in_(sorted(units)))
    if within.unit:
        found.append(PROPOSAL.c.unit == within.unit)
    if within != Within(unit=within.unit):
        days = select(HEARING.c.id).where(*_halls(tenant, None, within._replace(unit="")))
        found.append(PROPOSAL.c.hearing.in_(days))
    return found


def among(
    connection: Connection, tenant: str, units: Collection[str] | None, within: Within, ids: Iterable[str]
) -> list[str]:
    """Those of `ids` that are proposals of the span."""
    found: list[str] = []
    for some in chunks(ids):
        rows = select(PROPOSAL.c.id).where(PROPOSAL.c.id.in_(some), *proposals_of(tenant, units, within))
        found += connection.execute(rows).scalars()
    return found


def kinds(connection: Connection, tenant: str, units: Collection[str] | None, within: Within) -> dict[str, int]:
    """Kind → proposals of the span; initiatives are what citizens do themselves."""
    found = select(PROPOSAL.c.kind, func.count()).where(*proposals_of(tenant, units, within)).group_by(PROPOSAL.c.kind)
    return {kind or "proposal": count for kind, count in connection.execute(found)}


def last_days(connection: Connection, tenant: str, units: Collection[str] | None, until: str) -> dict[str, str]:
    """Unit → the day of its last hearing up to `until`."""
    found = select(HEARING.c.unit, func.max(HEARING.c.held_on))
    found = found.where(*_halls(tenant, units, Within(until=until)), HEARING.c.unit.is_not(None))
    return dict(map(tuple, connection.execute(found.group_by(HEARING.c.unit))))
