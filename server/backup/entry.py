"""One batch as one line of a segment, and back. Bytes travel as base64, numbers and codes as they are."""

import json
from base64 import b64decode, b64encode
from typing import NamedTuple

from server.store.log import OpRow


class Entry(NamedTuple):
    """A batch with its op rows."""

    n: int
    inc: str
    first_seq: int
    last_seq: int
    header: bytes
    feed_n: int
    received_at: int
    clock_offset: int | None
    rows: list[OpRow]


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else b64encode(raw).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text, validate=True)


def write(batch, rows: list[OpRow]) -> bytes:
    """The line of one batch."""
    said = {
        "n": batch.n,
        "inc": batch.inc,
        "first_seq": batch.first_seq,
        "last_seq": batch.last_seq,
        "header": _text(batch.header),
        "feed_n": batch.feed_n,
        "received_at": batch.received_at,
        "clock_offset": batch.clock_offset,
        "ops": [
            [
                row.seq,
                row.tag,
                _text(row.hash),
                _text(row.line),
                _text(row.personal),
                _text(row.personal_digest),
                row.outcome,
                row.code,
            ]
            for row in rows
        ],
    }
    return json.dumps(said, separators=(",", ":")).encode()


def read(line: bytes) -> Entry:
    """The batch that `write` wrote."""
    said = json.loads(line)
    rows = [
        OpRow(
            said["inc"],
            one[0],
            one[1],
            b64decode(one[2]),
            said["n"],
            b64decode(one[3]),
            *map(_bytes, one[4:6]),
            *one[6:],
        )
        for one in said["ops"]
    ]
    return Entry(
        said["n"],
        said["inc"],
        said["first_seq"],
        said["last_seq"],
        _bytes(said["header"]) or b"",
        said["feed_n"],
        said["received_at"],
        said["clock_offset"],
        rows,
    )
