"""`yavuul verify`: is the log still what was published of it (I12)? Reads all of it, in the order of arrival.

Laid beside each other: every op's line and its place in its inc's chain, its leaf and the leaf that the tree has kept,
the root at each published head and that head's signature, and heads that somebody else has kept. A finding names the op
or the head where it shows first. Nothing is changed.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from server import keys, log_heads
from server.exchange.batch import subject_of
from server.store import log, tree
from server.store import log_heads as stored
from server.store.log import OpRow
from server.store.subjects import SubjectKeys
from server.store.tree import WIDTH, Tree
from server.store.unit_of_work import reading
from sync.chain import from_base64url, genesis, link, link_digest, tag
from sync.log_head import Head
from sync.merkle import Growing
from sync.op import Malformed, read_json

STEP = 100  # batches in hand at a time
FINDINGS_MAX = 50
HEADS_MAX = 5_000


class Checked(NamedTuple):
    """What a check came to: how much was read, and what is wrong, in words for who runs the deployment."""

    ops: int
    heads: int
    findings: list[str]


def check(tenant: str, witnessed: Iterable[Head] = ()) -> Checked:
    """Check one tenant's log, also against heads that others have kept."""
    with reading() as connection:
        return check_in(connection, tenant, witnessed)


def check_in(connection: Connection, tenant: str, witnessed: Iterable[Head] = ()) -> Checked:
    """As `check`, within a transaction that is already open."""
    walk = _Walk(connection, tenant)
    heads = dict.fromkeys([*stored.published(connection, tenant, HEADS_MAX), *witnessed])
    walk.read(sorted(heads, key=lambda head: head.size))
    walk.findings += [
        f"tablet {inc} has kept a head of {size} ops that this log does not begin with"
        for inc, size, _ in stored.disagreeing(connection, tenant)
    ]
    return Checked(walk.growing.size, len(heads), walk.findings[:FINDINGS_MAX])


class _Walk:
    """One pass over the log."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant
        self._tree, self._keys = Tree(connection, tenant), SubjectKeys(connection, tenant)
        self._in_tree = tree.standing(connection, tenant)[1]
        self.growing = Growing()
        self.findings: list[str] = []

    def read(self, heads: list[Head]) -> None:
        waiting = list(reversed(heads))
        self._meet(waiting)
        for batch in self._batches():
            before: OpRow | None = None
            for row in log.ops_of_batch(self._connection, self._tenant, batch.n):
                self._check_row(row, before, batch.header)
                before = row
                self._check_leaf(tree.leaf_of(row), row)
                self._meet(waiting)
        self.findings += [f"{_name(head)}: the log has only {self.growing.size} ops" for head in reversed(waiting)]
        if self._in_tree > self.growing.size:
            self.findings.append(f"the tree holds {self._in_tree} ops, the log {self.growing.size}")
        counted = tree.ops_counted(self._connection, self._tenant)
        if counted != self.growing.size:
            self.findings.append(f"{counted} ops are stored, batches name {self.growing.size}")

    def _batches(self) -> Iterator:
        last = 0
        while found := log.batches_after(self._connection, self._tenant, last, STEP):
            for batch in found:
                if batch.n != last + 1:
                    self.findings.append(f"batch {last + 1} is missing before batch {batch.n}")
                last = batch.n
                yield batch

    def _check_leaf(self, leaf: bytes, row: OpRow) -> None:
        place = self.growing.size
        self.growing.add(leaf)
        if place >= self._in_tree:
            return
        kept = self._tree.tile(0, place // WIDTH)
        if place % WIDTH >= len(kept) or kept[place % WIDTH] != leaf:
            self.findings.append(f"op {row.id} (batch {row.batch}) is not what stood at place {place}")

    def _meet(self, waiting: list[Head]) -> None:
        """Lay the roots of heads of this size beside what was read."""
        while waiting and waiting[-1].size == self.growing.size:
            head = waiting.pop()
            if head.tenant != self._tenant or not log_heads.is_signed(head, keys.point(keys.current().signing)):
                self.findings.append(f"{_name(head)} is not signed by this deployment")
            if head.root != self.growing.root():
                self.findings.append(f"{_name(head)}: the log does not begin with it")

    def _check_row(self, row: OpRow, before: OpRow | None, header: bytes) -> None:
        if tag(row.hash) != row.tag or row.hash not in {_next(one, row) for one in self._before(row, before, header)}:
            self.findings.append(f"op {row.id} (batch {row.batch}) does not stand on its chain")
        if row.personal is None:
            return
        try:
            plain = self._keys.open(subject_of(row.line, row.inc), bytes(row.personal), row.id)
        except ValueError:
            plain = b""
        if plain is not None and sha256(plain).digest() != row.personal_digest:
            self.findings.append(f"op {row.id} (batch {row.batch}): its personal line is not what was said")

    def _before(self, row: OpRow, before: OpRow | None, header: bytes) -> set[bytes]:
        """The chain hashes that may stand before an op: known to us, or said by the header that its author signed."""
        if row.seq == 1:
            return {genesis(row.inc)}
        if before is not None and before.seq == row.seq - 1:
            return {before.hash}
        known = log.hashes_between(self._connection, self._tenant, row.inc, row.seq - 1, row.seq - 1)
        return {bytes(found) for found in known.values()} | _said_before(header, row.seq)


def _said_before(header: bytes, seq: int) -> set[bytes]:
    try:
        said = read_json(header) if header else None
        if isinstance(said, dict) and said.get("first_seq") == seq:
            return {from_base64url(str(said["prev"]))}
    except (Malformed, KeyError, ValueError):
        pass
    return set()


def _next(before: bytes, row: OpRow) -> bytes:
    if row.personal_digest is None:
        return link(before, row.line)
    return link_digest(before, row.line, row.personal_digest)


def _name(head: Head) -> str:
    return f"head of {head.size} ops, {head.at}"
