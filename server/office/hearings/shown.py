"""Values, fields and times as an officer reads them. Words come from the catalogue of texts, never from here."""

from datetime import datetime

from flask_babel import gettext

from server.texts import moment
from sync import text
from sync.catalogue import BY_NAME, Field
from sync.merge import value_of
from sync.op import Value

NO_BREAK = "\u00a0"


def label(kind: str, path: str) -> str:
    """What a field is called; an entry of a map with its key."""
    if path.startswith("_"):
        return gettext("office.hearings.deleted" if path == "_deleted" else "office.hearings.erased")
    name, _, key = path.partition("/")
    declared = BY_NAME.get(kind)
    known = gettext(f"{kind}.{name}") if declared and declared.field(name) else name
    return f"{known} · {key}" if key else known


def kind_name(kind: str) -> str:
    """What a type of record is called; as it came where this server does not know it."""
    return gettext(f"record.{kind}") if kind in BY_NAME else kind


def field_of(kind: str, path: str) -> Field | None:
    """The declaration of a field; None where this server knows none."""
    declared = BY_NAME.get(kind)
    return declared.field(path.partition("/")[0]) if declared else None


def said(field: Field | None, value: Value, names: dict[str, str]) -> str:
    """A value in words. `names`: what references are called, by id."""
    if value is None or value == "":
        return gettext("office.hearings.nothing")
    if field is None or field.kind == "flag":
        return str(value) if type(value) is not bool else gettext("tablet.yes" if value else "tablet.no")
    reader = _readers.get(field.kind)
    if field.kind == "reference":
        return names.get(str(value), str(value)[:6])
    return reader(value) if reader else str(value)


def _money(value: Value) -> str:
    return f"{value:,}".replace(",", NO_BREAK) + f"{NO_BREAK}₮" if type(value) is int else str(value)


def _instant(value: Value) -> str:
    try:
        return datetime.fromisoformat(str(value).partition("[")[0]).strftime("%Y-%m-%d %H:%M UTC")
    except ValueError:
        return str(value)


def _op_set(value: Value) -> str:
    return gettext("office.hearings.ops", count=str(value).count(".")) if value else "0"


_readers = {
    "choice": lambda value: gettext(f"choice.{value}"),
    "money": _money,
    "instant": _instant,
    "op_set": _op_set,
    "media": lambda value: str(value)[:12],
    "long_text": lambda value: text.read(str(value)),
}


def clock(at_ms: int | None) -> str:
    """A time as people read it; the bare number where a clock says what no calendar knows (I10)."""
    try:
        return moment(at_ms)
    except (ValueError, OverflowError, OSError, TypeError):
        return gettext("office.hearings.nothing") if at_ms is None else str(at_ms)


def gap(offset_ms: int) -> str:
    """How far a clock was off: in days, hours or minutes, with its sign."""
    sign, minutes = "+" if offset_ms > 0 else "−", abs(offset_ms) // 60_000
    for unit, size in (("days", 1440), ("hours", 60), ("minutes", 1)):
        if minutes >= 2 * size or size == 1:
            return gettext(f"office.hearings.gap.{unit}", count=f"{sign}{minutes // size}")
    raise AssertionError("unreachable")


def tools() -> dict:
    """What the templates of this room may call."""
    words = {"label": label, "kind_name": kind_name, "said": said, "field_of": field_of}
    return words | {"clock": clock, "gap": gap, "value_of": value_of}
