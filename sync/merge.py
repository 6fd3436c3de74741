"""The merge: every change of every record, on the server and on the tablet, enters here.

Causality decides, clocks never (I10): a base says what the editor saw; what nobody named stays live (I4). Order
does not matter (I2), twice is once (I1). The clauses M1–M25 are in README §4–§7; each has a test by its number.
A new merge behaviour is a kind in kinds.py, not an `if` here. Proved by tests/sync/test_laws.py and test_clauses_*.py.
"""

from collections.abc import Collection, Iterable

from sync import opset, text
from sync.catalogue import BY_NAME
from sync.chain import is_office
from sync.kinds import INTEGER_MAX
from sync.op import BASES_MAX, Op, Sets, Value
from sync.outcome import APPLIED, LATE, Outcome
from sync.record import Live, Record, shown_id

DELETED = "_deleted"
ERASED = "_erased"

TEXT_PATHS = {
    (record.name, field.name) for record in BY_NAME.values() for field in record.fields if field.kind == "long_text"
}
TEXTS = {kind: {path for of, path in TEXT_PATHS if of == kind} for kind, _ in TEXT_PATHS}
PERSONAL = {(record.name, field.name) for record in BY_NAME.values() for field in record.fields if field.personal}


def apply(record: Record, op: Op, seal: Collection[str] | None = None) -> Outcome | None:
    """Take `op` into `record`; return applied or late, or None for a duplicate, which changes nothing.

    `seal`: what the seal of the record's hearing had seen; an op outside it is kept as a late note (M15).
    Pure but for `record`: no clock, no store.
    """
    if op.id in record.seen:
        return None
    if seal is not None and op.id not in seal and not is_office(op.inc):
        _stand_late(record, op)
        return LATE
    _enter(record, op)
    if op.sets.get(ERASED, (None,))[0] is True:
        record.erased = True
        _strip_personal(record)
    _take(record, op, op.sets)
    if op.personal and not record.erased:
        record.personal.update(op.personal)
        _take(record, op, op.personal)
    _forget_named(record, op)
    return APPLIED


def set_aside(record: Record, op: Op) -> bool:
    """Note a parked or refused op: no value of it counts, but whoever names it names what it named (M7).

    Returns False for a duplicate.
    """
    if op.id in record.seen:
        return False
    _enter(record, op)
    _stand_by(record, op)
    record.aside[op.id] = {path: list(bases) for path, (_, bases) in _all_sets(op) if bases}
    if record.erased:
        _strip_personal(record)
    return True


def admit(record: Record, op: Op, seal: Collection[str] | None = None) -> Outcome | None:
    """Take in an op that stood aside, when the server has come to know its type, field or choice; as `apply`."""
    if op.id in record.aside:
        del record.aside[op.id]
        record.seen.discard(op.id)
    return apply(record, op, seal)


def fold(kind: str, record_id: str, ops: Iterable[Op], seal: Collection[str] | None = None) -> Record:
    """The record that `ops` add up to, in whatever order they are given (I2)."""
    record = Record(kind, record_id)
    for op in ops:
        apply(record, op, seal)
    return record


def _enter(record: Record, op: Op) -> None:
    record.seen.add(op.id)
    record.top = max(record.top, op.n)


def _all_sets(op: Op) -> Iterable[tuple[str, tuple[Value, tuple[str, ...]]]]:
    yield from op.sets.items()
    yield from op.personal.items()


def _stand_by(record: Record, op: Op) -> None:
    """Where somebody has already named this op, its own bases take effect, though it never counts (M2, M7)."""
    for path, (_, bases) in _all_sets(op):
        if op.id in record.named.get(path, ()):
            _name(record, path, bases)


def _stand_late(record: Record, op: Op) -> None:
    _enter(record, op)
    _stand_by(record, op)
    record.personal.update(op.personal)
    record.late[op.id] = {path: [value, *bases] for path, (value, bases) in _all_sets(op)}
    if record.erased:
        _strip_personal(record)


def _take(record: Record, op: Op, sets: Sets) -> None:
    live, named, texts = record.live, record.named, TEXTS.get(record.type, ())
    for path, (value, bases) in sets.items():
        if path in texts:
            record.texts[path] = text.merge(record.texts.get(path, ""), value or "")
            continue
        if path == ERASED:
            continue
        if bases:
            _name(record, path, bases)
        if named and op.id in named.get(path, ()):
            continue  # history: its bases have taken effect, its value is dead (M2)
        if path in live:
            live[path][op.id] = (value, op.n)
        else:
            live[path] = {op.id: (value, op.n)}


def _name(record: Record, path: str, bases: Iterable[str]) -> None:
    """Let `bases` (and what those of them that stand aside had named) leave `live` at `path`."""
    live = record.live.get(path, {})
    waiting = list(bases)
    met: set[str] = set()
    while waiting:
        base = waiting.pop()
        if base in met:
            continue
        met.add(base)
        live.pop(base, None)
        if base in record.aside:
            waiting.extend(record.aside[base].get(path, ()))
            record.named.setdefault(path, set()).add(base)
        elif base in record.late:
            waiting.extend(record.late[base].get(path, (None,))[1:])
            record.named.setdefault(path, set()).add(base)
        elif base not in record.seen:
            record.named.setdefault(path, set()).add(base)
    if path in record.live and not live:
        del record.live[path]


def _forget_named(record: Record, op: Op) -> None:
    """`op` has come: nobody waits for it any more, not even at a path that it does not state (I2)."""
    for path in [path for path, ids in record.named.items() if op.id in ids]:
        record.named[path].discard(op.id)
        if not record.named[path]:
            del record.named[path]


def _strip_personal(record: Record) -> None:
    """Of an erased record nothing personal stays, wherever it stood; folding it from digests gives the same (M19)."""
    for parts in (record.live, record.named, *record.aside.values(), *record.late.values()):
        for path in [path for path in parts if path in record.personal or _is_personal(record.type, path)]:
            del parts[path]
    record.personal.clear()


def _is_personal(kind: str, path: str) -> bool:
    return (kind, path.partition("/")[0]) in PERSONAL


def value_of(record: Record, path: str) -> Value:
    """The shown value at `path`; None where there is none."""
    live = record.live.get(path)
    return live[shown_id(live)][0] if live else None


def is_deleted(record: Record) -> bool:
    """Whether the record is shown as deleted."""
    return type(value_of(record, DELETED)) is str


def _same_key(path: str, value: Value) -> tuple[type, Value]:
    """Equal for equal values: True is not 1; two deletes are equal whatever they saw (M12)."""
    return (bool, type(value) is str) if path == DELETED else (type(value), value)


def _different(path: str, live: Iterable[tuple[Value, int]]) -> bool:
    return len({_same_key(path, value) for value, _ in live}) > 1


def reviews(record: Record) -> list[str]:
    """The paths at which an officer has to choose: several different live values, or an edit against a delete."""
    paths = sorted(path for path, live in record.live.items() if _different(path, live.values()))
    if DELETED not in paths and _edited_against_delete(record):
        paths = sorted([*paths, DELETED])
    return paths


def _edited_against_delete(record: Record) -> bool:
    """A live value, or a part of a long text, that no live delete has seen (M11)."""
    deletes = {op_id: value for op_id, (value, _) in record.live.get(DELETED, {}).items() if type(value) is str}
    if not deletes:
        return False
    known = frozenset().union(*(opset.decode(seen) for seen in deletes.values()))
    if record.texts and record.seen - known - deletes.keys() - record.aside.keys() - record.late.keys():
        return True  # what stands in a long text never leaves it, so any op may stand there
    return any(op_id not in known for path, live in record.live.items() if path != DELETED for op_id in live)


def next_n(record: Record) -> int:
    """The n of the next op on this record; it stops where both languages stop being exact (M21)."""
    return min(record.top + 1, INTEGER_MAX)


def edit(record: Record, values: dict[str, Value]) -> Sets:
    """The sets of an ordinary edit: each path names the value that is shown, and its equals (M22).

    Editing a record that is shown as deleted names the deletes, and so restores it (M13).
    """
    sets = {path: (value, _shown_and_equals(record, path)) for path, value in values.items()}
    if is_deleted(record) and DELETED not in values:
        sets[DELETED] = (False, _shown_and_equals(record, DELETED))
    return sets


def _shown_and_equals(record: Record, path: str) -> tuple[str, ...]:
    live = record.live.get(path)
    if not live:
        return ()
    shown = _same_key(path, live[shown_id(live)][0])
    return _bases(live, (op_id for op_id in live if _same_key(path, live[op_id][0]) == shown))


def _bases(live: Live, ids: Iterable[str]) -> tuple[str, ...]:
    """`ids` as an op can carry them: the BASES_MAX that are shown first; what is left over waits for the next op."""
    return tuple(sorted(sorted(ids, key=lambda op_id: (live[op_id][1], op_id))[-BASES_MAX:]))


def resolve(record: Record, path: str, value: Value) -> Sets:
    """The sets of a resolution: it names every live value of the path; one that comes later reopens the review."""
    live = record.live.get(path, {})
    return {path: (value, _bases(live, live))}


def delete(record: Record) -> Sets:
    """The sets of a delete: it carries what the deleter had seen, so that an edit beside it is found (M11)."""
    return resolve(record, DELETED, opset.encode(record.seen))
