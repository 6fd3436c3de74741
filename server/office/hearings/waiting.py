"""Ops that stand aside: parked, refused, late. Why, what they say, and the office's word on them (S1, O2).

*Accept* makes an ordinary op of the office with the same values; at each path it names the parked op and what that one
named, so the word takes effect once (I1, M7) and what came meanwhile stays beside it for review (I4). Where somebody
has already gone on from the parked word, that path is left out: the author's later word stands. *Dismiss* changes no
record. Either tells the author by a slip, and an op is decided on once (server/slips.py).
"""

import json
from dataclasses import dataclass

from server import acts, ballot_box, opened, slips
from server.exchange.batch import subject_of
from server.office.hearings.desk import Desk, Origin
from server.problems import Problem
from server.store import hearings, log, origins, records
from server.store.log import OpRow
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check
from sync import op
from sync.catalogue import BY_NAME
from sync.merge import ERASED, value_of
from sync.op import BASES_MAX, Malformed, Op
from sync.record import Record, references

STATES = ("parked", "refused", "late")
ACCEPTABLE = {"out-of-scope", "office-field", "role", "revoked", "group"}  # the others wait for a newer server
CHUNK, CHUNKS = 200, 5  # rows looked at for one page
RAW_MAX = 4000

Place = tuple[int, str, int]  # batch, inc, seq


@dataclass(frozen=True, slots=True)
class Waiting:
    """One op that stands aside. `said` None: the line is no op. `raw` is the line as text, cut to RAW_MAX."""

    origin: Origin
    said: Op | None
    type: str
    record: str
    raw: str
    units: frozenset[str]
    hearings: frozenset[str]
    may_accept: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them, oldest first; `after` is where the next page begins, None at the end."""

    items: list[Waiting]
    after: Place | None


def listed(desk: Desk, hearing: Record | None = None, after: Place = (0, "", 0), limit: int = 50) -> Page:
    """What waits within reach, or of one hearing: its own, and what of its units names no hearing."""
    check(desk.actor, Verb.SEE, Thing("review", desk.tenant))
    found: list[Waiting] = []
    for _ in range(CHUNKS):
        rows = hearings.undecided(desk.connection, desk.tenant, after, CHUNK, STATES)
        for item in _read(desk, rows):
            if not desk.reaches(item.units) or (hearing and not concerns(item, hearing)):
                continue
            if len(found) == limit:
                return Page(found, found[-1].place)
            found.append(item)
        if len(rows) < CHUNK:
            return Page(found, None)
        after = (rows[-1].batch, rows[-1].inc, rows[-1].seq)
    return Page(found, after)


def concerns(item: Waiting, hearing: Record) -> bool:
    """Whether it is of this hearing, or of one of its units and of no hearing that is known."""
    if item.hearings:
        return hearing.id in item.hearings
    return item.record == hearing.id or not item.units.isdisjoint(references(hearing, "unit"))


def _read(desk: Desk, rows: list[OpRow]) -> list[Waiting]:
    read = {row.id: _open(desk, row) for row in rows}
    ids = {said.record for said in read.values() if said}
    known = records.load(desk.connection, desk.tenant, ids, desk.keys)
    opened.note(known.values())
    units: dict[str, set[str]] = {one: references(record, "unit") for one, record in known.items()}
    halls: dict[str, set[str]] = {one: references(record, "hearing") for one, record in known.items()}
    for said in filter(None, read.values()):  # what the waiting ops of a record say of it, where nothing else does
        for where, path in ((units, "unit"), (halls, "hearing")):
            value = said.sets.get(path, (None,))[0]
            where.setdefault(said.record, set()).update({value} if type(value) is str else ())
        if said.type == "hearing":
            halls[said.record].add(said.record)
    holders = origins.holders(desk.connection, desk.tenant, {row.inc for row in rows})
    came = desk.origins_of(rows)
    found = []
    hidden = _of_open_votes(desk, [said for said in read.values() if said], known)
    for row in rows:
        said = read[row.id]
        record = said.record if said else ""
        if record in hidden:
            continue
        holder = holders.get(row.inc)
        mine = units.get(record) or (holder.units if holder else None) or ()
        type_name, raw = (said.type if said else ""), bytes(row.line).decode("utf-8", "replace")[:RAW_MAX]
        where = (row.batch, row.inc, row.seq)
        may_accept = _may_accept(desk, row, said, frozenset(mine))
        halls_of = frozenset(halls.get(record, ()))
        found.append(Waiting(came[row.id], said, type_name, record, raw, frozenset(mine), halls_of, may_accept, where))
    return found


def _of_open_votes(desk: Desk, said: list[Op], known: dict[str, Record]) -> set[str]:
    """Ballots and hand counts whose session is not closed: what they say waits until it is (scenario 14)."""
    sessions: dict[str, str] = {}
    for one in said:
        if one.type in ballot_box.HIDDEN:
            value = one.sets.get("session", (None,))[0]
            there = known.get(one.record)
            sessions[one.record] = str(value or (value_of(there, "session") if there else ""))
    found = records.load(desk.connection, desk.tenant, set(sessions.values()), desk.keys) if sessions else {}
    closed = {one.id for one in found.values() if ballot_box.is_closed(one)}
    return {record for record, session in sessions.items() if session not in closed}


def _open(desk: Desk, row: OpRow) -> Op | None:
    personal = desk.keys.open(subject_of(row.line, row.inc), row.personal, row.id)
    try:
        return op.read(row.line, personal, row.inc, row.seq, row.tag)
    except Malformed:
        return None


def _may_accept(desk: Desk, row: OpRow, said: Op | None, units: frozenset[str]) -> bool:
    """Whether the officer may accept it: it is parked for a reason the office may set aside, and all its units are
    his."""
    if said is None or row.outcome != "parked" or row.code not in ACCEPTABLE:
        return False
    declared = BY_NAME.get(said.type)
    if declared is None or declared.immutable or not desk.may(Verb.DECIDE, "review"):
        return False
    if ERASED in said.sets and not desk.may(Verb.ERASE, "person"):
        return False
    return desk.actor.units is None or (bool(units) and units <= desk.actor.units)


def accept(actor: Actor, op_id: str, why: str = "") -> None:
    """State a parked op anew as the office's, with the others of its group (M16). `bad-state` if decided before."""
    write(lambda connection: _accept(Desk(connection, actor), op_id, why))


def dismiss(actor: Actor, op_id: str, why: str = "") -> None:
    """Leave an op aside for good and tell its author; no record changes."""
    write(lambda connection: _dismiss(Desk(connection, actor), op_id, why))


def _find(desk: Desk, op_id: str) -> tuple[OpRow, Waiting]:
    try:
        rows = log.ops_by_id(desk.connection, desk.tenant, [op_id])
    except ValueError:
        rows = []
    if not rows or rows[0].outcome not in STATES:
        raise Problem("not-found")
    (item,) = _read(desk, rows)
    if not desk.reaches(item.units):
        raise Problem("not-found")
    check(desk.actor, Verb.DECIDE, Thing("review", desk.tenant, item.units))
    if slips.is_decided(desk.connection, desk.tenant, op_id):
        raise Problem("bad-state")
    return rows[0], item


def _accept(desk: Desk, op_id: str, why: str) -> None:
    row, item = _find(desk, op_id)
    members = [item]
    if item.said and item.said.group:
        others = [one for one in log.ops_of_batch(desk.connection, desk.tenant, row.batch) if one.outcome == "parked"]
        members = [one for one in _read(desk, others) if one.said and one.said.group == item.said.group]
        members = [one for one in members if not slips.is_decided(desk.connection, desk.tenant, one.origin.op)]
    if not all(one.may_accept for one in members):
        raise Problem("forbidden")
    known = records.load(desk.connection, desk.tenant, {one.record for one in members}, desk.keys, lock=True)
    statements = [made for one in members if (made := _statement(one.said, known.get(one.record)))]
    if statements:
        acts.state_in(desk.connection, desk.tenant, desk.actor.id, statements)
    _tell(desk, slips.ACCEPTED, members, why)


def _statement(said: Op, record: Record | None) -> acts.Statement | None:
    """The same values, naming `said` and what it named; None where somebody has gone on from all of them."""
    named = record.named if record else {}
    sets = {
        path: (value, (said.id, *bases)[:BASES_MAX])
        for path, (value, bases) in (said.sets | said.personal).items()
        if said.id not in named.get(path, ())
    }
    return acts.Statement(said.type, said.record, sets) if sets else None


def _dismiss(desk: Desk, op_id: str, why: str) -> None:
    _, item = _find(desk, op_id)
    _tell(desk, slips.DISMISSED, [item], why)


def _tell(desk: Desk, kind: str, members: list[Waiting], why: str) -> None:
    found = []
    for one in members:
        paths = [*one.said.sets, *one.said.personal] if one.said else []
        op_id, by = one.origin.op, desk.actor.name
        found.append(slips.decision(kind, op_id, one.type, one.record, paths, by, why.strip()[:500]))
    slips.send(desk.connection, desk.tenant, found)


def place_of(text: str) -> Place:
    """A page's beginning as an address says it; the very beginning where it says nothing sensible."""
    try:
        batch, inc, seq = json.loads(text)
        return (int(batch), str(inc), int(seq))
    except (ValueError, TypeError):
        return (0, "", 0)
