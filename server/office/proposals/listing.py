"""The list of proposals over all hearings: filtered, sorted, summed, one page at a time (O1, O12).

Counts, sums and the order come from one projection; only the records of one page are decoded, so the list of 100 000
costs what the list of 100 does, and one pass over short rows. The day of a proposal is that of its hearing: order by
it is made from how many fit in each hearing, without a sort over all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from server import clock
from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.hearings.service import Row
from server.office.tables import PAGE_ROWS, Asked, Column, Cut
from server.office.today import today_of
from server.office.works import headline
from server.office.works.headline import PARTS, WHOLE
from server.store import hearings, proposals
from server.store.figures import Within
from server.store.petitions import FIGURES
from server.store.proposals import Sums
from server.store.settings import house
from server.store.works import Scope
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of

COLUMNS = (
    Column("title", "record.proposal"),
    Column("unit", "proposal.unit"),
    Column("category", "proposal.category"),
    Column("status", "proposal.status"),
    Column("cost", "proposal.cost", is_number=True, sorts=True, is_down_first=True),
    Column("supporters", "proposal.supporters", is_number=True, sorts=True, is_down_first=True),
    Column("held_on", "office.proposals.day", is_number=True, sorts=True, is_down_first=True),
)
FILTERS = (
    *("unit", "category", "status", "year", "investment", "age", "hearing", "goal"),
    *("since", "until", "due", "kind", "part", "programme", "petition"),
)
USUAL = "-held_on"
AGES = {"15": (0, 15), "30": (16, 30), "90": (31, 90), "older": (91, 36_500)}  # days since the hearing
DUE = ("owed", "overdue")  # an answer that a letter asks for
CATEGORIES = (
    *("water", "roads", "lighting", "education", "health", "waste"),
    *("energy", "pasture", "toilets", "safety", "it", "culture"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of proposals shows. `sums` are of all that fit; `days`: hearing → day."""

    asked: Asked
    cut: Cut
    sums: Sums
    units: list[tuple[str, str]]
    years: list[str]
    days: dict[str, str]
    names: dict[str, str]
    standing: dict[str, str]  # proposal → its state, where halls found something


def listed(connection: Connection, actor: Actor, said: Mapping[str, str], size: int = PAGE_ROWS) -> Listing:
    """The proposals within reach that fit what was asked (query arguments)."""
    check(actor, Verb.SEE, Thing("proposal", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    wanted = filters(desk, asked.filters)
    halls = proposals.by_hearing(connection, actor.tenant, actor.units, wanted)
    sums = Sums(*(sum(column) for column in zip(*halls.values(), strict=True))) if halls else Sums(0, 0, 0, 0)
    days = proposals.days(connection, actor.tenant)
    pages = max(1, -(-sums.count // size))
    number = min(asked.page, pages)
    before = (number - 1) * size
    if asked.sort == "held_on":
        counts = {hall: one.count for hall, one in halls.items()}
        ids = _by_day(connection, actor, asked, wanted, counts, days, before, size)
    else:
        order = (asked.sort, asked.is_down)
        ids = proposals.page(connection, actor.tenant, actor.units, wanted, order, before, size)
    known = desk.load(ids)
    rows = service.rows(desk, [known[one] for one in ids if one in known])
    units = hearings.units(connection, actor.tenant, actor.units)
    months = hearings.months(connection, actor.tenant, actor.units)
    return Listing(
        asked,
        Cut(rows, number, pages, sums.count, before),
        sums,
        sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        sorted({month[:4] for month in months}, reverse=True),
        days,
        desk.names({asked.filters[one] for one in ("hearing", "goal", "programme") if one in asked.filters}),
        headline.standing(connection, actor.tenant, ids),
    )


def filters(desk: Desk, said: Mapping[str, str]) -> dict[str, Any]:
    """What the store is asked: year and age as the days between which the hearing was held, a state as who has it."""
    equal = ("unit", "category", "hearing", "goal", "kind", "programme")
    found: dict[str, Any] = {name: said[name] for name in equal if name in said}
    if said.get("investment") in ("yes", "no"):
        found["investment"] = said["investment"]
    if said.get("due") in DUE:
        found["due"] = said["due"]
        found["today"] = today_of(house(desk.connection, desk.tenant))
    if said.get("petition") in FIGURES:  # the report's own kind: that of the formal petition, where there is one
        today = today_of(house(desk.connection, desk.tenant))
        found["petition"] = (said["petition"], found.pop("kind", ""), today)
    spans = []
    if said.get("since") or said.get("until"):
        spans.append((said.get("since", ""), said.get("until", "9999")))
    if said.get("age") in AGES:
        least, most = AGES[said["age"]]
        spans.append((day_before(most), day_before(least) if least else "9999"))
    if "year" in said:
        spans.append((f"{said['year']}-01-01", f"{said['year']}-12-31"))
    if spans:
        found |= {"since": max(since for since, _ in spans), "until": min(until for _, until in spans)}
    among = [headline.of_status(desk.connection, desk.tenant, said["status"])] if "status" in said else []
    if said.get("part") in (*PARTS, WHOLE):
        within = Within(**{name: found[name] for name in Within._fields if name in found})
        among.append(headline.of_part(desk.connection, desk.tenant, Scope(desk.actor.units, within), said["part"]))
        found["wishes"] = True
    return found | {"among": among}


def day_before(days: int) -> str:
    """The date so many days before today, as the server's zone has it."""
    return (clock.now().date() - timedelta(days=days)).isoformat()


def age_of(day: str, today: date) -> str:
    """The name of the span of AGES that a hearing's day falls into."""
    try:
        passed = (today - date.fromisoformat(day)).days
    except ValueError:
        return "older"
    return next((name for name, (_, most) in AGES.items() if passed <= most), "older")


def _by_day(
    connection: Connection,
    actor: Actor,
    asked: Asked,
    wanted: dict[str, Any],
    counts: Mapping[str | None, int],
    days: Mapping[str, str],
    before: int,
    size: int,
) -> list[str]:
    """The ids of a page in the order of the hearings' days: only the hearings that the page touches are read."""
    order = sorted(counts, key=lambda hall: (days.get(hall or "", ""), hall or ""), reverse=asked.is_down)
    passed, first, halls = 0, 0, []
    for hall in order:
        if passed + counts[hall] > before and passed < before + size:
            first = first if halls else passed
            halls.append(hall)
        passed += counts[hall]
    if not halls:
        return []
    place = {hall: number for number, hall in enumerate(halls)}
    found = proposals.of_hearings(connection, actor.tenant, actor.units, wanted, halls)
    found.sort(key=lambda pair: place[pair[0]])
    return [one for _, one in found[before - first : before - first + size]]


def day_of(row: Row, days: Mapping[str, str]) -> str:
    """The day of a proposal in columns; empty where its hearing says none."""
    return says.short_day(days.get(str(value_of(row.record, "hearing") or ""), ""))
