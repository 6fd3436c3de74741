"""The daily digest (DESIGN §5.10): do tablet and server hold the same rows? A difference is repaired row by row.

A tablet that stands at the end of the feed asks with its signed cursor and `under`: beginnings of record ids, all of
one length. Under none or one symbol it is told 32 digests each, of what begins with one symbol more; under two symbols
the rows themselves. So one lost row costs three small requests, and a lost base never a feed from 0 (trap 34).

A digest is the XOR over the first 9 bytes of SHA-256 of each row, as it would be sent (personal line included): no
order, nothing stored. What a reader is compared with is what a feed from 0 would bring him (I8, I9). A tablet that is
behind the feed, revoked or of another epoch hears only that: the sync call is what it needs. `without` names hearings
that the person took off the tablet; what is of them is left out on both sides.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from server import clock, wire
from server.exchange.answer import PAGE_BYTES, may_see, once, personal_line
from server.exchange.recognise import Sender, recognise
from server.limits import hit
from server.problems import Problem
from server.store import feed
from server.store.feed import Change
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from server.wire import Header
from sync.chain import base64url
from sync.op import dump
from sync.record import decode, references

SYMBOLS = "abcdefghijklmnopqrstuvwxyz234567"
ROWS_UNDER = 2  # symbols: under so many the rows themselves are told
DIGEST_BYTES = 9
CHUNK = 500  # records in hand at a time
ROOTS_MAX, ROOTS_WINDOW_S = 6, 3600  # reading everything is not for every minute
ASKED_MAX, ASKED_WINDOW_S = 240, 3600


class Row(NamedTuple):
    """A record as it would be sent."""

    id: str
    line: bytes
    personal: bytes | None

    @property
    def digest(self) -> int:
        """What it adds to a digest."""
        whole = self.line if self.personal is None else self.line + b"\n" + self.personal
        return int.from_bytes(sha256(whole).digest()[:DIGEST_BYTES])

    def is_of(self, hearings: frozenset[str]) -> bool:
        """Whether it belongs to one of these hearings, or is one; what does not even mention them is not read."""
        if not any(hearing.encode() in self.line for hearing in hearings):
            return False
        return self.id in hearings or not references(decode(self.line), "hearing").isdisjoint(hearings)


Part = tuple[str, Iterator[Row]]


def compare(body: bytes, encoding: str) -> bytes:
    """Answer one question; raises `Problem` where it cannot be served. Nothing is stored."""
    request = wire.read(body, encoding, compares=True)
    header = request.header
    if request.lines or header.epoch is None or header.under is None:
        raise Problem("bad-header", field="under")
    sender = recognise(request)
    if header.under == ("",):
        hit("digest-root", ROOTS_MAX, ROOTS_WINDOW_S, sender.inc)
    hit("digest", ASKED_MAX, ASKED_WINDOW_S, sender.inc)
    said: dict[str, object] = {"server_time": clock.now_ms()}
    with reading() as connection:
        epoch, last = feed.counters(connection, sender.tenant)
        if sender.is_revoked or header.epoch != epoch or _is_behind(connection, sender, header.after, last):
            return dump(said | {"behind": True})
        parts = _parts(connection, sender, last, header)
        if len(header.under[0]) < ROWS_UNDER:
            return dump(said | {"digests": {beginning: _digests(rows, len(beginning)) for beginning, rows in parts}})
        done, lines, count = _told(parts)
    return b"\n".join([dump(said | {"under": done} | ({"rows": count} if count else {})), *lines])


def _is_behind(connection: Connection, sender: Sender, after: int, last: int) -> bool:
    return after > last or bool(feed.page(connection, sender.tenant, sender.scopes, after, last, 1))


def _parts(connection: Connection, sender: Sender, last: int, header: Header) -> Iterator[Part]:
    """By beginning, in the order asked: the sender's records whose ids begin so. Read as they are taken."""
    named: dict[str, list[Change]] = {beginning: [] for beginning in header.under}
    length = len(header.under[0])
    for change in feed.standing(connection, sender.tenant, sender.scopes, last):
        if change.record[:length] in named:
            named[change.record[:length]].append(change)
    for beginning, found in named.items():
        rows = _rows(connection, sender, found)
        yield beginning, (row for row in rows if not row.is_of(header.without))


def _rows(connection: Connection, sender: Sender, found: list[Change]) -> Iterator[Row]:
    changes = once(sorted(found, key=lambda change: (change.n, not change.gone)))
    standing = [change for change in changes if not change.gone]
    for start in range(0, len(standing), CHUNK):
        some = standing[start : start + CHUNK]
        states = feed.states(connection, sender.tenant, (change.record for change in some))
        keys = SubjectKeys(connection, sender.tenant)
        keys.fetch(record for record, (_, personal) in states.items() if personal)
        for change in some:
            state, sealed = states.get(change.record, (None, None))
            if state is not None and may_see(sender.inc, sender.scopes, change, state):
                yield Row(change.record, bytes(state), personal_line(keys, change.record, state, sealed))


def _digests(rows: Iterator[Row], length: int) -> str:
    """The digests of the 32 continuations, one after the other, base64url."""
    found = [0] * len(SYMBOLS)
    for row in rows:
        found[SYMBOLS.index(row.id[length])] ^= row.digest
    return base64url(b"".join(digest.to_bytes(DIGEST_BYTES) for digest in found))


def _told(parts: Iterator[Part]) -> tuple[list[str], list[bytes], int]:
    """As many whole beginnings as fit a page, at least one: which, their lines, and how many rows that is."""
    done: list[str] = []
    told: list[bytes] = []
    used = count = 0
    for beginning, rows in parts:
        lines: list[bytes] = []
        for row in rows:
            lines += [row.line] if row.personal is None else [row.line, row.personal]
            count += 1
        done.append(beginning)
        told += lines
        used += sum(map(len, lines))
        if used > PAGE_BYTES:
            break
    return done, told, count
