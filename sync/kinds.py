"""Kinds of field: what a value may be. A kind decides how a value is checked and how it merges.

A check returns None, or the reason why the value is not taken (a refusal or, for `unknown-choice`, a parking).
`null` (absent) is always allowed and never reaches a check. To add a kind: a check here, its twin in
pwa/src/domain/kinds.ts, a line in KINDS, vectors in tests/vectors/kinds.json.
"""

import re
import unicodedata
from collections.abc import Callable

INTEGER_MAX = 2**53 - 1
LINE_MAX = 200  # code points
TEXT_MAX = 10_000
LONG_TEXT_MAX = 200_000  # base64 symbols of one Yjs update
OP_SET_MAX = 400_000

Check = Callable[[object], str | None]

_line_break = re.compile("[\t\n]")
# Controls, line separators, lone surrogates; combining marks, of which a letter bears at most four.
_never = "\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff"
_mark = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_suspect = re.compile(f"[{_never}{_mark}]")  # one quick look: most texts have none
_unfit = re.compile(f"[{_never}]|[{_mark}]{{5}}")
_date = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_instant = re.compile(
    r"(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ\[[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}\]", re.ASCII
)
_point = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?),(-?\d{1,3}(?:\.\d{1,7})?)", re.ASCII)
_decimal = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", re.ASCII)
_slug = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_choice = re.compile(r"[a-z0-9][a-z0-9_]{0,39}", re.ASCII)
_id = re.compile(r"[a-z2-7]{26}", re.ASCII)
_sha256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_base64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII)
_code = re.compile(r"[0-9A-HJKMNP-TV-Z]{13}", re.ASCII)
_op_set_entry = r"[a-z2-7-]{8,24}:[1-9]\d{0,15}\.[a-z2-7]{8}(?:,[1-9]\d{0,15}\.[a-z2-7]{8})*"
_op_set = re.compile(rf"(?:{_op_set_entry}(?:;{_op_set_entry})*)?", re.ASCII)
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def bad_text(value: object) -> str | None:
    """What is wrong with `value` as text of any length: not text, lone surrogate, control, not NFC, piled-up marks."""
    if type(value) is not str:
        return "bad-value"
    if _suspect.search(value) and _unfit.search(value):
        return "bad-text"
    return None if unicodedata.is_normalized("NFC", value) else "bad-text"


def line(value: object) -> str | None:
    """One line of text, at most LINE_MAX code points."""
    wrong = bad_text(value)
    if wrong:
        return wrong
    if len(value) > LINE_MAX:
        return "too-long"
    return "bad-text" if "\n" in value or "\t" in value else None


def text(value: object) -> str | None:
    """Text of several lines, at most TEXT_MAX code points."""
    return bad_text(value) or ("too-long" if len(value) > TEXT_MAX else None)


def integer(value: object) -> str | None:
    """A whole number that both languages hold exactly."""
    if type(value) is not int:
        return "bad-value"
    return None if -INTEGER_MAX <= value <= INTEGER_MAX else "bad-number"


def count(value: object) -> str | None:
    """A whole number from 0."""
    return integer(value) or ("bad-value" if value < 0 else None)


def flag(value: object) -> str | None:
    """True or false."""
    return None if type(value) is bool else "bad-value"


def _matches(pattern: re.Pattern[str], longest: int) -> Check:
    def check(value: object) -> str | None:
        if type(value) is not str:
            return "bad-value"
        if len(value) > longest:
            return "too-long"
        return None if pattern.fullmatch(value) else "bad-value"

    return check


_date_shape = _matches(_date, 10)


def date(value: object) -> str | None:
    """A plain local date, `2026-11-22`, that exists in the calendar."""
    wrong = _date_shape(value)
    if wrong:
        return wrong
    year, month, day = int(value[:4]), int(value[5:7]), int(value[8:])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return "bad-value" if year < 1 or day > MONTH_DAYS[month - 1] + (leap and month == 2) else None


_instant_shape = _matches(_instant, 64)


def instant(value: object) -> str | None:
    """An instant with its IANA zone, `2026-11-22T10:00:00Z[Asia/Hovd]` (RFC 9557)."""
    return _instant_shape(value) or date(value[:10])


_point_shape = _matches(_point, 24)


def point(value: object) -> str | None:
    """`latitude,longitude` in degrees of WGS 84 as decimals, at most 7 places (1 cm)."""
    wrong = _point_shape(value)
    if wrong:
        return wrong
    latitude, longitude = value.split(",")
    return None if abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180 else "bad-value"


def choice(choices: tuple[str, ...]) -> Check:
    """One of `choices`; another slug may come from a newer app: it is parked, not refused."""
    known = frozenset(choices)

    def check(value: object) -> str | None:
        return None if value in known else _choice_shape(value) or "unknown-choice"

    return check


_slug_check = _matches(_slug, 40)
_choice_shape = _matches(_choice, 40)

KINDS: dict[str, Check] = {
    "line": line,
    "text": text,
    "integer": integer,
    "count": count,
    "money": count,  # whole tögrög; möngö are not used
    "flag": flag,
    "date": date,
    "instant": instant,
    "point": point,
    "decimal": _matches(_decimal, 26),
    "slug": _slug_check,
    "choice": _choice_shape,  # narrowed by `choice` to the field's own list
    "reference": _matches(_id, 26),
    "media": _matches(_sha256, 64),
    "code": _matches(_code, 13),
    "op_set": _matches(_op_set, OP_SET_MAX),
    "long_text": _matches(_base64, LONG_TEXT_MAX),
}
KEY = re.compile(r"[A-Za-z0-9._~-]{1,64}", re.ASCII)
