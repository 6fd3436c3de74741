"""Bundles that a tablet carries to the server: opened with the deployment's key, taken as pushes (DESIGN §5.11).

    POST /api/v1/relay
    {"inc":"<the carrier>","asks":[["<inc>",<seq>,"<tag>"], …],"sig":"<base64url>"}
    <base64url of a sealed bundle>
    …

`sig` is by the carrier's key, over the header before `,"sig":"` and SHA-256 of all that follows its line feed;
`certificate` as elsewhere. The carrier proves who it is and gains nothing by it: what a bundle says is proved by the
signatures of its authors. The answer is one line: `server_time`, `epoch`, `bundles` (name → "taken", or the code of
what was wrong with it or with one of its runs; the others are in), and `held`, `arrived`, `safe` by inc: ranges that
end with the ops that came or were asked for, because the carrier knows no other tags of an author (M5). So who heard
ops in the room learns when to let go of them (M20).
"""

import re
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server import clock, exchange, keys, wire
from server.exchange.recognise import Sender, recognise, sender_of
from server.exchange.sealed import read_signed
from server.problems import TABLE, Problem
from server.store import feed, log, tablets
from server.store.log import Chain
from server.store.unit_of_work import reading, write
from sync import bundle
from sync.bundle import BadBundle
from sync.chain import Range, from_base64url
from sync.op import dump

BUNDLES_MAX = 8  # in one request
ASKS_MAX = 500
NONCE = bytes(12)
_tag = re.compile(r"[a-z2-7]{8}", re.ASCII)
_inc = re.compile(r"[a-z2-7]{20}", re.ASCII)
_CODES = {"no-bundle": "bad-body", "newer": "unknown-wire", "torn": "bad-body", "too-large": "too-large"}


class End(NamedTuple):
    """The last op of a run: how far it has got is said of the whole run."""

    inc: str
    seq: int
    tag: str


def take_bundles(body: bytes, encoding: str) -> bytes:
    """Take every bundle of a request and answer what became of it; raises `Problem` where the carrier is not known."""
    first, _, rest = wire.unpack(body, encoding).partition(b"\n")
    header = read_signed(first)
    carrier = sender_of(header.inc, header.certificate, header.signed + sha256(rest).digest(), header.signature)
    if carrier.is_revoked:
        raise Problem("revoked")
    lines = [line for line in rest.split(b"\n", BUNDLES_MAX + 1) if line]
    if len(lines) > BUNDLES_MAX:
        raise Problem("too-large", max_bundles=BUNDLES_MAX)
    asked = _asked(header.said.get("asks", []))
    now_ms = clock.now_ms()
    states: dict[str, str] = {}
    ends: list[End] = []
    for line in lines:
        sealed = _bytes(line)
        states[bundle.name_of(sealed)] = _take(sealed, now_ms, ends)
    write(lambda connection: tablets.note_contact(connection, carrier.tenant, carrier.inc, now_ms))
    return _answer(carrier, now_ms, states, {*ends, *asked})


def take_file(text: str) -> dict[str, str]:
    """Take the bundles of a text file that came by hand: by name, "taken" or the code of what was wrong.

    Raises `BadBundle` where it is no such file, or not whole.
    """
    now_ms = clock.now_ms()
    return {bundle.name_of(sealed): _take(sealed, now_ms, []) for sealed in bundle.from_text(text)}


def open_bundle(sealed: bytes) -> bytes:
    """The plain text of a sealed bundle. Raises `Problem`: `bad-body` also where it is another deployment's."""
    try:
        envelope = bundle.read_envelope(sealed)
    except BadBundle as bad:
        raise Problem(_CODES[bad.code]) from None
    sealing = keys.current().sealing
    try:
        shared = sealing.exchange(ec.ECDH(), keys.public_key(envelope.ephemeral))
        salt = envelope.ephemeral + keys.point(sealing)
        secret = HKDF(hashes.SHA256(), 32, salt=salt, info=b"yavuul bundle 1 server").derive(shared)
        key = AESGCM(secret).decrypt(NONCE, envelope.for_server, envelope.head)
        packed = AESGCM(key).decrypt(NONCE, envelope.body, envelope.bound)
    except (InvalidTag, ValueError):
        raise Problem("bad-body") from None
    return wire.unpack(packed, "gzip")


def _take(sealed: bytes, now_ms: int, ends: list[End]) -> str:
    """Push the runs of one bundle: "taken", or the first code of what was wrong. What can be tried again is raised."""
    state = "taken"
    try:
        runs = bundle.read(open_bundle(sealed)).runs
    except BadBundle as bad:
        return _CODES[bad.code]
    except Problem as problem:
        return problem.code
    for run in runs:
        try:
            request = wire.read(run, "")
            if not request.lines:
                raise Problem("bad-body")
            author = recognise(request)
            exchange.push(author, request.header, request.lines, now_ms)
        except Problem as problem:
            if TABLE[problem.code].do == "retry":
                raise
            state = problem.code if state == "taken" else state
        else:
            ends.append(End(author.inc, request.lines[-1].seq, request.lines[-1].tag))
    return state


def _answer(carrier: Sender, now_ms: int, states: dict[str, str], ends: set[End]) -> bytes:
    told: dict[str, dict[str, list[Range]]] = {"held": {}, "arrived": {}, "safe": {}}
    with reading() as connection:
        epoch, _ = feed.counters(connection, carrier.tenant)
        for inc in sorted({end.inc for end in ends}):
            author = tablets.find(connection, inc)
            if author is None or author.tenant != carrier.tenant:
                continue  # I9: another organisation's tablets are nobody's here
            chains = log.chains_of(connection, author.tenant, inc)
            for end in sorted(end for end in ends if end.inc == inc):
                if (end.seq, end.tag) not in log.hashes_between(connection, author.tenant, inc, end.seq, end.seq):
                    continue
                for name, reached in _receipts(chains, end).items():
                    told[name].setdefault(inc, []).append(reached)
    said: dict[str, object] = {"server_time": now_ms, "epoch": epoch}
    return dump(said | {name: part for name, part in ({"bundles": states} | told).items() if part})


def _receipts(chains: list[Chain], end: End) -> dict[str, Range]:
    """How far the op has got: of a cloned tablet's branches the one that has got least speaks."""
    branches = [chain for chain in chains if chain.first <= end.seq <= chain.last]
    reached = Range(max(chain.first for chain in branches), end.seq, end.tag)
    found = {"held": reached}
    if reached.first == 1:
        found["arrived"] = reached
    if all(chain.safe and chain.safe >= end.seq for chain in branches):
        found["safe"] = reached
    return found


def _asked(said: object) -> list[End]:
    if type(said) is not list or len(said) > ASKS_MAX:
        raise Problem("bad-header", field="asks")
    return [_end(one) for one in said]


def _end(said: object) -> End:
    if type(said) is list and len(said) == 3:
        inc, seq, tag = said
        is_op = type(inc) is str and type(seq) is int and type(tag) is str
        if is_op and _inc.fullmatch(inc) and 1 <= seq <= wire.SEQ_MAX and _tag.fullmatch(tag):
            return End(inc, seq, tag)
    raise Problem("bad-header", field="asks")


def _bytes(line: bytes) -> bytes:
    try:
        return from_base64url(line.decode("ascii"))
    except ValueError:
        raise Problem("bad-body") from None
