"""Where one person stands in the records: his entries, and the ids of all that may name him. Bounded reads."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from server.models.log import subjects
from server.models.projections import TABLES
from server.store import bulk, people

HEARINGS_MAX = 2000
RECORDS_MAX = 20_000
ENTRIES_MAX = 64


def entries(connection: Connection, tenant: str, person: str) -> list[str]:
    """Every entry of the register that is this person: the one he finally is, and all its doubles."""
    sole = people.soles(connection, tenant, [person])[person]
    found, fresh = {sole, person}, {sole, person}
    table = TABLES["person"]
    while fresh and len(found) < ENTRIES_MAX:
        rows = bulk.select_in(connection, table, ("id", "same_as"), tenant, "same_as", fresh)
        fresh = {row[0] for row in rows} - found
        found |= fresh
    return sorted(found)


def came(connection: Connection, tenant: str, entries: Collection[str]) -> dict[str, str]:
    """Attendance → hearing, of these entries; deleted ones too, since they are held all the same."""
    rows = bulk.select_in(connection, TABLES["attendance"], ("id", "hearing", "person"), tenant, "person", entries)
    return {one: hearing or "" for one, hearing, _ in rows}


def hearings_of(connection: Connection, tenant: str, unit: str) -> list[str]:
    """The hearings of a unit."""
    table = TABLES["hearing"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.unit == unit).order_by(table.c.id)
    return list(connection.execute(rows.limit(HEARINGS_MAX)).scalars())


def of_hearings(connection: Connection, tenant: str, kind: str, hearings: Iterable[str]) -> list[str]:
    """Ids of the records of `kind` in these hearings, deleted ones too."""
    rows = bulk.select_in(connection, TABLES[kind], ("id", "hearing"), tenant, "hearing", hearings)
    return [row[0] for row in rows][:RECORDS_MAX]


def of_proposals(connection: Connection, tenant: str, kind: str, proposals: Iterable[str]) -> list[str]:
    """Ids of the records of `kind` that name one of these proposals, deleted ones too."""
    column = "of" if kind == "media" else "proposal"
    table = TABLES[kind]
    if column not in table.c:
        return []
    return [row[0] for row in bulk.select_in(connection, table, ("id", column), tenant, column, proposals)]


def erased(connection: Connection, tenant: str) -> list[str]:
    """The records whose keys were destroyed: the lasting marks of erasure (M19)."""
    rows = select(subjects.c.subject).where(subjects.c.tenant == tenant, subjects.c.wrapped.is_(None))
    return list(connection.execute(rows.order_by(subjects.c.subject)).scalars())


def mark_erased(connection: Connection, tenant: str, records: Iterable[str]) -> None:
    """Mark records that are not here as erased: whoever offers them later offers their digests only (M19)."""
    rows = [(tenant, record, None) for record in sorted(records)]
    bulk.insert(connection, subjects, ("tenant", "subject", "wrapped"), rows, on_conflict="update")


def people_page(connection: Connection, tenant: str, after: str, limit: int) -> list[str]:
    """The next entries of the register after an id."""
    table = TABLES["person"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.id > after)
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def hearings_before(connection: Connection, tenant: str, day: str) -> list[str]:
    """The hearings that were held before a day."""
    table = TABLES["hearing"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.held_on < day).order_by(table.c.held_on)
    return list(connection.execute(rows.limit(HEARINGS_MAX)).scalars())


def settings(connection: Connection, tenant: str) -> str | None:
    """The id of the tenant's own record, which holds its settings."""
    table = TABLES["tenant"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False)).order_by(table.c.id)
    return connection.execute(rows.limit(1)).scalar_one_or_none()
