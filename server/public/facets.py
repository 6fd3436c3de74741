"""How many published proposals there are of each bagh, category, state and band of money (P3).

    found = facets(reader)
    found.options("status", STATES, {"category": "water"})

States are those that rows show (`Reader.otherwise`), so a filter's word, its count and its rows are one thing. All are
counted in one pass, once per version of the tenant's data in a process.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import NamedTuple

from flask import current_app

from server.public.reader import Reader
from server.store import published
from server.store.published import Cell

EXTENSION = "yavuul_public_facets"


class Option(NamedTuple):
    """A choice of a filter, and how many rows it leaves under the other filters."""

    value: str
    count: int


class Shelf:
    """The counts of each tenant, of the version for which they were last asked."""

    def __init__(self) -> None:
        self.turn, self.by_tenant = Lock(), dict[str, tuple[object, Facets]]()


def facets(reader: Reader) -> "Facets":
    """The tenant's counts."""
    shelf: Shelf = current_app.extensions.setdefault(EXTENSION, Shelf())
    version = published.version(reader.connection, reader.tenant)
    with shelf.turn:  # who comes meanwhile waits: counting twice would take longer
        known = shelf.by_tenant.get(reader.tenant)
        if known is None or known[0] != version:
            known = shelf.by_tenant[reader.tenant] = (version, Facets(reader))
    return known[1]


class Facets:
    """The counts of one tenant."""

    def __init__(self, reader: Reader) -> None:
        counts, costs = Counter[Cell](), Counter[Cell]()
        for cell, count, cost in published.cells(reader.connection, reader.tenant):
            counts[cell] += count
            costs[cell] += cost
        moved = published.cells_of(reader.connection, reader.tenant, reader.otherwise)
        for one, (cell, cost) in moved.items():
            there = cell._replace(status=reader.otherwise[one])
            counts[cell] -= 1
            counts[there] += 1
            costs[cell] -= cost
            costs[there] += cost
        self._counts, self._costs = counts, costs

    def fitting(self, said: Mapping[str, str]) -> tuple[int, int]:
        """How many fit, and what they would cost, in tögrög."""
        found = [cell for cell in self._counts if _fits(cell, said)]
        return sum(self._counts[cell] for cell in found), sum(self._costs[cell] for cell in found)

    def by(self, name: str, said: Mapping[str, str]) -> dict[str, int]:
        """Unit, category, status or money → how many fit what is said of the other three."""
        others = {other: value for other, value in said.items() if other != name}
        found = Counter[str]()
        for cell, count in self._counts.items():
            if count and _fits(cell, others):
                found[getattr(cell, name)] += count
        return found

    def options(self, name: str, order: Iterable[str], said: Mapping[str, str]) -> list[Option]:
        """The choices that leave something, in this order and then others, and what is chosen."""
        found = self.by(name, said)
        known = [*dict.fromkeys((*order, *sorted(found)))]
        return [Option(one, found.get(one, 0)) for one in known if one and (found.get(one) or said.get(name) == one)]


def _fits(cell: Cell, said: Mapping[str, str]) -> bool:
    return all(getattr(cell, name) == value for name, value in said.items() if name in Cell._fields)
