"""The Merkle log (I12): roots as published, every proof holds, and no other thing passes for one."""

import json
import random
import secrets
from hashlib import sha256

import pytest

from sync import log_head, merkle
from sync.chain import base64url
from sync.log_head import BadProof, Head, Proof
from tests.vectors.cases_merkle import LEAVES

READ = merkle.over(LEAVES)
ROOTS = [merkle.root(READ, size) for size in range(len(LEAVES) + 1)]
# Roots over the first eight leaves, as the test vectors that implementations of RFC 6962 share have them.
PUBLISHED = ("6e340b9c", "fac54203", "aeb6bcfe", "d37ee418", "4e3bbb1f", "76e67dad", "ddb89be4", "5dc9da79")
TAMPERINGS = 500


def test_roots_are_those_that_were_published():
    assert [root.hex()[:8] for root in ROOTS[1:9]] == list(PUBLISHED)
    assert ROOTS[0] == sha256(b"").digest()
    assert ROOTS[8].hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_tree_that_grows_has_the_same_roots():
    growing = merkle.Growing()
    found = [growing.root()]
    for leaf in LEAVES:
        growing.add(leaf)
        found.append(growing.root())
    assert found == ROOTS


def test_every_leaf_is_proved_in_every_tree():
    for size in range(1, len(LEAVES) + 1):
        for place in range(size):
            path = merkle.inclusion(READ, place, size)
            assert merkle.is_included(LEAVES[place], place, size, path, ROOTS[size])


def test_every_tree_is_proved_to_be_the_beginning_of_every_later_one():
    for size in range(len(LEAVES) + 1):
        for first in range(size + 1):
            path = merkle.consistency(READ, first, size)
            assert merkle.is_consistent(first, ROOTS[first], size, ROOTS[size], path)


def test_erasing_a_personal_line_leaves_its_leaf_as_it_was():
    """M19: the leaf knows digests alone."""
    line, personal = sha256(b"{}").digest(), sha256(b"[]").digest()
    assert merkle.leaf("a.1.b", line, personal) != merkle.leaf("a.1.b", line, None)
    assert merkle.leaf("a.1.b", line, personal) == merkle.leaf_hash(b"a.1.b\n" + line + personal)


def test_a_node_never_passes_for_a_leaf():
    assert merkle.leaf_hash(LEAVES[0] + LEAVES[1]) != merkle.node_hash(LEAVES[0], LEAVES[1])


def test_random_tampering_with_proofs_is_found():
    """I12: leaf, order, roots, sizes and paths, one bit or one step at a time."""
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    draw = random.Random(seed)
    for _ in range(TAMPERINGS):
        size = draw.randrange(2, len(LEAVES) + 1)
        place, first = draw.randrange(size), draw.randrange(1, size)
        included = [LEAVES[place], place, size, merkle.inclusion(READ, place, size), ROOTS[size]]
        grown = [first, ROOTS[first], size, ROOTS[size], merkle.consistency(READ, first, size)]
        assert not merkle.is_included(*_spoilt(draw, included)), (seed, included)
        assert not merkle.is_consistent(*_spoilt(draw, grown)), (seed, grown)


def _spoilt(draw: random.Random, said: list) -> list:
    """`said` with one of its parts changed. A size may grow to one of the same shape, so it moves only downwards."""
    at = draw.choice([at for at, part in enumerate(said) if not isinstance(part, int)])
    part = said[at]
    if isinstance(part, bytes):
        changed: object = _flipped(draw, part)
    elif draw.random() < 0.3 or not part:
        changed = [*part, draw.randbytes(32)]
    elif draw.random() < 0.5:
        changed = part[:-1]
    else:
        step = draw.randrange(len(part))
        changed = [*part[:step], _flipped(draw, part[step]), *part[step + 1 :]]
    return [*said[:at], changed, *said[at + 1 :]]


def _flipped(draw: random.Random, raw: bytes) -> bytes:
    bit = draw.randrange(len(raw) * 8)
    return bytes(byte ^ (1 << bit % 8) if at == bit // 8 else byte for at, byte in enumerate(raw))


def test_a_leaf_at_another_place_is_no_member():
    for size in (1, 5, 8):
        for place in range(size):
            path = merkle.inclusion(READ, place, size)
            wrong = [other for other in range(-1, size + 1) if other != place]
            assert not any(merkle.is_included(LEAVES[place], other, size, path, ROOTS[size]) for other in wrong)


@pytest.mark.parametrize(("first", "size"), [(3, 2), (0, 4), (4, 4), (3, 7), (4, 8)])
def test_a_path_for_nothing_proves_nothing(first, size):
    assert not merkle.is_consistent(first, ROOTS[first], size, ROOTS[size], [ROOTS[1]])
    if first not in (0, size):
        assert not merkle.is_consistent(first, ROOTS[first], size, ROOTS[size], [])
    assert not merkle.is_consistent(0, ROOTS[1], size, ROOTS[size], [])


HEAD = Head("jargalant", "k7f2q5", 8, ROOTS[8], 1_795_320_000_001, bytes(64))
OP = "aaaaaaaaaaaaaaaaaaaa.1.xxchrrra"
LINE = '{"type":"seal"}'


def proof(line: str | None = LINE, personal: bytes | None = None) -> Proof:
    digest = sha256(LINE.encode()).digest()
    leaves = [*LEAVES[:3], merkle.leaf(OP, digest, personal), *LEAVES[4:8]]
    read = merkle.over(leaves)
    head = HEAD._replace(root=merkle.root(read, 8))
    return Proof(head, OP, 3, tuple(merkle.inclusion(read, 3, 8)), digest, personal, line)


@pytest.mark.parametrize("said", [HEAD, proof(), proof(line=None), proof(personal=sha256(b"[]").digest())])
def test_heads_and_proofs_are_read_as_they_were_written(said):
    assert log_head.read(json.dumps(said.to_json()).encode()) == said
    assert isinstance(said, Head) or said.holds


def test_a_head_is_signed_as_text_that_a_person_can_read():
    assert HEAD.text.decode().splitlines() == [
        "yavuul log head 1", "jargalant", "k7f2q5", "8", base64url(ROOTS[8]), "1795320000001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"type": "?"}, {"op": "a"}, {"op": 1}, {"place": -1}, {"place": True}, {"path": 1}, {"path": ["AA"]},
        {"path": ["?"]}, {"path": ["A" * 43] * 65}, {"line": 1}, {"line": "\ud800"}, {"personal_sha256": ""},
        {"head": None}, {"head": {"type": "yavuul-log-proof"}},
    ],
)  # fmt: skip
def test_what_is_no_proof_is_refused(change):
    with pytest.raises(BadProof):
        log_head.read(json.dumps(proof().to_json() | change).encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"[" * 100_000, b"9" * 5000, b'"' + b"a" * (1 << 20) + b'"'])
def test_what_is_no_file_of_ours_is_refused(raw):
    with pytest.raises(BadProof):
        log_head.read(raw)


def test_a_line_that_was_changed_proves_nothing():
    said = proof().to_json() | {"line": LINE.replace("seal", "send")}
    assert not log_head.read(json.dumps(said).encode()).holds
