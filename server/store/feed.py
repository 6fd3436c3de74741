"""The feed: which records changed, in which scope, since which number (DESIGN §5.4).

One counter row per tenant is raised after the record work; the rows that carry its numbers and the commit follow, so a
cursor never passes an uncommitted change (I3), in SQLite and PostgreSQL alike.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, Integer, bindparam, func, select, update

from server.models.log import feed, records, slips, tenants
from server.store import bulk
from server.store.records import Held
from sync import scope

_columns = ("tenant", "scope", "n", "record", "gone")


_advance = (
    update(tenants)
    .where(tenants.c.tenant == bindparam("of"))
    .values(feed_n=tenants.c.feed_n + bindparam("rows"), batch_n=tenants.c.batch_n + bindparam("batches"))
    .returning(tenants.c.feed_n, tenants.c.batch_n)
)


def advance(connection: Connection, tenant: str, rows: int, batches: int = 0) -> tuple[int, int]:
    """Raise the tenant's counters; returns (feed_n before, batch_n after). Holds the row until the commit."""
    feed_n, batch_n = connection.execute(_advance, {"of": tenant, "rows": rows, "batches": batches}).one()
    return feed_n - rows, batch_n


def number(held: dict[str, Held], before: int) -> dict[str, int]:
    """A number for each changed record, in the order in which the batch names them: the same whenever it is replayed.

    What was said together is sent together: gzip finds the same ids and growing seqs side by side.
    """
    changed = [record_id for record_id, item in held.items() if item.changed]
    return {record_id: before + place for place, record_id in enumerate(changed, 1)}


def publish(connection: Connection, tenant: str, held: dict[str, Held], numbers: dict[str, int]) -> None:
    """Write the feed rows of the changed records; a scope that a record has left gets a `leave` row."""
    rows, stale = [], []
    for record_id, n in numbers.items():
        item = held[record_id]
        now = item.written.scopes
        stale += [(tenant, name, item.n) for name in item.scopes_before]
        rows += [(tenant, name, n, record_id, False) for name in now]
        rows += [(tenant, name, n, record_id, True) for name in item.scopes_before if name not in now]
    bulk.delete(connection, feed, ("tenant", "scope", "n"), sorted(stale))
    bulk.insert(connection, feed, _columns, sorted(rows))


def publish_notes(connection: Connection, tenant: str, notes: list[tuple[str, str]]) -> None:
    """Feed rows for what is no record: (inc, note id `~…`). A note that is told again takes a new place."""
    before, _ = advance(connection, tenant, len(notes))
    own = [(tenant, scope.of_inc(inc), note) for inc, note in notes]
    bulk.delete(connection, feed, ("tenant", "scope", "record"), own)
    rows = [(of, name, before + place, note, False) for place, (of, name, note) in enumerate(own, 1)]
    bulk.insert(connection, feed, _columns, sorted(rows))


class Change(NamedTuple):
    """One row of the feed: `gone` means leave; ids with `~` are notes, not records."""

    n: int
    scope: str
    record: str
    gone: bool


_page = (
    select(feed.c.n, feed.c.record, feed.c.gone)
    .where(feed.c.tenant == bindparam("of"), feed.c.scope == bindparam("name"))
    .where(feed.c.n > bindparam("after"), feed.c.n <= bindparam("upto"))
    .order_by(feed.c.n)
    .limit(bindparam("most", type_=Integer))
)


def page(connection: Connection, tenant: str, scopes: Iterable[str], after: int, last: int, limit: int) -> list[Change]:
    """The next `limit` changes after number `after`, up to `last`, in any of `scopes`, in order.

    Each scope is read by its own index range, so the cost follows the change and not the store.
    """
    if after >= last:
        return []
    changes: list[Change] = []
    for name in scopes:
        asked = {"of": tenant, "name": name, "after": after, "upto": last, "most": limit}
        changes += [Change(n, name, record, gone) for n, record, gone in connection.execute(_page, asked)]
    changes.sort(key=lambda change: (change.n, not change.gone))  # a leave, then what came instead
    return changes[:limit]


_rest = (
    select(func.count())
    .select_from(feed)
    .where(feed.c.tenant == bindparam("of"), feed.c.scope == bindparam("name"))
    .where(feed.c.n > bindparam("after"), feed.c.n <= bindparam("upto"))
)


def count(connection: Connection, tenant: str, scopes: Iterable[str], after: int, last: int) -> int:
    """How many rows of `scopes` come after number `after`, up to `last`: what a tablet is told of its first sync."""
    asked = {"of": tenant, "after": after, "upto": last}
    return sum(connection.execute(_rest, asked | {"name": name}).scalar_one() for name in scopes)


def standing(connection: Connection, tenant: str, scopes: Iterable[str], last: int) -> list[Change]:
    """Every row up to `last` that names a record in any of `scopes`, in no order; notes are left out."""
    rows = select(feed.c.n, feed.c.record, feed.c.gone).where(
        feed.c.tenant == tenant, feed.c.n <= last, feed.c.scope == bindparam("name")
    )
    return [
        Change(n, name, record, gone)
        for name in scopes
        for n, record, gone in connection.execute(rows, {"name": name})
        if not record.startswith("~")
    ]


def states(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, tuple[bytes, bytes | None]]:
    """Record id → (state line, sealed personal line); a note's id → (its body, None)."""
    wanted = set(ids)
    notes = {name for name in wanted if name.startswith("~")}
    rows = bulk.select_in(connection, records, ("id", "state", "personal"), tenant, "id", wanted - notes)
    found = {record_id: (state, personal) for record_id, state, personal in rows}
    bodies = bulk.select_in(connection, slips, ("id", "body"), tenant, "id", notes)
    return found | {note: (body, None) for note, body in bodies}


_counters = select(tenants.c.epoch, tenants.c.feed_n).where(tenants.c.tenant == bindparam("of"))


def counters(connection: Connection, tenant: str) -> tuple[str, int]:
    """(epoch, feed_n) of a tenant."""
    return connection.execute(_counters, {"of": tenant}).one()


def grant(connection: Connection, tenant: str, inc: str, before: Collection[str], now: Collection[str]) -> None:
    """The inc reads other scopes from now on: lay what went with them, then what came, into its own scope, so that it
    flows by the ordinary counter. What another scope of the same unit still carries does not go."""
    went, came = set(before) - set(now), set(now) - set(before)
    units = {name.partition(":")[2] for name in went}
    left = _carried(connection, tenant, went)
    left -= _carried(connection, tenant, {name for name in now if name.partition(":")[2] in units}) if left else set()
    for ids, gone in ((left, True), (_carried(connection, tenant, came), False)):
        if not ids:
            continue
        first, _ = advance(connection, tenant, len(ids))
        own = scope.of_inc(inc)
        rows = [(tenant, own, first + place, record_id, gone) for place, record_id in enumerate(sorted(ids), 1)]
        bulk.insert(connection, feed, _columns, rows)


def _carried(connection: Connection, tenant: str, scopes: Iterable[str]) -> set[str]:
    """The records that stand in any of `scopes`."""
    rows = select(feed.c.record).where(
        feed.c.tenant == tenant, feed.c.scope == bindparam("name"), feed.c.gone.is_(False)
    )
    return {record for name in scopes for record in connection.execute(rows, {"name": name}).scalars()}
