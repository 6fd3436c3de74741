"""Bundles that a tablet carries to the server: opened with the deployment's key, taken as pushes (DESIGN §5.11).

    POST /api/v1/relay
    {"inc":"<the carrier>","asks":["<inc>", …],"sig":"<base64url>"}
    <base64url of a sealed bundle>
    …

`sig` is by the carrier's key, over the header before `,"sig":"` and SHA-256 of all that follows its line feed;
`certificate` as elsewhere. The carrier proves who it is and gains nothing by it: what a bundle says is proved by the
signatures of its authors. The answer is one line: `server_time`, `epoch`, `bundles` (name → "taken", or the code of
what was wrong with it or with one of its runs; the others are in), and `held`, `arrived`, `safe` by inc, of the
authors that came and those that were asked for. So who heard ops in the room learns when to let go of them (M20).
"""

import re
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server import clock, exchange, keys, wire
from server.exchange.answer import receipts
from server.exchange.recognise import Sender, recognise, sender_of
from server.exchange.sealed import read_signed
from server.problems import TABLE, Problem
from server.store import feed, tablets
from server.store.unit_of_work import reading, write
from sync import bundle
from sync.bundle import BadBundle
from sync.chain import Range, from_base64url
from sync.op import dump

BUNDLES_MAX = 8  # in one request
ASKS_MAX = 200
NONCE = bytes(12)
_inc = re.compile(r"[a-z2-7]{20}", re.ASCII)
_CODES = {"no-bundle": "bad-body", "newer": "unknown-wire", "torn": "bad-body", "too-large": "too-large"}


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
    pushed: dict[str, list[tuple[Range, bool]]] = {}
    for line in lines:
        sealed = _bytes(line)
        states[bundle.name_of(sealed)] = _take(sealed, now_ms, pushed)
    write(lambda connection: tablets.note_contact(connection, carrier.tenant, carrier.inc, now_ms))
    return _answer(carrier, now_ms, states, pushed, asked)


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


def _take(sealed: bytes, now_ms: int, pushed: dict[str, list[tuple[Range, bool]]]) -> str:
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
            found = exchange.push(author, request.header, request.lines, now_ms)
        except Problem as problem:
            if TABLE[problem.code].do == "retry":
                raise
            state = problem.code if state == "taken" else state
        else:
            pushed.setdefault(author.inc, []).append((found.range, found.complete))
    return state


def _answer(carrier: Sender, now_ms: int, states: dict, pushed: dict, asked: list[str]) -> bytes:
    told: dict[str, dict[str, list[Range]]] = {"held": {}, "arrived": {}, "safe": {}}
    with reading() as connection:
        epoch, _ = feed.counters(connection, carrier.tenant)
        for inc in sorted({*pushed, *asked}):
            author = tablets.find(connection, inc)
            if author is None or author.tenant != carrier.tenant:
                continue  # I9: another organisation's tablets are nobody's here
            found = receipts(connection, author.tenant, inc, everything=True, safe=True)
            ranges = pushed.get(inc, [])  # by the tags that the carrier knows (M5)
            found["held"] = _more(found.get("held", []), [one for one, _ in ranges])
            found["arrived"] = _more(found.get("arrived", []), [one for one, is_complete in ranges if is_complete])
            for name, said in found.items():
                if said:
                    told[name][inc] = said
    said: dict[str, object] = {"server_time": now_ms, "epoch": epoch}
    return dump(said | {name: part for name, part in ({"bundles": states} | told).items() if part})


def _more(known: list[Range], ranges: list[Range]) -> list[Range]:
    return known + [one for one in ranges if one not in known]


def _asked(said: object) -> list[str]:
    if type(said) is not list or len(said) > ASKS_MAX:
        raise Problem("bad-header", field="asks")
    if not all(type(one) is str and _inc.fullmatch(one) for one in said):
        raise Problem("bad-header", field="asks")
    return said


def _bytes(line: bytes) -> bytes:
    try:
        return from_base64url(line.decode("ascii"))
    except ValueError:
        raise Problem("bad-body") from None
