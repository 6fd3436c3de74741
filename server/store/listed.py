"""Ids of the records of one type, for lists that are short: programmes, campaigns."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from server.models.projections import TABLES


def ids(connection: Connection, tenant: str, kind: str, limit: int, units: Collection[str] | None = None) -> list[str]:
    """At most `limit` of those that stand; with `units`, those of one of them."""
    table = TABLES[kind]
    found = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None and "unit" in table.c:
        found = found.where(table.c.unit.in_(sorted(units)))
    return list(connection.execute(found.order_by(table.c.id).limit(limit)).scalars())
