"""Days, ordinals, money and spans of time as Mongolian says them, in plain English, and days and money in Kazakh
(DOMAIN §C2, WORDS §2).

An ending hangs only on a number whose last spoken word decides it, never on a time, a name or an acronym. The tablet's
twin is pwa/src/dates.ts. Times are told in a zone that the caller names: that of the unit, never UTC (scenario 5).
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
KAZAKH_MONTHS = (
    *("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым"),
    *("шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
)
MILLION, MILLIONS = 1_000_000, {"mn": (",", "сая"), "en": (".", "million"), "kk": (",", "млн")}


def is_front(number: int) -> bool:
    """Whether the last spoken word of `number` has front vowels: 1, 4, 9, 40, 90."""
    return number % 100 in (40, 90) if number % 10 == 0 else number % 10 in (1, 4, 9)


def ordinal(number: int, language: str = "mn") -> str:
    """`11 дүгээр`, `12 дугаар`; in English `11th`."""
    if language == "en":
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return f"{number}{NO_BREAK}{'дүгээр' if is_front(number) else 'дугаар'}"


def day(text: str, language: str = "mn") -> str:
    """`2026-11-24` → `2026 оны 11 дүгээр сарын 24`, as screens say it; what is no date stays as it is."""
    found = _date(text)
    if found is None:
        return text
    if language == "en":
        return f"{found.day}{NO_BREAK}{MONTHS[found.month - 1]} {found.year}"
    if language == "kk":
        return f"{found.year} жылғы {found.day}{NO_BREAK}{KAZAKH_MONTHS[found.month - 1]}"
    return f"{found.year} оны {ordinal(found.month)} сарын{NO_BREAK}{found.day}"


def formal_day(text: str, language: str = "mn") -> str:
    """`2026-11-24` → `2026 оны 11 дүгээр сарын 24-ний өдөр`, as papers say it."""
    found = _date(text)
    if found is None or language == "en":
        return day(text, language)
    return f"{day(text)}{NO_BREAK_HYPHEN}{'ний' if is_front(found.day) else 'ны'} өдөр"


def short_day(text: str) -> str:
    """`2026-11-24` → `2026.11.24`, for columns."""
    found = _date(text)
    return f"{found:%Y.%m.%d}" if found else text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month(text: str, language: str = "mn") -> str:
    """`2026-11` → `2026 оны 11 дүгээр сар`."""
    found = _date(f"{text}-01")
    if found is None:
        return text
    if language == "en":
        return f"{MONTHS[found.month - 1]} {found.year}"
    return f"{found.year} оны {ordinal(found.month)} сар"


def days_between(one: str, other: str) -> int:
    """Calendar days from one date to another; nought where one of them is no date."""
    first, second = _date(one), _date(other)
    return (second - first).days if first and second else 0


def number(value: int) -> str:
    """`1234567` → `1 234 567`, with spaces that do not break."""
    return f"{value:,}".replace(",", NO_BREAK).replace("-", "−")


def money(tugrik: int, language: str = "mn") -> str:
    """`670000000` → `670,0 сая ₮`; below a million, and where a round figure would not be true, to the tögrög."""
    if abs(tugrik) < MILLION or tugrik % (MILLION // 10):
        return f"{number(tugrik)}{NO_BREAK}₮"
    millions, rest = divmod(abs(tugrik), MILLION)
    comma, unit = MILLIONS[language]
    sign = "−" if tugrik < 0 else ""
    return f"{sign}{number(millions)}{comma}{rest * 10 // MILLION}{NO_BREAK}{unit}{NO_BREAK}₮"


def moment(at_ms: int, zone: str) -> str:
    """A time in `zone`: `2026.11.24 15:11`."""
    return f"{_local(at_ms, zone):%Y.%m.%d %H:%M}".replace(" ", NO_BREAK)


def clock_time(at_ms: int, zone: str, on: str = "") -> str:
    """The time of day in `zone`, `15:11`; with its date where that is not the day `on`: `11.24 15:11`."""
    local = _local(at_ms, zone)
    if local.date().isoformat() == on:
        return f"{local:%H:%M}"
    return f"{local:%m.%d %H:%M}" if on[:4] == f"{local:%Y}" else f"{local:%Y.%m.%d %H:%M}"


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of this machine's list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def local_day(at_ms: int, zone: str) -> str:
    """The date that it was in `zone`: `2026-11-02`. Deadlines and receipts count by it."""
    return _local(at_ms, zone).date().isoformat()


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))


def ago(at_ms: int, now_ms: int, language: str = "mn") -> str:
    """`2 өдрийн өмнө`, `3 цагийн өмнө`, `5 минутын өмнө`; less than a minute, or a clock that runs ahead: just now."""
    minutes = (now_ms - at_ms) // 60_000
    if minutes < 1:
        return "Just now" if language == "en" else "Дөнгөж сая"
    spans = ((1440, "өдрийн", "day"), (60, "цагийн", "hour"), (1, "минутын", "minute"))
    size, mongolian, english = next(span for span in spans if minutes >= span[0])
    count = minutes // size
    if language == "en":
        return f"{count} {english}{'s' if count > 1 else ''} ago"
    return f"{count}{NO_BREAK}{mongolian} өмнө"
