"""What a list of found records is filtered and ordered by, from the projections: one statement a type."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from server.models.projections import TABLES
from server.store import bulk

_NONE = ("", "", "")
_SAID = {  # type → the columns of its category, its state and its day
    "proposal": ("category", "status", ""),
    "hearing": ("", "review", "held_on"),
    "work": ("", "state", "year"),
    "measure": ("", "", "taken_on"),
}


class Fact(NamedTuple):
    """One record: empty where nobody said it. `day`: a date, or a year; of a hearing's record, the hearing's."""

    record: str
    type: str
    unit: str
    category: str
    state: str
    day: str


def facts(connection: Connection, tenant: str, found: Sequence[tuple[str, str]]) -> list[Fact]:
    """The facts of (record, type) in their order; without what was deleted meanwhile."""
    by_type: dict[str, list[str]] = {}
    for record, kind in found:
        by_type.setdefault(kind, []).append(record)
    rows: dict[str, tuple] = {}
    for kind, ids in by_type.items():
        rows |= {row[0]: row[1:] for row in _rows(connection, tenant, kind, ids)}
    halls = {row[4] for row in rows.values() if row[4]}
    days = dict(bulk.select_in(connection, TABLES["hearing"], ("id", "held_on"), tenant, "id", halls))
    return [
        Fact(record, kind, unit, category, state, day or days.get(hall) or "")
        for record, kind in found
        if record in rows
        for unit, category, state, day, hall in [rows[record]]
    ]


def _rows(connection: Connection, tenant: str, kind: str, ids: Iterable[str]) -> list[tuple]:
    """(id, unit, category, state, day, hearing) of the records of one type."""
    table = TABLES[kind]
    wanted = ("id" if kind == "unit" else "unit", *_SAID.get(kind, _NONE), "hearing")
    columns = ("id", "deleted", *dict.fromkeys(name for name in wanted if name in table.c and name != "id"))
    found = [
        dict(zip(columns, row, strict=True)) for row in bulk.select_in(connection, table, columns, tenant, "id", ids)
    ]
    return [(row["id"], *(str(row.get(name) or "") for name in wanted)) for row in found if not row["deleted"]]
