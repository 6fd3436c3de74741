"""Lists of public pages: what the address asks for, checked; one page of rows; rows as people read them (P3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.public import words
from server.public.pages import to
from server.public.reader import Reader, Shown
from server.public.way import Findings, counted

ROWS = 20
PAGES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal in a list."""

    href: str
    title: str
    unit: str
    category: str
    status: str
    money: str
    supporters: int
    reason: str
    findings: Findings


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list."""

    page: int
    pages: int
    count: int

    @property
    def before(self) -> int:
        """How many rows stand before it."""
        return (self.page - 1) * ROWS


def asked(said: Mapping[str, str], allowed: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """The filters of the address whose values are among those that the page offers; all else is passed over."""
    return {name: said[name] for name, values in allowed.items() if said.get(name) and said[name] in set(values)}


def cut(said: Mapping[str, str], count: int) -> Cut:
    """The page that was asked for, or the last one."""
    pages = max(1, -(-count // ROWS))
    word = said.get("page", "1")
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 6 else 1
    return Cut(min(max(number, 1), pages, PAGES_MAX), pages, count)


def rows(reader: Reader, ids: Iterable[str]) -> list[Row]:
    """Proposals as rows, in the order of `ids`."""
    ids = list(ids)
    known = reader.load(ids)
    names = reader.names({one.get("unit") for one in known.values()})
    states = reader.standings(known)
    return [row(reader, known[one], names, states[one]) for one in ids if one in known]


def row(reader: Reader, one: Shown, names: Mapping[str, str], status: str) -> Row:
    """One proposal as a row. Counts of what citizens said are looked up only where the office says that it is done."""
    findings = counted(reader.of_proposal("verification", one.id)) if one.get("status") == "done" else Findings()
    return Row(
        to("public_proposals.one", record_id=one.id),
        one.name,
        names.get(one.text("unit"), ""),
        one.text("category"),
        status,
        words.money(one.get("cost")),
        int(one.get("supporters") or 0),
        one.text("competent_body") or one.text("status_reason"),
        findings,
    )
