"""All that was ever said of one record: each op in the log, what it named, and what became of it (I4, O1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from server.exchange.batch import subject_of
from server.office.hearings.desk import Desk, Origin
from server.office.tables import Asked, Cut
from server.store import hearings, log, origins
from server.store.log import OpRow
from server.text.labels import tablet_label
from sync import op
from sync.chain import is_office
from sync.merge import TEXT_PATHS, reviews
from sync.op import Malformed, Value
from sync.record import Record

FILTERS = ("by", "late", "path")
OFFICE = "office"
OPS_MAX = 400
RECORDS_MAX = 1000  # of one type, in the history of a hearing


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
    """One op of a record's history."""

    record: Record
    origin: Origin
    n: int
    words: list[Word]


def entries(desk: Desk, record: Record, path: str = "") -> tuple[list[Entry], int]:
    """The record's ops, newest first (all, or those that say something at `path`), and how many more there are.

    At most OPS_MAX are read; what is shown now is always among them.
    """
    live = {op_id for ids in record.live.values() for op_id in ids}
    wanted = {*live, *islice(sorted(record.seen - live, reverse=True), max(OPS_MAX - len(live), 0))}
    found = _told(desk, log.ops_by_id(desk.connection, desk.tenant, wanted), {record.id: record}, path)
    found.sort(key=lambda entry: (entry.n, entry.origin.received_at, entry.origin.op), reverse=True)
    return found, len(record.seen) - len(wanted)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who said something: a person on a tablet, or the office (`inc` is then OFFICE)."""

    inc: str
    tablet: str
    name: str


def hands(desk: Desk, op_ids: Iterable[str]) -> list[Hand]:
    """The hands that these ops are of, tablets first."""
    incs = {op_id.partition(".")[0] for op_id in op_ids}
    tablets = {inc for inc in incs if not is_office(inc)}
    held = origins.holders(desk.connection, desk.tenant, tablets)
    names = origins.account_names(desk.connection, desk.tenant, {one.account for one in held.values()})
    found = [
        Hand(inc, tablet_label(inc), names.get(held[inc].account, "") if inc in held else "") for inc in sorted(tablets)
    ]
    return found + ([Hand(OFFICE, "", "")] if incs - tablets else [])


def fits(op_id: str, asked: Asked, late: Collection[str]) -> bool:
    """Whether an op is of the hand that was asked for, and late where late notes were."""
    inc = op_id.partition(".")[0]
    by = asked.filters.get("by", "")
    return by in ("", OFFICE if is_office(inc) else inc) and ("late" not in asked.filters or op_id in late)


@dataclass(frozen=True, slots=True)
class Told:
    """A page of a hearing's history; `hands` and `has_late` are of all of it, whatever is filtered."""

    entries: list[Entry]
    cut: Cut
    hands: list[Hand]
    has_late: bool


def of_hearing(desk: Desk, hearing: Record, asked: Asked) -> Told:
    """The ops of all records of a hearing that were asked for, those that came last first, one page; at most
    RECORDS_MAX of each type."""
    ids = [hearing.id]
    for kind in hearings.KINDS:
        ids += hearings.of_hearing(desk.connection, desk.tenant, hearing.id, kind, "", RECORDS_MAX, deleted=True)
    known = desk.load(ids)
    seen = {op_id for one in known.values() for op_id in one.seen}
    late = {op_id for one in known.values() for op_id in one.late}
    wanted = {op_id for op_id in seen if fits(op_id, asked, late)}
    cut = asked.cut(log.arrivals_of(desk.connection, desk.tenant, wanted))
    rows = {row.id: row for row in log.ops_by_id(desk.connection, desk.tenant, cut.rows)}
    found = _told(desk, [rows[op_id] for op_id in cut.rows if op_id in rows], known)
    return Told(found, cut, hands(desk, seen), bool(late))


def _told(desk: Desk, rows: list[OpRow], known: dict[str, Record], path: str = "") -> list[Entry]:
    """What these ops say of the records in `known` (at `path`, or anywhere), in their order."""
    came = desk.origins_of(rows)
    found = []
    for row in rows:
        personal = desk.keys.open(subject_of(row.line, row.inc), row.personal, row.id)
        try:
            said = op.read(row.line, personal, row.inc, row.seq, row.tag)
        except Malformed:
            continue
        record = known.get(said.record)
        if record is None:
            continue
        words = [
            Word(at, value, bases, _state(record, at, row.id, row.outcome))
            for at, (value, bases) in sorted((said.sets | said.personal).items())
            if path in ("", at)
        ]
        if words:
            found.append(Entry(record, came[row.id], said.n, words))
    return found


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
