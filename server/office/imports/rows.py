"""A row of a sheet → what it makes, or why it does not. Pure: letters mended, days and sums read, places
found by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from server.office.imports import cells
from server.office.imports.headings import NEEDED, Head
from server.register.letters import repaired
from server.register.rows import FORMULAS
from server.store.units import name_key
from server.text import says
from sync.catalogue import BY_NAME
from sync.kinds import LINE_MAX
from sync.op import Value

SEVERAL = ""  # in place of a unit's id: several units within reach have this name


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


def read(kind: str, number: int, said: list[str], head: Head, units: Mapping[str, str]) -> Row:
    """One row; `units`: name → id, of those within reach."""
    row = Row(number)
    for name, at in head.place.items():
        raw = said[at] if at < len(said) else ""
        text = repaired(raw)
        if text != raw.strip():
            row.mended.append(name)
        if text and text not in cells.NOTHING:
            _put(row, kind, name, text, units, head.sums_in.get(name, ""))
    if not row.is_empty:
        for name in NEEDED[kind]:
            if name not in row.values and name not in row.wrong:
                row.wrong[name] = "office.imports.wrong.missing"
    return row


def _put(row: Row, kind: str, name: str, text: str, units: Mapping[str, str], sums_in: str) -> None:
    if text[0] in FORMULAS:
        row.wrong[name] = "register.wrong.formula"
        return
    declared = BY_NAME[kind].field(name.partition("/")[0]) if kind in BY_NAME else None
    if kind == "work" and name == "place" and cells.point(text) is None:
        return _say_place(row, " ".join(text.split()))
    value, why = _value(declared.kind if declared else "line", name, text, units, sums_in)
    is_unfit = declared is not None and name != "parent" and value is not None and declared.check(value)
    if value is None or is_unfit:
        row.wrong[name] = f"office.imports.wrong.{why}"
    elif value != 0 or declared is None or declared.kind != "money":
        row.values[name] = value


def _value(kind: str, name: str, text: str, units: Mapping[str, str], sums_in: str) -> tuple[Value, str]:
    """What a cell says, or None, and then why: the last word of a msgid. A unit above is settled later, by its name."""
    if name == "unit":
        found = units.get(name_key(text))
        return (None, "several") if found == SEVERAL else (found, "unit")
    if name == "units":
        return _units(text, units)
    if kind == "money":
        return cells.tugrug(text, sums_in), "cost"
    if kind == "point":
        return cells.point(text), "value"
    if name in cells.READERS:
        return cells.READERS[name](text), "value"
    if name == "zone" and not says.is_zone(text):
        return None, "value"
    return (" ".join(text.split()) if kind in ("line", "reference") else text), "value"


def _units(text: str, units: Mapping[str, str]) -> tuple[Value, str]:
    """The ids of several units, with spaces between, or ALL_UNITS."""
    if name_key(text) in cells.EVERY:
        return cells.ALL_UNITS, ""
    found = [units.get(name_key(one)) for one in cells.SEVERAL_IN.split(text) if one.strip()]
    if SEVERAL in found:
        return None, "several"
    return (None if None in found or not found else " ".join(sorted(set(map(str, found))))), "unit"


def _say_place(row: Row, place: str) -> None:
    """A place in words has no field of its own, and is said with the name; too long, it is the name's fault."""
    name = row.values.get("name")
    if type(name) is not str or place.casefold() in name.casefold():
        return
    row.values["name"] = named = f"{name}, {place}"
    if len(named) > LINE_MAX:
        row.wrong["name"] = "office.imports.wrong.value"
