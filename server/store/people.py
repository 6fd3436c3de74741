"""People and households of a unit, with their names: for the register's import and its twins. Bounded."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from server.models.projections import TABLES
from server.store import records
from server.store.subjects import SubjectKeys
from sync import merge
from sync.op import Value

PEOPLE_MAX = 20_000
PATHS = ("household", "given_name", "parent_name", "phone", "address", "birth_year", "sex", "age_band", "same_as")


class Person(NamedTuple):
    """One person: id, and what is shown of him."""

    record: str
    values: dict[str, Value]


def of_unit(connection: Connection, tenant: str, unit: str) -> list[Person]:
    """The people of a unit that are not deleted."""
    ids = _ids(connection, tenant, "person", unit)
    found = records.load(connection, tenant, ids, SubjectKeys(connection, tenant))
    return [
        Person(record_id, {path: merge.value_of(record, path) for path in PATHS})
        for record_id, record in sorted(found.items())
    ]


def households_of_unit(connection: Connection, tenant: str, unit: str) -> dict[str, str]:
    """Number of the household → its record."""
    table = TABLES["household"]
    asked = select(table.c.number, table.c.id).where(
        table.c.tenant == tenant, table.c.unit == unit, table.c.deleted.is_(False)
    )
    return {number: record for number, record in connection.execute(asked.limit(PEOPLE_MAX)) if number}


def _ids(connection: Connection, tenant: str, kind: str, unit: str) -> list[str]:
    table = TABLES[kind]
    asked = select(table.c.id).where(table.c.tenant == tenant, table.c.unit == unit, table.c.deleted.is_(False))
    return list(connection.execute(asked.order_by(table.c.id).limit(PEOPLE_MAX)).scalars())


def counts(connection: Connection, tenant: str, units: Collection[str] | None) -> dict[str, int]:
    """Unit → how many people are registered there; `units` None: every unit. For who asks whose data a tablet holds."""
    table = TABLES["person"]
    rows = select(table.c.unit, func.count()).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return {unit or "": count for unit, count in connection.execute(rows.group_by(table.c.unit))}
