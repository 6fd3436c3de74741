"""What the pages of the register of works hold, read in one transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Connection

from server import findings
from server.findings import Finding
from server.office.hearings.desk import Desk, name_of
from server.office.proposals import states
from server.office.tables import Asked, Column, Cut
from server.office.works import entry, groups, packages, photos, service
from server.office.works.headline import Headline, headline, reopened_in
from server.office.works.packages import Sums
from server.store import hearings, works
from server.store.figures import Within
from server.store.states import UNTOUCHED
from server.store.works import Scope
from server.text import collate, money, places
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.record import Record

COLUMNS = (
    Column("name", "record.work", sorts=True),
    Column("unit", "work.unit", sorts=True),
    Column("year", "work.year", is_number=True, sorts=True, is_down_first=True),
    Column("amount", "work.amount", is_number=True, sorts=True, is_down_first=True),
    Column("state", "work.state"),
    Column("progress_percent", "work.progress_percent", is_number=True, sorts=True, is_down_first=True),
    Column("proposals", "work.proposals", is_number=True),
)
FILTERS = ("unit", "year", "state", "source")
STATES = ("planned", "begun", "done", "stopped")
USUAL = "-year"
OPEN_MAX = 40  # proposals offered to be linked
PROGRESS_MAX = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows. `sums` are of all that fit."""

    asked: Asked
    cut: Cut
    sums: Sums
    units: list[tuple[str, str]]
    years: list[int]
    names: dict[str, str]
    headline: Headline
    is_cut: bool


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Listing:
    """The works within reach that fit what was asked."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    fitting, is_cut = fits(desk, asked.filters)
    units = hearings.units(connection, actor.tenant, actor.units)
    fitting.sort(key=lambda work: work.id)
    fitting.sort(key=lambda work: _key(work, asked.sort, units), reverse=asked.is_down)
    years = works.years(connection, actor.tenant, "work", actor.units)
    number = headline(connection, actor.tenant, Scope(actor.units))
    by_name = sorted(units.items(), key=lambda pair: collate.key(pair[1]))
    total = packages.sums(map(packages.of_record, fitting))
    return Listing(asked, asked.cut(fitting), total, by_name, years, units, number, is_cut)


def fits(desk: Desk, filters: Mapping[str, str]) -> tuple[list[Record], bool]:
    """The works that fit filters, and whether there are more than are read."""
    said: dict[str, object] = {name: filters[name] for name in ("unit", "state") if name in filters}
    year = filters.get("year", "")
    if year.isascii() and year.isdecimal():
        said["year"] = int(year[:4])
    ids = works.ids(desk.connection, desk.tenant, "work", desk.actor.units, said)
    found = list(desk.load(ids).values())
    if "source" in filters:
        found = [work for work in found if filters["source"] in packages.funding(work)]
    return found, len(ids) == works.WORKS_MAX


def _key(work: Record, sort: str, units: Mapping[str, str]):
    if sort == "amount":
        return packages.amount(work)
    value = value_of(work, sort)
    if sort in ("name", "unit"):
        return collate.key(units.get(str(value), str(value or "")))
    return value if type(value) is int else -1


def one(connection: Connection, actor: Actor, work_id: str) -> dict:
    """One work: what is said of it, its package, what it comes from, how far it is."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    work = entry.find(desk, "work", work_id)
    linked = desk.load(packages.linked(work))
    standing = states.standings(desk, list(linked.values()))
    mates = service.mates(desk, work.id, value_of(work, "package"), value_of(work, "year"))
    unit = str(value_of(work, "unit") or "")
    ids = works.ids(connection, actor.tenant, "work_progress", actor.units, {"work": work.id})
    steps = sorted(desk.load(ids).values(), key=lambda step: (str(value_of(step, "on") or ""), step.id), reverse=True)[
        :PROGRESS_MAX
    ]
    bodies = packages.linked(work, "bodies")
    offered = _offered(desk, unit, set(linked)) if desk.may(Verb.CHANGE, "work") else []
    return {
        "work": work,
        "linked": list(linked.values()),
        "standing": standing,
        "groups": groups.of_work(desk, work.id),
        "found": {one: _tally(how.findings) for one, how in standing.items() if how.findings},
        "mates": mates,
        "sums": packages.sums(map(packages.of_record, [work, *mates])),
        "differing": {packages.amount(mate) for mate in mates} - {packages.amount(work)},
        "steps": steps,
        "photos": photos.of_work(desk, work),
        "bodies": bodies,
        "names": desk.names([unit, *bodies, value_of(work, "cycle"), *linked, *(mate.id for mate in mates)]),
        "offered": offered,
        "at": places.position(value_of(work, "place")),
        "may_change": desk.may(Verb.CHANGE, "work"),
    }


def _tally(found: list[Finding]) -> Counter[str]:
    """Finding → how often halls and voices by code said it of a proposal."""
    return Counter(one.finding for one in findings.standing(found))


def _offered(desk: Desk, unit: str, linked: set[str]) -> list[tuple[str, str]]:
    """The open proposals of a unit, and of all where it has none of its own: (id, name)."""
    scope = Scope([unit] if unit else desk.actor.units)
    ids = works.unsettled(desk.connection, desk.tenant, scope, states.OPEN, OPEN_MAX)
    if not ids:
        ids = works.unsettled(desk.connection, desk.tenant, Scope(desk.actor.units), states.OPEN, OPEN_MAX)
    found = desk.load([one for one in ids if one not in linked])
    return [(record.id, name_of(record, {})) for record in found.values()]


def form(connection: Connection, actor: Actor, work_id: str = "", proposal_id: str = "", tried=None) -> dict:
    """The form of a new work or of one that is there; `proposal_id`: what a new one comes from."""
    desk = Desk(connection, actor)
    check(actor, Verb.CHANGE, Thing("work", actor.tenant))
    work = entry.find(desk, "work", work_id, Verb.CHANGE) if work_id else None
    source = desk.find(proposal_id) if proposal_id else None
    typed = dict(tried.typed) if tried else _typed(work) if work else _from_proposal(source) if source else {}
    units = hearings.units(connection, actor.tenant, actor.units)
    ids = works.ids(connection, actor.tenant, "ldf_cycle", actor.units, {})
    cycles = [(one.id, str(value_of(one, "year") or "")) for one in desk.load(ids).values()]
    return {
        "work": work,
        "source": source,
        "typed": typed,
        "chosen": set(tried.bodies if tried else packages.linked(work, "bodies") if work else ()),
        "seen": tried.seen if tried and tried.seen else entry.token(work),
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        "cycles": sorted(cycles, key=lambda pair: pair[1], reverse=True),
        "bodies": bodies(desk),
        "sources": packages.SOURCES,
        "state_pairs": [(state, gettext(f"office.works.state.{state}")) for state in STATES],
    }


def bodies(desk: Desk) -> list[tuple[str, str]]:
    """Who may answer for something: (id, name)."""
    ids = hearings.candidates(desk.connection, desk.tenant, "body", "", ())
    return sorted(desk.names(ids).items(), key=lambda pair: collate.key(pair[1]))


def _typed(work: Record) -> dict[str, str]:
    """A work as a form shows it: money in millions, as it is typed."""
    values = {path: value_of(work, path) for path in (*service.FIELDS, "unit", *service.MONEY)}
    said = {path: str(value) for path, value in values.items() if value is not None}
    return said | {path: f"{money.in_millions(values[path])} сая" for path in service.MONEY if values[path]}


def _from_proposal(proposal: Record) -> dict[str, str]:
    """What a work that comes from a proposal says at first."""
    said = {path: str(value_of(proposal, path) or "") for path in ("unit", "place")}
    cost = value_of(proposal, "cost")
    name = {"name": name_of(proposal, {})}
    return name | said | ({"amount": f"{money.in_millions(cost)} сая"} if type(cost) is int and cost else {})


def of_proposal(desk: Desk, proposal: Record) -> dict:
    """The works of a proposal, and those of its unit that it may be linked to."""
    ids = works.naming(desk.connection, desk.tenant, [proposal.id]).get(proposal.id, [])
    units = [str(value_of(proposal, "unit") or "")]
    near = works.ids(desk.connection, desk.tenant, "work", units, {})[:OPEN_MAX]
    found = desk.load([*ids, *near])
    own = [found[one] for one in ids if one in found]
    return {"works": own, "near_works": [found[one] for one in near if one in found and one not in ids]}


def points(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """What the office's map draws of works: id, longitude, latitude, state."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    found, is_cut = fits(desk, Asked.of(said, (), FILTERS).filters)
    placed = [(work, places.position(value_of(work, "place"))) for work in found]
    shown = [[work.id, *at, str(value_of(work, "state") or "planned")] for work, at in placed if at is not None]
    return {"points": shown, "is_cut": is_cut}


def card(connection: Connection, actor: Actor, work_id: str) -> dict:
    """A work in a few words, for the map."""
    desk = Desk(connection, actor)
    work = entry.find(desk, "work", work_id)
    return {"work": work, "amount": packages.amount(work), "names": desk.names([value_of(work, "unit")])}


def unsettled(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """The proposals without an end state, those of the oldest hearings together (scenario 25; the target is nought)."""
    check(actor, Verb.SEE, Thing("proposal", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, (), ("unit", "year"))
    units = hearings.units(connection, actor.tenant, actor.units)
    unit, year = asked.filters.get("unit", ""), asked.filters.get("year", "")
    year = year if len(year) == 4 and year.isascii() and year.isdecimal() else ""
    days = Within(f"{year}-01-01", f"{year}-12-31") if year else Within()
    scope = Scope([unit] if unit in units else actor.units, days)
    ids = works.unsettled(connection, actor.tenant, scope, states.OPEN, works.WORKS_MAX)
    ids += reopened_in(connection, actor.tenant, scope)
    cut = asked.cut(ids)
    found = desk.load(cut.rows)
    return {
        "asked": asked,
        "cut": Cut([found[one] for one in cut.rows if one in found], cut.page, cut.pages, cut.count, cut.before),
        "standing": states.standings(desk, list(found.values())),
        "names": units,
        "headline": headline(connection, actor.tenant, scope),
        "untouched": UNTOUCHED,
        "name_of": lambda record: name_of(record, {}),
    }
