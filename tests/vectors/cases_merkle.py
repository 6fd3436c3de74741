"""Cases of the Merkle log: leaves, paths that hold and that do not, heads."""

from hashlib import sha256

from sync import merkle
from sync.chain import base64url
from sync.log_head import Head

# The leaves of the test vectors that implementations of RFC 6962 share.
PUBLISHED = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in PUBLISHED]
LEAVES += [merkle.leaf_hash(bytes([number])) for number in range(30)]


def merkle_cases() -> list[dict]:
    """What both languages must say alike."""
    read = merkle.over(LEAVES)
    line, personal = sha256(b'{"type":"proposal"}').digest(), sha256(b'["AAAAAAAAAAAAAAAA",{}]').digest()
    op = "aaaaaaaaaaaaaaaaaaaa.1.xxchrrra"
    cases: list[dict] = [
        {"op": op, "line": base64url(line), "personal": None, "leaf": base64url(merkle.leaf(op, line, None))},
        {
            "op": op,
            "line": base64url(line),
            "personal": base64url(personal),
            "leaf": base64url(merkle.leaf(op, line, personal)),
        },
    ]
    for size in (1, 2, 3, 7, 8, 13, 38):
        for place in sorted({0, size // 2, size - 1}):
            cases += _inclusions(read, place, size)
        for first in sorted({0, 1, size // 2, size - 1, size}):
            cases += _consistencies(read, first, size)
    head = Head("jargalant", "k7f2q5", 38, merkle.root(read, 38), 1_795_320_000_001)
    return [*cases, {"head": head.to_json(), "text": head.text.decode()}]


def _inclusions(read: merkle.Read, place: int, size: int) -> list[dict]:
    root, path = merkle.root(read, size), merkle.inclusion(read, place, size)
    asked = [(LEAVES[place], place, size, path, root), (LEAVES[place], place, size + 1, path, root)]
    asked += [(LEAVES[place], place, size, [*path, root], root), (root, place, size, path, LEAVES[place])]
    asked += [(LEAVES[place], place, size, path[:-1], root)] if path else []
    return [
        {
            "leaf": base64url(leaf),
            "place": at,
            "size": of,
            "path": [base64url(one) for one in steps],
            "root": base64url(top),
            "holds": merkle.is_included(leaf, at, of, steps, top),
        }
        for leaf, at, of, steps, top in asked
    ]


def _consistencies(read: merkle.Read, first: int, size: int) -> list[dict]:
    older, root = merkle.root(read, first), merkle.root(read, size)
    path = merkle.consistency(read, first, size)
    asked = [(first, older, size, path, root), (first, root, size, path, older), (size, root, first, path, older)]
    asked += [(first, older, size, [*path, root], root), (first + 1, older, size, path, root)]
    asked += [(first, older, size, path[:-1], root)] if path else []
    return [
        {
            "first": one,
            "first_root": base64url(one_root),
            "size": of,
            "path": [base64url(step) for step in steps],
            "root": base64url(top),
            "holds": merkle.is_consistent(one, one_root, of, top, steps),
        }
        for one, one_root, of, steps, top in asked
    ]
