"""The hash chain of an inc, its op ids, and receipts: which ranges of it are held (README §2, §7; M4, M5, M24)."""

from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple

TAG_BYTES = 5


def base32(raw: bytes) -> str:
    """RFC 4648 base32, lower case, without padding."""
    return b32encode(raw).decode().rstrip("=").lower()


def base64url(raw: bytes) -> str:
    """RFC 4648 base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_base64url(encoded: str) -> bytes:
    """The bytes of base64url without padding; ValueError where it is none."""
    raw = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
    if base64url(raw) != encoded:  # the standard library reads over what is not base64url
        raise ValueError("not base64url")
    return raw


def inc_of_key(public_key: bytes) -> str:
    """The inc of a P-256 public key given as uncompressed point (65 bytes): nobody claims another's inc."""
    return base32(sha256(public_key).digest())[:20]


def is_office(inc: str) -> bool:
    """Whether `inc` is the server's own."""
    return inc.startswith("office-")


def genesis(inc: str) -> bytes:
    """h_0 of an inc."""
    return sha256(inc.encode()).digest()


def link(previous: bytes, line: bytes, personal: bytes | None = None) -> bytes:
    """h_n from h_(n-1) and the op's lines as sent; `personal` is the personal line, if the op has one."""
    if personal is None:
        return sha256(previous + sha256(line).digest()).digest()
    return link_digest(previous, line, sha256(personal).digest())


def link_digest(previous: bytes, line: bytes, personal_digest: bytes) -> bytes:
    """As `link`, where only the digest of the personal line is left (erased: I12 holds all the same)."""
    return sha256(previous + sha256(line).digest() + personal_digest).digest()


_symbols = "abcdefghijklmnopqrstuvwxyz234567"
_pairs = [first + second for first in _symbols for second in _symbols]  # ten bits each


def tag(link_hash: bytes) -> str:
    """The tag of an op: the first 40 bits of its chain hash, in base32."""
    bits = int.from_bytes(link_hash[:TAG_BYTES], "big")
    return _pairs[bits >> 30] + _pairs[bits >> 20 & 1023] + _pairs[bits >> 10 & 1023] + _pairs[bits & 1023]


class Range(NamedTuple):
    """Ops `first`…`last` of one inc, on the branch whose op `last` has `tag`."""

    first: int
    last: int
    tag: str


def holes(held: list[Range], last: int) -> list[tuple[int, int]]:
    """The (first, last) gaps up to seq `last` that `held` leaves: what a tablet offers again (M8).

    `held` are the ranges of one branch, in any order.
    """
    gaps, expected = [], 1
    for first, end, _ in sorted(held):
        if first > expected:
            gaps.append((expected, min(first - 1, last)))
        expected = max(expected, end + 1)
    if expected <= last:
        gaps.append((expected, last))
    return [gap for gap in gaps if gap[0] <= gap[1]]
