"""A year of the local development fund in a unit: window, limit, sheets, sessions, the governor's list, resolution,
works (O10; DOMAIN §C1). What another method would choose stands beside it as an advice (elections.py).

The governor's list may differ from the citizens' order, but each line that does says why: publish why the final list
differs (asiafoundation 2018-11-07).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server import acts, clock, config
from server.legal import Setting, number, own
from server.office.hearings import rankings
from server.office.hearings.desk import Desk, name_of
from server.office.works import elections, entry, packages
from server.problems import Problem
from server.store import funds, hearings, works
from server.store.settings import house
from server.store.unit_of_work import write
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

_source = "Сангийн сайдын 2018 оны 228 дугаар тушаал; Сангийн яамны 2020 оны мэдэгдэл"
WINDOW = {  # month and day, as one number
    "opens_on": Setting("ldf.opens_mmdd", 101, _source, "2026-11-22"),
    "closes_on": Setting("ldf.closes_mmdd", 531, _source, "2026-11-22"),
}
FIELDS = ("year", "opens_on", "closes_on", "limit")
PLACES_MAX = 100
KINDS = ("ldf_cycle", "work")


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal of the sessions: the citizens' place in its session, the governor's place, why they differ."""

    proposal: str
    session: str
    citizens: int
    cost: int | None
    place: int | None
    reason: str
    differs: bool


def listed(connection: Connection, actor: Actor) -> dict:
    """All cycles within reach, the last first; and a form for a new one."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    ids = works.ids(connection, actor.tenant, "ldf_cycle", actor.units, {})
    found = sorted(desk.load(ids).values(), key=lambda one: (-(value_of(one, "year") or 0), one.id))
    units = hearings.units(connection, actor.tenant, actor.units)
    year = int(says.local_day(clock.now_ms(), config.current().zone)[:4])
    said = house(connection, actor.tenant).settings
    return {
        "cycles": found,
        "names": units,
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        "usual": {"year": year} | {path: window(year, setting, said) for path, setting in WINDOW.items()},
        "source": own(said, WINDOW["opens_on"]),
        "may_change": desk.may(Verb.CHANGE, "work"),
    }


def window(year: int, setting: Setting, settings: Mapping[str, str]) -> str:
    """A day of the window in a year."""
    month, day = divmod(number(settings, setting), 100)
    return f"{year}-{month:02}-{day:02}"


def save(actor: Actor, cycle_id: str, typed: Mapping[str, str]) -> tuple[str, str]:
    """Make a cycle, or change its year, window and limit; returns it and the op."""

    def work(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        values = entry.read("ldf_cycle", typed, FIELDS)
        wrong = {path: ["missing"] for path in FIELDS if values[path] is None}
        if not wrong and str(values["closes_on"]) < str(values["opens_on"]):
            wrong = {"closes_on": ["bad-value"]}
        if wrong:
            raise Problem("bad-values", fields=wrong)
        if cycle_id:
            known = _locked(desk, cycle_id, typed)
            return cycle_id, _say(desk, known, values)
        said = acts.creation("ldf_cycle", values | {"unit": entry.unit_of(desk, typed.get("unit", ""))})
        return said.record, acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)


def _locked(desk: Desk, cycle_id: str, typed: Mapping[str, str]) -> Record:
    known = entry.find(desk, "ldf_cycle", cycle_id, Verb.CHANGE, lock=True)
    if typed.get("seen", "") != entry.token(known):
        raise Problem("stale")
    return known


def _say(desk: Desk, known: Record, values: Mapping[str, Value]) -> str:
    changed = entry.differing(known, values)
    if not changed:
        return ""
    return acts.state_in(desk.connection, desk.tenant, desk.actor.id, [acts.change(known, changed)]).rows[0].id


def one(connection: Connection, actor: Actor, cycle_id: str, tried: Mapping[str, str] | None = None) -> dict:
    """A cycle with all that its page shows."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    cycle = entry.find(desk, "ldf_cycle", cycle_id)
    unit = str(value_of(cycle, "unit") or "")
    within = funds.below(connection, actor.tenant, unit)
    since, until = str(value_of(cycle, "opens_on") or ""), f"{value_of(cycle, 'year')}-12-31"
    closes = str(value_of(cycle, "closes_on") or "")
    sheets = funds.sheets(connection, actor.tenant, within, since, closes)
    chosen = set(packages.linked(cycle, "sessions"))
    sessions = _sessions(desk, within, since, until, chosen)
    lines = _lines(cycle, [one for one in sessions if one.record.id in chosen], tried or {})
    ids = works.ids(connection, actor.tenant, "work", actor.units, {"cycle": cycle_id})
    made = list(desk.load(ids).values())
    limit = value_of(cycle, "limit")
    official = [line for line in lines if line.place]
    advice = elections.advice(desk, [one for one in sessions if one.record.id in chosen], limit)
    units_of = {
        one.id: str(value_of(one, "unit") or "") for one in desk.load([line.proposal for line in lines]).values()
    }
    named = {*within, *(line.proposal for line in lines), *(str(one.values.get("hearing")) for one in sessions)}
    return {
        "cycle": cycle,
        "seen": entry.token(cycle),
        "sheets": sheets,
        "sessions": sessions,
        "chosen": chosen,
        "lines": lines,
        "official_sum": sum(line.cost or 0 for line in official),
        "funded": funded(official, limit),
        "advice": advice,
        "works_made": made,
        "worked": {one for work in made for one in packages.linked(work)},
        "limit": limit,
        "names": desk.names(named),
        "units_of": units_of,
        "source": WINDOW["opens_on"],
        "may_change": desk.may(Verb.CHANGE, "work"),
    }


def _sessions(desk: Desk, within: set[str], since: str, until: str, chosen: set[str]) -> list[rankings.Shown]:
    """The closed sessions of the hearings of the year, and those that were chosen; corrected ones are left out."""
    halls = funds.halls(desk.connection, desk.tenant, within, since, until)
    found = [one for hall in desk.load(halls).values() for one in rankings.of_hearing(desk, hall) if one.is_closed]
    corrected = {one.values.get("corrects") for one in found}
    return [one for one in found if one.record.id not in corrected or one.record.id in chosen]


def _lines(cycle: Record, sessions: list[rankings.Shown], tried: Mapping[str, str]) -> list[Line]:
    """The proposals of the chosen sessions, with what is typed anew."""
    reasons = packages.entries(cycle, "reasons") | {
        path.partition("/")[2]: why for path, why in tried.items() if path.startswith("reason/")
    }
    ranked = [
        (shown.record.id, place.proposal, place.rank or len(shown.places), place.cost)
        for shown in sessions
        for place in shown.places
        if place.proposal
    ]
    return lines(ranked, packages.entries(cycle, "places"), reasons)


def lines(
    ranked: list[tuple[str, str, int, int | None]], places: Mapping[str, object], reasons: Mapping[str, object]
) -> list[Line]:
    """The list of a year for office and public: what the governor listed first, in his order, then the citizens'.

    `ranked`: (session, proposal, citizens' place, cost); `places`, `reasons`: by proposal.
    """
    by_place = {proposal: place for proposal, place in places.items() if type(place) is int}
    off = differing([(session, proposal, rank) for session, proposal, rank, _ in ranked], by_place)
    found = {
        one: Line(one, session, rank, cost, by_place.get(one), str(reasons.get(one, "")), one in off)
        for session, one, rank, cost in ranked
    }
    return sorted(found.values(), key=lambda line: (line.place or 10**6, line.citizens, line.proposal))


def differing(ranked: list[tuple[str, str, int]], places: Mapping[str, int]) -> set[str]:
    """The proposals whose place is not what their session's order would give among those that are listed; and those
    left out though a later one of the session is listed. `ranked`: (session, proposal, citizens' place)."""
    found: set[str] = set()
    if not places:
        return found
    for session in {one for one, _, _ in ranked}:
        own = [(rank, proposal) for of, proposal, rank in ranked if of == session]
        here = [(rank, places[proposal], proposal) for rank, proposal in own if proposal in places]
        last = max((rank for rank, _, _ in here), default=0)
        found |= {proposal for rank, proposal in own if proposal not in places and rank < last}
        for rank, place, proposal in here:
            if any((rank < other) != (place < at) for other, at, _ in here if rank != other):
                found.add(proposal)
    return found


def funded(official: list[Line], limit: Value) -> set[str]:
    """The lines of the list that the limit pays, in its order, up to the first that does not fit."""
    found, spent = set(), 0
    for line in official:
        if type(limit) is not int or line.cost is None or spent + line.cost > limit:
            break
        found.add(line.proposal)
        spent += line.cost
    return found


def choose(actor: Actor, cycle_id: str, typed: Mapping[str, str], sessions: list[str]) -> str:
    """Say which sessions of public meetings the year goes by."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = _locked(desk, cycle_id, typed)
        picked = {one: one for one in entry.existing(desk, "ranking_session", sessions[:PLACES_MAX])}
        return _say(desk, known, entry.map_values(known, "sessions", picked))

    return write(work)


def order(actor: Actor, cycle_id: str, typed: Mapping[str, str]) -> str:
    """Say the governor's list: `place/<proposal>` and `reason/<proposal>`. A line that differs says why."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = _locked(desk, cycle_id, typed)
        lines = one(connection, actor, cycle_id)["lines"]
        places, wrong = _typed_places(lines, typed)
        off = differing([(line.session, line.proposal, line.citizens) for line in lines], places)
        reasons = {line.proposal: typed.get(f"reason/{line.proposal}", "").strip()[:2000] for line in lines}
        wrong |= {f"reason/{proposal}": ["missing"] for proposal in off if not reasons[proposal]}
        if wrong:
            raise Problem("bad-values", fields=wrong)
        values = entry.map_values(known, "places", places)
        values |= entry.map_values(known, "reasons", {proposal: why for proposal, why in reasons.items() if why})
        return _say(desk, known, values)

    return write(work)


def _typed_places(lines: list[Line], typed: Mapping[str, str]) -> tuple[dict[str, int], dict[str, list]]:
    places: dict[str, int] = {}
    wrong: dict[str, list] = {}
    for line in lines:
        said = typed.get(f"place/{line.proposal}", "").strip()
        if not said:
            continue
        is_place = said.isascii() and said.isdecimal() and 1 <= int(said[:4]) <= PLACES_MAX and len(said) < 4
        if not is_place or int(said) in places.values():
            wrong[f"place/{line.proposal}"] = ["bad-value"]
        else:
            places[line.proposal] = int(said)
    return places, wrong


def resolve(actor: Actor, cycle_id: str, typed: Mapping[str, str]) -> str:
    """Say the resolution of the khural: number and day, both or neither."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = _locked(desk, cycle_id, typed)
        values = entry.read("ldf_cycle", typed, ("resolution_number", "resolution_on"))
        if (values["resolution_number"] is None) != (values["resolution_on"] is None):
            empty = next(path for path, value in values.items() if value is None)
            raise Problem("bad-values", fields={empty: ["missing"]})
        return _say(desk, known, values)

    return write(work)


def make_works(actor: Actor, cycle_id: str) -> str:
    """Make a work of each funded line that has none yet; only after the resolution."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        cycle = entry.find(desk, "ldf_cycle", cycle_id, Verb.CHANGE, lock=True)
        view = one(connection, actor, cycle_id)
        wanted = [line for line in view["lines"] if line.proposal in view["funded"] - view["worked"]]
        if value_of(cycle, "resolution_number") is None or not wanted:
            raise Problem("bad-state")
        found = desk.load([line.proposal for line in wanted])
        said = []
        for line in wanted:
            proposal = found[line.proposal]
            values = {"unit": value_of(proposal, "unit"), "name": name_of(proposal, {}), "cycle": cycle_id}
            values |= {"year": (value_of(cycle, "year") or 0) + 1, "state": "planned", "amount": line.cost}
            values |= {"funding/ldf": line.cost, "place": value_of(proposal, "place")}
            values[f"proposals/{line.proposal}"] = line.proposal
            said.append(acts.creation("work", {path: value for path, value in values.items() if value is not None}))
        return acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id

    return write(work)
