"""From proposal to work: how many wishes of a span became work, are being decided, or were answered (O12)."""

from collections import Counter
from dataclasses import dataclass

from server.office.hearings.desk import Desk
from server.office.today import today_of
from server.office.works.headline import Headline, headline
from server.store import dues
from server.store.dues import Due
from server.store.figures import Heap, Within
from server.store.settings import house
from server.store.works import Scope
from server.text import says

DUE_MAX = 6


@dataclass(frozen=True, slots=True)
class Flow:
    """`confirmed`: the proposals that citizens found done; answers that are owed now, whatever the span."""

    wishes: Headline
    confirmed: int
    owed: int
    overdue: int
    due: list[tuple[Due, int]]  # with the days that are left; below nought: overdue


def of_span(desk: Desk, within: Within, confirmed: int, heaps: list[Heap]) -> Flow:
    """The flow of a span: of its proposals, of which so many were found done."""
    asked = (desk.connection, desk.tenant, desk.actor.units, within.unit)
    today = today_of(house(desk.connection, desk.tenant))
    owed, overdue = dues.counts(*asked, today)
    due = [(one, says.days_between(today, one.due_on)) for one in dues.first(*asked, DUE_MAX)]
    said = Counter[str]()
    for heap in heaps:
        said[heap.status] += heap.wishes
    wishes = headline(desk.connection, desk.tenant, Scope(desk.actor.units, within), said)
    return Flow(wishes, confirmed, owed, overdue, due)
