"""The first page of the office: what waits for this person, where hearings were held, what became of proposals (O12).

Nothing is kept for it: every figure is counted when asked, from what its list would show, and leads there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from server import clock
from server.office import coverage, flow, participation, review, span
from server.office.hearings import arrived
from server.office.hearings.arrived import Arrived
from server.office.hearings.desk import Desk
from server.office.programmes import quiet
from server.office.proposals import listing
from server.office.proposals.listing import AGES
from server.office.works import headline
from server.store import coverage as calendar
from server.store import figures, hearings, proposals
from server.store.figures import Heap, Within
from server.text import collate
from server.text.places import position
from server.who import Actor, Verb
from sync.merge import value_of
from sync.record import Record

RECENT_DAYS = 60
RECENT_MAX = 25  # hearings whose tablets' lists are looked through
WEEK_MAX = 12
MISSING_MAX = 8


@dataclass(frozen=True, slots=True)
class Missing:
    """A tablet that has still to bring something of a hearing."""

    hearing: str
    place: str
    tablet: Arrived


def shown(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """What the page shows of the span and unit that were asked; `is_new`: there is neither hearing nor proposal yet."""
    desk = Desk(connection, actor)
    units = hearings.units(connection, desk.tenant, actor.units)
    unit = said.get("unit", "") if said.get("unit") in units else ""
    years = coverage.years(desk)
    chosen = span.asked(said, coverage.usual_year(years))
    within = chosen.within(unit)
    covered = coverage.of_year(desk, chosen.year if chosen.word != "all" else "", unit)
    query = chosen.days | ({"unit": unit} if unit else {})
    heaps = figures.heaps(connection, desk.tenant, actor.units, within)
    count = sum(heap.count for heap in heaps)
    states = _by_state(desk, within, heaps)
    flowing = flow.of_span(desk, within, states["confirmed"], heaps)
    return {
        "span": chosen,
        "spans": span.choices(years, clock.now().date().isoformat()),
        "unit": unit,
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        "baghs": len(calendar.baghs(connection, desk.tenant, actor.units)),
        "query": query,
        "waits": _waits(desk),
        "missing": _missing(desk),
        "coverage": covered,
        "turnout": participation.of_span(desk, within),
        "understanding": participation.understanding(desk, within),
        "flow": flowing,
        "titles": desk.names(one.proposal for one, _ in flowing.due),
        "week": _week(desk),
        "quiet": quiet.quiet(desk),
        "proposals": count,
        "by_status": sorted((+states).items(), key=lambda pair: (-pair[1], pair[0])),
        "by_age": _by_age(desk, heaps),
        "map": "points" if any(heap.placed for heap in heaps) else _unit_map(desk, covered),
        "is_new": not years and not count,
    }


def _by_state(desk: Desk, within: Within, heaps: list[Heap]) -> Counter[str]:
    """How the proposals stand: what the office says, but where halls found otherwise."""
    states = Counter[str]()
    for heap in heaps:
        states[heap.status] += heap.count
    differing = headline.differing(desk.connection, desk.tenant)
    for one in figures.among(desk.connection, desk.tenant, desk.actor.units, within, differing):
        said, stands = differing[one]
        states.subtract([said])
        states[stands] += 1
    return states


def _waits(desk: Desk) -> dict[str, int]:
    """Collisions, ops that stand aside, and hearings by what the office said of them."""
    if not desk.may(Verb.SEE, "review"):
        return {}
    units = desk.actor.units
    collisions, _ = hearings.review_counts(desk.connection, desk.tenant, units)
    judged = calendar.by_review(desk.connection, desk.tenant, units)
    aside = review.badge(desk.actor) - collisions
    return {"collisions": collisions, "aside": max(aside, 0)} | {
        one: judged.get(one, 0) for one in ("none", "held", "returned")
    }


def _missing(desk: Desk) -> list[Missing]:
    """Tablets that have not brought all that they said they hold, of the hearings of the last weeks."""
    today = clock.now().date()
    since = (today - timedelta(days=RECENT_DAYS)).isoformat()
    spots = calendar.between(desk.connection, desk.tenant, desk.actor.units, since, today.isoformat())[-RECENT_MAX:]
    names = hearings.units(desk.connection, desk.tenant, desk.actor.units)
    found = [
        Missing(spot.id, names.get(spot.unit or "", ""), tablet)
        for spot in reversed(spots)
        for record in desk.load([spot.id]).values()
        for tablet in arrived.by_tablet(desk, record)
        if tablet.arrived < tablet.expected
    ]
    return found[:MISSING_MAX]


def _week(desk: Desk) -> list[tuple[Record, str]]:
    """The hearings of this week, Monday to Sunday, each with its place."""
    today = clock.now().date()
    monday = today - timedelta(days=today.weekday())
    days = (monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    spots = calendar.between(desk.connection, desk.tenant, desk.actor.units, *days, WEEK_MAX)
    known = desk.load([spot.id for spot in spots])
    names = hearings.units(desk.connection, desk.tenant, desk.actor.units)
    return [(known[spot.id], names.get(spot.unit or "", "")) for spot in spots if spot.id in known]


def _by_age(desk: Desk, heaps: list[Heap]) -> list[tuple[str, int]]:
    """Days since the hearing → proposals; those of no hearing, or of one without a day, are in none."""
    days = proposals.days(desk.connection, desk.tenant)
    today = clock.now().date()
    found: Counter[str] = Counter()
    for heap in heaps:
        day = days.get(heap.hearing or "", "")
        if day and day <= today.isoformat():
            found[listing.age_of(day, today)] += heap.count
    return [(age, found[age]) for age in AGES if found[age]]


def _unit_map(desk: Desk, covered: coverage.Coverage) -> str:
    """`units` where one of them says where it is; else there is nothing to draw."""
    known = desk.load([line.unit for line in covered.lines]).values()
    return "units" if any(position(value_of(one, "place")) for one in known) else ""
