"""Replay: everything derived, made again from the log (DESIGN §1; `yavuul rebuild`, `yavuul restore`).

Batches go through the same merge in the order in which they came, with the outcomes that they got, so records,
projections, reviews and feed numbers come out as they were. What is not derived (keys, grants, notes) stays.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete

from server.exchange.batch import Writer, subject_of
from server.exchange.take import replay
from server.models.log import feed, records, reviews
from server.models.projections import LINKS, TABLES
from server.store import log
from server.store.log import OpRow
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import write
from server.wire import Line
from sync import scope
from sync.chain import base64url
from sync.judge import OFFICE
from sync.op import dump
from sync.outcome import Outcome

STEP = 100  # batches read at once


class Counted(NamedTuple):
    """What a replay came to."""

    batches: int
    ops: int


def rebuild(tenant: str) -> Counted:
    """Make all that is derived of one tenant again from its log, in one transaction: a crash leaves it as it was."""
    return write(lambda connection: rebuild_in(connection, tenant))


def rebuild_in(connection: Connection, tenant: str) -> Counted:
    """As `rebuild`, within a unit of work that is already open."""
    _forget(connection, tenant)
    after = batches = ops = 0
    while found := log.batches_after(connection, tenant, after, STEP):
        for batch in found:
            rows = log.ops_of_batch(connection, tenant, batch.n)
            lines = lines_of(rows, SubjectKeys(connection, tenant))
            replay(connection, Writer(tenant, batch.inc, OFFICE, None), lines, _outcomes(rows), batch.feed_n)
            ops += len(rows)
        after, batches = found[-1].n, batches + len(found)
    return Counted(batches, ops)


def _forget(connection: Connection, tenant: str) -> None:
    """Drop what is derived: records, projections, reviews, and the feed rows of the shared scopes."""
    links = [table for tables in LINKS.values() for table in tables.values()]
    for table in (records, reviews, *TABLES.values(), *links):
        connection.execute(delete(table).where(table.c.tenant == tenant))
    connection.execute(delete(feed).where(feed.c.tenant == tenant, feed.c.scope.not_like(scope.of_inc("%"))))


def lines_of(rows: Iterable[OpRow], keys: SubjectKeys) -> list[Line]:
    """Op rows as lines of the wire; a personal line that was erased is its digest (M19)."""
    return [Line(row.seq, row.tag, row.hash, row.line, _personal(row, keys)) for row in rows]


def _personal(row: OpRow, keys: SubjectKeys) -> bytes | None:
    if row.personal_digest is None:
        return None
    plain = keys.open(subject_of(row.line, row.inc), row.personal, row.id)
    return plain if plain is not None else dump(base64url(row.personal_digest))


def _outcomes(rows: Iterable[OpRow]) -> dict[int, Outcome]:
    return {row.seq: Outcome(row.outcome, row.code) for row in rows if row.outcome != "applied"}
