"""All that was ever said of one record: each op in the log, what it named, and what became of it (I4, O1)."""

from dataclasses import dataclass
from itertools import islice

from server.office.hearings.desk import Desk, Origin
from server.store import log
from sync import op
from sync.merge import TEXT_PATHS, reviews
from sync.op import Malformed, Value
from sync.record import Record

OPS_MAX = 400


@dataclass(frozen=True, slots=True)
class Word:
    """What one op says at one path.

    `state`: live, open (one of several that collide), replaced, merged (a part of a long text), or the op's outcome.
    """

    path: str
    value: Value
    bases: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One op of the record's history."""

    origin: Origin
    n: int
    words: list[Word]


def entries(desk: Desk, record: Record, path: str = "") -> tuple[list[Entry], int]:
    """The record's ops, newest first (all, or those that say something at `path`), and how many more there are.

    At most OPS_MAX are read; what is shown now is always among them.
    """
    live = {op_id for ids in record.live.values() for op_id in ids}
    wanted = {*live, *islice(sorted(record.seen - live, reverse=True), max(OPS_MAX - len(live), 0))}
    rows = log.ops_by_id(desk.connection, desk.tenant, wanted)
    origins = desk.origins_of(rows)
    found = []
    for row in rows:
        personal = desk.keys.open(record.id, row.personal, row.id)
        try:
            said = op.read(row.line, personal, row.inc, row.seq, row.tag)
        except Malformed:
            continue
        words = [
            Word(at, value, bases, _state(record, at, row.id, row.outcome))
            for at, (value, bases) in sorted((said.sets | said.personal).items())
            if path in ("", at)
        ]
        if words:
            found.append(Entry(origins[row.id], said.n, words))
    found.sort(key=lambda entry: (entry.n, entry.origin.received_at, entry.origin.op), reverse=True)
    return found, len(record.seen) - len(wanted)


def counts(found: list[Entry]) -> dict[str, int]:
    """Path → how many ops say something there."""
    paths = [word.path for entry in found for word in entry.words]
    return {path: paths.count(path) for path in set(paths)}


def _state(record: Record, path: str, op_id: str, outcome: str) -> str:
    if outcome != "applied":
        return outcome
    if (record.type, path) in TEXT_PATHS:
        return "merged"
    if op_id not in record.live.get(path, ()):
        return "replaced"
    return "open" if path in reviews(record) else "live"
