"""Values, fields and times as an officer reads them. Words come from the catalogue of texts, never from here."""

from datetime import datetime

from flask_babel import get_locale, gettext

from server import clock as server_clock
from server import config
from server.text import compare, says
from sync import text, update
from sync.catalogue import BY_NAME, Field
from sync.merge import value_of
from sync.op import Value


def label(kind: str, path: str) -> str:
    """What a field is called; an entry of a map with its key."""
    if path.startswith("_"):
        return gettext("office.hearings.deleted" if path == "_deleted" else "office.hearings.erased")
    name, _, key = path.partition("/")
    declared = BY_NAME.get(kind)
    known = gettext(f"{kind}.{name}") if declared and declared.field(name) else name
    return f"{known} · {_entry(key)}" if key and len(key) != ID_LENGTH else known


ID_LENGTH = 26  # of a record: the value names it


def _entry(key: str) -> str:
    """What an entry of a map is called, where its key is a choice, a type or a source of money; else the key."""
    asked = (f"choice.{key}", f"record.{key}", f"office.works.source.{key}")
    return next((said for msgid in asked if (said := gettext(msgid)) != msgid), key)


def kind_name(kind: str) -> str:
    """What a type of record is called; as it came where this server does not know it."""
    return gettext(f"record.{kind}") if kind in BY_NAME else kind


def field_of(kind: str, path: str) -> Field | None:
    """The declaration of a field; None where this server knows none."""
    declared = BY_NAME.get(kind)
    return declared.field(path.partition("/")[0]) if declared else None


# What is no word to anybody: ciphertext and keys (server/ballot_box.py). Their beginning tells them apart.
SECRET = {
    BY_NAME["ballot"].field("sealed"),
    *map(BY_NAME["ranking_session"].field, ("lock", "leader_key", "spare_key", "key")),
}


def said(field: Field | None, value: Value, names: dict[str, str]) -> str:
    """A value in words. `names`: what references are called, by id."""
    if value is None or value == "":
        return gettext("office.hearings.nothing")
    if field in SECRET:
        return str(value)[:6] + "…"
    if field is None or field.kind == "flag":
        return str(value) if type(value) is not bool else gettext("tablet.yes" if value else "tablet.no")
    reader = _readers.get(field.kind)
    if field.kind == "reference":
        return names.get(str(value), str(value)[:6])
    return reader(value) if reader else str(value)


def told(kind: str, path: str, value: Value, names: dict[str, str]) -> str:
    """What an op says at a path, in words; whether a record is deleted is said as yes or no."""
    if path == "_deleted":
        return gettext("tablet.yes" if value else "tablet.no")
    return said(field_of(kind, path), value, names)


def question(kind: str, path: str) -> str:
    """What an open review asks: the field, or whether to delete."""
    return gettext("office.hearings.collision.question") if path == "_deleted" else label(kind, path)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "mn"


def _money(value: Value) -> str:
    return says.money(value, _language()) if type(value) is int else str(value)


def _instant(value: Value) -> str:
    """An instant in the zone that it carries: `2026-11-02T16:30:00Z[Asia/Hovd]` is 23:30 of that day there."""
    at, _, zone = str(value).rstrip("]").partition("[")
    try:
        return says.moment(round(datetime.fromisoformat(at).timestamp() * 1000), zone)
    except (ValueError, OverflowError, OSError):
        return str(value)


def category(slug: Value) -> str:
    """A category by its name; one that this catalogue does not know as it came."""
    name = gettext(f"category.{slug}")
    return str(slug) if name == f"category.{slug}" else name


def day(value: Value) -> str:
    """A date as a sentence says it: `2026 оны 11 дүгээр сарын 24`."""
    return says.day(str(value), _language())


def month(value: str) -> str:
    """A month as a sentence says it."""
    return says.month(value, _language())


def _op_set(value: Value) -> str:
    return gettext("office.hearings.ops", count=str(value).count(".")) if value else "0"


_readers = {
    "choice": lambda value: gettext(f"choice.{value}"),
    "money": _money,
    "slug": category,
    "date": lambda value: says.short_day(str(value)),
    "count": lambda value: says.number(value) if type(value) is int else str(value),
    "instant": _instant,
    "op_set": _op_set,
    "media": lambda value: str(value)[:12],
    "long_text": lambda value: text.read(str(value)) or update.written(str(value)),
}


def clock(at_ms: int | None, zone: str = "", on: str = "") -> str:
    """A time as people there read it, without its date on the day `on`; the bare number where no calendar knows it."""
    zone = zone or config.current().zone
    try:
        return says.clock_time(at_ms, zone, on) if on else says.moment(at_ms, zone)
    except (ValueError, OverflowError, OSError, TypeError):
        return gettext("office.hearings.nothing") if at_ms is None else str(at_ms)


def ago(at_ms: int) -> str:
    """How long ago, by the server's clock: `2 өдрийн өмнө`."""
    return says.ago(at_ms, server_clock.now_ms(), _language())


def gap(offset_ms: int) -> str:
    """How far a clock was off: in days, hours or minutes, with its sign."""
    sign, minutes = "+" if offset_ms > 0 else "−", abs(offset_ms) // 60_000
    for unit, size in (("days", 1440), ("hours", 60), ("minutes", 1)):
        if minutes >= 2 * size or size == 1:
            return gettext(f"office.hearings.gap.{unit}", count=f"{sign}{minutes // size}")
    raise AssertionError("unreachable")


def tools() -> dict:
    """What the templates of this room may call."""
    words = {
        "label": label,
        "kind_name": kind_name,
        "said": said,
        "told": told,
        "question": question,
        "field_of": field_of,
        "marked": compare.marked,
    }
    times = {"clock": clock, "gap": gap, "ago": ago, "day": day, "month": month, "short_day": says.short_day}
    return words | times | {"value_of": value_of, "category": category, "number": says.number, "joined": compare.joined}
