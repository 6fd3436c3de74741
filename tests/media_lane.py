"""The tablet's side of the media lane for tests: signed tus requests, and photos and voice notes to send."""

import io
import json
import math
import struct
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import av
from PIL import Image

from server.media.signed import message
from tests.tablet import Tablet

ROOT = "/api/v1/media"
PIECE = 64 * 1024
PIECE_TYPE = "application/offset+octet-stream"


def b64(raw: bytes) -> str:
    """Base64 as tus headers want it."""
    return b64encode(raw).decode()


def checksum(body: bytes) -> str:
    """The value of `Upload-Checksum`."""
    return "sha256 " + b64(sha256(body).digest())


def metadata(**pairs: str) -> str:
    """The value of `Upload-Metadata`."""
    return ",".join(f"{key} {b64(value.encode())}" for key, value in pairs.items())


@dataclass
class Piece:
    """A file to send, for a media record."""

    data: bytes
    type: str
    record: str

    @property
    def sha256(self) -> str:
        """What names it."""
        return sha256(self.data).hexdigest()


class Lane:
    """A tablet's media lane over a client (`ask(method, path, data, headers)`)."""

    def __init__(self, tablet: Tablet, client) -> None:
        self.tablet = tablet
        self.client = client

    def signed(self, method: str, path: str, headers: dict[str, str]) -> dict[str, str]:
        """The headers of a request, with the tablet's signature."""
        own = {"Tus-Resumable": "1.0.0", "Yavuul-Inc": self.tablet.inc}
        return {**own, "Yavuul-Signature": self.tablet.sign(message(method, path, headers)), **headers}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str):
        """A signed request; header names with `_` for `-`."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.ask(method, path, body, self.signed(method, path, said))

    def create(self, piece: Piece, **headers: str):
        """POST."""
        said = {
            "Upload_Length": str(len(piece.data)),
            "Upload_Metadata": metadata(sha256=piece.sha256, type=piece.type, record=piece.record),
        }
        return self.ask("POST", ROOT, **(said | headers))

    def patch(self, where: str, offset: int, body: bytes, **headers: str):
        """PATCH."""
        said = {"Content_Type": PIECE_TYPE, "Upload_Offset": str(offset), "Upload_Checksum": checksum(body)}
        return self.ask("PATCH", where, body, **(said | headers))

    def offset(self, where: str) -> int:
        """HEAD."""
        answer = self.ask("HEAD", where)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def send(self, piece: Piece, size: int = PIECE):
        """The whole file, piece by piece; returns the last answer."""
        answer = self.create(piece)
        where, offset = answer.headers.get("Location"), 0
        while where and offset < len(piece.data):
            answer = self.patch(where, offset, piece.data[offset : offset + size])
            if answer.status_code != 204:
                break
            offset = int(answer.headers["Upload-Offset"])
        return answer

    def states(self, *hashes: str) -> dict[str, str]:
        """What became of these."""
        body = json.dumps({"sha256": list(hashes)}).encode()
        answer = self.ask(
            "POST", f"{ROOT}/states", body, Content_Type="application/json", Upload_Checksum=checksum(body)
        )
        assert answer.status_code == 200, answer.data
        return json.loads(answer.data)["states"]

    def state(self, piece: Piece) -> str:
        """What became of one."""
        return self.states(piece.sha256)[piece.sha256]

    def media(self, unit: str, data: bytes, type_name: str = "image/jpeg", **values) -> Piece:
        """Say a media record of `data` and return what to send; the op is not sent yet."""
        kind = "photo" if type_name.startswith("image/") else "voice"
        said = {"unit": unit, "kind": kind, "sha256": sha256(data).hexdigest(), "bytes": len(data), **values}
        return Piece(data, type_name, self.tablet.say("media", **said))


def code_of(answer) -> str:
    """The problem's code."""
    return json.loads(answer.data)["code"]


@cache
def photo(width: int = 640, height: int = 480, seed: int = 1, kind: str = "JPEG", **options) -> bytes:
    """A photo; its content depends on `seed`."""
    image = Image.linear_gradient("L").resize((width, height)).rotate(seed * 7).convert("RGB")
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, 0))
    noise = Image.effect_noise((width // 2, height // 2), 60).convert("RGB")
    image.paste(noise, (width // 4, height // 4))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def voice(seconds: float = 2.0, container: str = "webm", codec: str = "libopus", pitch: float = 0.05) -> bytes:
    """A voice note: one tone."""
    out = io.BytesIO()
    samples = 960
    with av.open(out, "w", format=container) as target:
        stream = target.add_stream(codec, rate=48_000)
        stream.codec_context.layout = "mono"
        if codec == "libopus":
            stream.codec_context.format = "s16"
        for start in range(0, int(seconds * 48_000), samples):
            frame = av.AudioFrame(format="s16", layout="mono", samples=samples)
            frame.rate, frame.pts = 48_000, start
            wave = (int(9_000 * math.sin((start + i) * pitch)) for i in range(samples))
            frame.planes[0].update(b"".join(struct.pack("<h", one) for one in wave))
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return out.getvalue()
