"""The Yjs updates that we take (v1 encoding): plain text in one root, nothing else.

Walked here before any library sees them, with the same verdict in Python and TypeScript: the libraries disagree about
broken updates, and allocate what an update claims to hold. To take more (formats, embedded things): a content kind here
and in pwa/src/domain/update.ts, vectors in tests/vectors/text.json.
"""

import re
from base64 import b64decode

ROOT = "t"  # the name of the shared text in every document
CLIENT_MAX = 2**53 - 1
CLOCK_MAX = 2**31 - 1

_GC, _DELETED, _STRING, _SKIP = 0, 1, 4, 10
_ORIGIN, _RIGHT_ORIGIN, _NOT_OURS, _CONTENT = 0x80, 0x40, 0x20, 0x1F
_control = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


class _Broken(Exception):
    """Not an update of ours."""


class _Walk:
    """Reads `raw` from the front; every count is paid for with bytes, so that nothing is ever allocated on a claim."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at = raw, 0
        self.written: list[str] = []  # what is inserted, piece by piece

    def byte(self) -> int:
        if self.at >= len(self.raw):
            raise _Broken
        self.at += 1
        return self.raw[self.at - 1]

    def number(self, largest: int, smallest: int = 0) -> int:
        value = 0
        for shift in range(0, 56, 7):
            byte = self.byte()
            value += (byte & 0x7F) << shift
            if byte < 0x80:
                break
        else:
            raise _Broken
        if not smallest <= value <= largest:
            raise _Broken
        return value

    def text(self) -> str:
        length = self.number(len(self.raw), 1)
        found = self.raw[self.at : self.at + length]
        self.at += length
        if len(found) != length:
            raise _Broken
        try:
            return found.decode()
        except UnicodeDecodeError:
            raise _Broken from None


def is_update(update: str) -> bool:
    """Whether `update` (base64 by its kind) is an update that both languages can merge; the empty one is."""
    if not update:
        return True
    walk = _Walk(b64decode(update))
    try:
        _walk_structs(walk)
        _walk_deletes(walk)
    except _Broken:
        return False
    return walk.at == len(walk.raw)


def written(update: str) -> str:
    """What a taken update writes, as it was written: also where the text that it stands in is not known."""
    walk = _Walk(b64decode(update))
    if update:
        _walk_structs(walk)
    return "".join(walk.written)


def _walk_structs(walk: _Walk) -> None:
    met = set()
    for _ in range(walk.number(len(walk.raw))):
        count, client, clock = walk.number(len(walk.raw), 1), walk.number(CLIENT_MAX), walk.number(CLOCK_MAX)
        if client in met:
            raise _Broken
        met.add(client)
        for _ in range(count):
            clock += _walk_struct(walk, client, clock)
            if clock > CLOCK_MAX:
                raise _Broken


def _walk_struct(walk: _Walk, client: int, clock: int) -> int:
    """Read one struct; its length in UTF-16 units. What it says to stand beside must be older than itself."""
    info = walk.byte()
    if info in (_GC, _SKIP):
        return walk.number(CLOCK_MAX, 1)
    if info & _NOT_OURS or info & _CONTENT not in (_DELETED, _STRING):
        raise _Broken
    for side in (_ORIGIN, _RIGHT_ORIGIN):
        if info & side:
            beside, at = walk.number(CLIENT_MAX), walk.number(CLOCK_MAX)
            if beside == client and at >= clock:
                raise _Broken
    if not info & (_ORIGIN | _RIGHT_ORIGIN) and (walk.number(1) != 1 or walk.text() != ROOT):
        raise _Broken
    if info & _CONTENT == _DELETED:
        return walk.number(CLOCK_MAX, 1)
    text = walk.text()
    if _control.search(text):
        raise _Broken
    walk.written.append(text)
    return len(text) + sum(symbol > "\uffff" for symbol in text)


def _walk_deletes(walk: _Walk) -> None:
    met = set()
    for _ in range(walk.number(len(walk.raw))):
        client, count = walk.number(CLIENT_MAX), walk.number(len(walk.raw), 1)
        if client in met:
            raise _Broken
        met.add(client)
        for _ in range(count):
            if walk.number(CLOCK_MAX) + walk.number(CLOCK_MAX, 1) > CLOCK_MAX:
                raise _Broken
