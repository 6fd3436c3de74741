"""The checklist of a hearing, with dates worked out from its day; every number of days is a setting with its source.

The articles of the law on notice days, materials and publication could not be read (DOMAIN §C1), so these numbers are
proposals to a khural, and say so: a reminder with its source, never a verdict. Items are those of the tablets
(pwa/src/domain/stages.ts, BY_LAW).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server import acts, clock, legal
from server.legal import Setting
from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import settings as houses
from server.store.unit_of_work import reading
from server.who import Actor, Verb
from sync.kinds import KINDS
from sync.merge import value_of
from sync.record import Record

LAW = "Нийтийн сонсголын тухай хууль (2015-07-08, legalinfo 11225): хоногийн заалтыг уншаагүй, ИТХ баталгаажуулна"
NOTICE_RULE = "Нийтэд мэдээлэх журмын загвар (2012, participation.cityhall.gov.mn): хоногийг ИТХ тогтооно"
READ = "2026-11-23"
WRITTEN = Setting("book.written_days_before", 3, NOTICE_RULE, READ)


@dataclass(frozen=True, slots=True)
class Rule:
    """One item: due so many days before the hearing (`is_before`) or after it; without days on its very day."""

    name: str
    days: Setting | None = None
    is_before: bool = False


RULES = (
    Rule("notice_days", Setting("book.notice_days_before", 10, LAW, READ), True),
    Rule("channel", Setting("book.notice_days_before", 10, LAW, READ), True),
    Rule("materials", Setting("book.materials_days_before", 5, LAW, READ), True),
    Rule("participants"),
    Rule("speakers"),
    Rule("answers", Setting("book.answers_days_after", 30, LAW, READ)),
    Rule("publication", Setting("book.publication_days_after", 10, LAW, READ)),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of one hearing: the day on which it was met (empty: not yet), and the day by which it is due.

    `state`: met, late (met after its day), open, overdue; `days` is what the setting says, 0 on the day itself.
    """

    rule: Rule
    days: int
    due_on: str
    met_on: str
    state: str


def checklist(hearing: Record, settings: Mapping[str, str], today: str) -> list[Item]:
    """All items of a hearing, in their order. Pure."""
    return [_item(rule, hearing, settings, today) for rule in RULES]


def _item(rule: Rule, hearing: Record, settings: Mapping[str, str], today: str) -> Item:
    days = legal.number(settings, rule.days) if rule.days else 0
    due_on = shifted(str(value_of(hearing, "held_on") or ""), -days if rule.is_before else days)
    met_on = str(value_of(hearing, f"checklist/{rule.name}") or "")
    if met_on:
        state = "late" if due_on and met_on > due_on else "met"
    else:
        state = "overdue" if due_on and due_on < today else "open"
    return Item(rule, days, due_on, met_on, state)


def shifted(day: str, days: int) -> str:
    """Calendar days from a date; nothing where there is none."""
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def of_hearing(desk: Desk, hearing_id: str) -> dict:
    """The hearing, its checklist, and what its notice says."""
    hearing = service.find_hearing(desk, hearing_id)
    house = houses.house(desk.connection, desk.tenant)
    agenda = [row.record for row in service.table(desk, hearing, "agenda_item", "")[0]]
    agenda.sort(key=lambda one: position if type(position := value_of(one, "position")) is int else 0)
    written = shifted(str(value_of(hearing, "held_on") or ""), -legal.number(house.settings, WRITTEN))
    return {
        "hearing": hearing,
        "items": checklist(hearing, house.settings, clock.now().date().isoformat()),
        "house": house.name,
        "agenda": [str(value_of(one, "title") or "") for one in agenda],
        "written_by": written,
        "written": WRITTEN,
        "names": desk.names([value_of(hearing, "unit")]),
    }


def say(actor: Actor, hearing_id: str, said: Mapping[str, str]) -> None:
    """Say on which day an item was met (empty: not met after all), or what the notice says in the national script."""
    with reading() as connection:
        desk = Desk(connection, actor)
        hearing = service.find_hearing(desk, hearing_id)
        desk.find(hearing_id, Verb.CHANGE, "hearing")
        values = {}
        if said.get("item") in {rule.name for rule in RULES}:
            values[f"checklist/{said['item']}"] = said.get("met_on", "").strip().replace(".", "-") or None
        if "notice_traditional" in said:
            values["notice_traditional"] = said["notice_traditional"].replace("\r\n", "\n").strip() or None
        for path, value in values.items():
            check = KINDS["date" if path.startswith("checklist/") else "text"]
            if value is not None and check(value):
                raise Problem("bad-values", reasons=["bad-value"])
        values = {path: value for path, value in values.items() if value_of(hearing, path) != value}
        statement = acts.change(hearing, values) if values else None
    if statement:
        acts.state(actor.tenant, actor.id, [statement])
