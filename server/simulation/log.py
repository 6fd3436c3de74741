"""What a schedule has left in the store, read for the oracle: the log as ops, records, and all that is derived."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from server.models.log import feed, records, reviews
from server.models.projections import TABLES
from server.models.tablets import Tablet
from server.replay import lines_of
from server.store import log
from server.store.subjects import SubjectKeys
from server.store.tablets import scopes_of
from server.store.unit_of_work import reading
from sync import op, scope
from sync.op import Malformed, Op
from sync.outcome import Outcome
from sync.record import decode


class Logged(NamedTuple):
    """An op of the log, and what became of it."""

    op: Op
    outcome: Outcome

    @property
    def id(self) -> str:
        """`inc.seq.tag`."""
        return self.op.id


class Reader(NamedTuple):
    """An enrolled inc: the scopes that it reads, and whether it was revoked."""

    scopes: frozenset[str]
    is_revoked: bool


def read_log(tenant: str) -> list[Logged]:
    """Every op that the log holds and that can be read, in the order of arrival."""
    found: list[Logged] = []
    with reading() as connection:
        keys = SubjectKeys(connection, tenant)
        for batch in log.batches_after(connection, tenant, 0, 1_000_000):
            rows = log.ops_of_batch(connection, tenant, batch.n)
            for row, line in zip(rows, lines_of(rows, keys), strict=True):
                try:
                    said = op.read(line.line, line.personal, row.inc, row.seq, row.tag)
                except Malformed:
                    continue
                found.append(Logged(said, Outcome(row.outcome, row.code)))
    return found


def read_records(connection: Connection, tenant: str) -> dict[str, tuple[bytes, bytes | None]]:
    """Id → the record's line and its personal line, as the feed would send them."""
    keys = SubjectKeys(connection, tenant)
    rows = connection.execute(
        select(records.c.id, records.c.state, records.c.personal).where(records.c.tenant == tenant)
    )
    return {id: (bytes(state), keys.open(id, personal, id)) for id, state, personal in rows}


def scopes_by_record(found: dict[str, tuple[bytes, bytes | None]]) -> dict[str, frozenset[str]]:
    """Id → the scopes whose feeds carry the record."""
    return {id: frozenset(scope.scopes(decode(*lines))) for id, lines in found.items()}


def read_readers(connection: Connection, tenant: str) -> dict[str, Reader]:
    """Inc → what it may read."""
    table = Tablet.__table__
    rows = connection.execute(
        select(table.c.inc, table.c.units, table.c.revoked_at).where(table.c.tenant == tenant)
    ).all()
    found = {}
    for inc, units, revoked_at in rows:
        reached = None if units is None else frozenset(units.split())
        found[inc] = Reader(frozenset(scopes_of(connection, tenant, inc, reached)), revoked_at is not None)
    return found


def derived(connection: Connection, tenant: str) -> dict[str, list]:
    """All that `rebuild` must bring back, as sorted rows."""
    queries = {
        "review": select(reviews),
        "feed": select(feed).where(feed.c.scope.not_like(scope.of_inc("%"))),
        **{table.name: select(table) for table in TABLES.values()},
    }
    found = {name: sorted(map(tuple, connection.execute(query)), key=repr) for name, query in queries.items()}
    return {"record": sorted(read_records(connection, tenant).items()), **found}
