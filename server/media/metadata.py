"""What an upload says of itself: `Upload-Metadata` and the other tus headers, read and bounded (H58, H65, H68).

Read are `sha256`, `type` and `record`; whatever else a client says, a file's name above all, is ignored.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from typing import NamedTuple

from server.problems import Problem

MEDIA_BYTES_MAX = 25 * 1024 * 1024
METADATA_MAX = 8000  # characters
KEYS_MAX = 16
PHOTOS = ("image/jpeg", "image/png", "image/webp")
VOICES = ("audio/webm", "audio/ogg", "audio/mp4")

_key = re.compile(r"[!-+\--~]{1,40}", re.ASCII)  # printable, no space, no comma
_sha256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_record = re.compile(r"[a-z2-7]{26}", re.ASCII)
_number = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


class Claim(NamedTuple):
    """What is to come: so many bytes with this hash, of this type, for this record."""

    sha256: str
    type: str
    record: str
    length: int


def read_claim(headers: Mapping[str, str]) -> Claim:
    """The claim of a creation request."""
    if "Upload-Defer-Length" in headers:
        raise Problem("bad-header", field="Upload-Defer-Length")
    length = read_number(headers, "Upload-Length")
    said = read_metadata(headers.get("Upload-Metadata", ""))
    kind = said.get("type", "").partition(";")[0].strip().lower()
    if not _sha256.fullmatch(said.get("sha256", "")) or not _record.fullmatch(said.get("record", "")) or not kind:
        raise Problem("bad-header", field="Upload-Metadata")
    if kind not in (*PHOTOS, *VOICES):
        raise Problem("media-not-taken")
    if length > MEDIA_BYTES_MAX:
        raise Problem("media-too-large", max_bytes=MEDIA_BYTES_MAX)
    if length == 0:
        raise Problem("bad-header", field="Upload-Length")
    return Claim(said["sha256"], kind, said["record"], length)


def read_number(headers: Mapping[str, str], name: str) -> int:
    """The number in a header; what is none, or negative, is `bad-header`."""
    text = headers.get(name, "")
    if not _number.fullmatch(text):
        raise Problem("bad-header", field=name)
    return int(text)


def read_metadata(text: str) -> dict[str, str]:
    """The pairs of `Upload-Metadata`: key, space, base64; each key once."""
    pairs = text.split(",", KEYS_MAX)
    if len(text) > METADATA_MAX or len(pairs) > KEYS_MAX:
        raise Problem("bad-header", field="Upload-Metadata")
    found: dict[str, str] = {}
    for pair in pairs:
        key, _, value = pair.strip(" ").partition(" ")
        if not _key.fullmatch(key) or key in found:
            raise Problem("bad-header", field="Upload-Metadata")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except ValueError:
            raise Problem("bad-header", field="Upload-Metadata") from None
    return found


def read_checksum(headers: Mapping[str, str]) -> bytes:
    """The SHA-256 in `Upload-Checksum`, which is never left out."""
    algorithm, _, value = headers.get("Upload-Checksum", "").partition(" ")
    try:
        digest = b64decode(value, validate=True)
    except ValueError:
        digest = b""
    if algorithm != "sha256" or len(digest) != 32:
        raise Problem("bad-header", field="Upload-Checksum")
    return digest
