"""A row of a sheet → a hearing or a proposal, or why not. Pure: letters mended, days and sums read, places found by
name. Headings are found by their words, in any order, as in the register's lists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from server.register.letters import repaired
from server.register.rows import FORMULAS
from server.search.words import stem, words
from server.text import money
from sync.catalogue import BY_NAME
from sync.op import Value

SHEETS = {  # what a sheet holds → field → words that a heading of it may begin with
    "hearing": {
        "unit": ("баг", "хороо", "unit"),
        "held_on": ("болох өдөр", "өдөр", "огноо", "date"),
        "title": ("нэр", "хэлэлцүүлэг", "гарчиг", "title"),
        "place": ("байр", "газар", "place"),
        "theme": ("сэдэв", "theme"),
    },
    "proposal": {
        "unit": ("баг", "хороо", "unit"),
        "title": ("санал", "гарчиг", "title"),
        "body": ("тайлбар", "агуулга", "text"),
        "cost": ("төсөвт өртөг", "өртөг", "үнэ", "cost"),
        "supporters": ("дэмжигч", "supporters"),
        "received_on": ("огноо", "өдөр", "ирсэн", "date"),
    },
}
NEEDED = {"hearing": ("unit", "held_on"), "proposal": ("unit", "title")}
DAY = re.compile(r"(\d{4})\D{1,6}(\d{1,2})\D{1,14}(\d{1,2})(?!\d)")


@dataclass(slots=True)
class Row:
    """One row. `wrong`: field → msgid; `mended`: fields whose letters were made right."""

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """A row without anything in it."""
        return not self.values and not self.wrong


def columns(kind: str, heading: list[str]) -> dict[str, int]:
    """Field → column, of the fields that a row of headings names."""
    said = [[stem(word) for word in words(repaired(cell))] for cell in heading]
    found: dict[str, int] = {}
    for name, ways in SHEETS[kind].items():
        for way in ways:
            wanted = [stem(word) for word in words(way)]
            free = (at for at, cell in enumerate(said) if at not in found.values() and cell[: len(wanted)] == wanted)
            if (at := next(free, None)) is not None:
                found[name] = at
                break
    return found


def read(kind: str, number: int, cells: list[str], place: Mapping[str, int], units: Mapping[str, str]) -> Row:
    """One row; `units`: name → id, of those within reach."""
    row = Row(number)
    for name, at in place.items():
        raw = cells[at] if at < len(cells) else ""
        text = repaired(raw)
        if text != raw.strip():
            row.mended.append(name)
        if text:
            _put(row, kind, name, text, units)
    if not row.is_empty:
        for name in NEEDED[kind]:
            if name not in row.values and name not in row.wrong:
                row.wrong[name] = "office.imports.wrong.missing"
    return row


def _put(row: Row, kind: str, name: str, text: str, units: Mapping[str, str]) -> None:
    if text[0] in FORMULAS:
        row.wrong[name] = "register.wrong.formula"
        return
    value: Value = text
    if name == "unit":
        value = units.get(unit_key(text))
    elif name in ("held_on", "received_on"):
        value = day(text)
    elif name == "cost":
        sums = money.readings(text)
        value = sums[0] if len(sums) == 1 else None
    elif name == "supporters":
        value = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
    declared = BY_NAME[kind].field(name)
    if value is None or (declared is not None and declared.check(value)):
        row.wrong[name] = f"office.imports.wrong.{name if name in ('unit', 'cost') else 'value'}"
    else:
        row.values[name] = value


def unit_key(name: str) -> str:
    """By what a unit is known again: `Рашаант баг` is `Рашаант`."""
    return re.sub(r"\s+(баг|хороо|багийн)\.?$", "", " ".join(name.casefold().split()))


def day(text: str) -> str | None:
    """`2017-12-27`, `2017.12.27`, `2017 оны 12 дугаар сарын 27-ны өдөр`; None for what is no day."""
    found = DAY.search(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None
