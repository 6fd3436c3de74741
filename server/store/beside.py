"""What was written down beside hearings: survey sheets, petitions, service counters. Every statement names the tenant;
units are the caller's (I9)."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, select

from server.models.projections import TABLES
from server.store.figures import Within
from sync.merge import value_of
from sync.record import Record

HEARING = TABLES["hearing"]
ROWS_MAX = 3000  # of one list; what is counted is what is listed
SHEETS = ("household_sheet", "group_interview")  # forms of one type of record


class Beside(NamedTuple):
    """One record, with the day of its hearing."""

    id: str
    unit: str | None
    hearing: str | None
    held_on: str | None


def beside(
    connection: Connection, tenant: str, kind: str, units: Collection[str] | None, within: Within, **said: str
) -> list[Beside]:
    """Those of one type that fit, the last hearing first; at most ROWS_MAX. `said`: column → value."""
    table = TABLES[kind]
    hall = and_(HEARING.c.tenant == table.c.tenant, HEARING.c.id == table.c.hearing)
    rows = select(table.c.id, table.c.unit, table.c.hearing, HEARING.c.held_on).select_from(
        table.outerjoin(HEARING, hall)
    )
    rows = rows.where(table.c.tenant == tenant, table.c.deleted.is_(False))
    rows = rows.where(table.c.unit.in_(sorted(units))) if units is not None else rows
    rows = rows.where(table.c.unit == within.unit) if within.unit else rows
    if within.since:
        rows = rows.where(HEARING.c.held_on >= within.since)
    if within.until:
        rows = rows.where(HEARING.c.held_on <= within.until)
    for name, value in said.items():
        rows = rows.where(table.c[name] == value)
    order = (HEARING.c.held_on.desc(), table.c.hearing, table.c.id)
    return [Beside(*row) for row in connection.execute(rows.order_by(*order).limit(ROWS_MAX))]


def standings(surveys: Iterable[Record], form: str) -> dict[str, str]:
    """Id → how it counts (`valid`, `invalid`, `repeated`), of those of one form; as the tablet says it
    (pwa/src/domain/survey.ts): of a household's sheets of one hearing that are not invalid the first counts."""
    found: dict[str, str] = {}
    households: set[tuple[object, object]] = set()
    for record in sorted(surveys, key=lambda one: one.id):
        if (value_of(record, "form") or SHEETS[0]) != form:
            continue
        household = value_of(record, "household")
        met = value_of(record, "hearing"), household
        if value_of(record, "invalid") is True:
            found[record.id] = "invalid"
        elif form == SHEETS[0] and household and met in households:
            found[record.id] = "repeated"
        else:
            found[record.id] = "valid"
            households.add(met)
    return found
