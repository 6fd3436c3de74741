"""The list of hearings: filtered, sorted, summed, one page at a time; with what waits for the office in each (O1).

Which hearings fit comes from one projection; the records of one page are then loaded. Names sort by the 35 letters,
which no database knows, so order is made here over thousands of short rows.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server.office.hearings import waiting
from server.office.hearings.desk import Desk
from server.office.tables import Asked, Column, Cut
from server.store import hearings
from server.store.hearings import Spot, Turnout
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync.record import Record

COLUMNS = (
    Column("held_on", "hearing.held_on", sorts=True, is_down_first=True),
    Column("unit", "hearing.unit", sorts=True),
    Column("title", "record.hearing"),
    Column("people", "office.hearings.people", is_number=True),
    Column("attendances", "office.hearings.attendances", is_number=True),
    Column("proposals", "record.proposal", is_number=True),
    Column("decisions", "record.decision", is_number=True),
    Column("open", "office.hearings.open", is_number=True, sorts=True, is_down_first=True),
    Column("review", "office.hearings.judgement", sorts=True),
)
FILTERS = ("unit", "kind", "review", "month", "q", "open", "since", "until", "programme")
USUAL = "-held_on"
REVIEW_ORDER = ("returned", "held", None, "approved")  # what a person still has to do stands first
STANDING_MAX = 500
SUMMED_MAX = 400  # of more hearings the foot sums the page alone, and says so


@dataclass(frozen=True, slots=True)
class Line:
    """A hearing in the list. `reviews` are open collisions, `waiting` ops that stand aside."""

    hearing: Record
    unit: str
    turnout: Turnout
    proposals: int
    decisions: int
    reviews: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of hearings shows. `sums` are of all that fit; where that is too many, of the page."""

    asked: Asked
    cut: Cut
    sums: dict[str, int]
    is_page_summed: bool
    units: list[tuple[str, str]]
    months: list[str]
    open: int  # hearings with open collisions, whatever is filtered
    programme: str  # its name, where one is asked for


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Listing:
    """The hearings within reach that fit what was asked (query arguments)."""
    check(actor, Verb.SEE, Thing("hearing", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    units = hearings.units(connection, actor.tenant, actor.units)
    _, counts = hearings.review_counts(connection, actor.tenant, actor.units)
    fitting = _fitting(hearings.spots(connection, actor.tenant, actor.units, asked.filters), asked, units, counts)
    cut = asked.cut(_sorted(fitting, asked, units, counts))
    summed = fitting if len(fitting) <= SUMMED_MAX else cut.rows
    sums = hearings.totals(connection, actor.tenant, [spot.id for spot in summed])
    sums["open"] = sum(counts[spot.id] for spot in summed)
    by_name = sorted(units.items(), key=lambda pair: collate.key(pair[1]))
    months = hearings.months(connection, actor.tenant, actor.units)
    programme = desk.names([asked.filters.get("programme")]).get(asked.filters.get("programme", ""), "")
    shown = Cut(_lines(desk, cut.rows, units, counts), cut.page, cut.pages, cut.count, cut.before)
    return Listing(asked, shown, sums, summed is not fitting, by_name, months, len(counts), programme)


def spots(connection: Connection, actor: Actor, said: Mapping[str, str]) -> list[Spot]:
    """All hearings within reach that fit what was asked, in its order: short rows alone, for exports."""
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    units = hearings.units(connection, actor.tenant, actor.units)
    _, counts = hearings.review_counts(connection, actor.tenant, actor.units)
    found = hearings.spots(connection, actor.tenant, actor.units, asked.filters)
    return _sorted(_fitting(found, asked, units, counts), asked, units, counts)


def _fitting(spots: list[Spot], asked: Asked, units: dict[str, str], counts: Counter[str]) -> list[Spot]:
    """What the database cannot tell: open collisions, and the search box: a place or a day."""
    if "open" in asked.filters:
        spots = [spot for spot in spots if counts[spot.id]]
    wanted = asked.filters.get("q", "").casefold().replace(".", "-")
    if wanted:
        spots = [
            spot
            for spot in spots
            if wanted in units.get(spot.unit or "", "").casefold() or wanted in (spot.held_on or "")
        ]
    return spots


def _sorted(spots: list[Spot], asked: Asked, units: dict[str, str], counts: Counter[str]) -> list[Spot]:
    """In the order asked for; equal ones newest first, then by place."""
    rank = {unit: collate.key(name) for unit, name in units.items()}
    last = collate.key("")
    keys = {
        "held_on": lambda spot: spot.held_on or "",
        "unit": lambda spot: rank.get(spot.unit or "", last),
        "open": lambda spot: counts[spot.id],
        "review": lambda spot: REVIEW_ORDER.index(spot.review) if spot.review in REVIEW_ORDER else 0,
    }
    spots = sorted(spots, key=lambda spot: (rank.get(spot.unit or "", last), spot.id))
    spots.sort(key=keys["held_on"], reverse=True)
    return sorted(spots, key=keys[asked.sort], reverse=asked.is_down)


def _lines(desk: Desk, spots: list[Spot], units: dict[str, str], counts: Counter[str]) -> list[Line]:
    ids = [spot.id for spot in spots]
    known = desk.load(ids)
    turnouts = hearings.turnouts(desk.connection, desk.tenant, ids)
    sizes = hearings.sizes(desk.connection, desk.tenant, ids, ("proposal", "decision"))
    stands = waiting.listed(desk, limit=STANDING_MAX).items if desk.may(Verb.SEE, "review") else []
    told = Counter(hall for item in stands for hall in item.hearings)
    untold = [item for item in stands if not item.hearings]
    return [
        Line(
            known[spot.id],
            units.get(spot.unit or "", ""),
            turnouts.get(spot.id, Turnout(0, 0)),
            sizes.get((spot.id, "proposal"), 0),
            sizes.get((spot.id, "decision"), 0),
            counts[spot.id],
            told[spot.id] + sum(waiting.concerns(item, known[spot.id]) for item in untold),
        )
        for spot in spots
        if spot.id in known
    ]
