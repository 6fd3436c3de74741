"""The text of a cell → a value, or None for what is none. Pure."""

import re
from collections.abc import Callable
from datetime import date

from server.search.words import stem, words
from server.text import money, places
from sync.op import Value

DAY = re.compile(r"(\d{4})\D{1,6}(\d{1,2})\D{1,14}(\d{1,2})(?!\d)")
YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:он|оны)?\.?")
PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%?")
SHARE = re.compile(r"0[.,]\d+")  # how a sheet keeps `45 %`
BARE = re.compile(r"[\d\s.,\u00a0]+")
NOTHING = ("-", "–", "—")
STATES = {
    "planned": "төлөвлөсөн төлөвлөж төлөвлөгдсөн эхлээгүй planned",
    "begun": "эхэлсэн хийгдэж хийж явагдаж үргэлжилж баригдаж begun",
    "done": "дууссан хийгдсэн хийсэн хэрэгжсэн баригдсан ашиглалтад done",
    "stopped": "зогссон түр цуцалсан stopped",
}
_states = {stem(word): state for state, ways in STATES.items() for word in ways.split()}


def day(text: str) -> str | None:
    """`2017-12-27`, `2017.12.27`, `2017 оны 12 дугаар сарын 27-ны өдөр`."""
    found = DAY.search(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def tugrug(text: str, sums_in: str = "") -> int | None:
    """A sum; a bare figure is in what its heading says."""
    sums = money.readings(f"{text} {sums_in}" if sums_in and BARE.fullmatch(text) else text)
    return sums[0] if len(sums) == 1 else None


def count(text: str) -> int | None:
    """A small whole number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def year(text: str) -> int | None:
    """`2018`, `2018 он`."""
    found = YEAR.fullmatch(text)
    return int(found[1]) if found else None


def percent(text: str) -> int | None:
    """`45`, `45 %`, or `0.45`; a bare 1 may be either."""
    if SHARE.fullmatch(text):
        return round(100 * float(text.replace(",", ".")))
    found = PERCENT.fullmatch(text)
    return int(found[1]) if found and text != "1" and int(found[1]) <= 100 else None


def state(text: str) -> str | None:
    """How a work stands, by the first word that says it."""
    return next((_states[one] for one in map(stem, words(text)) if one in _states), None)


def point(text: str) -> str | None:
    """`48.0, 91.64` as ops say it."""
    said = "".join(text.split())
    return said if places.position(said) is not None else None


READERS: dict[str, Callable[[str], Value]] = {
    "held_on": day,
    "received_on": day,
    "supporters": count,
    "year": year,
    "progress_percent": percent,
    "state": state,
}
