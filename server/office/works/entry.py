"""What an officer typed into a form of this room, read by the kinds of the catalogue; and how it is said.

Only what changed is said. A form carries what its page showed (`seen`): where somebody wrote meanwhile it is `stale`.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from server import acts
from server.office.hearings import undo
from server.office.hearings.desk import Desk
from server.office.proposals import states
from server.problems import Problem
from server.store.unit_of_work import write
from server.text import money
from server.who import Actor, Thing, Verb, check
from sync.catalogue import BY_NAME
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

NUMBER_DIGITS_MAX = 9


def token(record: Record | None) -> str:
    """What a page showed of a record."""
    return sha256(" ".join(sorted(record.seen)).encode()).hexdigest()[:32] if record else ""


def read(kind: str, typed: Mapping[str, str], paths: Iterable[str]) -> dict[str, Value]:
    """The values of `paths` as they were typed, None where empty; `bad-values` names every field that does not fit."""
    values: dict[str, Value] = {}
    wrong: dict[str, list] = {}
    for path in paths:
        said = typed.get(path, "").replace("\r\n", "\n").strip()
        if not said:
            values[path] = None
            continue
        field = BY_NAME[kind].field(path.partition("/")[0])
        assert field is not None, path
        if field.kind == "money":
            sums = money.readings(said)
            if len(sums) != 1:
                wrong[path] = ["ask", *sums] if sums else ["bad-value"]
                continue
            values[path] = sums[0]
        elif field.kind in ("count", "integer"):
            digits = said.replace(" ", "").replace("\u00a0", "")
            is_number = digits.isascii() and digits.isdecimal() and len(digits) <= NUMBER_DIGITS_MAX
            values[path] = int(digits) if is_number else said
        elif field.kind == "point":
            values[path] = said.replace(" ", "")
        else:
            values[path] = said
        if (code := field.check(values[path])) is not None:
            wrong[path] = [code]
    if wrong:
        raise Problem("bad-values", fields=wrong)
    return values


def differing(record: Record, values: Mapping[str, Value]) -> dict[str, Value]:
    """Those of `values` that are not what the record shows."""
    return {path: value for path, value in values.items() if value_of(record, path) != value}


def map_values(record: Record | None, name: str, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """The values that make a map say just `wanted`; an id stands under itself, and no entry twice."""
    standing = {path for path in record.live if path.startswith(name + "/")} if record else set()
    return {**dict.fromkeys(sorted(standing)), **{f"{name}/{key}": value for key, value in wanted.items()}}


def unit_of(desk: Desk, unit: str) -> str:
    """The unit where a record is made: one within reach, or `bad-values`."""
    found = desk.load([unit]).get(unit)
    if found is None or found.type != "unit" or not desk.reaches([unit]):
        raise Problem("bad-values", fields={"unit": ["missing"]})
    check(desk.actor, Verb.CHANGE, Thing("work", desk.tenant, frozenset([unit])))
    return unit


def find(desk: Desk, kind: str, record_id: str, verb: Verb = Verb.SEE, lock: bool = False) -> Record:
    """A record of this room within reach, not deleted; else `not-found`."""
    found = desk.find(record_id, verb, "work", lock)
    if found.type != kind or value_of(found, "_deleted"):
        raise Problem("not-found")
    return found


def existing(desk: Desk, kind: str, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that are records of this type within reach."""
    return [one for one, record in sorted(desk.load(ids).items()) if record.type == kind]


def take_back(actor: Actor, op_id: str, kinds: tuple[str, ...]) -> str:
    """Take back an op of this room and what was said with it; returns its record."""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        said = undo.batch_of(desk, op_id)
        if op_id not in said or not all(one.type in kinds or states.is_step(one) for one in said.values()):
            raise Problem("bad-state")
        made = []
        for one in said.values():
            made += undo.back(desk, desk.find(one.record, Verb.CHANGE, "work", lock=True), one)
        acts.state_in(connection, desk.tenant, actor.id, made)
        return said[op_id].record

    return write(work)
