"""What rows of works are beside one another and beside the register: a work once, a package's sums once (O8, O15)."""

from collections.abc import Iterable
from typing import NamedTuple

from server.office.hearings.desk import Desk
from server.office.imports.rows import Row
from server.office.works import packages
from server.search.words import words
from server.store import works
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

KNOWN_BY = ("unit", "year", "package", "place", "name")
OTHER_SUMS = "office.imports.wrong.package"


class Register(NamedTuple):
    """Of the years that a sheet names: the works that are there, and the sums of their packages."""

    works: frozenset[tuple]
    packages: dict[tuple, dict[str, Value]]


def identity(said: dict[str, Value]) -> tuple:
    """By what a work is known again; its sums and state may be others in a newer sheet."""
    *ways, name = (said.get(path) for path in KNOWN_BY)
    return (*ways, " ".join(words(str(name or ""))))


def register(desk: Desk, rows: Iterable[Row]) -> Register:
    """The register beside which the rows are laid."""
    found: set[tuple] = set()
    sums: dict[tuple, dict[str, Value]] = {}
    for year in {row.values.get("year") for row in rows}:
        ids = works.ids(desk.connection, desk.tenant, "work", desk.actor.units, {"year": year})
        for work in sorted(desk.load(ids).values(), key=packages.amount):  # the larger counts
            found.add(identity({path: value_of(work, path) for path in KNOWN_BY}))
            if value_of(work, "package") and (money := _money_of(work)):
                sums[packages.package_of(work)] = money
    return Register(frozenset(found), sums)


def settle(rows: Iterable[Row], standing: dict[tuple, dict[str, Value]]) -> None:
    """Works of one package say one amount and the same sources: those of the register, else of the first row that says
    any. A row that says none takes them, one that says others is wrong."""
    of_packages = [row for row in rows if not row.wrong and row.values.get("package")]
    known = dict(standing)
    for row in of_packages:
        if money := _money(row.values):
            known.setdefault(_package(row), money)
    for row in of_packages:
        money, shared = _money(row.values), known.get(_package(row), {})
        if money and money != shared:
            row.wrong["package"] = OTHER_SUMS
        row.values |= shared if not money else {}


def completed(values: dict[str, Value]) -> dict[str, Value]:
    """With the state that its progress says, where the row says none."""
    percent = values.get("progress_percent")
    return {"state": "done" if percent == 100 else "begun" if percent else "planned"} | values


def _package(row: Row) -> tuple:
    return row.values["package"], row.values.get("year")


def _money(values: dict[str, Value]) -> dict[str, Value]:
    return {path: value for path, value in values.items() if path == "amount" or path.startswith("funding/")}


def _money_of(work: Record) -> dict[str, Value]:
    said = value_of(work, "amount")
    found: dict[str, Value] = {f"funding/{source}": part for source, part in packages.funding(work).items()}
    return found | ({"amount": said} if said else {})
