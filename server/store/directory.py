"""What the whole tenant has: bodies, materials, goals, categories, texts. Few of each, read whole, bounded."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, func, select

from server.models.projections import LINKS, TABLES
from server.store import records
from server.store.subjects import SubjectKeys
from sync.record import Record

KIND_MAX = 1_000
_goals = LINKS["proposal"]["goals"]


def of_kind(connection: Connection, tenant: str, kind: str) -> list[Record]:
    """The records of a type that stand, by id; what nobody but a tablet said waits aside and is none."""
    table = TABLES[kind]
    ids = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False)).order_by(table.c.id)
    found = records.load_open(connection, tenant, connection.execute(ids.limit(KIND_MAX)).scalars().all())
    return [record for _, record in sorted(found.items()) if record.live]


def load(connection: Connection, tenant: str, kind: str, record_id: str, lock: bool = False) -> Record | None:
    """One record of a type; None: there is none. `lock` holds it to the end of the transaction."""
    found = records.load(connection, tenant, [record_id], SubjectKeys(connection, tenant), lock).get(record_id)
    return found if found is not None and found.type == kind and found.live else None


def of_goals(connection: Connection, tenant: str, units: Collection[str] | None) -> dict[str, int]:
    """Goal → how many proposals within `units` (None: all) serve it."""
    table = TABLES["proposal"]
    joined = _goals.join(table, and_(table.c.tenant == _goals.c.tenant, table.c.id == _goals.c.id))
    rows = select(_goals.c.value, func.count()).select_from(joined)
    rows = rows.where(_goals.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return dict(map(tuple, connection.execute(rows.group_by(_goals.c.value))))


def has_any(connection: Connection, tenant: str, kind: str) -> bool:
    """Whether there is a record of a type at all."""
    table = TABLES[kind]
    return connection.execute(select(table.c.id).where(table.c.tenant == tenant).limit(1)).first() is not None
