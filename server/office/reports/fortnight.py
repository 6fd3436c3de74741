"""The report to the citizens of a bagh every 15 days (O6; S2; scenario 7): the list of cycles, the draft, the issue.

The draft is what happened since the last report; «nothing new» is a report too, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from server import clock
from server.office.reports import changes, frozen, issuing, terms
from server.office.reports.changes import Change
from server.office.reports.cycle import STATES, Cycle, cycle
from server.office.reports.issuing import HEAD_MAX, NAME_MAX, NOTE_MAX, POST_MAX, Wanted
from server.office.tables import Asked, Column, Cut
from server.papers import traditional
from server.problems import Problem
from server.store import coverage, records, reports
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync.op import Value

KIND = "fortnight"
COLUMNS = (
    Column("unit", "report.unit", sorts=True),
    Column("state", "office.reports.state", sorts=True),
    Column("due_on", "office.reports.due_on", is_number=True, sorts=True),
    Column("since", "office.reports.since", is_number=True),
    Column("last", "office.reports.last"),
    Column("deed", "office.reports.deed"),
)
FILTERS = ("state",)
USUAL = "state"
TEXT_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """One unit in the list of cycles. `last`: its last report, if any."""

    unit: str
    name: str
    cycle: Cycle
    last: reports.Issued | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the first page of the room shows. `counts`: state → units, whatever is filtered."""

    asked: Asked
    cut: Cut
    counts: dict[str, int]
    term_days: int


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Listing:
    """All baghs and khoroos within reach, with the state of their cycle."""
    check(actor, Verb.SEE, Thing("report", actor.tenant))
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    term_days = terms.days(connection, actor.tenant)
    lines = lines_of(connection, actor, term_days)
    counts = {state: sum(line.cycle.state == state for line in lines) for state in STATES}
    if asked.filters.get("state") in STATES:
        lines = [line for line in lines if line.cycle.state == asked.filters["state"]]
    keys = {
        "unit": lambda line: collate.key(line.name),
        "state": lambda line: (STATES.index(line.cycle.state), line.cycle.due_on, collate.key(line.name)),
        "due_on": lambda line: (line.cycle.due_on or "9999", collate.key(line.name)),
    }
    return Listing(asked, asked.cut(sorted(lines, key=keys[asked.sort], reverse=asked.is_down)), counts, term_days)


def lines_of(connection: Connection, actor: Actor, term_days: int) -> list[Line]:
    """Each unit with its cycle, in no order."""
    names = coverage.baghs(connection, actor.tenant, actor.units)
    sent = reports.first_sent(connection, actor.tenant, actor.units, KIND)
    last: dict[str, reports.Issued] = {}
    for one in reports.issued(connection, actor.tenant, actor.units, [KIND]):
        last.setdefault(one.unit, one)
    known = records.load_open(connection, actor.tenant, names)
    zones = {unit: issuing.zone_said(record) for unit, record in known.items()}
    now_ms = clock.now_ms()

    def stood(unit: str) -> Cycle:
        first = _counted_from(connection, actor.tenant, unit, sent.get(unit, ""), last.get(unit), zones[unit])
        today = date.fromisoformat(says.local_day(now_ms, zones[unit]))
        return cycle(first, last[unit].issued_on if unit in last else "", today, term_days)

    return [Line(unit, name, stood(unit), last.get(unit)) for unit, name in names.items()]


def _counted_from(
    connection: Connection, tenant: str, unit: str, sent: str, last: reports.Issued | None, zone: str
) -> str:
    """The day of the first forwarding that still has to be told of; where all are at their end and the last report
    has not told it yet, the day of that report. Empty: nothing is to be told, the cycle rests."""
    if sent or last is None or not reports.is_touched(connection, tenant, unit, last.id):
        return sent
    after = _drawn_ms(connection, tenant, last.id)
    return last.issued_on if changes.since(connection, tenant, unit, zone, after) else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a report begins with."""

    unit: str
    name: str
    cycle: Cycle
    changes: list[Change]
    last: str
    head: dict[str, str]
    from_on: str
    to_on: str
    drawn_ms: int  # what comes later is the next report's


def draft(connection: Connection, actor: Actor, unit: str) -> Draft:
    """What happened in `unit` since its last report."""
    check(actor, Verb.CREATE, Thing("report", actor.tenant, frozenset({unit})))
    found = coverage.baghs(connection, actor.tenant, actor.units)
    if unit not in found:
        raise Problem("not-found")
    before = reports.issued(connection, actor.tenant, {unit}, [KIND], 1)
    day = issuing.today(connection, actor.tenant, unit)
    zone = issuing.zone_of(connection, actor.tenant, unit)
    sent = reports.first_sent(connection, actor.tenant, {unit}, KIND).get(unit, "")
    last = before[0] if before else None
    sent = _counted_from(connection, actor.tenant, unit, sent, last, zone)
    term_days = terms.days(connection, actor.tenant)
    stood = cycle(sent, last.issued_on if last else "", day, term_days)
    drawn_ms = clock.now_ms()
    after = _drawn_ms(connection, actor.tenant, last.id) if last else 0
    return Draft(
        unit,
        found[unit],
        stood,
        changes.since(connection, actor.tenant, unit, zone, after),
        last.id if last else "",
        head(connection, actor, KIND),
        stood.since or day.isoformat(),
        day.isoformat(),
        drawn_ms,
    )


def _drawn_ms(connection: Connection, tenant: str, report: str) -> int:
    """Until when the last report looked: its form, not its issue. What came between the two is still to be told."""
    record = records.load_open(connection, tenant, [report])[report]
    return int(frozen.unpack(record).get("drawn_ms", 0))


def head(connection: Connection, actor: Actor, kind: str) -> dict[str, str]:
    """What stands over and under a paper, as the last one of its kind had it."""
    for one in reports.issued(connection, actor.tenant, actor.units, [kind], 1):
        content = frozen.unpack(records.load_open(connection, actor.tenant, [one.id])[one.id])
        return {name: str(content.get(name, "")) for name in HEAD}
    return dict.fromkeys(HEAD, "") | {"office": issuing.tenant_name(connection, actor.tenant)}


HEAD = {  # field of the form → its longest
    "office": HEAD_MAX,
    "to": HEAD_MAX,
    "post": POST_MAX,
    "name": NAME_MAX,
    "checked_post": POST_MAX,
    "checked_name": NAME_MAX,
}


def head_of(form: Mapping[str, str]) -> dict[str, str]:
    """The head and the signers as a form says them."""
    return {name: " ".join(form.get(name, "").split())[:most] for name, most in HEAD.items()}


def issue(actor: Actor, unit: str, form) -> str:
    """Issue the report that the form (a MultiDict) says; returns its record."""
    with reading() as connection:
        found = draft(connection, actor, unit)
        term_days = terms.days(connection, actor.tenant)
    chosen, note = set(form.getlist("take")), form.get("note", "").strip()[:NOTE_MAX]
    drawn_ms = min(form.get("drawn", found.drawn_ms, type=int), found.drawn_ms)
    lines = [_line(change, form) for change in found.changes if change.record in chosen and change.at <= drawn_ms]
    wanted = Wanted(KIND, unit, found.from_on, found.to_on, form.get("last", ""), not lines and not note)

    def content(_connection: Connection, number: str, day: str) -> dict:
        return {
            "kind": KIND,
            "number": number,
            "day": day,
            "unit": found.name,
            "from_on": found.from_on,
            "to_on": found.to_on,
            "lines": lines,
            "note": note,
            "nothing_new": wanted.nothing_new,
            "drawn_ms": drawn_ms,
            "next_on": (date.fromisoformat(day) + timedelta(days=term_days)).isoformat(),
            **head_of(form),
            **traditional(form.get("traditional", "")),
        }

    return issuing.issue(actor, wanted, content)


def _line(change: Change, form) -> dict[str, Value]:
    text = form.get(f"text-{change.record}", change.text).strip()[:TEXT_MAX]
    return {"kind": change.kind, "title": change.title, "word": change.word, "text": text, "on": change.on}
