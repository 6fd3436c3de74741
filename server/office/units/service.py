"""Units: read as a tree, made, changed, taken out, brought back. Each step is an op of the whole tenant's (I6).

A unit stands below one of a higher level, so none can come to stand below itself. One that anything stands in is not
taken out: records would be nobody's.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from server import acts
from server.office.hearings import history, undo
from server.office.hearings.desk import Desk, name_of
from server.office.works import entry
from server.problems import Problem
from server.store import listed, settings, units
from server.store.unit_of_work import write
from server.store.units import RANK, Unit
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

FIELDS = (
    *("name", "level", "parent", "zone", "place", "households", "citizens", "quorum_basis", "quorum_percent"),
    "profile",
)
HISTORY_MAX = 40


class Line(NamedTuple):
    """A unit in the tree; `depth` 0 stands below none."""

    record: Record
    depth: int


def tree(connection: Connection, actor: Actor) -> list[Line]:
    """Every unit below the one it belongs to, each family by name."""
    check(actor, Verb.SEE, Thing("unit", actor.tenant))
    found = Desk(connection, actor).load(listed.ids(connection, actor.tenant, "unit", units.UNITS_MAX))
    below: dict[object, list[Record]] = {}
    for one in found.values():
        parent = value_of(one, "parent")
        below.setdefault(parent if parent in found else None, []).append(one)
    lines = list(_family(below, None, 0))
    met = {line.record.id for line in lines}
    return lines + [Line(one, 0) for one in found.values() if one.id not in met]  # two edits made a ring of them


def _family(below: Mapping[object, list[Record]], parent: object, depth: int) -> Iterable[Line]:
    order = sorted(below.get(parent, []), key=lambda one: (_rank(one), collate.key(name_of(one, {}))))
    for one in order:
        yield Line(one, depth)
        yield from _family(below, one.id, depth + 1)


def _rank(record: Record) -> int:
    return RANK.get(str(value_of(record, "level")), len(RANK))


def form(connection: Connection, actor: Actor, unit_id: str, tried: Mapping[str, str] | None = None) -> dict:
    """The form of a unit or, without an id, of a new one; and what was ever said of it."""
    check(actor, Verb.CHANGE, Thing("unit", actor.tenant))
    desk = Desk(connection, actor)
    record = _find(desk, unit_id) if unit_id else None
    told = list(islice(history.entries(desk, record)[0], HISTORY_MAX)) if record else []
    standing = {path: value_of(record, path) for path in FIELDS} if record else {}
    said = {path: str(value) for path, value in standing.items() if value is not None}
    if record is None:
        said["zone"] = settings.house(connection, actor.tenant).zone
    lines = tree(connection, actor)
    return {
        "unit": record,
        "typed": dict(tried) if tried is not None else said,
        "seen": (tried or {}).get("seen") or entry.token(record),
        "parents": [(line.record, line.depth) for line in lines if line.record.id != unit_id],
        "names": {line.record.id: name_of(line.record, {}) for line in lines},
        "history": told,
        "is_in_use": bool(unit_id) and units.is_in_use(connection, actor.tenant, [unit_id]),
    }


def save(actor: Actor, unit_id: str, typed: Mapping[str, str]) -> str:
    """Make a unit (no id), or change one; returns the op, empty where nothing changed.

    Raises `Problem`: `bad-values` names every field that does not fit, `stale` where somebody wrote meanwhile.
    """

    def work(connection: Connection) -> str:
        check(actor, Verb.CHANGE, Thing("unit", actor.tenant))
        desk = Desk(connection, actor)
        record = _find(desk, unit_id, lock=True) if unit_id else None
        if record and typed.get("seen") != entry.token(record):
            raise Problem("stale")
        values = entry.read("unit", typed, FIELDS)
        if wrong := _wrong(values, unit_id, units.every(connection, actor.tenant)):
            raise Problem("bad-values", fields={path: [why] for path, why in wrong.items()})
        if record is None:
            said = acts.creation("unit", {path: value for path, value in values.items() if value is not None})
        elif changed := entry.differing(record, values):
            said = acts.change(record, changed)
        else:
            return ""
        return acts.state_in(connection, actor.tenant, actor.id, [said]).rows[0].id

    return write(work)


def _wrong(values: Mapping[str, Value], unit_id: str, known: list[Unit]) -> dict[str, str]:
    """Field → why it does not fit beside the other fields and the other units."""
    wrong = {path: "missing" for path in ("name", "level") if not values[path]}
    level, parent = str(values["level"] or ""), str(values["parent"] or "")
    above = next((one for one in known if one.id == parent), None)
    if parent and (above is None or not units.is_above(above.level, level)):
        wrong["parent"] = "not-above"
    if level and not all(units.is_above(level, one.level) for one in known if unit_id and one.parent == unit_id):
        wrong["level"] = "not-above"
    own = Unit(unit_id, str(values["name"] or ""), level, parent)
    if any(one.is_known_by == own.is_known_by for one in known if one.id != unit_id):
        wrong["name"] = "twin"
    if values["zone"] and not says.is_zone(str(values["zone"])):
        wrong["zone"] = "bad-value"
    percent = values["quorum_percent"]
    if (percent is None) != (values["quorum_basis"] is None):
        wrong["quorum_percent" if percent is None else "quorum_basis"] = "missing"
    elif type(percent) is int and not 1 <= percent <= 100:
        wrong["quorum_percent"] = "percent"
    return wrong


def remove(actor: Actor, unit_id: str) -> str:
    """Take a unit out in which nothing stands (else `bad-state`); returns the op, which can be taken back."""

    def work(connection: Connection) -> str:
        check(actor, Verb.CHANGE, Thing("unit", actor.tenant))
        record = _find(Desk(connection, actor), unit_id, lock=True)
        said = acts.Statement("unit", unit_id, merge.delete(record))
        return _state(connection, actor, [said])

    return write(work)


def take_back(actor: Actor, op_id: str) -> None:
    """Take back what was said of units, all that was said with it too; `bad-state` where something stands in one that
    would go."""

    def work(connection: Connection) -> None:
        check(actor, Verb.CHANGE, Thing("unit", actor.tenant))
        desk = Desk(connection, actor)
        said = undo.batch_of(desk, op_id)
        if not said or any(one.type != "unit" for one in said.values()):
            raise Problem("bad-state")
        known = desk.load([one.record for one in said.values()], lock=True)
        _state(connection, actor, [made for one in said.values() for made in undo.back(desk, known[one.record], one)])

    write(work)


def _state(connection: Connection, actor: Actor, said: list[acts.Statement]) -> str:
    gone = [one.record for one in said if type(one.sets.get(merge.DELETED, (None,))[0]) is str]
    if gone and units.is_in_use(connection, actor.tenant, gone):
        raise Problem("bad-state")
    return acts.state_in(connection, actor.tenant, actor.id, said).rows[0].id


def _find(desk: Desk, unit_id: str, lock: bool = False) -> Record:
    record = desk.load([unit_id], lock).get(unit_id)
    if record is None or record.type != "unit" or merge.is_deleted(record):
        raise Problem("not-found")
    return record
