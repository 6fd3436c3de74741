"""The monthly report sheet of works that need an investment (O7; S2; scenario 8): its lines, the draft, the issue.

A line is every proposal of the unit and all below it that says `needs_investment` and was open in the month: it was
there before the month ended, and had at the month's end no end state, or reached it within that month. So what was
decided this month is on the sheet once more, and on the next no longer. The flag and the cost are those of the day of
drafting. Which state stood when is told by the log, in the order of arrival, by the unit's zone (I10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from server import clock
from server.office.reports import frozen, issuing
from server.office.reports.changes import title_of
from server.office.reports.fortnight import head, head_of
from server.office.reports.issuing import Wanted
from server.papers import traditional
from server.problems import Problem
from server.store import log, records, reports
from server.store.states import ENDED
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync import op
from sync.merge import is_deleted, value_of
from sync.op import Malformed
from sync.record import Record

KIND = "monthly_sheet"
LEVELS = ("soum", "district", "aimag", "capital", "bagh", "khoroo")
FUNDING_MAX = 120
_enters = ("status", "merged_into")


@dataclass(frozen=True, slots=True)
class Month:
    """One month in one zone: its days, and the moments at which it begins and has ended."""

    name: str
    first: str
    last: str
    begins_at: int
    ends_at: int

    @classmethod
    def of(cls, name: str, zone: str) -> "Month":
        """`2026-11`; raises `bad-values` for what is no month."""
        try:
            first = datetime.strptime(name, "%Y-%m").date()
        except ValueError:
            raise Problem("bad-values") from None
        following = (first + timedelta(days=31)).replace(day=1)
        last = following - timedelta(days=1)
        ends = (issuing.midnight_ms(day, zone) for day in (first, following))
        return cls(name, first.isoformat(), last.isoformat(), *ends)


@dataclass(frozen=True, slots=True)
class Line:
    """One work on the sheet. `cost` None: nobody has said one; it counts nothing in the sum."""

    proposal: str
    title: str
    place: str
    supporters: int | None
    funding: str
    cost: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a sheet begins with. `before`: a sheet of the same month that this one would correct."""

    unit: str
    name: str
    month: Month
    lines: list[Line]
    total: int
    last: str
    before: str
    head: dict[str, str]
    is_over: bool


def draft(connection: Connection, actor: Actor, unit: str, month_name: str) -> Draft:
    """The sheet of `unit` for a month, as it would be issued now."""
    check(actor, Verb.CREATE, Thing("report", actor.tenant, frozenset({unit})))
    known = reports.units_of_level(connection, actor.tenant, actor.units, LEVELS)
    below = reports.subtree(connection, actor.tenant, unit)
    if unit not in known or (actor.units is not None and not actor.units.issuperset(below)):
        raise Problem("not-found")  # who does not reach all below would make a sheet that is not all
    month = Month.of(month_name, issuing.zone_of(connection, actor.tenant, unit))
    before = reports.issued(connection, actor.tenant, {unit}, [KIND], 1)
    said = _funding_before(connection, actor.tenant, before[0].id) if before else {}
    found = lines_of(connection, actor.tenant, below, month)
    lines = [line if line.funding else replace(line, funding=said.get(line.proposal, "")) for line in found]
    return Draft(
        unit,
        known[unit],
        month,
        lines,
        sum(line.cost or 0 for line in lines),
        before[0].id if before else "",
        before[0].number if before and before[0].to_on == month.last else "",
        head(connection, actor, KIND),
        clock.now_ms() >= month.ends_at,
    )


def lines_of(connection: Connection, tenant: str, units: list[str], month: Month) -> list[Line]:
    """All and only the works open in the month, the dearest first, those of unknown cost last."""
    found = records.load_open(connection, tenant, reports.investments(connection, tenant, units))
    days = _days(connection, tenant, found.values())
    standing = {one.id: one for one in found.values() if not is_deleted(one) and days[one.id] <= month.last}
    opened = _open_in(connection, tenant, standing, month)
    names = issuing.names(connection, tenant, {value_of(one, "unit") for one in found.values()})
    funded = _funding(connection, tenant, units)
    joined: dict[str, set[str]] = {}
    for one in found.values():
        if type(into := value_of(one, "merged_into")) is str:
            joined.setdefault(into, set()).add(names.get(str(value_of(one, "unit")), ""))
    lines = []
    for one in opened:
        own = names.get(str(value_of(one, "unit")), "")
        others = sorted(joined.get(one.id, set()) - {own, ""}, key=collate.key)
        cost, supporters = value_of(one, "cost"), value_of(one, "supporters")
        lines.append(
            Line(
                one.id,
                title_of(one),
                ", ".join([own, *others]),
                supporters if type(supporters) is int else None,
                funded.get(one.id, ""),
                cost if type(cost) is int and cost >= 0 else None,
                str(value_of(one, "status") or "recorded"),
            )
        )
    return sorted(
        lines, key=lambda line: (line.cost is None, -(line.cost or 0), collate.key(line.title), line.proposal)
    )


def _days(connection: Connection, tenant: str, found) -> dict[str, str]:
    """Proposal → the day from which it counts: received in writing, else that of its hearing, else always."""
    halls = {str(value_of(one, "hearing") or "") for one in found} - {""}
    held = {
        one.id: str(value_of(one, "held_on") or "") for one in records.load_open(connection, tenant, halls).values()
    }
    return {
        one.id: str(value_of(one, "received_on") or held.get(str(value_of(one, "hearing") or ""), "")) for one in found
    }


def _open_in(connection: Connection, tenant: str, standing: dict[str, Record], month: Month) -> list[Record]:
    """Those that were open in the month."""
    steps = {one.id: {op_id for path in _enters for op_id in one.live.get(path, {})} for one in standing.values()}
    came = reports.arrived_at(connection, tenant, {op_id for ids in steps.values() for op_id in ids})
    opened = []
    for one in standing.values():
        at = max((came.get(op_id, 0) for op_id in steps[one.id]), default=0)
        ended = _is_end(value_of(one, "status"), value_of(one, "merged_into"))
        if at >= month.ends_at:  # said since: the log tells what stood then
            ended, at = _stood(connection, tenant, one, month.ends_at)
        if not ended or at >= month.begins_at:
            opened.append(one)
    return opened


def _is_end(status: object, merged_into: object) -> bool:
    return status in ENDED or merged_into is not None


def _stood(connection: Connection, tenant: str, record: Record, before_ms: int) -> tuple[bool, int]:
    """Whether the record had ended before a moment, and when the last word of that was said."""
    rows = log.ops_by_id(connection, tenant, record.seen)
    came = reports.arrived_at(connection, tenant, record.seen)
    said: dict[str, object] = {}
    last = 0
    for row in sorted(rows, key=lambda row: (came.get(row.id, 0), row.batch, row.seq)):
        if row.outcome not in ("applied", "late") or came.get(row.id, 0) >= before_ms:
            continue
        try:
            one = op.read(row.line, None, row.inc, row.seq, row.tag)
        except Malformed:
            continue
        for path in _enters:
            if path in one.sets:
                said[path], last = one.sets[path][0], came[row.id]
    return _is_end(said.get("status"), said.get("merged_into")), last


def _funding(connection: Connection, tenant: str, units: list[str]) -> dict[str, str]:
    """Proposal → where the money of the works made of it comes from, as their records say it."""
    found: dict[str, str] = {}
    for work in records.load_open(connection, tenant, reports.of_unit(connection, tenant, "work", units)).values():
        said = ", ".join(sorted(path.partition("/")[2] for path in work.live if path.startswith("funding/")))
        for path in work.live:
            if path.startswith("proposals/") and said and not is_deleted(work):
                found[str(value_of(work, path))] = said
    return found


def _funding_before(connection: Connection, tenant: str, report: str) -> dict[str, str]:
    """Proposal → what the last sheet said of its money: an officer writes it once."""
    content = frozen.unpack(records.load_open(connection, tenant, [report])[report])
    return {line["proposal"]: line["funding"] for line in content["lines"]}


def issue(actor: Actor, form: Mapping[str, str]) -> str:
    """Issue the sheet of the unit and month that the form names; returns its record."""
    unit = form.get("unit", "")
    with reading() as connection:
        found = draft(connection, actor, unit, form.get("month", ""))
    lines = [
        {
            "no": number,
            "proposal": line.proposal,
            "title": line.title,
            "place": line.place,
            "supporters": line.supporters,
            "funding": " ".join(form.get(f"funding-{line.proposal}", line.funding).split())[:FUNDING_MAX],
            "cost": line.cost,
        }
        for number, line in enumerate(found.lines, 1)
    ]
    wanted = Wanted(KIND, unit, found.month.first, found.month.last, form.get("last", ""), not lines)

    def content(connection: Connection, number: str, day: str) -> dict:
        zone = issuing.zone_of(connection, actor.tenant, unit)
        return {
            "kind": KIND,
            "number": number,
            "day": day,
            "unit": found.name,
            "month": found.month.name,
            "from_on": found.month.first,
            "to_on": found.month.last,
            "lines": lines,
            "total": found.total,
            "corrects": found.before,
            "issued_at": says.moment(clock.now_ms(), zone),
            **head_of(form),
            **traditional(form.get("traditional", "")),
        }

    return issuing.issue(actor, wanted, content)


def months(today: date, count: int = 12) -> list[str]:
    """The months that a sheet may be made of: this one and those before it."""
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return [f"{one:%Y-%m}" for one in found]
