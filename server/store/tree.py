"""The Merkle tree over a tenant's log (sync/merkle.py), kept as tiles of 256 hashes: 32 bytes an op and little more.

The push pays nothing for it: `catch_up` reads the log on from the batch where the tree stands, in the order of arrival,
in short transactions fenced by that number, so two who do it at once add nothing twice. Only added to: a tile that is
full never changes.
"""

from hashlib import sha256

from sqlalchemy import Connection, func, select, update

from server.models.log import ops
from server.models.tree import tiles, trees
from server.store import bulk, log
from server.store.unit_of_work import reading, write
from sync import merkle
from sync.merkle import HASH_BYTES

LEVELS = 8  # of the tree in one tile
WIDTH = 1 << LEVELS
TILE_BYTES = WIDTH * HASH_BYTES
STEP = 100  # batches in one transaction
_columns = ("tenant", "level", "n", "batch", "hashes")

Leaf = tuple[bytes, int]  # hash, batch


def catch_up(tenant: str) -> int:
    """Take in what the log has since; returns the tree's size, which then ends with a batch."""
    while True:
        with reading() as connection:
            batch, size = standing(connection, tenant)
            found = log.batches_after(connection, tenant, batch, STEP)
            leaves = [(leaf, one.n) for one in found for leaf in leaves_of(connection, tenant, one.n)]
        if not found:
            return size
        last = found[-1].n
        write(lambda connection: _add(connection, tenant, (batch, size), last, leaves))  # noqa: B023 - run at once


def standing(connection: Connection, tenant: str) -> tuple[int, int]:
    """(last batch that the tree holds, its size)."""
    row = connection.execute(select(trees.c.batch, trees.c.size).where(trees.c.tenant == tenant)).one_or_none()
    return (0, 0) if row is None else (row.batch, row.size)


def leaves_of(connection: Connection, tenant: str, batch: int) -> list[bytes]:
    """The leaves of a batch, of the lines as they stand in the log now."""
    return [leaf_of(row) for row in log.ops_of_batch(connection, tenant, batch)]


def leaf_of(row: log.OpRow) -> bytes:
    """The leaf of an op."""
    return merkle.leaf(row.id, *digests_of(row))


def digests_of(row: log.OpRow) -> tuple[bytes, bytes | None]:
    """The digests of an op's line and of its personal line, which may be erased."""
    return sha256(row.line).digest(), None if row.personal_digest is None else bytes(row.personal_digest)


def _add(connection: Connection, tenant: str, before: tuple[int, int], last: int, leaves: list[Leaf]) -> None:
    batch, size = before
    bulk.insert(connection, trees, ("tenant", "batch", "size"), [(tenant, 0, 0)], on_conflict="nothing")
    here = update(trees).where(trees.c.tenant == tenant, trees.c.batch == batch, trees.c.size == size)
    if not connection.execute(here.values(batch=last, size=size + len(leaves))).rowcount:
        return  # somebody else was first
    level, start = 0, size
    while leaves:
        n = start // WIDTH
        edge = _tile(connection, tenant, level, n) if start % WIDTH else None
        rows = _filled(edge, leaves)
        written = [(tenant, level, n + at, batch, hashes) for at, (batch, hashes) in enumerate(rows)]
        bulk.insert(connection, tiles, _columns, written, on_conflict="update")
        leaves = [(_root_of(hashes), 0) for _, hashes in rows if len(hashes) == TILE_BYTES]
        level, start = level + 1, n


def _filled(edge: tuple[int, bytes] | None, leaves: list[Leaf]) -> list[tuple[int, bytes]]:
    """The tile at the edge filled with `leaves`, and as many more as it takes: each with the batch of its first."""
    batch, hashes = edge or (leaves[0][1], b"")
    rows, at = [], WIDTH - len(hashes) // HASH_BYTES
    rows.append((batch, hashes + b"".join(found for found, _ in leaves[:at])))
    for first in range(at, len(leaves), WIDTH):
        some = leaves[first : first + WIDTH]
        rows.append((some[0][1], b"".join(found for found, _ in some)))
    return rows


def _root_of(hashes: bytes) -> bytes:
    return merkle.root(merkle.over(split(hashes)), len(hashes) // HASH_BYTES)


def split(hashes: bytes) -> list[bytes]:
    """The single hashes of a tile, or of a part of one."""
    return [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]


def _tile(connection: Connection, tenant: str, level: int, n: int) -> tuple[int, bytes] | None:
    row = connection.execute(
        select(tiles.c.batch, tiles.c.hashes).where(tiles.c.tenant == tenant, tiles.c.level == level, tiles.c.n == n)
    ).one_or_none()
    return None if row is None else (row.batch, bytes(row.hashes))


class BrokenTree(Exception):
    """A tile that should be there is not, or is shorter than it was."""


class Tree:
    """A tenant's tree, read within one transaction; each tile at most once."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant
        self._known: dict[tuple[int, int], list[bytes]] = {}

    def tile(self, level: int, n: int) -> list[bytes]:
        """The hashes of a tile; none where there is no such tile."""
        if (level, n) not in self._known:
            found = _tile(self._connection, self._tenant, level, n)
            self._known[level, n] = split(found[1]) if found else []
        return self._known[level, n]

    def read(self, level: int, place: int) -> bytes:
        """As `sync.merkle.Read`. Raises `BrokenTree`."""
        at_level, above = divmod(level, LEVELS)
        first = place << above
        hashes = self.tile(at_level, first // WIDTH)[first % WIDTH :][: 1 << above]
        if len(hashes) < 1 << above:
            raise BrokenTree(f"level {level}, place {place}")
        return merkle.root(merkle.over(hashes), 1 << above)

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves."""
        return merkle.root(self.read, size)

    def place_of(self, leaf: bytes, batch: int) -> int | None:
        """Where the leaf of an op of `batch` stands; None where the tree does not hold it."""
        before = select(tiles.c.n).where(tiles.c.tenant == self._tenant, tiles.c.level == 0, tiles.c.batch < batch)
        n = self._connection.execute(before.order_by(tiles.c.n.desc()).limit(1)).scalar() or 0
        while found := _tile(self._connection, self._tenant, 0, n):
            if found[0] > batch:
                return None
            hashes = split(found[1])
            if leaf in hashes:
                return n * WIDTH + hashes.index(leaf)
            n += 1
        return None


def ops_counted(connection: Connection, tenant: str) -> int:
    """How many ops the log holds in truth: `yavuul verify` lays it beside what the batches say."""
    return connection.execute(select(func.count()).select_from(ops).where(ops.c.tenant == tenant)).scalar_one()
