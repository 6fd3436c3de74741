"""What a year of the local fund asks of sheets, sessions and units. Every statement names the tenant (I9)."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from server.models.projections import TABLES
from server.store import beside, records

SHEET, HEARING, SESSION, UNIT = (TABLES[name] for name in ("survey", "hearing", "ranking_session", "unit"))
HALLS_MAX = 100
DEPTH_MAX = 6


class Sheets(NamedTuple):
    """Survey sheets of a unit. `repeated`: of households that handed in another valid one; counted nowhere else."""

    unit: str
    valid: int
    invalid: int
    repeated: int


def below(connection: Connection, tenant: str, unit: str) -> set[str]:
    """A unit and all that is below it."""
    rows = select(UNIT.c.id, UNIT.c.parent).where(UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False))
    parents = dict(map(tuple, connection.execute(rows)))
    found = {unit}
    for _ in range(DEPTH_MAX):
        found |= {one for one, parent in parents.items() if parent in found}
    return found


def sheets(connection: Connection, tenant: str, units: Collection[str], since: str, until: str) -> list[Sheets]:
    """How households' sheets count by unit, of hearings held on these days; those of no hearing are in none.

    The rule is that of the list of sheets (`beside.standings`); interviews of groups are no sheets.
    """
    rows = select(SHEET.c.id, SHEET.c.unit)
    rows = rows.join(HEARING, (HEARING.c.tenant == tenant) & (HEARING.c.id == SHEET.c.hearing))
    rows = rows.where(SHEET.c.tenant == tenant, SHEET.c.deleted.is_(False), SHEET.c.unit.in_(sorted(units)))
    rows = rows.where(HEARING.c.held_on.between(since, until))
    of_unit = dict(map(tuple, connection.execute(rows)))
    stands = beside.standings(records.load_open(connection, tenant, of_unit).values(), beside.SHEETS[0])
    counts: dict[str, Counter[str]] = {}
    for sheet, stand in stands.items():
        counts.setdefault(of_unit[sheet], Counter())[stand] += 1
    return [Sheets(unit, count["valid"], count["invalid"], count["repeated"]) for unit, count in sorted(counts.items())]


def halls(connection: Connection, tenant: str, units: Collection[str], since: str, until: str) -> list[str]:
    """Hearings of these days and units that ranked something; at most HALLS_MAX, the last first."""
    rows = select(HEARING.c.id).where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False))
    rows = rows.where(HEARING.c.unit.in_(sorted(units)), HEARING.c.held_on.between(since, until))
    ranked = select(SESSION.c.hearing).where(SESSION.c.tenant == tenant, SESSION.c.deleted.is_(False))
    rows = rows.where(HEARING.c.id.in_(ranked)).order_by(HEARING.c.held_on.desc(), HEARING.c.id)
    return list(connection.execute(rows.limit(HALLS_MAX)).scalars())
