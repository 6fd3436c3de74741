"""Legal terms by kind: how long an answer may take, and by how much the head may extend it (DOMAIN §C1). Pure.

Days are calendar days after the day of receipt; a deadline ends at 24:00 of the unit's local date. Every number is a
setting with its source: conflicting sources are named there, and the tenant's own word holds.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from server import legal
from server.legal import Setting

LAW = "Иргэдээс гаргасан өргөдөл, гомдлыг шийдвэрлэх тухай хууль (1995-04-17, legalinfo.mn lawId=294), 16 дугаар зүйл"
READ_AT = "erdenet.mn/lavlah/helps/108; 4.khanuul.mn"
LAST_READ = "2026-11-22"


class Term(NamedTuple):
    """The term of one kind, and the most by which it may be extended."""

    days: Setting
    extension: Setting


def _term(kind: str, days: int, extension: int, note: str = "") -> Term:
    source = "; ".join(filter(None, (LAW, READ_AT, note)))
    said = ((f"term.{kind}_days", days), (f"term.{kind}_extension_days", extension))
    return Term(*(Setting(key, value, source, LAST_READ) for key, value in said))


_like_petition = "өргөдлийн нэгэн адил тооцов"
_proposals = "нэг эх сурвалжид саналд 60 хоног гэсэн (mongolianmidwives.mn); сунгах заалт олдоогүй"
TERMS: dict[str, Term] = {
    "petition": _term("petition", 30, 30),
    "complaint": _term("complaint", 30, 30),
    "request": _term("request", 30, 30, _like_petition),
    "question": _term("question", 30, 30, _like_petition),
    "proposal": _term("proposal", 90, 0, _proposals),
    "problem": _term("problem", 90, 0, _proposals),
    "initiative": _term("initiative", 90, 0, _proposals),
}
UNSAID = "proposal"  # what a voice is taken for that says no kind; thanks have no term


def own(term: Term, settings: Mapping[str, str]) -> Term:
    """A term as the tenant says it, with its source and day."""
    return Term(*(legal.own(settings, setting) for setting in term))


def term_of(kind: str, settings: Mapping[str, str]) -> tuple[int, int] | None:
    """(days, most days of extension) of a kind; None where the law waits for no answer."""
    found = TERMS.get(kind or UNSAID)
    return (legal.number(settings, found.days), legal.number(settings, found.extension)) if found else None


def due(received_on: str, days: int) -> str:
    """The last day: so many calendar days after the day of receipt."""
    return (date.fromisoformat(received_on) + timedelta(days=days)).isoformat()


def days_over(due_on: str, today: str) -> int:
    """How many days the last day is past; negative: how many are left."""
    return (date.fromisoformat(today) - date.fromisoformat(due_on)).days


def ends_at(due_on: str, zone: str) -> int:
    """The moment when the last day is over there, in ms UTC: 24:00 of its date, whatever summer time did."""
    day = date.fromisoformat(due_on) + timedelta(days=1)
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)
