"""From proposal to work: how many of the proposals of a span became work, are being decided, or were answered (O12).

A count by state, one statement. What `in work` means is one place: PARTS.
"""

from dataclasses import dataclass

from server import clock
from server.office.hearings.desk import Desk
from server.store import dues
from server.store.dues import Due
from server.store.figures import Within
from server.text import says

PARTS = {
    "work": ("in_progress", "done", "partly_done", "confirmed"),
    "answered": ("answered", "declined", "not_competent", "withdrawn"),
    "deciding": (
        "draft",
        "recorded",
        "under_review",
        "forwarded",
        "accepted",
        "planned",
        "funding_asked",
        "extended",
        "reopened",
    ),
}
DUE_MAX = 6


@dataclass(frozen=True, slots=True)
class Flow:
    """`whole`: distinct proposals (those merged into another are counted there); `parts`: name → how many."""

    whole: int
    parts: dict[str, int]
    confirmed: int
    owed: int
    overdue: int
    due: list[tuple[Due, int]]  # with the days that are left; below nought: overdue


def of_span(desk: Desk, within: Within, by_status: dict[str, int]) -> Flow:
    """The flow of the proposals that `by_status` counts; answers that are owed now, whatever the span."""
    parts = {name: sum(by_status.get(state, 0) for state in states) for name, states in PARTS.items()}
    asked = (desk.connection, desk.tenant, desk.actor.units, within.unit)
    today = clock.now().date()
    owed, overdue = dues.counts(*asked, today.isoformat())
    due = [(one, says.days_between(today.isoformat(), one.due_on)) for one in dues.first(*asked, DUE_MAX)]
    return Flow(sum(parts.values()), parts, by_status.get("confirmed", 0), owed, overdue, due)
