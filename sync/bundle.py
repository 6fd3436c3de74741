"""A bundle: signed pushes of one hearing, carried from tablet to tablet and to the server (README §10; DESIGN §5.11).

Here is what needs no key: the plain text and the *runs* in it, the envelope's parts, and the two coats in which a
sealed bundle travels, text file and QR frames. Opening is server/exchange/bundles.py and pwa/src/exchange/envelope.ts;
the twin of this module is pwa/src/domain/bundle.ts. Everything is bounded before it is taken apart (H20).
"""

import re
from hashlib import sha256
from typing import NamedTuple

from sync.chain import base64url, from_base64url
from sync.op import Malformed, dump, read_json

HEAD = "yavuul bundle 1"
MAGIC = b"YVB1"
SEALED_BYTES_MAX = 180_000  # fits the server's bound on a request once it is text
PLAIN_BYTES_MAX = 4 * 1024 * 1024
TEXT_CHARS_MAX = 8 * 1024 * 1024
BLOCKS_MAX = 32
RUNS_MAX = 500
FRAME_BYTES = 360  # of the sealed bundle in one QR code: version 15 at the lowest correction
FRAMES_MAX = 999
_LINE = 76
_DEPLOYMENT, _POINT, _WRAPPED = 8, 65, 48
_BEFORE_BODY = len(MAGIC) + _DEPLOYMENT + _POINT + 2 * _WRAPPED
_TAG = 16

_version = re.compile(r"yavuul bundle \d{1,4}", re.ASCII)
_frame = re.compile(r"YV1\.([A-Za-z0-9_-]{8})\.([1-9]\d{0,2})\.([1-9]\d{0,2})\.([A-Za-z0-9_-]{1,1200})", re.ASCII)
_line_end = re.compile(r"[\r\n]+")
_record = re.compile(r"[a-z2-7]{26}", re.ASCII)


class BadBundle(ValueError):
    """It cannot be taken; `code` says why: no-bundle, newer, torn, too-large. Nothing of it was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Envelope(NamedTuple):
    """A sealed bundle in its parts: who opens it how is in README §10."""

    deployment: bytes  # the first bytes of SHA-256 of the deployment's sealing key
    ephemeral: bytes
    for_server: bytes
    for_room: bytes
    body: bytes
    head: bytes  # bound to both wrapped keys
    bound: bytes  # bound to the body


class Bundle(NamedTuple):
    """What is in it: the hearing, its short name, and the runs, each the body of a push as its author signed it."""

    hearing: str
    name: str
    runs: list[bytes]
    lent: list[bytes]  # sections of rows, as a tablet that has them from the server signed them


def write(hearing: str, name: str, runs: list[bytes]) -> bytes:
    """The plain text: a first line that names the hearing, then the runs."""
    first = dump({"bundle": 1, "hearing": hearing, "name": name})
    return b"".join([first, b"\n", *(run.rstrip(b"\n") + b"\n" for run in runs)])


def read(plain: bytes) -> Bundle:
    """The bundle in `plain`. Sections that begin otherwise than a push are a later app's and passed over."""
    if len(plain) > PLAIN_BYTES_MAX:
        raise BadBundle("too-large")
    first, *lines = plain.split(b"\n")
    try:
        said = read_json(first)
    except Malformed:
        raise BadBundle("torn") from None
    if type(said) is not dict or type(said.get("bundle")) is not int:
        raise BadBundle("torn")
    if said["bundle"] != 1:
        raise BadBundle("newer")
    hearing, name = said.get("hearing"), said.get("name", "")
    if type(hearing) is not str or not _record.fullmatch(hearing) or type(name) is not str:
        raise BadBundle("torn")
    sections = _sections(lines)
    runs = [section for section in sections if section.startswith((b'{"catalogue":', b'{"wire":'))]
    return Bundle(hearing, name, runs, [section for section in sections if section.startswith(b'{"rows":')])


def _sections(lines: list[bytes]) -> list[bytes]:
    sections: list[list[bytes]] = []
    for line in lines:
        if not line:
            continue
        if not line.startswith((b'{"type":', b"[", b'"')):
            sections.append([])
        if sections:
            sections[-1].append(line)
    if len(sections) > RUNS_MAX:
        raise BadBundle("too-large")
    return [b"\n".join(section) for section in sections]


def read_envelope(sealed: bytes) -> Envelope:
    """The parts of a sealed bundle."""
    if len(sealed) > SEALED_BYTES_MAX:
        raise BadBundle("too-large")
    if not sealed.startswith(MAGIC):
        raise BadBundle("newer" if sealed.startswith(b"YVB") else "no-bundle")
    if len(sealed) <= _BEFORE_BODY + _TAG:
        raise BadBundle("torn")
    at = len(MAGIC)
    parts = []
    for size in (_DEPLOYMENT, _POINT, _WRAPPED, _WRAPPED):
        parts.append(sealed[at : at + size])
        at += size
    head = sealed[: len(MAGIC) + _DEPLOYMENT + _POINT]
    return Envelope(*parts, sealed[at:], head, sealed[:at])


def name_of(sealed: bytes) -> str:
    """What a sealed bundle is called: SHA-256 in base64url; its first eight symbols stand in QR frames."""
    return base64url(sha256(sealed).digest())


def to_text(bundles: list[bytes]) -> str:
    """Sealed bundles as a text file: share sheets refuse unknown types."""
    lines: list[str] = []
    for sealed in bundles:
        encoded = base64url(sealed)
        lines += [HEAD, name_of(sealed), *(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))]
    return "\n".join(lines) + "\n"


def from_text(text: str) -> list[bytes]:
    """The sealed bundles in a text, whatever line ends, spaces or words before it a mail has added; all, or none."""
    if len(text) > TEXT_CHARS_MAX:
        raise BadBundle("too-large")
    blocks: list[list[str]] = []
    for raw in _line_end.split(text):
        line = raw.strip("\ufeff \t")
        if line == HEAD:
            blocks.append([])
        elif _version.fullmatch(line):
            raise BadBundle("newer")
        elif blocks and line:
            blocks[-1].append(line)
    if not blocks:
        raise BadBundle("no-bundle")
    if len(blocks) > BLOCKS_MAX:
        raise BadBundle("too-large")
    return [_unfold(block) for block in blocks]


def _unfold(block: list[str]) -> bytes:
    name, *lines = block or [""]
    encoded = "".join(lines)
    if len(encoded) > SEALED_BYTES_MAX * 4 // 3 + 4:
        raise BadBundle("too-large")
    try:
        sealed = from_base64url(encoded)
    except ValueError:
        raise BadBundle("torn") from None
    if name_of(sealed) != name:
        raise BadBundle("torn")
    return sealed


def frames(sealed: bytes) -> list[str]:
    """The texts of the QR codes in which a sealed bundle is shown: `YV1.<name>.<i>.<n>.<base64url>`."""
    pieces = [sealed[at : at + FRAME_BYTES] for at in range(0, len(sealed), FRAME_BYTES)]
    name = name_of(sealed)[:8]
    return [f"YV1.{name}.{place}.{len(pieces)}.{base64url(piece)}" for place, piece in enumerate(pieces, 1)]


class Frame(NamedTuple):
    """One QR code of a bundle."""

    name: str
    place: int
    count: int
    piece: bytes


def read_frame(text: str) -> Frame | None:
    """The frame in a code's text; None where it is none of ours."""
    found = _frame.fullmatch(text)
    if found is None or int(found[2]) > int(found[3]):
        return None
    try:
        piece = from_base64url(found[4])
    except ValueError:
        return None
    return Frame(found[1], int(found[2]), int(found[3]), piece)


def assemble(found: list[Frame]) -> bytes | None:
    """The sealed bundle that the frames of one name make; None while some are missing."""
    by_place = {frame.place: frame for frame in found}
    if not by_place or len({(frame.name, frame.count) for frame in found}) != 1:
        return None
    name, count = found[0].name, found[0].count
    if len(by_place) < count:
        return None
    sealed = b"".join(by_place[place].piece for place in range(1, count + 1))
    if name_of(sealed)[:8] != name:
        raise BadBundle("torn")
    return sealed
