"""Where two collide: both values side by side, and the choice, which is an ordinary op that names them all (O2, T18).

Nobody is wrong and nothing is lost: what is not chosen stays in the history (I4). A choice carries what its page
showed (`token`); if that has changed meanwhile it is `stale`, nothing is written, and both are shown again.
"""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from server import acts, slips
from server.office.hearings import authors
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import origins
from server.store.unit_of_work import write
from server.who import Actor, Verb
from sync import merge, opset
from sync.catalogue import BY_NAME, Field
from sync.kinds import bad_text
from sync.merge import DELETED
from sync.op import Value
from sync.record import Record, references, shown_id

KEEP = "keep"  # the wish not to delete
WHY_MAX = 500
NUMBERS = ("count", "integer", "money")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand: the ops that say it, and whether it is the one that is shown meanwhile."""

    ops: tuple[str, ...]
    value: Value
    is_shown: bool
    wish: str  # what a form sends to choose this side
    edits: tuple[tuple[str, str, Value], ...] = ()  # beside a delete: (op, path, value) that it had not seen


@dataclass(frozen=True, slots=True)
class Collision:
    """One (record, path) at which an officer has to choose. `field` None: delete against edit."""

    record: Record
    path: str
    field: Field | None
    sides: list[Side]
    token: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer chose: `op` of a side (or KEEP), or else a `value` of his own as text."""

    path: str
    token: str
    op: str = ""
    value: str = ""
    why: str = ""


def of_record(record: Record) -> list[Collision]:
    """The collisions of a record, by path."""
    return [_collision(record, path) for path in merge.reviews(record)]


def _collision(record: Record, path: str) -> Collision:
    if path == DELETED:
        sides = _delete_sides(record)
    else:
        live = record.live[path]
        shown, grouped = shown_id(live), {}
        for op_id in sorted(live):
            grouped.setdefault((type(live[op_id][0]), live[op_id][0]), []).append(op_id)
        sides = [
            Side(tuple(ids), value, shown in ids, max(ids, key=lambda op_id: (live[op_id][1], op_id)))
            for (_, value), ids in grouped.items()
        ]
    ids = [f"{op_id} {said}" for side in sides for op_id in side.ops for said in ("", *(e[0] for e in side.edits))]
    return Collision(record, path, field_of(record.type, path), sides, sha256(" ".join(ids).encode()).hexdigest()[:32])


def _delete_sides(record: Record) -> list[Side]:
    """Delete against edit (M11), or against a word that it shall stay."""
    live = record.live.get(DELETED, {})
    deletes = tuple(sorted(op_id for op_id, (value, _) in live.items() if type(value) is str))
    known = frozenset().union(*(opset.decode(live[op_id][0]) for op_id in deletes))
    edits = tuple(
        (op_id, path, value)
        for path, said in sorted(record.live.items())
        if path != DELETED
        for op_id, (value, _) in sorted(said.items())
        if op_id not in known
    )
    keeps = tuple(sorted({*(live.keys() - set(deletes)), *(op_id for op_id, _, _ in edits)}))
    is_deleted = merge.is_deleted(record)
    first = deletes[0] if deletes else ""
    return [Side(deletes, True, is_deleted, first), Side(keeps, False, not is_deleted, KEEP, edits)]


def common(desk: Desk, collision: Collision) -> tuple[str, Value] | None:
    """What all sides had seen and changed: (op, value); None where they share nothing, as with a delete."""
    ids = {op_id for side in collision.sides for op_id in side.ops}
    said = authors.read_ops(desk, ids).values()
    bases = [set(word[1]) for one in said if (word := authors.said_at(one, collision.path))]
    shared = set.intersection(*bases) if bases else set()
    for op_id, one in sorted(authors.read_ops(desk, shared).items()):
        if word := authors.said_at(one, collision.path):
            return op_id, word[0]
    return None


def field_of(kind: str, path: str) -> Field | None:
    """The declaration of the field at `path`; None for a delete, or what only a newer server knows."""
    return BY_NAME[kind].field(path.partition("/")[0])


def choose(actor: Actor, record_id: str, wish: Wish) -> str:
    """Settle a collision; returns the op that did (an undo names it).

    Raises `stale` where it is not what the page showed, `bad-values` for what does not fit.
    """
    if len(wish.why) > WHY_MAX or bad_text(_plain(wish.why)):
        raise Problem("bad-values", fields={"why": ["too-long"]})
    return write(lambda connection: _choose(Desk(connection, actor), record_id, wish))


def _choose(desk: Desk, record_id: str, wish: Wish) -> str:
    record = desk.find(record_id, Verb.DECIDE, "review", lock=True)
    collision = next((found for found in of_record(record) if found.path == wish.path), None)
    if collision is None or collision.token != wish.token:
        raise Problem("stale")
    value = _value(desk, collision, wish)
    if wish.path == DELETED and value is True:
        value = opset.encode(record.seen)
    taken = acts.state_in(desk.connection, desk.tenant, desk.actor.id, [acts.resolution(record, wish.path, value)])
    slips.send(desk.connection, desk.tenant, _slips(desk, collision, value, taken.rows[0].id, _plain(wish.why)))
    return taken.rows[0].id


def _value(desk: Desk, collision: Collision, wish: Wish) -> Value:
    if wish.op:
        side = next((side for side in collision.sides if wish.op == side.wish or wish.op in side.ops), None)
        if side is None:
            raise Problem("stale")
        return side.value
    if collision.field is None:
        raise Problem("bad-values", fields={collision.path: ["bad-value"]})
    value = parse(collision.field, wish.value)
    if collision.field.kind == "reference" and value not in desk.load([value]):
        raise Problem("bad-values", fields={collision.path: ["bad-value"]})
    return value


def parse(field: Field, text: str) -> Value:
    """What a person wrote, as a value of the field; `bad-values` with the reason where it is none."""
    value: Value = _plain(text)
    if field.kind == "line":
        value = " ".join(value.split())
    if field.kind in NUMBERS:
        digits = "".join(value.split())
        value = int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 17 else None
    if value is None or value == "" or field.kind == "flag" or (wrong := field.check(value)):
        raise Problem("bad-values", fields={field.name: [wrong if value not in (None, "") and wrong else "bad-value"]})
    return value


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def _slips(desk: Desk, collision: Collision, kept: Value, decided_by: str, why: str) -> list[slips.Slip]:
    """To each author: his value, the others', what was kept, by whom, why; where he may still read it (I7, I9)."""
    record, path = collision.record, collision.path
    said = {op_id: side for side in collision.sides for op_id in side.ops}
    for restated, first in authors.behind(desk, record, path, set(said)).items():
        said |= dict.fromkeys(first, said[restated])
    holders = origins.holders(desk.connection, desk.tenant, {op_id.partition(".")[0] for op_id in said})
    units = references(record, "unit")
    found = []
    for op_id, yours in said.items():
        holder = holders.get(op_id.partition(".")[0])
        body = {"record_type": record.type, "record": record.id, "path": path}
        may_read = holder is not None and (holder.units is None or not holder.units.isdisjoint(units))
        if may_read and not (collision.field and collision.field.personal):
            theirs = [side.value for side in collision.sides if side is not yours]
            body |= {"yours": yours.value, "theirs": theirs, "kept": bool(kept) if path == DELETED else kept}
        found.append(slips.choice(op_id, decided_by, {**body, "by": desk.actor.name, "why": why}))
    return found
