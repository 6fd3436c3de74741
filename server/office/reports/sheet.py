"""The monthly report sheet of works that need an investment (O7; S2; scenario 8): its lines, the draft, the issue.

A line is every proposal of the unit and all below it that said `needs_investment` at the month's end and was open in
the month: it was there before the month ended, and had then no end state, or reached it within that month. So what was
decided this month is on the sheet once more, and on the next no longer; what was merged into another line stands
within that line, so that no sum counts twice. Flag, cost and state are those of the month's
end: the log tells them, in the order of arrival, by the unit's zone (I10). A hearing of the month whose tablets sent
only later is there as they brought it; what the office said of it afterwards is of a later month.
"""

from collections.abc import Collection, Mapping
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
from server.store import log, merging, records, reports
from server.store.log import OpRow
from server.store.states import ENDED
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync import op
from sync.chain import is_office
from sync.merge import apply, is_deleted, set_aside, value_of
from sync.op import Malformed
from sync.record import Record

KIND = "monthly_sheet"
LEVELS = ("soum", "district", "aimag", "capital", "bagh", "khoroo")
FUNDING_MAX = 120
_ends = ("status", "merged_into")
_stands_by = (*_ends, "needs_investment", "cost")


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
    ids = reports.investments(connection, tenant, units, month.ends_at)
    found = records.load_open(connection, tenant, ids)
    days = _days(connection, tenant, found.values())
    standing = {one.id: one for one in found.values() if not is_deleted(one) and days[one.id] <= month.last}
    opened = _open_in(connection, tenant, standing, month)
    names = issuing.names(connection, tenant, {value_of(one, "unit") for one in found.values()})
    funded = _funding(connection, tenant, units)
    joined: dict[str, set[str]] = {}
    for one in found.values():
        if _is_investment(one) and type(into := value_of(one, "merged_into")) is str:
            joined.setdefault(into, set()).add(names.get(str(value_of(one, "unit")), ""))
    lines = []
    for then in opened:
        one = found[then.id]
        own = names.get(str(value_of(one, "unit")), "")
        others = sorted(joined.get(one.id, set()) - {own, ""}, key=collate.key)
        cost, supporters = value_of(then, "cost"), value_of(one, "supporters")
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
    """The investments among them that were open in the month, as they stood at its end."""
    came = reports.arrived_at(connection, tenant, {id for one in standing.values() for id in _live(one, _stands_by)})
    later = [one for one in standing.values() if _last(one, _stands_by, came) >= month.ends_at]
    came |= reports.arrived_at(connection, tenant, {op_id for one in later for op_id in one.seen})
    stood = standing | _stood(connection, tenant, later, month.ends_at, came)
    again = merging.standing_again(connection, tenant, stood)
    opened = {
        id: one
        for id, one in stood.items()
        if _is_investment(one) and (not _is_ended(one, again) or _last(one, _ends, came) >= month.begins_at)
    }
    return [one for one in opened.values() if one.id in again or value_of(one, "merged_into") not in opened]


def _live(record: Record, paths: tuple[str, ...]) -> set[str]:
    return {op_id for path in paths for op_id in record.live.get(path, ())}


def _last(record: Record, paths: tuple[str, ...], came: Mapping[str, int]) -> int:
    """When the last word that stands at any of these paths came; 0 where there is none."""
    return max((came.get(op_id, 0) for op_id in _live(record, paths)), default=0)


def _is_investment(record: Record) -> bool:
    return value_of(record, "needs_investment") is True


def _is_ended(record: Record, again: Collection[str]) -> bool:
    is_merged = value_of(record, "merged_into") is not None and record.id not in again
    return value_of(record, "status") in ENDED or is_merged


def _stood(
    connection: Connection, tenant: str, later: list[Record], ends_at: int, came: Mapping[str, int]
) -> dict[str, Record]:
    """Records as they stood at a moment: merged again from what had come by then. One that came only afterwards stands
    as tablets brought it, or as the office first said it."""
    rows = {row.id: row for row in log.ops_by_id(connection, tenant, {op_id for one in later for op_id in one.seen})}
    found = {}
    for record in later:
        then = found[record.id] = Record(record.type, record.id)
        first = min(came.get(op_id, 0) for op_id in record.seen)
        for op_id in record.seen & rows.keys():
            is_own = first >= ends_at and (came[op_id] == first or not is_office(rows[op_id].inc))
            if came[op_id] < ends_at or is_own:
                _take(then, rows[op_id])
    return found


def _take(then: Record, row: OpRow) -> None:
    try:
        said = op.read(row.line, None, row.inc, row.seq, row.tag)
    except Malformed:  # of an older wire: nothing of a sheet stands there
        return
    if row.outcome in ("applied", "late"):
        apply(then, said, () if row.outcome == "late" else None)
    else:
        set_aside(then, said)


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
