"""The frozen content of an issued report: JSON text in pieces, its hash, and the way back.

What was issued is read from here alone, never made again from today's records: so a reprint is the same (scenario 8).
"""

import json
from hashlib import sha256

from sync.op import Value
from sync.record import Record

PIECE = 8_000  # code points; a text holds 10 000


def pack(content: dict) -> dict[str, Value]:
    """`content` as values of a report: `content/1`, … and `content_hash`."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    return {f"content/{number}": piece for number, piece in enumerate(pieces, 1)} | {"content_hash": digest(text)}


def unpack(report: Record) -> dict:
    """The content of an issued report."""
    return json.loads(text_of(report))


def text_of(report: Record) -> str:
    """The JSON text as it was issued."""
    paths = sorted((path for path in report.live if path.startswith("content/")), key=lambda path: int(path[8:]))
    return "".join(str(value) for path in paths for value, _ in report.live[path].values())


def digest(text: str) -> str:
    """SHA-256 of the JSON text."""
    return sha256(text.encode()).hexdigest()
