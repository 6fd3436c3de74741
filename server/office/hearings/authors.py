"""Whose words the office restated: a choice that was undone, or a parked op that was accepted, is an op of the office,
but its author is the person who wrote that value first. He is shown, and he hears what becomes of it (T18).
"""

from server.exchange.batch import subject_of
from server.office.hearings.desk import Desk, Origin
from server.store import log
from sync import op
from sync.chain import is_office
from sync.op import Malformed, Op, Value
from sync.record import Record

STEPS_MAX = 6  # an undo of an undo of an undo


def read_ops(desk: Desk, ids: set[str]) -> dict[str, Op]:
    """The ops with these ids that are in the log, opened."""
    found = {}
    for row in log.ops_by_id(desk.connection, desk.tenant, ids):
        try:
            personal = desk.keys.open(subject_of(row.line, row.inc), row.personal, row.id)
            found[row.id] = op.read(row.line, personal, row.inc, row.seq, row.tag)
        except Malformed:
            continue
    return found


def said_at(said: Op, path: str) -> tuple[Value, tuple[str, ...]] | None:
    """What an op says at `path`: (value, bases); None where it says nothing there."""
    return (said.sets | said.personal).get(path)


def behind(desk: Desk, record: Record, path: str, ops: set[str]) -> dict[str, tuple[str, ...]]:
    """Op of the office → the tablets' ops with the same value that it goes back to; nothing for the office's own."""
    known = read_ops(desk, {one for one in ops if is_office(one)})
    found = {}
    for start, said in known.items():
        word = said_at(said, path)
        near, met, authors = set(word[1]) if word else set(), set(), set()
        for _ in range(STEPS_MAX):
            near -= met
            met |= near
            read = read_ops(desk, near)
            same = {one for one, other in read.items() if (at := said_at(other, path)) and _equal(at[0], word[0])}
            authors = {one for one in same if not is_office(one)}
            if authors or not read:
                break
            near = {base for other in read.values() if (at := said_at(other, path)) for base in at[1]}
        if authors:
            found[start] = tuple(sorted(authors))
    return found


def _equal(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def origins(desk: Desk, ops: set[str], cards: list) -> dict[str, Origin]:
    """Where `ops` came from; in collisions what an undo brought back comes from those who wrote it first."""
    first: dict[str, str] = {}
    for card in cards:
        of_card = {one for side in card.sides for one in side.ops}
        known = read_ops(desk, {one for one in of_card if is_office(one)})
        undone = {
            one
            for one, said in known.items()
            if (word := said_at(said, card.path)) and word[1] and all(map(is_office, word[1]))
        }
        first |= {one: found[0] for one, found in behind(desk, card.record, card.path, undone).items()}
    found = desk.origins({*ops, *first.values()})
    return found | {one: found[author] for one, author in first.items() if author in found}
