"""The text of a cell → a value, or None for what is none. Pure."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial

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
LEVELS = {
    "aimag": "аймаг aimag",
    "capital": "нийслэл capital",
    "soum": "сум soum",
    "district": "дүүрэг district",
    "bagh": "баг bagh",
    "khoroo": "хороо khoroo",
    "section": "хэсэг section",
}
BASES = {"household": "өрх household", "citizen": "иргэн иргэд хүн citizen"}
ROLES = {
    "administrator": "админ администратор administrator",
    "officer": "ажилтан мэргэжилтэн officer",
    "reviewer": "хянагч reviewer",
    "facilitator": "чиглүүлэгч хөтлөгч facilitator",
    "check_in_clerk": "бүртгэгч clerk",
}
ALL_UNITS = "*"
SEVERAL_IN = re.compile(r"[;,\n]")
EVERY = ("бүгд", "бүх нэгж", "all")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


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
    return word_of(STATES, text)


def word_of(ways: dict[str, str], text: str) -> str | None:
    """The choice that the first word of `text` to say any says."""
    said = {stem(word): choice for choice, meant in ways.items() for word in meant.split()}
    return next((said[one] for one in map(stem, words(text)) if one in said), None)


def whole(text: str) -> int | None:
    """A whole number as people write it: `1 420`."""
    digits = "".join(text.split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def email(text: str) -> str | None:
    """An address, in lower case."""
    return text.lower() if EMAIL.fullmatch(text) else None


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
    "households": whole,
    "citizens": whole,
    "level": partial(word_of, LEVELS),
    "quorum_basis": partial(word_of, BASES),
    "quorum_percent": percent,
    "email": email,
    "role": partial(word_of, ROLES),
}
