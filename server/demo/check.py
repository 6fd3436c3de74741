"""`yavuul demo --check`: what the tablets captured beside what the office counts, hearing by hearing (S1).

The office's side is read through what its pages are made of: list, merged hearing, turnout, media, what waits.
"""

from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Connection

from server.demo.ledger import Figures, Ledger
from server.office.hearings import arrived, media, service, turnout, waiting
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import hearings
from server.store.unit_of_work import reading
from server.who import ADMINISTRATOR, Actor
from sync.merge import value_of
from sync.record import Record

NAMES = [name for name in Figures.__dataclass_fields__ if name != "title"]
COUNTED = ("proposal", "decision", "supporter")
WIDTHS = {"cost": 13} | dict.fromkeys(("attendances", "supporters", "collisions"), 11)


def counted(connection: Connection, tenant: str, hearing: str) -> Figures | None:
    """What the office counts of a hearing; None where it knows none with this id."""
    desk = Desk(connection, Actor("account", tenant, "demo", ADMINISTRATOR, None, "demo"))
    try:
        found = service.find_hearing(desk, hearing)
    except Problem:
        return None
    sizes = hearings.sizes(connection, tenant, [hearing], COUNTED)
    proposals = [row.record for row in _rows(desk, found, "proposal")]
    came = turnout.of_hearing(desk, found)
    tablets = arrived.by_tablet(desk, found)
    return Figures(
        title=str(value_of(found, "title")),
        attendances=came.attendances,
        people=len(came.people),
        proposals=sizes.get((hearing, "proposal"), 0),
        decisions=sizes.get((hearing, "decision"), 0),
        supporters=_sum(proposals, "supporters") + sizes.get((hearing, "supporter"), 0),
        cost=_sum(proposals, "cost"),
        media=sum(card.file.is_here for card in _files(desk, found)),
        collisions=len(service.items(desk, found)),
        parked=sum(one.origin.outcome == "parked" for one in _waiting(desk, found)),
        expected=sum(tablet.expected for tablet in tablets),
        arrived=sum(tablet.arrived for tablet in tablets),
    )


def _rows(desk: Desk, hearing: Record, kind: str) -> Iterator[service.Row]:
    after, is_more = "", True
    while is_more:
        rows, after = service.table(desk, hearing, kind, after)
        yield from rows
        is_more = bool(after)


def _files(desk: Desk, hearing: Record) -> Iterator[media.Card]:
    after, is_more = "", True
    while is_more:
        cards, after = media.media_of(desk, hearing, after)
        yield from cards
        is_more = bool(after)


def _waiting(desk: Desk, hearing: Record) -> list[waiting.Waiting]:
    """What waits of the hearing itself; its units' other waiting ops stand on the same page of the office."""
    return [one for one in waiting.listed(desk, hearing, limit=500).items if hearing.id in one.hearings]


def _sum(records: list[Record], path: str) -> int:
    return sum(value for one in records if type(value := value_of(one, path)) is int)


def compare(ledger: Ledger) -> Iterator[tuple[bool, str]]:
    """Lines of the comparison, each with whether it agrees; `captured` or `captured ≠ counted` in each column."""
    yield True, "  ".join(name.rjust(_width(name)) for name in NAMES)
    for tenant, halls in ledger.items():
        for hearing, said in halls.items():
            with reading() as connection:
                found = counted(connection, tenant, hearing)
            yield said == found, _line(tenant, said, found)


def _line(tenant: str, said: Figures, found: Figures | None) -> str:
    if found is None:
        return f"{tenant}: {said.title}: the office knows no such hearing"
    captured, there = asdict(said), asdict(found)
    cells = [
        f"{captured[name]}" if captured[name] == there[name] else f"{captured[name]} ≠ {there[name]}" for name in NAMES
    ]
    row = "  ".join(cell.rjust(_width(name)) for name, cell in zip(NAMES, cells, strict=True))
    return f"{row}  {tenant}: {said.title}" + ("" if said.title == found.title else f" ≠ {found.title}")


def _width(name: str) -> int:
    return WIDTHS.get(name, max(len(name), 9))
