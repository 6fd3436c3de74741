"""What is due and what is over: open referrals by their last day, and proposals that nobody has sent on yet (O5).

The list is cut by the tenant's day; each row counts its days by its own unit's (scenario 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Connection

from server import clock
from server.office.clocks import extension, ladder, terms
from server.office.clocks.ladder import Step
from server.office.hearings.desk import Desk, name_of
from server.office.letters import view
from server.office.tables import PAGE_ROWS, Asked, Column, Cut
from server.office.today import today_of
from server.store import hearings, referrals
from server.store.settings import House, house
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.record import Record, references

COLUMNS = (
    Column("title", "record.proposal"),
    Column("unit", "proposal.unit"),
    Column("body", "referral.body"),
    Column("working", "office.clocks.working"),
    Column("due_on", "referral.due_on", is_number=True, sorts=True),
    Column("told", "office.clocks.told"),
)
FILTERS = ("unit", "body", "step", "what")
USUAL = "due_on"
UNSENT = "unsent"
UNSENT_MAX = 500  # of those that nobody has sent on, the longest waiting are listed


@dataclass(frozen=True, slots=True)
class Clock:
    """One term that runs. `over`: days past the last day; negative: left. `step`: None while it is far."""

    proposal: Record
    referral: Record | None
    received_on: str
    days: int | None
    first_due_on: str
    due_on: str
    over: int
    step: Step | None


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """The terms within reach that fit what was asked."""
    check(actor, Verb.SEE, Thing("letter", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    own = house(connection, actor.tenant)
    today = today_of(own)
    wanted = {name: asked.filters[name] for name in ("unit", "body") if name in asked.filters}
    counts = {
        name: referrals.count_due(connection, actor.tenant, actor.units, wanted | _span(name, today, own))
        for name in ladder.NAMES
    }
    is_unsent = asked.filters.get("what") == UNSENT
    cut = _unsent(desk, asked, wanted, own) if is_unsent else _sent(desk, asked, wanted, own, today)
    units = hearings.units(connection, actor.tenant, actor.units)
    bodies = dict(view.bodies(desk))
    return {
        "asked": asked,
        "cut": cut,
        "columns": COLUMNS,
        "counts": counts,
        "is_unsent": is_unsent,
        "unsent": referrals.count_unsent(connection, actor.tenant, actor.units, wanted),
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        "bodies": bodies,
        "today": today,
        "titles": {one.proposal.id: name_of(one.proposal, {}) for one in cut.rows},
        "law": {kind: terms.own(term, own.settings) for kind, term in terms.TERMS.items()},
        "settings": own.settings,
        "steps": ladder.STEPS,
        "begins": {step.name: ladder.begins(step, own.settings) for step in ladder.STEPS},
        "term_of": {kind: terms.term_of(kind, own.settings) for kind in terms.TERMS},
    }


def _span(name: str, today: str, own: House) -> dict[str, str]:
    """The last days of those that stand on a step today."""
    first, last = ladder.span(name, own.settings)
    day = date.fromisoformat(today)
    until = (day - timedelta(days=first)).isoformat()
    return {"until": until} | ({"since": (day - timedelta(days=last)).isoformat()} if last < 50_000 else {})


def _sent(desk: Desk, asked: Asked, wanted: Mapping[str, str], own: House, today: str) -> Cut:
    step = asked.filters.get("step", "")
    said = wanted | (_span(step, today, own) if step in ladder.NAMES else {})
    count = referrals.count_due(desk.connection, desk.tenant, desk.actor.units, said)
    pages = max(1, -(-count // PAGE_ROWS))
    number = min(asked.page, pages)
    before = (number - 1) * PAGE_ROWS
    found = referrals.due(desk.connection, desk.tenant, desk.actor.units, said, before, PAGE_ROWS, asked.is_down)
    known = desk.load([one.id for one in found])
    known |= desk.load({str(value_of(one, "proposal") or "") for one in known.values()} - {""})
    rows = [_clock(desk, known, known[one.id], own) for one in found if one.id in known]
    return Cut([row for row in rows if row], number, pages, count, before)


def _clock(desk: Desk, known: Mapping[str, Record], referral: Record, own: House) -> Clock | None:
    proposal = known.get(str(value_of(referral, "proposal") or ""))
    if proposal is None:
        return None
    due_on = extension.last_day(referral)
    over = terms.days_over(due_on, says.local_day(clock.now_ms(), desk.zone_of(referral)))
    days = value_of(referral, "term_days")
    received_on, first = (str(value_of(referral, path) or "") for path in ("received_on", "due_on"))
    days = days if type(days) is int else None
    return Clock(proposal, referral, received_on, days, first, due_on, over, ladder.step_of(over, own.settings))


def _unsent(desk: Desk, asked: Asked, wanted: Mapping[str, str], own: House) -> Cut:
    """Those that nobody has sent on: the term runs from the day of the hearing, by the kind that was said there."""
    by_days = sorted((term[0], kind) for kind in terms.TERMS if (term := terms.term_of(kind, own.settings)))
    found = []
    for days, pairs in groupby(by_days, key=lambda pair: pair[0]):
        kinds = [kind for _, kind in pairs]
        kinds += [""] if terms.UNSAID in kinds else []
        some = referrals.unsent(desk.connection, desk.tenant, desk.actor.units, wanted, kinds, UNSENT_MAX)
        found += [(terms.due(one.held_on, days), days, one) for one in some]
    found.sort(key=lambda row: (row[0], row[2].id), reverse=asked.is_down)
    cut = asked.cut(found[:UNSENT_MAX])
    known = desk.load([one.id for _, _, one in cut.rows])
    now = clock.now_ms()
    rows = []
    for due_on, days, one in cut.rows:
        if one.id in known:
            over = terms.days_over(due_on, says.local_day(now, desk.zone_of(known[one.id])))
            step = ladder.step_of(over, own.settings)
            rows.append(Clock(known[one.id], None, one.held_on, days, due_on, due_on, over, step))
    return Cut(rows, cut.page, cut.pages, cut.count, cut.before)


def unit_of(row: Clock) -> str:
    """The unit whose day counts."""
    return next(iter(sorted(references(row.proposal, "unit"))), "")


def waiting(actor: Actor) -> int:
    """How many terms this person's role is told of."""
    with reading() as connection:
        own = house(connection, actor.tenant)
        first = ladder.first_told(actor.role, own.settings)
        if first is None:
            return 0
        until = (date.fromisoformat(today_of(own)) - timedelta(days=first)).isoformat()
        return referrals.count_due(connection, actor.tenant, actor.units, {"until": until})
