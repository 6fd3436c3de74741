"""The demo tablet's media lane: the tus requests that a tablet makes (pwa/src/exchange/tus.ts), signed by its key."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from server.demo.tablet import Tablet
from server.media.signed import message

ROOT = "/api/v1/media"
PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A photo or voice note on a tablet: bytes, type, and the media record that it is for."""

    data: bytes
    type: str
    record: str


def send(tablet: Tablet, client, file: File) -> None:
    """The whole file, piece by piece; AssertionError where the server does not take it."""
    pairs = {"sha256": sha256(file.data).hexdigest(), "type": file.type, "record": file.record}
    said = ",".join(f"{key} {_base64(value.encode())}" for key, value in pairs.items())
    opened = _ask(tablet, client, "POST", ROOT, {"Upload-Length": str(len(file.data)), "Upload-Metadata": said})
    assert opened.status_code == 201, opened.data
    for offset in range(0, len(file.data), PIECE_BYTES):
        piece = file.data[offset : offset + PIECE_BYTES]
        headers = {"Upload-Offset": str(offset), "Upload-Checksum": "sha256 " + _base64(sha256(piece).digest())}
        headers["Content-Type"] = "application/offset+octet-stream"
        taken = _ask(tablet, client, "PATCH", opened.headers["Location"], headers, piece)
        assert taken.status_code == 204, taken.data


def _ask(tablet: Tablet, client, method: str, path: str, headers: dict[str, str], body: bytes | None = None):
    own = {"Tus-Resumable": "1.0.0", "Yavuul-Inc": tablet.inc}
    own["Yavuul-Signature"] = tablet.sign(message(method, path, headers))
    return client.ask(method, path, body, own | headers)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()
