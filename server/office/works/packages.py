"""Sums of works: an amount belongs to a package that may hold several works, and is counted once (scenario 9).

Works of one package say the same amount and sources; where they differ the larger counts, and the page says so.
"""

from collections.abc import Callable, Iterable, Mapping
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


class Money(NamedTuple):
    """What a work says of money: what its amount belongs to (the package of a year, or the work alone), the amount
    (its sources together where it says none), and source → amount."""

    package: tuple
    amount: int
    sources: dict[str, int]


def money(work: str, get: Callable[[str], object], funding: Mapping[str, object]) -> Money:
    """The money of the work with this id: `get` answers for a path, `funding` is source → amount."""
    package, said = str(get("package") or "").strip(), get("amount")
    sources = {source: part for source, part in funding.items() if type(part) is int}
    whole = said if type(said) is int else sum(sources.values())
    return Money((package, get("year")) if package else (work,), whole, sources)


def of_record(work: Record) -> Money:
    """The money of a work as the office reads it."""
    return money(work.id, lambda path: value_of(work, path), entries(work, "funding"))


def package_of(work: Record) -> tuple:
    """What an amount belongs to."""
    return of_record(work).package


def funding(work: Record) -> dict[str, int]:
    """Source → amount."""
    return of_record(work).sources


def amount(work: Record) -> int:
    """The amount of a work's package as this work says it."""
    return of_record(work).amount


def sums(works: Iterable[Money]) -> Sums:
    """The sums of works, each package once: the office's and the public ones."""
    amounts: dict[tuple, int] = {}
    sources: dict[tuple, int] = {}
    count = 0
    for package, whole, parts in works:
        count += 1
        amounts[package] = max(amounts.get(package, 0), whole)
        for source, part in parts.items():
            sources[*package, source] = max(sources.get((*package, source), 0), part)
    total: dict[str, int] = {}
    for (*_, source), part in sources.items():
        total[source] = total.get(source, 0) + part
    return Sums(count, len(amounts), sum(amounts.values()), total)
