"""The wire: a sync request's bytes → header and lines, bounded (README §3; H12–H21). Nothing is stored here."""

import re
import zlib
from typing import NamedTuple, NoReturn

from server.problems import Problem
from server.store.tablets import About
from sync.chain import from_base64url, genesis, link, link_digest, tag
from sync.op import LINE_BYTES_MAX, Malformed, erased_digest, is_personal_line, read_json

MEDIA_TYPE = "application/x-ndjson"
BODY_BYTES_MAX = 256 * 1024  # as sent; tablets send at most 48 kB
PLAIN_BYTES_MAX = 4 * 1024 * 1024  # unpacked
OPS_MAX = 5_000
SEQ_MAX = 2**53 - 1

_signature = re.compile(rb',"sig":"([A-Za-z0-9_-]{86})"}')
_inc = re.compile(r"[a-z2-7]{20}", re.ASCII)
_cursor = re.compile(r"([a-z2-7]{6})\.(0|[1-9]\d{0,15})", re.ASCII)
_hash = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_optional = {"wire", "catalogue", "inc", "cursor", "at", "want_bytes", "certificate", "first_seq", "prev"}
_optional |= {"about", "wipe"}
_beginning = re.compile(r"[a-z2-7]{0,2}", re.ASCII)
UNDER_MAX = 64  # beginnings in one question
_record = re.compile(r"[a-z2-7]{26}", re.ASCII)
WITHOUT_MAX = 64  # hearings that were taken off a tablet
_version = re.compile(r"[\w.+-]{1,40}", re.ASCII)
BESIDE_MAX = 20  # other incs on one tablet
_of_comparisons = {"under", "without", "witness"}


class Header(NamedTuple):
    """Line 1 of a request. `signed` are the bytes that `sig` signs, before the last chain hash."""

    raw: bytes
    signed: bytes
    sig: bytes
    catalogue: int
    inc: str
    epoch: str | None  # of the cursor; None in a bundle: no feed is wanted
    after: int
    at: int | None
    want_bytes: int
    certificate: str | None
    first_seq: int
    prev: bytes
    under: tuple[str, ...] | None = None  # of a comparison: the beginnings of the ids that it is about
    about: About | None = None
    wipe: str = ""  # `ready`: all of it is safe, is it to go? `done`: it is gone (server/wipe.py)
    witness: tuple[int, bytes] | None = None  # of a witness: size and root of the head that it keeps
    without: frozenset[str] = frozenset()  # of a comparison: hearings that are not on the tablet, by its person's wish


class Line(NamedTuple):
    """One op as sent, with its place in the chain."""

    seq: int
    tag: str
    hash: bytes
    line: bytes
    personal: bytes | None


class Request(NamedTuple):
    """A request that can be read. Whether the signature holds is checked by the exchange, which knows the key."""

    header: Header
    lines: list[Line]


def unpack(body: bytes, encoding: str) -> bytes:
    """The plain bytes of a body; refuses other encodings and whatever grows too large (gzip bombs, H20, F26)."""
    if len(body) > BODY_BYTES_MAX:
        raise Problem("too-large", max_bytes=BODY_BYTES_MAX)
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Problem("wrong-content-type")
    inflater = zlib.decompressobj(wbits=31)
    try:
        plain = inflater.decompress(body, PLAIN_BYTES_MAX)
    except zlib.error:
        raise Problem("bad-body") from None
    if inflater.unconsumed_tail:
        raise Problem("too-large", max_bytes=PLAIN_BYTES_MAX)
    if not inflater.eof or inflater.unused_data:
        raise Problem("bad-body")  # torn, or something behind it
    return plain


def _whole(found: dict, key: str, default: int | None, lowest: int = 0) -> int | None:
    value = found.get(key, default)
    if value is default:
        return value
    if type(value) is not int or not lowest <= value <= 2**53 - 1:
        raise Problem("bad-header", field=key)
    return value


def _under(found: dict) -> tuple[str, ...] | None:
    """Beginnings of record ids, all of one length, none twice."""
    said = found.get("under")
    if said is None:
        return None
    is_list = type(said) is list and 0 < len(said) <= UNDER_MAX
    if not is_list or not all(type(one) is str and _beginning.fullmatch(one) for one in said):
        raise Problem("bad-header", field="under")
    if len(set(said)) != len(said) or len({len(one) for one in said}) != 1:
        raise Problem("bad-header", field="under")
    return tuple(said)


def _about(found: dict) -> About | None:
    """What is not understood is passed over: a newer app may say more of itself."""
    said = found.get("about")
    if said is None:
        return None
    if type(said) is not dict:
        _bad("about")
    app, kept, beside = said.get("app"), said.get("kept"), said.get("with")
    if app is not None and (type(app) is not str or not _version.fullmatch(app)):
        _bad("about")
    if kept is not None and type(kept) is not bool:
        _bad("about")
    is_list = type(beside) is list and len(beside) <= BESIDE_MAX
    if beside is not None and not (is_list and all(type(one) is str and _inc.fullmatch(one) for one in beside)):
        _bad("about")
    counts = [said.get(name) for name in ("ops", "files", "free")]
    if not all(one is None or (type(one) is int and 0 <= one < 2**31) for one in counts):
        _bad("about")
    return About(app, *counts, kept, None if beside is None else tuple(beside))


def _wipe(found: dict) -> str:
    said = found.get("wipe", "")
    return said if type(said) is str and said in ("", "ready", "done") else _bad("wipe")


def _bad(field: str) -> NoReturn:
    raise Problem("bad-header", field=field)


def _without(found: dict) -> frozenset[str]:
    said = found.get("without", [])
    if type(said) is not list or len(said) > WITHOUT_MAX:
        raise Problem("bad-header", field="without")
    if not all(type(one) is str and _record.fullmatch(one) for one in said):
        raise Problem("bad-header", field="without")
    return frozenset(said)


def _witness(found: dict) -> tuple[int, bytes] | None:
    said = found.get("witness")
    if said is None:
        return None
    if type(said) is not list or len(said) != 2 or type(said[0]) is not int or not 0 <= said[0] <= SEQ_MAX:
        _bad("witness")
    if type(said[1]) is not str or not _hash.fullmatch(said[1]):
        _bad("witness")
    return said[0], _raw(said[1], Problem("bad-header", field="witness"))


def _raw(encoded: str, problem: Problem) -> bytes:
    """The bytes of base64url; spare bits that are set make it none."""
    try:
        return from_base64url(encoded)
    except ValueError:
        raise problem from None


def read_header(raw: bytes, compares: bool = False) -> Header:
    """The header in line 1; some keys may stand only in one that compares (server/exchange/digest.py)."""
    ending = _signature.search(raw)
    if ending is None:
        raise Problem("bad-signature")
    if ending.end() != len(raw):
        raise Problem("bad-header", field="sig")
    try:
        found = read_json(raw)
    except Malformed:
        raise Problem("bad-header") from None
    if type(found) is not dict or not found.keys() - {"sig"} <= _optional | (_of_comparisons if compares else set()):
        raise Problem("bad-header")
    if found.get("wire", 1) != 1 or type(found.get("wire", 1)) is not int:
        raise Problem("unknown-wire")
    inc, cursor, prev = found.get("inc"), found.get("cursor"), found.get("prev")
    if type(inc) is not str or not _inc.fullmatch(inc):
        raise Problem("bad-header", field="inc")
    place = _cursor.fullmatch(cursor) if type(cursor) is str else None
    if (cursor is not None and place is None) or (place and int(place[2]) > 2**53 - 1):
        raise Problem("bad-header", field="cursor")
    certificate = found.get("certificate")
    if certificate is not None and (type(certificate) is not str or len(certificate) > 8_000):
        raise Problem("bad-header", field="certificate")
    if prev is not None and (type(prev) is not str or not _hash.fullmatch(prev)):
        raise Problem("bad-header", field="prev")
    at = found.get("at")
    if at is not None and (type(at) is not int or abs(at) > 2**53 - 1):
        raise Problem("bad-header", field="at")
    return Header(
        raw,
        raw[: ending.start()],
        _raw(ending[1].decode(), Problem("bad-signature")),
        _whole(found, "catalogue", 1, 1),
        inc,
        place[1] if place else None,
        int(place[2]) if place else 0,
        at,
        _whole(found, "want_bytes", 0) or 0,
        certificate,
        _whole(found, "first_seq", 0, 1) or 0,
        _raw(prev, Problem("bad-header", field="prev")) if prev else b"",
        under=_under(found),
        about=_about(found),
        wipe=_wipe(found),
        without=_without(found),
        witness=_witness(found),
    )


def read(body: bytes, encoding: str, compares: bool = False) -> Request:
    """The header and the op lines of a body, each with its chain hash."""
    plain = unpack(body, encoding)
    first, _, rest = plain.partition(b"\n")
    header = read_header(first, compares)
    raw = rest.split(b"\n", 2 * OPS_MAX + 1) if rest else []
    if raw and not raw[-1]:
        raw.pop()  # the line feed after the last line
    if len(raw) > 2 * OPS_MAX:
        raise Problem("too-large", max_ops=OPS_MAX)  # before anything is made of them
    if bool(raw) is not bool(header.first_seq):
        raise Problem("bad-header", field="first_seq")
    if (raw and header.first_seq > 1 and not header.prev) or (raw and is_personal_line(raw[0])):
        raise Problem("bad-header", field="prev")
    return Request(header, link_lines(header, raw))


def link_lines(header: Header, raw: list[bytes]) -> list[Line]:
    """Op lines and personal lines in turn, from the header's `first_seq` and `prev` on, each with its chain hash."""
    lines: list[Line] = []
    previous = header.prev or genesis(header.inc)
    seq = header.first_seq
    place, count = 0, len(raw)
    while place < count:
        line, personal = raw[place], None
        place += 1
        if place < count and raw[place][:1] in (b"[", b'"'):
            personal = raw[place]
            place += 1
        if len(line) > LINE_BYTES_MAX or (personal and len(personal) > LINE_BYTES_MAX):
            raise Problem("too-large", max_bytes=LINE_BYTES_MAX)
        digest = erased_digest(personal) if personal else None
        before = previous
        previous = link_digest(before, line, from_base64url(digest)) if digest else link(before, line, personal)
        if seq > SEQ_MAX:
            raise Problem("bad-header", field="first_seq")
        lines.append(Line(seq, tag(previous), previous, line, personal))
        seq += 1
    if len(lines) > OPS_MAX:
        raise Problem("too-large", max_ops=OPS_MAX)
    return lines
