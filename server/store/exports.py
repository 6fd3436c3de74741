"""Ids of whole lists, keys of programs, and what was taken out: for exports and REST. Every statement names the tenant
but the one that finds a key by its digest."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from server.models.exports import ApiKey, ExportEntry
from server.models.projections import TABLES

KEYS_MAX = 100
_keys, _entries = ApiKey.__table__, ExportEntry.__table__


def ids(
    connection: Connection,
    tenant: str,
    kind: str,
    units: Collection[str] | None,
    after: str = "",
    limit: int | None = None,
) -> list[str]:
    """The ids of one type within reach that are not deleted, in their order."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False), table.c.id > after)
    if units is not None:
        rows = rows.where((table.c.id if kind == "unit" else table.c.unit).in_(sorted(units)))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def note(connection: Connection, **values: object) -> None:
    """Write down one export."""
    connection.execute(_entries.insert().values(**values))


def entries(connection: Connection, tenant: str, limit: int = 50) -> list:
    """What was taken out, the last first."""
    rows = select(_entries).where(_entries.c.tenant == tenant).order_by(_entries.c.at.desc(), _entries.c.id)
    return list(connection.execute(rows.limit(limit)))


class Key(NamedTuple):
    """A key of a program, without the key."""

    tenant: str
    id: str
    name: str
    units: str | None
    lists: str
    made_at: int
    used_at: int | None
    revoked_at: int | None


_of_key = [_keys.c[name] for name in Key._fields]


def add_key(connection: Connection, **values: object) -> None:
    """Keep a new key's digest."""
    connection.execute(_keys.insert().values(**values))


def keys(connection: Connection, tenant: str) -> list[Key]:
    """The keys of a tenant, the newest first."""
    rows = select(*_of_key).where(_keys.c.tenant == tenant).order_by(_keys.c.made_at.desc(), _keys.c.id)
    return [Key(*row) for row in connection.execute(rows.limit(KEYS_MAX))]


def key_of(connection: Connection, digest: bytes) -> Key | None:
    """The key with this digest, unless it is revoked."""
    rows = select(*_of_key).where(_keys.c.digest == digest, _keys.c.revoked_at.is_(None))
    row = connection.execute(rows).first()
    return Key(*row) if row else None


def mark_key(connection: Connection, tenant: str, key: str, **values: object) -> int:
    """Change a key's `used_at` or `revoked_at`; returns how many there were."""
    return connection.execute(
        update(_keys).where(_keys.c.tenant == tenant, _keys.c.id == key).values(**values)
    ).rowcount
