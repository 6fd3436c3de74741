"""A tablet in Python: it makes ops as the wire wants them, signs them and reads answers.

For the demo, tests and benches. It goes through the real sync call and keeps no state but its chain; the real tablet is
TypeScript (pwa/src).
"""

import gzip
import json
import random
from base64 import b32encode
from dataclasses import dataclass, field

import brotli
from cryptography.hazmat.primitives.asymmetric import ec

from server import keys
from sync.chain import base64url, genesis, inc_of_key, link, tag
from sync.op import Op, Sets, Value, dump, write

MEDIA_TYPE = "application/x-ndjson"
_unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@dataclass
class Answer:
    """What the server said: HTTP status, head, and feed rows as (row, personal part or None)."""

    status: int
    head: dict
    rows: list[tuple[dict, dict | None]] = field(default_factory=list)
    sent_bytes: int = 0
    got_bytes: int = 0


class Tablet:
    """One inc: key, chain, and the lines it has not yet sent. `randomness` makes ids and salts."""

    def __init__(self, randomness: random.Random | None = None) -> None:
        self.random = randomness or random.Random()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.public_key = keys.point(self.key)
        self.inc = inc_of_key(self.public_key)
        self.hashes: list[bytes] = [genesis(self.inc)]
        self.lines: list[list[bytes]] = []  # per op: the line, and the personal line if any
        self.sent = 0
        self.cursor = ""
        self.tops: dict[str, int] = {}
        self.at = 1_795_320_000_000

    def new_id(self) -> str:
        """A new record id."""
        return b32encode(self.random.randbytes(16)).decode().rstrip("=").lower()

    def sign(self, message: bytes) -> str:
        """The tablet's signature of `message`, base64url."""
        return base64url(keys.sign(self.key, message))

    def op_id(self, seq: int) -> str:
        """The id of the op with this seq."""
        return f"{self.inc}.{seq}.{tag(self.hashes[seq])}"

    def say(
        self,
        kind: str,
        record: str = "",
        /,
        *,
        _personal: dict[str, Value] | None = None,
        _bases: dict[str, tuple[str, ...]] | None = None,
        _group: str | None = None,
        _n: int = 0,
        **values: Value,
    ) -> str:
        """Write an op; returns the record's id. Map paths: `**{"votes/table": 3}`; `_bases` by path."""
        record = record or self.new_id()
        known = _bases or {}
        sets: Sets = {path: (value, known.get(path, ())) for path, value in values.items()}
        hidden: Sets = {path: (value, known.get(path, ())) for path, value in (_personal or {}).items()}
        self.tops[record] = _n or self.tops.get(record, 0) + 1
        self.at += 1_000
        op = Op(self.inc, 0, "", kind, record, self.tops[record], self.at, 1, sets, hidden, _group)
        line, secret = write(op, self.random.randbytes(12))
        self.add(line, secret)
        return record

    def add(self, line: bytes, personal: bytes | None = None) -> None:
        """Put a line on the chain as it is."""
        self.lines.append([line] if personal is None else [line, personal])
        self.hashes.append(link(self.hashes[-1], line, personal))

    def body(self, first: int, last: int, **header: object) -> bytes:
        """The signed request for ops `first`…`last` (none if last < first)."""
        said: dict[str, object] = {"catalogue": 1, "inc": self.inc}
        if self.cursor:
            said["cursor"] = self.cursor
        said |= header
        signed_hash = b""
        if last >= first:
            said["first_seq"] = first
            if first > 1:
                said["prev"] = base64url(self.hashes[first - 1])
            signed_hash = self.hashes[last]
        head = dump(said)[:-1]
        signature = self.sign(head + signed_hash)
        lines = [line for op in self.lines[first - 1 : last] for line in op] if last >= first else []
        return b"\n".join([head + b',"sig":"' + signature.encode() + b'"}', *lines])

    def post(self, client, body: bytes, gzipped: bool = True, **headers: str) -> Answer:
        """Send a body as it is and read the answer."""
        packed = gzip.compress(body, 9, mtime=0)
        use = gzipped and len(packed) < len(body)
        sending = {"Content-Type": MEDIA_TYPE, "Accept-Encoding": "gzip, br", **headers}
        if use:
            sending["Content-Encoding"] = "gzip"
        response = client.post("/api/v1/sync", data=packed if use else body, headers=sending)
        raw = response.data
        plain = _unpack[response.headers.get("Content-Encoding", "")](raw)
        sent, got = len(packed if use else body), len(raw)
        if response.status_code != 200:
            return Answer(response.status_code, json.loads(plain), [], sent, got)
        head, *rest = plain.rstrip(b"\n").split(b"\n")
        return Answer(200, json.loads(head), _rows(rest), sent, got)

    def sync(self, client, first: int = 0, last: int = 0, **header: object) -> Answer:
        """Send what was not sent yet (or ops `first`…`last`), follow the cursor."""
        first, last = first or self.sent + 1, last or len(self.lines)
        answer = self.post(client, self.body(first, last, **header))
        if answer.status == 200:
            self.sent = max(self.sent, last)
            self.cursor = answer.head.get("cursor", self.cursor)
        return answer


def _rows(lines: list[bytes]) -> list[tuple[dict, dict | None]]:
    rows: list[tuple[dict, dict | None]] = []
    for line in lines:
        if line.startswith(b"["):
            rows[-1] = (rows[-1][0], json.loads(line)[1])
        else:
            rows.append((json.loads(line), None))
    return rows
