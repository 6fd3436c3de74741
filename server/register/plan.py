"""What an import would do, row by row: the dry run, and the very same plan is then carried out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from server.problems import Problem
from server.register import rows
from server.register.rows import Person
from server.search.words import stem
from server.store import people
from sync.op import Value

HEADING_WITHIN = 20  # rows in which the headings must stand
LETTERS_MAX = 8_000_000  # of all rows of one list


@dataclass(slots=True)
class Line:
    """One row's fate. `deed`: new, known (nothing to add), fill (adds what the register lacks), twin (looks like two
    of the sheet), wrong, empty. `record`: of the person it is."""

    person: Person
    deed: str
    record: str = ""
    adds: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """All rows, and the households that are new: number → members counted."""

    lines: list[Line]
    households: dict[str, int]
    columns: dict[str, int]
    heading_row: int

    def count(self, deed: str) -> int:
        """How many rows have this fate."""
        return sum(line.deed == deed for line in self.lines)


def key_of(values: dict[str, Value]) -> tuple:
    """By what a person is known again: names as said, and the year where there is one."""
    names = [" ".join(map(stem, str(values.get(path) or "").lower().split())) for path in ("parent_name", "given_name")]
    return (*names, values.get("birth_year"))


def narrowed(cells: Iterable[list[str]]) -> list[list[str]] | None:
    """The same rows, but of each only what a heading names: what has to be kept of a sheet. None without headings.

    Raises `Problem`: `too-large`.
    """
    place: list[int] | None = None
    kept, letters = [], 0
    for number, row in enumerate(cells, 1):
        if place is None:
            found = rows.columns(row) if number <= HEADING_WITHIN else {}
            place = sorted(found.values()) if "given_name" in found else None
        kept.append([row[at] if at < len(row) else "" for at in place or []])
        letters += sum(map(len, kept[-1]))
        if letters > LETTERS_MAX:
            raise Problem("too-large", max_bytes=LETTERS_MAX)
    return kept if place else None


def make(connection: Connection, tenant: str, unit: str, cells: Iterable[list[str]], this_year: int) -> Plan | None:
    """The plan of a sheet for one unit; None where no row of headings names at least a name."""
    known = {key_of(person.values): person for person in people.of_unit(connection, tenant, unit)}
    loose = {key[:2]: person for key, person in known.items()}
    numbers = people.households_of_unit(connection, tenant, unit)
    plan: Plan | None = None
    met: set[tuple] = set()
    for number, row in enumerate(cells, 1):
        if plan is None:
            found = rows.columns(row) if number <= HEADING_WITHIN else {}
            if "given_name" in found:
                plan = Plan([], {}, found, number)
            continue
        person = rows.read(number, row, plan.columns, this_year)
        line = _line(person, known, loose, met)
        plan.lines.append(line)
        if line.deed in ("new", "fill") and person.household and person.household not in numbers:
            plan.households[person.household] = plan.households.get(person.household, 0) + 1
    return plan


def _line(person: Person, known: dict, loose: dict, met: set[tuple]) -> Line:
    if person.is_empty:
        return Line(person, "empty")
    if person.wrong:
        return Line(person, "wrong")
    key = key_of(person.values)
    if key in met:
        return Line(person, "twin")
    met.add(key)
    there = known.get(key) or (loose.get(key[:2]) if key[2] is None else None)
    if there is None:
        return Line(person, "new")
    adds = {path: value for path, value in person.values.items() if there.values.get(path) is None}
    return Line(person, "fill" if adds else "known", there.record, adds)
