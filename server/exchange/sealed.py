"""Sealed segments: a locked person's facts, opened with the deployment's key, pushed as the same op lines (DESIGN §7).

    {"inc":"<20>","certificate":"…","frames":2,"sig":"<base64url>"}
    {"ephemeral":"<base64url, 65 bytes>","frame":0,"sealed":"<base64url>"}

`sig` is by the inc's key, over the header before `,"sig":"` and SHA-256 of all that follows its line feed. A frame is
AES-256-GCM under HKDF-SHA-256(ECDH(ephemeral, sealing key), salt = both points, info = "yavuul sealed 1"), its number
the nonce, `inc‖number` bound to it; inside, gzip of `{"first_seq","prev"}` and op lines. See pwa/src/store/seal.ts.
"""

import re
from hashlib import sha256
from typing import NamedTuple

from server import clock, exchange, keys, wire
from server.exchange.answer import head, receipts
from server.exchange.recognise import Sender, sender_of
from server.problems import Problem
from server.store import feed, tablets
from server.store.unit_of_work import reading, write
from server.wire import Header, Line
from sync.chain import Range, from_base64url
from sync.op import Malformed, dump, read_json
from sync.outcome import Outcome

FRAMES_MAX = 2_000
_signature = re.compile(rb',"sig":"([A-Za-z0-9_-]{86})"}')
_inc = re.compile(r"[a-z2-7]{20}", re.ASCII)


class Frame(NamedTuple):
    """One save: ops `first_seq`… on the chain after `prev`."""

    header: Header
    lines: list[Line]


def take_sealed(body: bytes, encoding: str) -> bytes:
    """The answer to `open_and_push`: what the sender is told."""
    return open_and_push(body, encoding)[1]


def open_and_push(body: bytes, encoding: str) -> tuple[str, bytes]:
    """Open the frames and push each: the inc, and the answer.

    A frame that does not open is a `Problem`, with nothing of the body stored.
    """
    first, _, rest = wire.unpack(body, encoding).partition(b"\n")
    header = read_signed(first)
    inc = header.inc
    sender = sender_of(inc, header.certificate, header.signed + sha256(rest).digest(), header.signature)
    rows = rest.removesuffix(b"\n").split(b"\n", FRAMES_MAX) if rest else []
    if len(rows) > FRAMES_MAX:
        raise Problem("too-large", max_frames=FRAMES_MAX)
    return inc, _push_all(sender, [_open(inc, row) for row in rows])


def _push_all(sender: Sender, frames: list[Frame]) -> bytes:
    """Push each frame, then say all that is held of the inc and in which epoch: who is locked out asks nothing else."""
    now_ms = clock.now_ms()
    outcomes: dict[int, Outcome] = {}
    pushed_ranges: dict[str, list[Range]] = {"held": [], "arrived": []}
    forked = False
    for frame in sorted(frames, key=lambda one: one.header.first_seq):
        pushed = exchange.push(sender, frame.header, frame.lines, now_ms)
        pushed_ranges["held"].append(pushed.range)
        pushed_ranges["arrived"] += [pushed.range] if pushed.complete else []
        outcomes |= pushed.outcomes
        forked |= pushed.forked
    if not frames:
        write(lambda connection: tablets.note_contact(connection, sender.tenant, sender.inc, now_ms))
    with reading() as connection:
        epoch, _ = feed.counters(connection, sender.tenant)
        told = receipts(connection, sender.tenant, sender.inc, everything=True, safe=True)
    for name, ranges in pushed_ranges.items():  # by the tags that the sender knows (M5)
        told[name] = ranges + [one for one in told.get(name, []) if one not in ranges]
    commands = exchange.commands_to(sender) + ["new-inc"] * forked
    return head(now_ms, told, outcomes, commands, epoch)


class Signed(NamedTuple):
    """A header that an inc signs together with the hash of what follows it. `said`: all its members."""

    inc: str
    certificate: str | None
    signed: bytes
    signature: bytes
    said: dict


def read_signed(raw: bytes) -> Signed:
    """The header in line 1, its shape checked; whether the signature holds is the caller's to ask."""
    ending = _signature.search(raw)
    if ending is None or ending.end() != len(raw):
        raise Problem("bad-signature")
    said = _json(raw)
    inc, certificate = said.get("inc"), said.get("certificate")
    if type(inc) is not str or not _inc.fullmatch(inc):
        raise Problem("bad-header", field="inc")
    if certificate is not None and (type(certificate) is not str or len(certificate) > 8_000):
        raise Problem("bad-header", field="certificate")
    return Signed(inc, certificate, raw[: ending.start()], _bytes(ending[1].decode()), said)


def _json(raw: bytes) -> dict:
    try:
        said = read_json(raw)
    except Malformed:
        raise Problem("bad-body") from None
    if type(said) is not dict:
        raise Problem("bad-body")
    return said


def _bytes(text: object) -> bytes:
    try:
        return from_base64url(text) if type(text) is str else _bad()
    except ValueError:
        return _bad()


def _bad() -> bytes:
    raise Problem("bad-body")


def _open(inc: str, row: bytes) -> Frame:
    said = _json(row)
    number = said.get("frame")
    if type(number) is not int or not 0 <= number < 2**32:
        raise Problem("bad-body")
    ephemeral, sealed = _bytes(said.get("ephemeral")), _bytes(said.get("sealed"))
    try:
        packed = keys.unseal(keys.current().sealing, ephemeral, number, inc, sealed)
    except ValueError:
        raise Problem("bad-body") from None
    return _read(inc, wire.unpack(packed, "gzip"))


def _read(inc: str, plain: bytes) -> Frame:
    label, _, rest = plain.partition(b"\n")
    said = _json(label)
    first, prev = said.get("first_seq"), said.get("prev")
    if type(first) is not int or not 1 <= first <= wire.SEQ_MAX or not rest:
        raise Problem("bad-body")
    before = _bytes(prev)
    if len(before) != 32:
        raise Problem("bad-body")
    raw = dump({"sealed": True, "inc": inc, "first_seq": first, "prev": prev})
    header = Header(raw, b"", b"", 1, inc, None, 0, None, 0, None, first, before)
    return Frame(header, wire.link_lines(header, rest.removesuffix(b"\n").split(b"\n")))
