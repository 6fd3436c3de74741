"""What is published of a log: signed heads, and proofs in a file that can be checked without any server (I12).

A *head* says how many ops a tenant's log has and what their Merkle root is (sync/merkle.py). The deployment signs it,
publishes it, and tablets keep it: whoever has two heads can ask for the path that proves one log to begin with the
other. Signatures are the caller's to check: `Head.text` is what is signed. Nothing here is personal.
"""

import json
import re
from hashlib import sha256
from typing import NamedTuple

from sync import merkle
from sync.chain import base64url, from_base64url

SIZE_MAX = 2**53 - 1
FILE_BYTES_MAX = 1024 * 1024
PATH_MAX = 64

_tenant = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_epoch = re.compile(r"[a-z2-7]{6}", re.ASCII)
_op = re.compile(r"[a-z2-7-]{8,24}\.[1-9]\d{0,15}\.[a-z2-7]{8}", re.ASCII)


class BadProof(ValueError):
    """The file is no head or proof; the text says what is wrong with it."""


class Head(NamedTuple):
    """The first `size` ops of a tenant's log have this `root`; said at `at` (ms, the server's clock) in `epoch`."""

    tenant: str
    epoch: str
    size: int
    root: bytes
    at: int
    sig: bytes = b""

    @property
    def text(self) -> bytes:
        """What is signed."""
        said = ("yavuul log head 1", self.tenant, self.epoch, self.size, base64url(self.root), self.at)
        return "".join(f"{part}\n" for part in said).encode()

    def to_json(self) -> dict[str, object]:
        """As it is published."""
        said = self._asdict() | {"root": base64url(self.root), "sig": base64url(self.sig)}
        return {"type": "yavuul-log-head", **said}


class Proof(NamedTuple):
    """That an op is leaf `place` of the log of `head`. `line`: the op's line where it may be shown, else its digest."""

    head: Head
    op: str
    place: int
    path: tuple[bytes, ...]
    line_digest: bytes
    personal_digest: bytes | None = None
    line: str | None = None

    @property
    def holds(self) -> bool:
        """Whether the path leads to the head's root."""
        leaf = merkle.leaf(self.op, self.line_digest, self.personal_digest)
        return merkle.is_included(leaf, self.place, self.head.size, self.path, self.head.root)

    def to_json(self) -> dict[str, object]:
        """As it is given away."""
        said: dict[str, object] = {"type": "yavuul-log-proof", "op": self.op, "place": self.place}
        if self.line is None:
            said["line_sha256"] = base64url(self.line_digest)
        else:
            said["line"] = self.line
        if self.personal_digest is not None:
            said["personal_sha256"] = base64url(self.personal_digest)
        return said | {"path": [base64url(one) for one in self.path], "head": self.head.to_json()}


def read(raw: bytes) -> Head | Proof:
    """The head or proof in a file; raises `BadProof`. Whether it holds, and who signed it, is another question."""
    if len(raw) > FILE_BYTES_MAX:
        raise BadProof("too long")
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadProof("no JSON") from None
    if not isinstance(said, dict):
        raise BadProof("no head and no proof")
    return _proof(said) if said.get("type") == "yavuul-log-proof" else _head(said)


def _head(said: object) -> Head:
    if not isinstance(said, dict) or said.get("type") != "yavuul-log-head":
        raise BadProof("no head and no proof")
    tenant, epoch = _text(said, "tenant", _tenant), _text(said, "epoch", _epoch)
    return Head(
        tenant, epoch, _whole(said, "size"), _bytes(said, "root", 32), _whole(said, "at"), _bytes(said, "sig", 64)
    )


def _proof(said: dict) -> Proof:
    steps, line = said.get("path"), said.get("line")
    if not isinstance(steps, list) or len(steps) > PATH_MAX:
        raise BadProof("path")
    if line is not None and not isinstance(line, str):
        raise BadProof("line")
    path = tuple(_bytes({"path": step}, "path", 32) for step in steps)
    try:
        digest = _bytes(said, "line_sha256", 32) if line is None else sha256(line.encode()).digest()
    except UnicodeEncodeError:
        raise BadProof("line") from None
    personal = _bytes(said, "personal_sha256", 32) if "personal_sha256" in said else None
    return Proof(_head(said.get("head")), _text(said, "op", _op), _whole(said, "place"), path, digest, personal, line)


def _text(said: dict, name: str, shape: re.Pattern) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise BadProof(name)
    return found


def _whole(said: dict, name: str) -> int:
    found = said.get(name)
    if type(found) is not int or not 0 <= found <= SIZE_MAX:
        raise BadProof(name)
    return found


def _bytes(said: dict, name: str, length: int) -> bytes:
    found = said.get(name)
    try:
        raw = from_base64url(found) if isinstance(found, str) else b""
    except ValueError:
        raise BadProof(name) from None
    if len(raw) != length:
        raise BadProof(name)
    return raw
