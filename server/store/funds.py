"""What a year of the local fund asks of sheets, sessions and units. Every statement names the tenant (I9)."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from server.models.projections import TABLES

SHEET, HEARING, SESSION, UNIT = (TABLES[name] for name in ("survey", "hearing", "ranking_session", "unit"))
HALLS_MAX = 100
DEPTH_MAX = 6


class Sheets(NamedTuple):
    """Survey sheets of a unit."""

    unit: str
    valid: int
    invalid: int


def below(connection: Connection, tenant: str, unit: str) -> set[str]:
    """A unit and all that is below it."""
    rows = select(UNIT.c.id, UNIT.c.parent).where(UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False))
    parents = dict(map(tuple, connection.execute(rows)))
    found = {unit}
    for _ in range(DEPTH_MAX):
        found |= {one for one, parent in parents.items() if parent in found}
    return found


def sheets(connection: Connection, tenant: str, units: Collection[str], since: str, until: str) -> list[Sheets]:
    """Valid and invalid sheets by unit, of hearings held on these days; those of no hearing are in none."""
    rows = select(SHEET.c.unit, SHEET.c.invalid, func.count())
    rows = rows.join(HEARING, (HEARING.c.tenant == tenant) & (HEARING.c.id == SHEET.c.hearing))
    rows = rows.where(SHEET.c.tenant == tenant, SHEET.c.deleted.is_(False), SHEET.c.unit.in_(sorted(units)))
    rows = rows.where(HEARING.c.held_on.between(since, until))
    found: dict[str, list[int]] = {}
    for unit, is_invalid, count in connection.execute(rows.group_by(SHEET.c.unit, SHEET.c.invalid)):
        found.setdefault(unit, [0, 0])[bool(is_invalid)] += count
    return [Sheets(unit, *counts) for unit, counts in sorted(found.items())]


def halls(connection: Connection, tenant: str, units: Collection[str], since: str, until: str) -> list[str]:
    """Hearings of these days and units that ranked something; at most HALLS_MAX, the last first."""
    rows = select(HEARING.c.id).where(HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False))
    rows = rows.where(HEARING.c.unit.in_(sorted(units)), HEARING.c.held_on.between(since, until))
    ranked = select(SESSION.c.hearing).where(SESSION.c.tenant == tenant, SESSION.c.deleted.is_(False))
    rows = rows.where(HEARING.c.id.in_(ranked)).order_by(HEARING.c.held_on.desc(), HEARING.c.id)
    return list(connection.execute(rows.limit(HALLS_MAX)).scalars())
