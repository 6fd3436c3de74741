"""Step 2 of the sync call: where on its inc's chain a batch stands (README §2, §7; M4, M5, M24; F16–F18).

Four cases: it continues a branch; it was here before, whole or in part; ops before it are missing (it is stored, and
verified when the gap closes); or it leaves the chain at an op that the server knows: the tablet was cloned, both
branches are stored, and the sender is told to become a new inc.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from server.problems import Problem
from server.store import log
from server.store.log import Chain
from server.wire import Line
from sync.chain import Range, genesis


class Place(NamedTuple):
    """What of a batch is new, and the branch as it stands after it."""

    new: list[Line]
    known: list[Line]
    chain: Chain
    dropped: list[str]  # branch rows that `chain` now covers
    forked: bool

    def receipt(self, last: Line) -> Range:
        """The range that this batch proves held (M5)."""
        return Range(self.chain.first, last.seq, last.tag)


def place(connection: Connection, tenant: str, inc: str, lines: list[Line], before: bytes) -> Place:
    """Find the batch's place. `before` is the chain hash before its first op (empty: the inc's beginning)."""
    first, last = lines[0].seq, lines[-1]
    if first == 1:
        if before and before != genesis(inc):
            raise Problem("bad-header", field="prev")
        before = genesis(inc)
    held = log.chains_of(connection, tenant, inc, lock=True)
    stored: dict[tuple[int, str], bytes] = {}
    if any(chain.last >= first for chain in held):  # else all of it is new
        stored = log.hashes_between(connection, tenant, inc, max(first - 1, 1), last.seq)
    known = [line for line in lines if stored.get((line.seq, line.tag)) == line.hash]
    new = [line for line in lines if stored.get((line.seq, line.tag)) != line.hash] if known else lines
    if any((line.seq, line.tag) in stored for line in new):
        raise Problem("cloned")  # other bytes under an op id that stands: nobody but a forger finds such (H5)
    batch = Chain(lines[0].tag, first, last.seq, last.tag, before, last.hash)
    chain, joined = _join(batch, held, lines, stored)
    if joined:
        return Place(new, known, chain, [other.branch for other in joined if other.branch != chain.branch], False)
    parent = _parent(batch, held, known, stored)
    if parent is None:
        return Place(new, known, batch, [], False)
    branch = batch._replace(branch=new[0].tag, first=parent.first, before=parent.before)
    return Place(new, known, branch, [], True)


def _join(batch: Chain, held: list[Chain], lines: list[Line], stored: dict) -> tuple[Chain, list[Chain]]:
    """The batch together with all branches that are the same chain: overlapping it, or touching it end to end."""
    hash_at = {line.seq: line.hash for line in lines}

    def overlaps(other: Chain) -> bool:
        if other.last < batch.first or other.first > batch.last:
            return False
        if other.last <= batch.last:
            return hash_at[other.last] == other.hash
        return stored.get((batch.last, batch.tag)) == batch.hash

    same = [other for other in held if overlaps(other)]
    chain = batch
    for other in same:
        chain = _union(chain, other)
    rest = [other for other in held if other not in same]
    while touching := next((other for other in rest if _touch(chain, other)), None):
        chain = _union(chain, touching)
        same.append(touching)
        rest.remove(touching)
    if same:  # the row of the earliest part stays
        kept = min(same, key=lambda other: other.first)
        chain = chain._replace(branch=kept.branch, safe=kept.safe, safe_tag=kept.safe_tag)
    return chain, same


def _touch(chain: Chain, other: Chain) -> bool:
    after = other.first == chain.last + 1 and other.before == chain.hash
    return after or (other.last == chain.first - 1 and other.hash == chain.before)


def _union(one: Chain, other: Chain) -> Chain:
    low, high = min(one, other, key=lambda c: c.first), max(one, other, key=lambda c: c.last)
    return one._replace(first=low.first, before=low.before, last=high.last, tag=high.tag, hash=high.hash)


def _parent(batch: Chain, held: list[Chain], known: list[Line], stored: dict) -> Chain | None:
    """The branch that the batch leaves: the one with its last known op, or with the op before it."""
    anchor = 0
    if known:
        anchor = known[-1].seq
    elif any(seq == batch.first - 1 and found == batch.before for (seq, _), found in stored.items()):
        anchor = batch.first - 1
    elif batch.first > 1:
        return None
    return next((chain for chain in held if chain.first <= max(anchor, 1) <= chain.last), None)
