"""A record's causal state, and its canonical line: what the feed sends and the store keeps (README §4, §5).

`encode` and `decode` are inverses; equal states have equal lines in Python and TypeScript (I8).
"""

import json
from dataclasses import dataclass, field

from sync import opset
from sync.op import Value, dump

Live = dict[str, tuple[Value, int]]  # op id -> (value, n)


@dataclass(slots=True)
class Record:
    """What the ops on one id add up to. Changed only by merge.py."""

    type: str
    id: str
    live: dict[str, Live] = field(default_factory=dict)  # path -> live values
    named: dict[str, set[str]] = field(default_factory=dict)  # path -> ids named before they came (M1)
    seen: set[str] = field(default_factory=set)  # every op taken in, exactly (M3)
    aside: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # parked, refused: id -> path -> bases (M7)
    late: dict[str, dict[str, list]] = field(default_factory=dict)  # after the seal: id -> path -> [value, base …]
    texts: dict[str, str] = field(default_factory=dict)  # path -> merged Yjs update, base64
    personal: set[str] = field(default_factory=set)  # the paths that stand in the personal line
    erased: bool = False  # for ever (M19)
    top: int = 0  # highest n seen


def shown_id(live: Live) -> str:
    """The op whose value is shown: highest n, then highest op id; the same everywhere."""
    return max(live, key=lambda op_id: (live[op_id][1], op_id))


def references(record: Record, path: str) -> set[str]:
    """The ids that live values at `path` point to; where nothing is live, those that late notes point to."""
    if live := record.live.get(path):
        return {value for value, _ in live.values() if type(value) is str}
    return {sets[path][0] for sets in record.late.values() if path in sets and type(sets[path][0]) is str}


def _default_op(record: Record) -> str | None:
    sole: dict[str, int] = {}
    for live in record.live.values():
        if len(live) == 1:
            (op_id,) = live
            sole[op_id] = sole.get(op_id, 0) + 1
    return max(sole, key=lambda op_id: (sole[op_id], op_id)) if sole else None


def _part(record: Record, default: str | None, paths: list[str]) -> dict[str, object]:
    """`set`, `live` and `named` of the given sorted paths."""
    alone: dict[str, Value] = {}
    several: dict[str, list] = {}
    for path in paths:
        live = record.live.get(path)
        if not live:
            continue
        if len(live) == 1 and default in live:
            alone[path] = live[default][0]
        else:
            several[path] = [[op_id, *live[op_id]] for op_id in sorted(live)]
    named = {path: sorted(record.named[path]) for path in paths if record.named.get(path)}
    return {key: value for key, value in (("set", alone), ("live", several), ("named", named)) if value}


def _late(record: Record, personal: bool) -> dict[str, dict[str, list]]:
    """The late notes; in the open line all of them, that each is known for one even where all of it is personal."""
    parts = {
        op_id: {path: sets[path] for path in sorted(sets) if (path in record.personal) is personal}
        for op_id, sets in sorted(record.late.items())
    }
    return {op_id: sets for op_id, sets in parts.items() if sets or not personal}


def encode(record: Record) -> tuple[bytes, bytes | None]:
    """The record's line, and its personal line if anything personal is there."""
    if len(record.seen) == 1 and record.live and not (record.personal or record.texts or record.late or record.named):
        return _encode_first(record), None
    default = _default_op(record)
    row: dict[str, object] = {"type": record.type, "id": record.id}
    written = set()
    top = 0
    for live in record.live.values():
        written.update(live)
        top = max(top, *(n for _, n in live.values()))
    if default is not None:
        row["n"] = next(live[default][1] for live in record.live.values() if default in live)
        row["op"] = default
    paths = sorted(record.live.keys() | record.named.keys())
    personal = record.personal
    row |= _part(record, default, [path for path in paths if path not in personal] if personal else paths)
    if rest := record.seen - written:
        row["seen"] = opset.encode(rest)
    if record.aside:
        row["aside"] = {
            op_id: {path: sorted(sets[path]) for path in sorted(sets)} for op_id, sets in sorted(record.aside.items())
        }
    if record.late:
        row["late"] = _late(record, personal=False)
    if record.texts:
        row["texts"] = dict(sorted(record.texts.items()))
    if record.top > top:
        row["top"] = record.top
    if record.erased:
        row["erased"] = True
    if not personal:
        return dump(row), None
    hidden = _part(record, default, [path for path in paths if path in personal])
    if record.late and (late := _late(record, personal=True)):
        hidden["late"] = late
    return dump(row), dump(["", hidden]) if hidden else None


def _encode_first(record: Record) -> bytes:
    """As `encode`, for the commonest of records: one op, nothing else. Most lines of an evening are such."""
    (op_id,) = record.seen
    row: dict[str, object] = {"type": record.type, "id": record.id, "n": record.top, "op": op_id}
    row["set"] = {path: record.live[path][op_id][0] for path in sorted(record.live)}
    if record.erased:
        row["erased"] = True
    return dump(row)


def _absorb_part(record: Record, part: dict, default: str | None, n: int) -> None:
    for path, value in part.get("set", {}).items():
        record.live[path] = {default: (value, n)}
    for path, entries in part.get("live", {}).items():
        record.live[path] = {op_id: (value, number) for op_id, value, number in entries}
    for path, ids in part.get("named", {}).items():
        record.named[path] = set(ids)
    for op_id, sets in part.get("late", {}).items():
        record.late.setdefault(op_id, {}).update(sets)


def decode(line: bytes | str, personal: bytes | str | None = None) -> Record:
    """The record that `encode` wrote."""
    row = json.loads(line)
    record = Record(row["type"], row["id"])
    default, n = row.get("op"), row.get("n", 0)
    _absorb_part(record, row, default, n)
    if personal is not None:
        hidden = json.loads(personal)[1]
        _absorb_part(record, hidden, default, n)
        for part in ("set", "live", "named"):
            record.personal.update(hidden.get(part, ()))
        for sets in hidden.get("late", {}).values():
            record.personal.update(sets)
    record.aside = {op_id: {p: list(b) for p, b in sets.items()} for op_id, sets in row.get("aside", {}).items()}
    record.texts = row.get("texts", {})
    record.erased = row.get("erased", False)
    record.seen.update(opset.decode(row.get("seen", "")))
    record.top = row.get("top", 0)
    for live in record.live.values():
        record.seen.update(live)
        for _, number in live.values():
            record.top = max(record.top, number)
    return record
