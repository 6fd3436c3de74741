"""Taking a choice back: an ordinary op that names the choice and says again what the choice had named (I1, I4).

A collision opens again with both sides, a judgement returns to what it was, a comment goes. Nothing is unsaid: choice
and undo both stay in the history. What somebody has gone on from since is `stale` and stays.
"""

from server import acts
from server.office.hearings import authors
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import log
from server.store.unit_of_work import write
from server.who import Actor, Verb
from sync import merge
from sync.catalogue import BY_NAME
from sync.chain import is_office
from sync.op import Op, Value
from sync.record import Record


def undo(actor: Actor, op_id: str) -> str:
    """Take back an op of the office and what was said with it; returns the record it was about."""
    return write(lambda connection: _undo(Desk(connection, actor), op_id))


def _undo(desk: Desk, op_id: str) -> str:
    said = batch_of(desk, op_id)
    if op_id not in said or not all(_is_choice(desk, one) for one in said.values()):
        raise Problem("bad-state")
    statements = []
    for one in said.values():
        record = desk.find(one.record, Verb.DECIDE, "review", lock=True)
        statements += back(desk, record, one)
    acts.state_in(desk.connection, desk.tenant, desk.actor.id, statements)
    return said[op_id].record


def batch_of(desk: Desk, op_id: str) -> dict[str, Op]:
    """An op of the office and all that was said with it, by id; `not-found` where it is none."""
    try:
        rows = log.ops_by_id(desk.connection, desk.tenant, [op_id])
    except ValueError:
        rows = []
    if not rows or not is_office(rows[0].inc) or rows[0].outcome != "applied":
        raise Problem("not-found")
    return authors.read_ops(desk, {row.id for row in log.ops_of_batch(desk.connection, desk.tenant, rows[0].batch)})


def _is_choice(desk: Desk, said: Op) -> bool:
    """Whether it is of this room: a comment, a judgement, a settled collision. Other deeds have their own way back."""
    sets = said.sets | said.personal
    if said.type == "comment" or (said.type, set(sets)) == ("hearing", {"review"}):
        return True
    fields = [BY_NAME[said.type].field(path.partition("/")[0]) for path in sets]
    bases = {base for _, named in sets.values() for base in named}
    before = log.ops_by_id(desk.connection, desk.tenant, bases)
    is_office_field = any(field is not None and field.office for field in fields)
    return len(sets) == 1 and bool(before) and not is_office_field and all(row.outcome == "applied" for row in before)


def back(desk: Desk, record: Record, said: Op) -> list[acts.Statement]:
    """What undoes one op of the batch."""
    sets = said.sets | said.personal
    if record.seen == {said.id}:
        return [acts.Statement(record.type, record.id, merge.delete(record))]
    if any(said.id not in record.live.get(path, ()) for path in sets):
        raise Problem("stale")
    return [
        acts.Statement(record.type, record.id, {path: (value, (said.id,))})
        for path, (_, bases) in sets.items()
        for value in _before(desk, record, path, bases)
    ]


def _before(desk: Desk, record: Record, path: str, bases: tuple[str, ...]) -> list[Value]:
    """The values that stood before, each once; none was there: the absent value."""
    found: dict[tuple[type, Value], Value] = {}
    for one in authors.read_ops(desk, set(bases)).values():
        if word := authors.said_at(one, path):
            found[type(word[0]), word[0]] = word[0]
    return list(found.values()) or [None]
