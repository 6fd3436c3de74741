"""The feed: which records changed, in which scope, since which number (DESIGN §5.4).

One counter row per tenant is raised after the record work; the rows that carry its numbers and the commit follow, so a
cursor never passes an uncommitted change (I3), in SQLite and PostgreSQL alike.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, select, update

from server.models.log import feed, records, slips, tenants
from server.store import bulk
from server.store.records import Held
from sync import scope

_columns = ("tenant", "scope", "record", "n", "gone")


def advance(connection: Connection, tenant: str, rows: int, batches: int = 0) -> tuple[int, int]:
    """Raise the tenant's counters; returns (feed_n before, batch_n after). Holds the row until the commit."""
    statement = (
        update(tenants)
        .where(tenants.c.tenant == tenant)
        .values(feed_n=tenants.c.feed_n + rows, batch_n=tenants.c.batch_n + batches)
        .returning(tenants.c.feed_n, tenants.c.batch_n)
    )
    feed_n, batch_n = connection.execute(statement).one()
    return feed_n - rows, batch_n


def number(held: dict[str, Held], before: int) -> dict[str, int]:
    """A number for each changed record, in the order of ids: the same whenever the batch is replayed."""
    changed = sorted(record_id for record_id, item in held.items() if item.changed)
    return {record_id: before + place for place, record_id in enumerate(changed, 1)}


def publish(connection: Connection, tenant: str, held: dict[str, Held], numbers: dict[str, int]) -> None:
    """Write the feed rows of the changed records; a scope that a record has left gets a `leave` row."""
    rows = []
    for record_id, n in numbers.items():
        item = held[record_id]
        now = scope.scopes(item.record)
        rows += [(tenant, name, record_id, n, False) for name in now]
        rows += [(tenant, name, record_id, n, True) for name in item.scopes_before if name not in now]
    rows.sort()
    bulk.insert(connection, feed, _columns, rows, on_conflict="update")


def publish_notes(connection: Connection, tenant: str, notes: list[tuple[str, str]]) -> None:
    """Feed rows for what is no record: (inc, note id `~…`)."""
    before, _ = advance(connection, tenant, len(notes))
    rows = [
        (tenant, scope.of_inc(inc), note, before + place, False) for place, (inc, note) in enumerate(notes, 1)
    ]
    bulk.insert(connection, feed, _columns, sorted(rows), on_conflict="update")


class Change(NamedTuple):
    """One row of a feed page: `state` and `personal` as stored; `gone` means leave; a note has its body as state."""

    n: int
    scope: str
    record: str
    gone: bool
    state: bytes | None
    personal: bytes | None


def page(
    connection: Connection, tenant: str, scopes: Iterable[str], after: int, last: int, limit: int
) -> list[Change]:
    """The next `limit` changes after number `after`, up to `last`, in any of `scopes`, in order.

    Each scope is read by its own index range, so the cost follows the change and not the store.
    """
    if after >= last:
        return []
    changes: list[Change] = []
    for name in scopes:
        rows = (
            select(feed.c.n, feed.c.record, feed.c.gone, records.c.state, records.c.personal, slips.c.body)
            .select_from(
                feed.outerjoin(
                    records, and_(records.c.tenant == feed.c.tenant, records.c.id == feed.c.record)
                ).outerjoin(slips, and_(slips.c.tenant == feed.c.tenant, slips.c.id == feed.c.record))
            )
            .where(feed.c.tenant == tenant, feed.c.scope == name, feed.c.n > after, feed.c.n <= last)
            .order_by(feed.c.n)
            .limit(limit)
        )
        changes += [
            Change(n, name, record, gone, state if state is not None else body, personal)
            for n, record, gone, state, personal, body in connection.execute(rows)
        ]
    changes.sort(key=lambda change: (change.n, not change.gone))  # a leave, then what came instead
    return changes[:limit]


def numbers_in(
    connection: Connection, tenant: str, scopes: Iterable[str], ids: Iterable[str]
) -> dict[str, int]:
    """Record → its last feed number in any of `scopes`, for the records among `ids` that stand there."""
    wanted = set(scopes)
    found: dict[str, int] = {}
    for record_id, name, n in bulk.select_in(
        connection, feed, ("record", "scope", "n"), tenant, "record", ids
    ):
        if name in wanted:
            found[record_id] = max(n, found.get(record_id, 0))
    return found


def counters(connection: Connection, tenant: str) -> tuple[str, int]:
    """(epoch, feed_n) of a tenant."""
    return connection.execute(
        select(tenants.c.epoch, tenants.c.feed_n).where(tenants.c.tenant == tenant)
    ).one()


def grant(connection: Connection, tenant: str, inc: str, units: Iterable[str], gone: bool = False) -> None:
    """Lay all records of `units` into the inc's own scope: a grant flows by the ordinary counter; `gone`: a leave."""
    ids: set[str] = set()
    for unit in units:
        ids.update(
            connection.execute(
                select(feed.c.record).where(
                    feed.c.tenant == tenant, feed.c.scope == scope.of_unit(unit), feed.c.gone.is_(False)
                )
            ).scalars()
        )
    before, _ = advance(connection, tenant, len(ids))
    rows = [
        (tenant, scope.of_inc(inc), record_id, before + place, gone)
        for place, record_id in enumerate(sorted(ids), 1)
    ]
    bulk.insert(connection, feed, _columns, rows, on_conflict="update")
