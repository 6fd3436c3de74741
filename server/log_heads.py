"""The verifiable log (P10, I12): a head each day, signed and published; proofs of what it holds.

A head is made when somebody first wants one that day (a tablet, a citizen, the backup's round), never by the push.
Heads are kept for good and travel with the backup: after a restore the log must still begin with every one of them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from server import clock, keys
from server.problems import Problem
from server.store import log_heads, published, records, tenants, tree
from server.store.log import OpRow, ops_by_id
from server.store.tree import BrokenTree, Tree
from server.store.unit_of_work import reading, write
from sync import merkle, op
from sync.catalogue import BY_NAME
from sync.log_head import Head, Proof
from sync.op import Malformed
from sync.record import Record, shown_id

DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)
# What is proved of a hearing: record type → the field whose op says what was agreed.
PROVED = {"seal": "content_hash", "minutes": "adopted_hash", "decision": "text", "ranking_session": "result_hash"}
# A seal names the ops that it saw: no value of anybody, and without them it cannot be read.
READABLE = {"seal": {"seen"}}


def today(tenant: str) -> Head:
    """The newest head; a new one where it is a day old, or of an earlier history."""
    with reading() as connection:
        known, epoch = log_heads.newest(connection, tenant), tenants.epoch(connection, tenant)
    now = clock.now_ms()
    if known is not None and known.epoch == epoch and now - known.at < DAY_MS:
        return known
    return publish(tenant, now)


def publish(tenant: str, now: int) -> Head:
    """Sign what the log holds now, for everybody."""
    tree.catch_up(tenant)

    def work(connection: Connection) -> Head:
        _, size = tree.standing(connection, tenant)
        root = Tree(connection, tenant).root(size)
        plain = Head(tenant, tenants.epoch(connection, tenant), size, root, now)
        signed = plain._replace(sig=keys.current().sign(plain.text))
        log_heads.add(connection, signed)
        return signed

    return write(work)


def is_signed(head: Head, point: bytes) -> bool:
    """Whether a head is signed by the key of `point`."""
    return keys.is_signed(point, head.text, head.sig)


def begins_with(connection: Connection, tenant: str, size: int, root: bytes) -> bool:
    """Whether our log begins with a head that somebody has kept."""
    try:
        return size <= tree.standing(connection, tenant)[1] and Tree(connection, tenant).root(size) == root
    except BrokenTree:
        return False


def consistency(connection: Connection, tenant: str, first: int, size: int) -> list[bytes]:
    """The path from a head of `first` ops to one of `size`. Raises `bad-values` where there are no such heads."""
    if not 0 <= first <= size <= tree.standing(connection, tenant)[1]:
        raise Problem("bad-values", reasons=["size"])
    return merkle.consistency(Tree(connection, tenant).read, first, size)


class Proved(NamedTuple):
    """Something of a hearing that can be proved: what it is, its record, the op that says it, and what that says."""

    kind: str
    record: str
    op: str
    said: str


def of_hearing(connection: Connection, tenant: str, hearing: str) -> list[Proved]:
    """What can be proved of a sealed hearing, bounded; nothing where it is not sealed or not published."""
    if not published.approved(connection, tenant, [hearing]):
        return []
    found = records.load_open(connection, tenant, log_heads.ids_of(connection, tenant, hearing, list(PROVED)))
    proved = [one for record in found.values() if (one := _proved(record))]
    proved.sort(key=lambda one: (list(PROVED).index(one.kind), one.record))
    return proved if proved and proved[0].kind == "seal" else []


def _proved(record: Record) -> Proved | None:
    live = record.live.get(PROVED[record.type])
    if not live:
        return None
    said = shown_id(live)
    return Proved(record.type, record.id, said, str(live[said][0] or ""))


def proof(tenant: str, hearing: str, op_id: str) -> Proof:
    """The proof that an op which `of_hearing` names is in the log of the newest head. Raises `not-found`."""
    head = today(tenant)
    with reading() as connection:
        is_known = any(one.op == op_id for one in of_hearing(connection, tenant, hearing))
        rows = ops_by_id(connection, tenant, [op_id]) if is_known else []
        if not rows:
            raise Problem("not-found")
        place = _place(connection, tenant, rows[0])
    if place is None or place >= head.size:  # it came after the day's head
        head = publish(tenant, max(clock.now_ms(), head.at + 1))
    with reading() as connection:
        return _proof(connection, head, rows[0])


def _place(connection: Connection, tenant: str, row: OpRow) -> int | None:
    return Tree(connection, tenant).place_of(tree.leaf_of(row), row.batch)


def _proof(connection: Connection, head: Head, row: OpRow) -> Proof:
    place = _place(connection, head.tenant, row)
    if place is None:  # the log is not what its tree says: `yavuul verify` tells where
        raise Problem("not-found")
    path = merkle.inclusion(Tree(connection, head.tenant).read, place, head.size)
    line, personal = tree.digests_of(row)
    return Proof(head, row.id, place, tuple(path), line, personal, row.line.decode() if is_open(row) else None)


def is_open(row: OpRow) -> bool:
    """Whether everybody may read the line: all that it sets is public (I7)."""
    try:
        found = op.read(row.line, None, row.inc, row.seq, row.tag)
    except Malformed:
        return False
    declared = BY_NAME[found.type]
    names = {path.partition("/")[0] for path in found.sets} - READABLE.get(found.type, set())
    return all((known := declared.field(name)) is not None and known.public for name in names)


def newest(connection: Connection, tenant: str, limit: int, before: int = 2**62) -> Sequence[Head]:
    """The last heads that were published."""
    return log_heads.published(connection, tenant, limit, before)
