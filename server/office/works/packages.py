"""Sums of works: an amount belongs to a package that may hold several works, and is counted once (scenario 9).

Works of one package say the same amount and sources; where they differ the larger counts, and the page says so.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sync.merge import value_of
from sync.record import Record

SOURCES = (
    *("state", "capital", "aimag", "soum", "ldf", "ldf_state", "ldf_capital"),
    *("private", "ppp", "donor", "citizens"),
)


class Sums(NamedTuple):
    """Of works: how many, of how many packages, the amount, and source → amount."""

    works: int
    packages: int
    amount: int
    sources: dict[str, int]


def entries(record: Record, name: str) -> dict[str, object]:
    """Key → value of a map, without what was taken out."""
    at = len(name) + 1
    found = {path[at:]: value_of(record, path) for path in record.live if path.startswith(name + "/")}
    return {key: value for key, value in sorted(found.items()) if value is not None}


def linked(record: Record, name: str = "proposals") -> list[str]:
    """The ids that a map of references names, each once."""
    return sorted({str(value) for value in entries(record, name).values()})


def package_of(work: Record) -> tuple:
    """What an amount belongs to: the package of a year, or the work alone."""
    package = str(value_of(work, "package") or "").strip()
    return (package, value_of(work, "year")) if package else (work.id,)


def funding(work: Record) -> dict[str, int]:
    """Source → amount."""
    return {key: value for key, value in entries(work, "funding").items() if type(value) is int}


def amount(work: Record) -> int:
    """The amount of a work's package as this work says it; its sources together where it says none."""
    said = value_of(work, "amount")
    return said if type(said) is int else sum(funding(work).values())


def sums(works: Iterable[Record]) -> Sums:
    """The sums of works, each package once."""
    amounts: dict[tuple, int] = {}
    sources: dict[tuple, int] = {}
    count = 0
    for work in works:
        count += 1
        package = package_of(work)
        amounts[package] = max(amounts.get(package, 0), amount(work))
        for source, part in funding(work).items():
            sources[*package, source] = max(sources.get((*package, source), 0), part)
    total: dict[str, int] = {}
    for (*_, source), part in sources.items():
        total[source] = total.get(source, 0) + part
    return Sums(count, len(amounts), sum(amounts.values()), total)
