"""The quarter's statistics of petitions, as soums send them to the centre: by kind, days, solved, overdue (O19).

Source of the duty: DOMAIN §C1 «Acknowledgement, reporting» (mungunmorit.mn). A proposal counts in the quarter of its
hearing: the day on which it was received.
"""

from collections import defaultdict
from dataclasses import dataclass

from server.office.hearings.desk import Desk
from server.office.today import today_of
from server.store import petitions
from server.store.petitions import Heap
from server.store.settings import house
from server.text import says

KINDS = ("proposal", "request", "petition", "complaint", "problem", "initiative", "question", "thanks")


@dataclass(slots=True)
class Line:
    """One kind (empty: all together). `days`: mean from hearing to final answer, of those that were answered; `alone`:
    the formal ones that go back to no proposal, counted as received and open."""

    kind: str
    received: int = 0
    solved: int = 0
    open: int = 0
    overdue: int = 0
    answered: int = 0
    spent: int = 0
    alone: int = 0

    @property
    def days(self) -> int | None:
        """Calendar days, rounded."""
        return round(self.spent / self.answered) if self.answered else None

    @property
    def in_time(self) -> int:
        """Open, and not overdue."""
        return self.open - self.overdue

    @property
    def share(self) -> int | None:
        """Per cent solved."""
        return round(100 * self.solved / self.received) if self.received else None


def of_span(desk: Desk, since: str, until: str) -> list[Line]:
    """One line a kind that came, and the sum of all as the last."""
    asked = (desk.connection, desk.tenant, desk.actor.units, since, until)
    today = today_of(house(desk.connection, desk.tenant))
    lines: dict[str, Line] = defaultdict(lambda: Line(""))
    for heap in petitions.heaps(*asked):
        for kind in (heap.kind or "proposal", ""):
            _add(lines[kind], heap, today)
    for kind, count in petitions.alone(*asked).items():
        for one in (kind, ""):
            lines[one].received += count
            lines[one].open += count
            lines[one].alone += count
    for kind, line in lines.items():
        line.kind = kind
    return [lines[kind] for kind in (*KINDS, "") if kind in lines]


def _add(line: Line, heap: Heap, today: str) -> None:
    line.received += heap.count
    if (heap.status or "recorded") not in petitions.UNSOLVED:
        line.solved += heap.count
    else:
        line.open += heap.count
        if heap.due_on and heap.due_on < today:
            line.overdue += heap.count
    if heap.answered_on and heap.answered_on >= heap.held_on:
        line.answered += heap.count
        line.spent += heap.count * says.days_between(heap.held_on, heap.answered_on)
