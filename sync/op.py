"""Ops: how a line is read and written (README §2). What it may say is judged in judge.py.

Reading is strict: keys in the fixed order, no duplicate keys, no floats, no depth. A line that cannot be read raises
`Malformed` with a code of `outcome.REFUSED`; it is stored all the same and never stops the ops beside it.
"""

import json
import re
from dataclasses import dataclass, field

from sync.catalogue import RECORDS
from sync.chain import base64url
from sync.kinds import INTEGER_MAX

LINE_BYTES_MAX = 512 * 1024
BASES_MAX = 64
PATHS_MAX = 400
DEPTH_MAX = 32

Value = str | int | bool | None
Sets = dict[str, tuple[Value, tuple[str, ...]]]  # path -> (value, bases as full op ids)

_KEYS = ("type", "id", "n", "at", "cat", "set")
_KEYS_GROUP = (*_KEYS, "group")
_base = re.compile(r"(?:[a-z2-7-]{8,24}\.)?[1-9]\d{0,15}\.[a-z2-7]{8}", re.ASCII)
_id = re.compile(r"[a-z2-7]{26}", re.ASCII)
_name = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_salt = re.compile(r"[A-Za-z0-9_-]{16}", re.ASCII)
_digest = re.compile(rb'"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"')
_path = re.compile(r"_?[a-z][a-z0-9_]{0,39}(?:/[A-Za-z0-9._~-]{1,64})?", re.ASCII)
_known_paths = frozenset(field.name for record in RECORDS for field in record.fields)  # spares most looks at _path
_string_or_bracket = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)


class Malformed(Exception):
    """The line is not an op; `code` is one of `outcome.REFUSED`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Op:
    """One statement. `sets` are the open paths, `personal` those of the personal line (empty when none or erased)."""

    inc: str
    seq: int
    tag: str
    type: str
    record: str
    n: int
    at: int
    cat: int
    sets: Sets
    personal: Sets = field(default_factory=dict)
    group: str | None = None
    id: str = field(init=False, repr=False, compare=False)  # `inc.seq.tag` (M4)

    def __post_init__(self) -> None:
        self.id = f"{self.inc}.{self.seq}.{self.tag}"


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("duplicate-key")
    return found


def _no_number(_: str) -> None:
    raise Malformed("bad-number")


def _whole(digits: str) -> int:
    if len(digits) > 17 or not -INTEGER_MAX <= int(digits) <= INTEGER_MAX:
        raise Malformed("bad-number")
    return int(digits)


_decoder = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_float=_no_number, parse_constant=_no_number, parse_int=_whole
)


def _is_too_deep(text: str) -> bool:
    """Whether brackets stand deeper than DEPTH_MAX: the same in both languages, whatever stack the caller has left."""
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return False
    depth = 0
    for found in _string_or_bracket.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEPTH_MAX:
            return True
    return False


# CPython's own encoder, made once: JSONEncoder makes one per call, which costs more than what it then writes.
_chunks = json.encoder.c_make_encoder(
    None, json.JSONEncoder().default, json.encoder.encode_basestring, None, ":", ",", False, False, False
)


def read_json(line: bytes) -> object:
    """One line of strict JSON: UTF-8, no duplicate keys, whole numbers of at most 2⁵³−1 only."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise Malformed("bad-encoding") from None
    if _is_too_deep(text):
        raise Malformed("too-deep")
    try:
        value, end = _decoder.raw_decode(text)
    except json.JSONDecodeError:
        raise Malformed("bad-json") from None
    if end != len(text):
        raise Malformed("bad-json")
    return value


_plain_decoder = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number)


def _read_quickly(line: bytes) -> dict | None:
    """What most lines are: an object with a `set`, no key twice. None sends the line to `read_json`, which says why.

    As many `":` as keys means that no key stands twice and no text looks like one.
    """
    try:
        text = line.decode()
        found, end = _plain_decoder.raw_decode(text)
    except (ValueError, RecursionError, Malformed):
        return None
    if end != len(text) or type(found) is not dict or type(found.get("set")) is not dict:
        return None
    return found if text.count('":') == len(found) + len(found["set"]) else None


def is_personal_line(line: bytes) -> bool:
    """Whether `line` belongs to the op before it: a personal line `[…]`, or the digest of an erased one `"…"`."""
    return line[:1] in (b"[", b'"')


def erased_digest(line: bytes) -> str | None:
    """The digest (base64url) that stands for an erased personal line, or None where the line itself is there."""
    return line[1:-1].decode() if _digest.fullmatch(line) else None


def _read_sets(found: object, inc: str) -> Sets:
    if type(found) is not dict or len(found) > PATHS_MAX:
        raise Malformed("bad-shape")
    sets: Sets = {}
    prefix = inc + "."
    for path, entry in found.items():
        if path not in _known_paths and not _path.fullmatch(path):
            raise Malformed("bad-key")
        if type(entry) is not list or not entry or len(entry) > BASES_MAX + 1:
            raise Malformed("bad-shape")
        value = entry[0]
        kind = type(value)
        if kind is list or kind is dict:
            raise Malformed("bad-value")
        if kind is int and not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise Malformed("bad-number")
        if len(entry) == 1:
            sets[path] = (value, ())
            continue
        bases = []
        for base in entry[1:]:
            if type(base) is not str or not _base.fullmatch(base):
                raise Malformed("bad-base")
            bases.append(base if base.count(".") == 2 else prefix + base)
        sets[path] = (value, tuple(bases))
    return sets


def read(line: bytes, personal: bytes | None, inc: str, seq: int, tag: str) -> Op:
    """The op that `line` (and its personal line) states as number `seq` of `inc`; raises `Malformed`.

    Shapes only: whether type, fields and values are known and allowed is `judge.judge`'s to say.
    """
    quick = _read_quickly(line)
    if quick is not None:
        try:
            return _read_op(quick, personal, inc, seq, tag)
        except Malformed:
            pass  # read again, strictly: the code says what is wrong first
    return _read_op(read_json(line), personal, inc, seq, tag)


def _read_op(found: object, personal: bytes | None, inc: str, seq: int, tag: str) -> Op:
    if type(found) is not dict:
        raise Malformed("bad-shape")
    keys = tuple(found)
    if keys != _KEYS and keys != _KEYS_GROUP:
        raise Malformed("bad-shape")
    kind, record, n, at, cat = found["type"], found["id"], found["n"], found["at"], found["cat"]
    if type(kind) is not str or type(record) is not str or not _name.fullmatch(kind) or not _id.fullmatch(record):
        raise Malformed("bad-shape")
    if type(n) is not int or type(at) is not int or type(cat) is not int:
        raise Malformed("bad-shape")
    if not 1 <= n <= INTEGER_MAX or not -INTEGER_MAX <= at <= INTEGER_MAX or not 1 <= cat <= INTEGER_MAX:
        raise Malformed("bad-number")
    group = found.get("group")
    if len(keys) == 7 and (type(group) is not str or not _id.fullmatch(group)):
        raise Malformed("bad-shape")
    op = Op(inc, seq, tag, kind, record, n, at, cat, _read_sets(found["set"], inc), {}, group)
    if personal is not None and erased_digest(personal) is None:
        op.personal = _read_personal(personal, inc)
    if not op.sets and personal is None:
        raise Malformed("bad-shape")
    return op


def _read_personal(line: bytes, inc: str) -> Sets:
    found = read_json(line)
    if type(found) is not list or len(found) != 2 or type(found[0]) is not str or not _salt.fullmatch(found[0]):
        raise Malformed("bad-shape")
    return _read_sets(found[1], inc)


def dump(value: object) -> bytes:
    """Compact JSON as JavaScript's `JSON.stringify` writes it."""
    return "".join(_chunks(value, 0)).encode()


def _write_sets(sets: Sets, inc: str) -> dict[str, list[Value]]:
    prefix = inc + "."
    return {path: [value, *(base.removeprefix(prefix) for base in bases)] for path, (value, bases) in sets.items()}


def write(op: Op, salt: bytes = b"") -> tuple[bytes, bytes | None]:
    """The op's line and its personal line (None without personal paths); `salt` is 12 random bytes for the latter.

    seq and tag are not written: the place in the chain gives them.
    """
    line: dict[str, object] = {
        "type": op.type,
        "id": op.record,
        "n": op.n,
        "at": op.at,
        "cat": op.cat,
        "set": _write_sets(op.sets, op.inc),
    }
    if op.group is not None:
        line["group"] = op.group
    if not op.personal:
        return dump(line), None
    assert len(salt) == 12, "a personal line needs 96 random bits"
    return dump(line), dump([base64url(salt), _write_sets(op.personal, op.inc)])
