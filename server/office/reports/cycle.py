"""The 15-day cycle of a bagh or khoroo (S2: «15 хоног тутамд эргэн мэдээлж байх»; scenario 7). Pure.

It begins with the first forwarding for the unit; each report, also one that says «nothing new», begins it anew. When
all that was forwarded has its end, and a report has told it, it rests until the next forwarding.
Calendar days, independent of the legal term of any one proposal.
"""

from dataclasses import dataclass
from datetime import date, timedelta

STATES = ("overdue", "due", "running", "resting")  # what a person has to do stands first
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Cycle:
    """How a unit stands. `state`: one of STATES; `days`: until the due day, or since it when overdue."""

    state: str
    since: str = ""  # the day that it counts from
    due_on: str = ""
    days: int = 0


def cycle(first_sent: str, last_report: str, today: date, term_days: int) -> Cycle:
    """The cycle on `today`, a date of the unit's own zone; `resting` where nothing forwarded is left to tell."""
    since = max(first_sent and last_report, first_sent)
    if not since:
        return Cycle("resting")
    due = date.fromisoformat(since) + timedelta(days=term_days)
    left = (due - today).days
    if left < 0:
        return Cycle("overdue", since, due.isoformat(), -left)
    return Cycle("due" if left <= SOON_DAYS else "running", since, due.isoformat(), left)
