"""The day from which a term runs: the receipt date rule (scenarios 4, 5). Evidence of clocks is shown, never obeyed.

1. what was handed in before the hearing: the day that was written on it; 2. else the day of the hearing, which the
facilitator confirmed; 3. else the tablet's clock, put right by its offset at the contact, in the unit's own zone;
4. else the day on which it came to the server. Nothing is received after the day on which the server had it.
"""

from dataclasses import dataclass

from server.office.hearings.desk import Desk, Origin
from server.text import says
from sync.merge import value_of
from sync.record import Record


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day of receipt. `rule`: written, hearing, tablet, arrival. `is_clock_off`: the tablet's clock was wrong."""

    day: str
    rule: str
    is_clock_off: bool = False


def receipt(desk: Desk, proposal: Record, hall: Record | None) -> Receipt:
    """The receipt of a proposal of `hall`."""
    ops = {op_id for live in proposal.live.values() for op_id in live}
    origins = sorted(desk.origins(ops).values(), key=lambda one: (one.received_at, one.op))
    zone = desk.zone_of(proposal)
    said = ((value_of(proposal, "received_on"), "written"), (hall and value_of(hall, "held_on"), "hearing"))
    return day_of(said, origins[0] if origins else None, zone)


def day_of(said: tuple[tuple[object, str], ...], capture: Origin | None, zone: str) -> Receipt:
    """The first of `said` (day, rule) that is there, else what the capture tells; at the latest its arrival."""
    found = [(day, rule) for day, rule in said if type(day) is str and day]
    if capture is None:
        return Receipt(*(found[0] if found else ("", "arrival")))
    arrived = says.local_day(capture.received_at, zone)
    if capture.at is not None:
        found.append((_day(capture.at - (capture.clock_offset or 0), zone, arrived), "tablet"))
    day, rule = found[0] if found else (arrived, "arrival")
    return Receipt(*((day, rule) if day <= arrived else (arrived, "arrival")), capture.is_clock_off)


def _day(at_ms: int, zone: str, otherwise: str) -> str:
    try:
        return says.local_day(at_ms, zone)
    except (ValueError, OverflowError, OSError):
        return otherwise
