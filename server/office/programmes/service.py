"""What a programme wanted and what it reached: people, baghs, initiatives, understanding (scenario 24; O19)."""

from dataclasses import dataclass

from server import acts, clock
from server.office import participation, record_form
from server.office.hearings.desk import Desk
from server.office.participation import Turnout, Understanding
from server.problems import Problem
from server.store import coverage, figures, listed
from server.store.figures import LATEST, Row, Within
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

TARGETS = ("participants", "baghs", "initiatives", "understanding")
PATHS = (
    *("name", "purpose", "starts_on", "ends_on", "order_kind", "order_number", "order_on", "parent"),
    *(f"targets/{name}" for name in TARGETS),
)
PROGRAMMES_MAX, HALLS_MAX = 200, 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """What one bagh had of a programme."""

    unit: str
    name: str
    hearings: int
    came: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """A programme beside its targets. `reached`: target → (figure, wanted or None); `is_more`: at least so many."""

    programme: Record
    turnout: Turnout
    understanding: Understanding
    places: list[Place]
    reached: dict[str, tuple[int, int | None]]
    hearings: int


def programmes(desk: Desk) -> list[Record]:
    """All of the organisation, the last to begin first."""
    ids = listed.ids(desk.connection, desk.tenant, "programme", PROGRAMMES_MAX)
    found = sorted(desk.load(ids).values(), key=lambda one: collate.key(str(value_of(one, "name") or "")))
    return sorted(found, key=lambda one: str(value_of(one, "starts_on") or ""), reverse=True)


def find(desk: Desk, record_id: str) -> Record:
    """The programme, or `not-found`."""
    record = desk.load([record_id]).get(record_id)
    if record is None or record.type != "programme":
        raise Problem("not-found")
    return record


def reached(desk: Desk, programme: Record) -> Reached:
    """What the programme's hearings up to today come to."""
    within = Within("", LATEST, "", programme.id)
    turnout = participation.of_span(desk, within)
    asked = (desk.connection, desk.tenant, desk.actor.units, participation.past(within))
    rows = figures.rows(*asked, HALLS_MAX)
    baghs = coverage.baghs(desk.connection, desk.tenant, desk.actor.units)
    places = _places(rows, baghs, participation.uncounted(desk, within))
    understood = participation.understanding(desk, within)
    initiatives = figures.kinds(*asked).get("initiative", 0)
    after = [one.after for one in understood.all.changes]
    found = {
        "participants": turnout.came,
        "baghs": sum(1 for place in places if place.hearings),
        "initiatives": initiatives,
        "understanding": max(after, default=0),
    }
    wanted = {name: value_of(programme, f"targets/{name}") for name in TARGETS}
    figured = {name: (found[name], want if type(want := wanted[name]) is int else None) for name in TARGETS}
    return Reached(programme, turnout, understood, places, figured, turnout.held)


def _places(rows: list[Row], baghs: dict[str, str], uncounted: set[str]) -> list[Place]:
    """Every bagh, those without a hearing too, in the order of the alphabet."""
    made = []
    for unit, name in sorted(baghs.items(), key=lambda pair: collate.key(pair[1])):
        here = [row for row in rows if row.unit == unit and (row.visits or row.heads or row.hearing in uncounted)]
        is_more = any(row.at_least or row.hearing in uncounted for row in here)
        made.append(Place(unit, name, len(here), sum(row.visits + row.heads for row in here), is_more))
    return made


def save(actor: Actor, record_id: str, said: dict[str, str]) -> tuple[str, list[str]]:
    """Make a programme (no id), or change it; returns its id and the fields that do not fit (then nothing is said)."""
    check(actor, Verb.CHANGE, Thing("programme", actor.tenant))
    with reading() as connection:
        desk = Desk(connection, actor)
        values, wrong = record_form.read("programme", PATHS, said)
        if not values["name"]:
            wrong.append("name")
        if values["starts_on"] and values["ends_on"] and str(values["ends_on"]) < str(values["starts_on"]):
            wrong.append("ends_on")
        parent = values["parent"]
        if parent and (parent == record_id or parent not in {one.id for one in programmes(desk)}):
            wrong.append("parent")
        if wrong:
            return "", wrong
        statement = _statement(desk, record_id, values)
    if statement:
        acts.state(actor.tenant, actor.id, [statement])
    return statement.record if statement else record_id, []


def _statement(desk: Desk, record_id: str, values: dict[str, Value]) -> acts.Statement | None:
    if not record_id:
        return acts.creation("programme", {path: value for path, value in values.items() if value is not None})
    record = find(desk, record_id)
    changed = {path: value for path, value in values.items() if value_of(record, path) != value}
    return acts.change(record, changed) if changed else None


def state_of(programme: Record) -> str:
    """`planned`, `begun` or `done`, by its days."""
    today = clock.now().date().isoformat()
    starts, ends = (str(value_of(programme, name) or "") for name in ("starts_on", "ends_on"))
    if ends and ends < today:
        return "done"
    return "planned" if starts > today else "begun"
