"""Tables of the office: what a person asked of one (sort, filters, page), read from the address and written into it.

The address is the whole state, so that a list can be bookmarked, sent to a colleague and printed, and works without
JavaScript. The markup stands in templates/office/tables.html. A list is never unbounded: `Asked.cut` gives one page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlencode

PAGE_ROWS = 50
PAGES_MAX = 2000
TEXT_MAX = 80

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `label` is a msgid; `sorts`: its head is a link; `is_down_first`: the first click sorts downwards."""

    name: str
    label: str
    is_number: bool = False
    sorts: bool = False
    is_down_first: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a table, already checked against what the table offers."""

    sort: str
    is_down: bool
    page: int = 1
    filters: Mapping[str, str] = field(default_factory=dict)
    usual: str = ""  # the sort that the address need not name

    @classmethod
    def of(
        cls, said: Mapping[str, str], columns: Sequence[Column], filters: Sequence[str] = (), usual: str = ""
    ) -> "Asked":
        """Read query arguments; what the table does not offer is passed over."""
        word = said.get("sort") or usual
        name = word.removeprefix("-")
        if name not in {column.name for column in columns if column.sorts}:
            word, name = usual, usual.removeprefix("-")
        page = said.get("page", "1")
        number = min(int(page), PAGES_MAX) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        chosen = {one: said[one].strip()[:TEXT_MAX] for one in filters if said.get(one, "").strip()}
        return cls(name, word.startswith("-"), max(number, 1), chosen, usual)

    def query(self, **changes: object) -> dict[str, str]:
        """The query arguments of this table after `changes`: `sort="-held_on"`, `page=2`, or a filter (None: off)."""
        said = {**self.filters, **{name: str(value) for name, value in changes.items() if value is not None}}
        said = {name: value for name, value in said.items() if changes.get(name, value) is not None}
        said.setdefault("sort", ("-" if self.is_down else "") + self.sort)
        if said["sort"] == self.usual:
            del said["sort"]
        if said.get("page") == "1":
            del said["page"]
        return said

    def address(self) -> str:
        """The same from the first page, as an address says it: what a filter keeps (server/filters.py)."""
        return urlencode(self.query())

    def by(self, column: Column) -> str:
        """What a click on the head of `column` sorts by."""
        if self.sort == column.name:
            return ("" if self.is_down else "-") + column.name
        return ("-" if column.is_down_first else "") + column.name

    def without(self, name: str) -> "Asked":
        """The same without one filter, from the first page."""
        return replace(self, page=1, filters={one: value for one, value in self.filters.items() if one != name})

    def cut(self, rows: Sequence[Row], size: int = PAGE_ROWS) -> "Cut":
        """The page that was asked for, or the last one where there are fewer."""
        pages = max(1, -(-len(rows) // size))
        page = min(self.page, pages)
        return Cut(rows[(page - 1) * size : page * size], page, pages, len(rows), (page - 1) * size)


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of rows: its number, how many pages and rows there are, and how many rows stand before it."""

    rows: Sequence
    page: int
    pages: int
    count: int
    before: int
