"""The Merkle tree over the log: roots, and proofs that anybody can check (RFC 9162 §2.1, hashing as RFC 6962; I12).

A leaf is one op, hashed over the digests of its lines, so erasing a personal line leaves every proof valid (M19).
Leaves stand in the order of arrival. Pure: where hashes are kept is the caller's; `read(level, place)` gives the root
of the complete subtree of 2**level leaves that begins at leaf place·2**level. Twin: pwa/src/domain/merkle.ts, which
only checks.
Proved by tests/sync/test_merkle.py and tests/vectors/merkle.json.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from hashlib import sha256

HASH_BYTES = 32
EMPTY = sha256(b"").digest()  # root of no leaves

Read = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf; its prefix keeps a node from standing for one."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def leaf(op_id: str, line_digest: bytes, personal_digest: bytes | None) -> bytes:
    """The leaf of an op: its id, and the SHA-256 of its line and of its personal line, if it has one."""
    return leaf_hash(op_id.encode() + b"\n" + line_digest + (personal_digest or b""))


def over(leaves: Sequence[bytes]) -> Read:
    """`read` of a tree that is wholly at hand."""

    def read(level: int, place: int) -> bytes:
        if level == 0:
            return leaves[place]
        return node_hash(read(level - 1, 2 * place), read(level - 1, 2 * place + 1))

    return read


def root(read: Read, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range(read, 0, size) if size else EMPTY


def inclusion(read: Read, place: int, size: int) -> list[bytes]:
    """The path that proves leaf `place` to be in the tree of `size` leaves."""
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + _left(end - start)
        if place < middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, start, middle))
            start = middle
    return path[::-1]


def consistency(read: Read, first: int, size: int) -> list[bytes]:
    """The path that proves the tree of `first` leaves to be the beginning of that of `size`."""
    start, end, path = 0, size, []
    while first not in (start, end):
        middle = start + _left(end - start)
        if first <= middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, start, middle))
            start = middle
    if first and start:
        path.append(_range(read, start, end))  # else it is the older root itself, which the asker has
    return path[::-1] if first else []


def is_included(leaf: bytes, place: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves `leaf` to be leaf `place` of the tree with this size and root (RFC 9162 §2.1.3.2)."""
    if not 0 <= place < size:
        return False
    at, last, found = place, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(first: int, first_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the tree (`first`, `first_root`) is the beginning of (`size`, `root`).

    RFC 9162 §2.1.4.2. The empty tree is the beginning of every one.
    """
    if first == 0:
        return first_root == EMPTY and not path
    if first >= size:
        return first == size and first_root == root and not path
    steps = list(path) if first & (first - 1) else [first_root, *path]
    if not steps:
        return False
    at, last = first - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = steps[0]
    for other in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            older, newer = node_hash(other, older), node_hash(other, newer)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, other)
        at, last = at >> 1, last >> 1
    return last == 0 and older == first_root and newer == root


class Growing:
    """The root of a tree that grows leaf by leaf, from its right edge alone: a whole log is read once."""

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []  # roots of the complete subtrees, the largest first

    def add(self, leaf: bytes) -> None:
        """One more leaf."""
        place, found = self.size, leaf
        while place & 1:
            place, found = place >> 1, node_hash(self._edge.pop(), found)
        self._edge.append(found)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return reduce(lambda found, left: node_hash(left, found), reversed(self._edge)) if self._edge else EMPTY


def _left(count: int) -> int:
    """How many of `count` leaves stand left: the greatest power of two below it."""
    return 1 << (count - 1).bit_length() - 1


def _range(read: Read, start: int, end: int) -> bytes:
    """The root over leaves `start` to `end`, which a tree has as one subtree."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return read(level, start >> level)
    middle = start + _left(count)
    return node_hash(_range(read, start, middle), _range(read, middle, end))
