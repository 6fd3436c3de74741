"""People and households of a unit, with their names; who is the same person as whom. Bounded."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from server.models.projections import TABLES
from server.store import bulk, records
from server.store.subjects import SubjectKeys
from sync import merge
from sync.op import Value
from sync.record import Record

PEOPLE_MAX = 20_000
DOUBLES_MAX = 500
SAME_MAX = 64  # steps from one entry of the register to the one it finally is; joining joins ends, so mostly one
PATHS = ("household", "given_name", "parent_name", "phone", "address", "birth_year", "sex", "age_band", "same_as")


class Person(NamedTuple):
    """One person: id, what is shown of him, and the entries that look like him and are somebody else."""

    record: str
    values: dict[str, Value]
    unit: str = ""
    others: frozenset[str] = frozenset()


def of_unit(connection: Connection, tenant: str, unit: str) -> list[Person]:
    """The people of a unit that are not deleted."""
    return list(of_units(connection, tenant, [unit]))


def of_units(connection: Connection, tenant: str, units: Collection[str] | None) -> Iterator[Person]:
    """The people of `units` (None: of the tenant) that are not deleted, in the order of ids, at most PEOPLE_MAX."""
    yield from _opened(connection, tenant, _ids(connection, tenant, "person", units))


def doubles(connection: Connection, tenant: str, units: Collection[str] | None) -> list[Person]:
    """Those of `of_units` that are another entry's double, at most DOUBLES_MAX."""
    table = TABLES["person"]
    ids = connection.execute(_standing("person", tenant, units).where(table.c.same_as.is_not(None)).limit(DOUBLES_MAX))
    return list(_opened(connection, tenant, ids.scalars()))


def _opened(connection: Connection, tenant: str, ids: Iterable[str]) -> Iterator[Person]:
    subject_keys = SubjectKeys(connection, tenant)
    for some in records.chunks(ids):
        found = records.load(connection, tenant, some, subject_keys)
        for record_id, record in sorted(found.items()):
            yield Person(
                record_id,
                {path: merge.value_of(record, path) for path in PATHS},
                str(merge.value_of(record, "unit") or ""),
                _others(record),
            )


def _others(record: Record) -> frozenset[str]:
    paths = [path for path in record.live if path.startswith("other_than/")]
    return frozenset(path.partition("/")[2] for path in paths if merge.value_of(record, path) is True)


def soles(connection: Connection, tenant: str, people: Iterable[str]) -> dict[str, str]:
    """Each of `people` → the entry of the register that he finally is; who is no double stays himself.

    A ring of doubles is one person too: its smallest id, as on the tablets (pwa/src/domain/attendance.ts).
    """
    people = set(people)
    same: dict[str, str] = {}
    wanted = people
    for _ in range(SAME_MAX):
        rows = bulk.select_in(connection, TABLES["person"], ("id", "same_as"), tenant, "id", wanted)
        fresh = {one: other for one, other in rows if other}
        same |= fresh
        wanted = set(fresh.values()) - same.keys()
        if not wanted:
            break
    return {one: _sole(one, same) for one in people}


def _sole(person: str, same: dict[str, str]) -> str:
    met: dict[str, int] = {}
    while person not in met:
        met[person] = len(met)
        if person not in same:
            return person
        person = same[person]
    return min(one for one, place in met.items() if place >= met[person])


def count(connection: Connection, tenant: str, people: Iterable[str]) -> int:
    """How many people these entries are: doubles once; who was deleted or forgotten is no longer counted."""
    found = records.load_open(connection, tenant, set(people)).items()
    standing = [one for one, record in found if not merge.is_deleted(record) and not record.erased]
    return len(set(soles(connection, tenant, standing).values()))


def households_of_unit(connection: Connection, tenant: str, unit: str) -> dict[str, str]:
    """Number of the household → its record."""
    table = TABLES["household"]
    asked = select(table.c.number, table.c.id).where(
        table.c.tenant == tenant, table.c.unit == unit, table.c.deleted.is_(False)
    )
    return {number: record for number, record in connection.execute(asked.limit(PEOPLE_MAX)) if number}


def attended(connection: Connection, tenant: str, people: Iterable[str]) -> Counter[str]:
    """In how many hearings each of these entries came."""
    table = TABLES["attendance"]
    rows = bulk.select_in(connection, table, ("person", "hearing", "deleted"), tenant, "person", people)
    return Counter(person for person, _ in {row[:2] for row in rows if not row[2]})


def _ids(connection: Connection, tenant: str, kind: str, units: Collection[str] | None) -> list[str]:
    return list(connection.execute(_standing(kind, tenant, units).limit(PEOPLE_MAX)).scalars())


def _standing(kind: str, tenant: str, units: Collection[str] | None) -> Select:
    table = TABLES[kind]
    asked = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None:
        asked = asked.where(table.c.unit.in_(sorted(units)))
    return asked.order_by(table.c.id)


def counts(connection: Connection, tenant: str, units: Collection[str] | None) -> dict[str, int]:
    """Unit → how many people are registered there; `units` None: every unit. For who asks whose data a tablet holds."""
    table = TABLES["person"]
    rows = select(table.c.unit, func.count()).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    return {unit or "": count for unit, count in connection.execute(rows.group_by(table.c.unit))}


def may_be_named(person: Record, consent: str, today: str) -> bool:
    """Whether a list that leaves the house may name this person: no, once consent was withdrawn or has run out
    (scenario 18). Of whom it was never asked, the register's own rule holds."""
    if consent not in person.live:
        return True
    until = merge.value_of(person, consent)
    return type(until) is str and until >= today
