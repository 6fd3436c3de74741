"""Issuing a report: numbered and frozen in one transaction, as one immutable record (O6, O7).

What is issued is never changed; a second one for the same time names the one that it corrects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server import acts, clock, config
from server.office.reports import frozen
from server.problems import Problem
from server.store import numbers, records, reports
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.record import Record

POST_MAX, NAME_MAX, HEAD_MAX, NOTE_MAX = 120, 120, 200, 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A report to be issued. `last`: the one that the form saw as the last of its kind for the unit."""

    kind: str
    unit: str
    from_on: str
    to_on: str
    last: str
    nothing_new: bool = False


def issue(actor: Actor, wanted: Wanted, content: Callable[[Connection, str, str], dict]) -> str:
    """Number it, freeze it, state it; returns its record. `content(connection, number, day)` says what stands in it.

    Raises `stale` where somebody issued one meanwhile: nothing is issued twice.
    """
    check(actor, Verb.CREATE, Thing("report", actor.tenant, frozenset({wanted.unit})))

    def work(connection: Connection) -> str:
        day = today(connection, actor.tenant, wanted.unit).isoformat()
        number = str(numbers.following(connection, actor.tenant, "report", day[:4], kind=wanted.kind))
        before = reports.issued(connection, actor.tenant, {wanted.unit}, [wanted.kind], 1)
        if (before[0].id if before else "") != wanted.last:
            raise Problem("stale")
        packed = frozen.pack(content(connection, number, day))
        values = {
            "unit": wanted.unit,
            "kind": wanted.kind,
            "number": number,
            "from_on": wanted.from_on,
            "to_on": wanted.to_on,
            "issued_on": day,
            "nothing_new": wanted.nothing_new or None,
            "corrects": before[0].id if before and before[0].to_on == wanted.to_on else None,
        }
        said = acts.creation("report", {name: one for name, one in values.items() if one is not None} | packed)
        acts.state_in(connection, actor.tenant, actor.id, [said])
        return said.record

    return write(work)


def find(connection: Connection, actor: Actor, report_id: str, verb: Verb = Verb.SEE) -> Record:
    """An issued report within reach, or `not-found`."""
    report = records.load_open(connection, actor.tenant, [report_id]).get(report_id)
    if report is None or report.type != "report":
        raise Problem("not-found")
    check(actor, verb, Thing("report", actor.tenant, frozenset({str(value_of(report, "unit"))})))
    return report


def zone_of(connection: Connection, tenant: str, unit: str) -> str:
    """The zone of a unit; the deployment's where none is said."""
    known = records.load_open(connection, tenant, [unit])
    return zone_said(known[unit]) if unit in known else config.current().zone


def zone_said(unit: Record) -> str:
    """The zone that a unit's record says, else the deployment's."""
    zone = value_of(unit, "zone")
    return zone if type(zone) is str and says.is_zone(zone) else config.current().zone


def today(connection: Connection, tenant: str, unit: str) -> date:
    """The date that it is in a unit."""
    return date.fromisoformat(says.local_day(clock.now_ms(), zone_of(connection, tenant, unit)))


def midnight_ms(day: date, zone: str) -> int:
    """When `day` begins in `zone`."""
    return round(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def names(connection: Connection, tenant: str, ids) -> dict[str, str]:
    """What units and bodies are called, by id; from public fields alone."""
    found = records.load_open(connection, tenant, {one for one in ids if type(one) is str and one})
    return {one: str(value_of(record, "name") or one[:6]) for one, record in found.items()}


def tenant_name(connection: Connection, tenant: str) -> str:
    """The name of the organisation."""
    record = reports.tenant_record(connection, tenant)
    return names(connection, tenant, [record]).get(record, tenant)
