"""What lists, maps and counts of proposals ask, over all hearings. Projections only: no record is decoded here.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), so that nothing outside of
reach is ever read (I9). The index by hearing carries all that lists filter, sort and sum (models/projections.py):
one pass over it answers any filter, so there is no index for each of them, which every push would pay for.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, func, or_, select

from server.models.projections import LINKS, TABLES
from server.store import dues, merging, petitions
from server.store.states import UNTOUCHED

PROPOSAL, HEARING = TABLES["proposal"], TABLES["hearing"]
EQUAL = ("unit", "category", "hearing", "kind")
POINTS_MAX = 5000
NO_WORK = ("thanks", "question")  # voices that ask for no work


class Sums(NamedTuple):
    """How many fit, what they come to, and how many of them say where they are."""

    count: int
    cost: int
    supporters: int
    placed: int


class Among(NamedTuple):
    """The proposals of some states, but for the ids of `without`, and with those of `also`: how a proposal stands may
    differ from what the office says of it."""

    statuses: Collection[str]
    without: Collection[str] = ()
    also: Collection[str] = ()


class Point(NamedTuple):
    """A proposal on a map; `place` is `latitude,longitude` as its op says it."""

    id: str
    place: str
    status: str | None


def wishes(tenant: str) -> list:
    """The conditions of a proposal that asks for something and was not merged into another."""
    is_asking = or_(PROPOSAL.c.kind.is_(None), PROPOSAL.c.kind.not_in(NO_WORK))
    is_own = or_(PROPOSAL.c.status.is_(None), PROPOSAL.c.status.not_in(("merged", "draft")))
    return [is_asking, is_own, merging.alone(tenant)]


def _fits(tenant: str, units: Collection[str] | None, said: Mapping[str, Any]) -> list:
    """The conditions of a filter: unit, category, hearing, kind, goal, investment, an answer that is due, programme,
    `since`, `until` of its hearing; `petition`: what `petitions.fits` asks; `wishes`: those that ask for something;
    `among`: see there.
    """
    found = [PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False)]
    # what no unit is known of has nothing that stands: all that was said of it waits aside
    found.append(PROPOSAL.c.unit.is_not(None) if units is None else PROPOSAL.c.unit.in_(sorted(units)))
    found += [PROPOSAL.c[name] == said[name] for name in EQUAL if name in said]
    if "wishes" in said:
        found += wishes(tenant)
    for statuses, without, also in said.get("among", ()):
        is_said = func.coalesce(PROPOSAL.c.status, UNTOUCHED).in_(statuses)
        found.append(or_(and_(is_said, PROPOSAL.c.id.not_in(without)), PROPOSAL.c.id.in_(also)))
    if "goal" in said:
        served = LINKS["proposal"]["goals"]
        found.append(
            PROPOSAL.c.id.in_(select(served.c.id).where(served.c.tenant == tenant, served.c.value == said["goal"]))
        )
    if "investment" in said:
        found.append(func.coalesce(PROPOSAL.c.needs_investment, False).is_(said["investment"] == "yes"))
    if "due" in said:
        one = dues.open_ones(tenant, units, before=said["today"] if said["due"] == "overdue" else "")
        found.append(PROPOSAL.c.id.in_(select(one.c.proposal)))
    if "petition" in said:
        found += petitions.fits(tenant, *said["petition"])
    if "programme" in said:
        halls = select(HEARING.c.id).where(HEARING.c.tenant == tenant, HEARING.c.programme == said["programme"])
        found.append(PROPOSAL.c.hearing.in_(halls.where(HEARING.c.deleted.is_(False))))
    if "since" in said or "until" in said:
        days = select(HEARING.c.id).where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False))
        days = days.where(HEARING.c.held_on >= said.get("since", ""), HEARING.c.held_on <= said.get("until", "9999"))
        found.append(PROPOSAL.c.hearing.in_(days))
    return found


def by_hearing(
    connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, Any]
) -> dict[str | None, Sums]:
    """Hearing → what fits there; under None what belongs to no hearing. One pass over one index."""
    total = [func.coalesce(func.sum(PROPOSAL.c[name]), 0) for name in ("cost", "supporters")]
    rows = select(PROPOSAL.c.hearing, func.count(), *total, func.count(PROPOSAL.c.place))
    rows = rows.where(*_fits(tenant, units, said)).group_by(PROPOSAL.c.hearing)
    return {hall: Sums(*map(int, sums)) for hall, *sums in connection.execute(rows)}


def page(
    connection: Connection,
    tenant: str,
    units: Collection[str] | None,
    said: Mapping[str, Any],
    order: tuple[str, bool],
    before: int,
    limit: int,
) -> list[str]:
    """Ids of one page by `cost` or `supporters` (True: downwards), those that say none last; equal ones by id."""
    name, is_down = order
    column = PROPOSAL.c[name]
    by = (column.desc() if is_down else column.asc()).nulls_last()
    rows = select(PROPOSAL.c.id).where(*_fits(tenant, units, said)).order_by(by, PROPOSAL.c.id)
    return list(connection.execute(rows.offset(before).limit(limit)).scalars())


def of_hearings(
    connection: Connection, tenant: str, units, said: Mapping[str, Any], halls: Collection[str | None]
) -> list[tuple[str | None, str]]:
    """(hearing, id) of those that fit in these hearings, by hearing and id."""
    known = sorted(one for one in halls if one is not None)
    here = PROPOSAL.c.hearing.in_(known)
    if None in halls:
        here = or_(here, PROPOSAL.c.hearing.is_(None))
    rows = select(PROPOSAL.c.hearing, PROPOSAL.c.id).where(*_fits(tenant, units, said), here)
    return list(map(tuple, connection.execute(rows.order_by(PROPOSAL.c.hearing, PROPOSAL.c.id))))


def days(connection: Connection, tenant: str) -> dict[str, str]:
    """Hearing → the day on which it is held; those without a day are left out."""
    rows = select(HEARING.c.id, HEARING.c.held_on).where(HEARING.c.tenant == tenant, HEARING.c.held_on.is_not(None))
    return dict(map(tuple, connection.execute(rows)))


def by_unit(
    connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, Any]
) -> dict[str, int]:
    """Unit → how many fit."""
    rows = select(PROPOSAL.c.unit, func.count()).where(*_fits(tenant, units, said)).group_by(PROPOSAL.c.unit)
    return {unit: count for unit, count in connection.execute(rows) if unit}


def points(connection: Connection, tenant: str, units, said: Mapping[str, Any], limit: int = POINTS_MAX) -> list[Point]:
    """Those that fit and say where they are, by id: at most `limit`."""
    rows = select(*[PROPOSAL.c[name] for name in Point._fields])
    rows = rows.where(*_fits(tenant, units, said), PROPOSAL.c.place.is_not(None))
    return [Point(*row) for row in connection.execute(rows.order_by(PROPOSAL.c.id).limit(limit))]


class Beside(NamedTuple):
    """The proposals before and after one in its hearing (empty: none), its number there, and how many there are."""

    before: str
    after: str
    number: int
    count: int


def beside(connection: Connection, tenant: str, hearing: str, proposal: str) -> Beside:
    """The neighbours of a proposal, in the order of the hearing's list."""
    here = and_(PROPOSAL.c.tenant == tenant, PROPOSAL.c.hearing == hearing)
    is_before, is_after = PROPOSAL.c.id < proposal, PROPOSAL.c.id > proposal
    rows = select(
        func.max(case((is_before, PROPOSAL.c.id))),
        func.min(case((is_after, PROPOSAL.c.id))),
        func.count(case((is_before, 1))),
        func.count(),
    ).where(here)
    before, after, earlier, count = connection.execute(rows).one()
    return Beside(before or "", after or "", earlier + 1, count)


def merged_into(connection: Connection, tenant: str, proposal: str, limit: int = 50) -> list[str]:
    """The proposals that were merged into this one (those of one hearing: plenary keeps every voice)."""
    rows = select(PROPOSAL.c.id).where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.merged_into == proposal)
    return list(connection.execute(rows.order_by(PROPOSAL.c.id).limit(limit)).scalars())
