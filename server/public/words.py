"""Values of public pages in words: days, money, categories, glyphs. Words come from the catalogue of texts."""

import re
from datetime import date, datetime
from functools import cache

from flask_babel import get_locale, gettext
from markupsafe import Markup

from server import config
from server.text import says

SHAPES = config.STATIC_DIR / "icons.svg"
CATEGORIES = {  # the glyphs of the tablet (pwa/src/screens/parts/categories.ts), in the one order of DOMAIN §E2
    "water": "M5 21h14M7.5 21v-6.5h9V21M12 14.5V7M12 7h5.5v3M12 9L5 5.5M17.5 12.3v.6",
    "roads": "M8 4L4 20.5M16 4l4 16.5M12 4.5v2.5M12 10.5v3M12 17v3.5",
    "lighting": "M6 21V7a3.5 3.5 0 0 1 3.5-3.5H13M11 7.5h8c0-2.5-1.6-4-4-4s-4 1.5-4 4zM12.5 11l-1.2 3M15 11v3.5"
    "M17.5 11l1.2 3M3.5 21h5",
    "education": "M2.5 9L12 4.5 21.5 9 12 13.5zM6.5 11v5.5c1.5 1.4 3.3 2 5.5 2s4-.6 5.5-2V11M21.5 9v6",
    "health": "M9 4h6v5h5v6h-5v5H9v-5H4V9h5z",
    "waste": "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 14h9l1-14M10.3 10.5v6M13.7 10.5v6",
    "energy": "M13 3L5.5 13.5H11L10.5 21 18.5 10h-6z",
    "pasture": "M3 20h18M12 20c0-6 .5-10 3.5-14M12 20c0-4-1-7-4-9.5M12 20c.5-3 2.5-5.5 6.5-6.5M12 20c-1-2-3-3.5-6.5-4",
    "toilets": "M12 3.5s5.5 6 5.5 10a5.5 5.5 0 0 1-11 0c0-4 5.5-10 5.5-10zM9.3 14a2.8 2.8 0 0 0 2.7 2.7",
    "safety": "M12 3.5l7.5 2.8V12c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V6.3z",
    "it": "M3 9.5a13 13 0 0 1 18 0M6.2 13a8.5 8.5 0 0 1 11.6 0M9.3 16.3a4 4 0 0 1 5.4 0M12 19.7v.1",
    "culture": "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0zM3.5 12h17M12 3.5v17M6 6c3.2 3.5 3.2 8.5 0 12"
    "M18 6c-3.2 3.5-3.2 8.5 0 12",
}
OTHER = "M5 5h14v11h-7l-4 4v-4H5z"
STATES = (  # in the order of a proposal's way
    *("recorded", "under_review", "merged", "forwarded", "accepted", "planned", "funding_asked", "in_progress"),
    *("done", "confirmed", "partly_done", "answered", "declined", "not_competent", "extended", "withdrawn", "reopened"),
)


def _language() -> str:
    locale = get_locale()
    return locale.language if locale else "mn"


def zone(said: str) -> str:
    """A time zone that exists: what was said, else the deployment's."""
    return said if said and says.is_zone(said) else config.current().zone


def moment(at_ms: int, in_zone: str) -> str:
    """`2026.11.24 15:11`."""
    return says.moment(at_ms, in_zone)


def day(value: object) -> str:
    """`2026 оны 11 дүгээр сарын 24`."""
    return says.day(str(value or ""), _language())


def short_day(value: object) -> str:
    """`2026.11.24`."""
    return says.short_day(str(value or ""))


def clock(instant: object) -> str:
    """The hour of an instant in the zone that it carries: `14:00`."""
    at, _, in_zone = str(instant or "").rstrip("]").partition("[")
    try:
        at_ms = round(datetime.fromisoformat(at).timestamp() * 1000)
        return says.clock_time(at_ms, in_zone, says.local_day(at_ms, in_zone))
    except (ValueError, OverflowError, OSError):
        return ""


def money(value: object) -> str:
    """`18,0 сая ₮`; empty where there is none."""
    return says.money(value, _language()) if type(value) is int else ""


def category(slug: object) -> str:
    """A category by its name; one that this catalogue does not know as it came."""
    name = gettext(f"category.{slug}")
    return str(slug or "") if name == f"category.{slug}" else name


def choice(word: object) -> str:
    """A choice in words."""
    name = gettext(f"choice.{word}")
    return str(word or "") if name == f"choice.{word}" else name


def days_between(one: str, other: str) -> int | None:
    """How many days lie between two dates; None where one of them is no date."""
    try:
        return (date.fromisoformat(other) - date.fromisoformat(one)).days
    except ValueError:
        return None


def category_glyph(slug: object) -> Markup:
    """The picture of a category."""
    return _drawn(f'<path d="{CATEGORIES.get(str(slug), OTHER)}"/>')


def glyph(name: str) -> Markup:
    """A glyph of icons.svg, drawn where it stands: a page asks for no second file."""
    box, inner = _glyphs()[name]
    return _drawn(inner, box)


def _drawn(inner: str, box: str = "0 0 24 24") -> Markup:
    return Markup(f'<svg class="i" viewBox="{box}" aria-hidden="true">{inner}</svg>')  # noqa: S704 - our own files


@cache
def _glyphs() -> dict[str, tuple[str, str]]:
    found = re.findall(r'<symbol id="([a-z0-9-]+)" viewBox="([0-9 ]+)">(.*?)</symbol>', SHAPES.read_text())
    return {name: (box, inner) for name, box, inner in found}


def tools() -> dict:
    """What the templates may call."""
    return {
        "day": day,
        "short_day": short_day,
        "clock": clock,
        "money": money,
        "number": says.number,
        "category": category,
        "choice": choice,
        "glyph": glyph,
        "category_glyph": category_glyph,
    }
