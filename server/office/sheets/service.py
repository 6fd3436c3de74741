"""Reading what was written beside the hearings (T21)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server.office.hearings.desk import Desk
from server.office.tables import Asked, Cut
from server.office.works import packages
from server.problems import Problem
from server.store import beside, hearings
from server.store.beside import SHEETS, Beside
from server.store.figures import Within
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.record import Record

KINDS = {"household_sheet": "survey", "group_interview": "survey", "petition": "petition", "service": "service"}
STANDINGS = {"household_sheet": ("valid", "invalid", "repeated"), "group_interview": ("valid", "invalid")}
FILTERS = ("unit", "hearing", "stands", "since", "until")


@dataclass(frozen=True, slots=True)
class Line:
    """A record in the list; `stands`: how a sheet or an interview counts."""

    record: Record
    held_on: str
    stands: str

    @property
    def wishes(self) -> list[tuple[str, str]]:
        """What a sheet wishes: words, category."""
        slugs = packages.entries(self.record, "categories")
        return [(str(words), str(slugs.get(key, ""))) for key, words in packages.entries(self.record, "wishes").items()]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page shows. `counts`: unit → standing (empty: all) → how many, of all that fit."""

    asked: Asked
    cut: Cut
    counts: dict[str, Counter[str]]
    standings: tuple[str, ...]
    units: list[tuple[str, str]]
    names: dict[str, str]
    is_cut: bool

    def sum_of(self, stands: str) -> int:
        """Of all units."""
        return sum(count[stands] for count in self.counts.values())


def listed(connection: Connection, actor: Actor, kind: str, said: Mapping[str, str]) -> Listing:
    """Those of one kind within reach that fit what was asked. Raises `Problem`: `not-found`."""
    check(actor, Verb.SEE, Thing("record", actor.tenant))
    if kind not in KINDS:
        raise Problem("not-found")
    desk = Desk(connection, actor)
    asked = Asked.of(said, (), FILTERS)
    chosen = asked.filters
    within = Within(chosen.get("since", ""), chosen.get("until", ""), chosen.get("unit", ""))
    of_hall = {"hearing": chosen["hearing"]} if "hearing" in chosen else {}
    found = beside.beside(connection, actor.tenant, KINDS[kind], actor.units, within, **of_hall)
    stands = beside.standings(desk.load(row.id for row in found).values(), kind) if kind in SHEETS else {}
    rows = [row for row in found if kind not in SHEETS or row.id in stands]
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.unit or "", Counter()).update(("", stands[row.id]) if row.id in stands else ("",))
    if "stands" in chosen:
        rows = [row for row in rows if stands.get(row.id) == chosen["stands"]]
    units = hearings.units(connection, actor.tenant, actor.units)
    by_name = sorted(units.items(), key=lambda pair: collate.key(pair[1]))
    cut = asked.cut(rows)
    lines = _lines(desk, cut.rows, stands)
    order = {unit: place for place, (unit, _) in enumerate(by_name)}
    by_unit = dict(sorted(counts.items(), key=lambda pair: order.get(pair[0], -1)))
    return Listing(
        asked,
        Cut(lines, cut.page, cut.pages, cut.count, cut.before),
        by_unit,
        STANDINGS.get(kind, ()),
        by_name,
        units | desk.names(_named(lines) | {chosen.get("hearing")}),
        len(found) == beside.ROWS_MAX,
    )


def _lines(desk: Desk, rows: Iterable[Beside], stands: Mapping[str, str]) -> list[Line]:
    known = desk.load(row.id for row in rows)
    return [Line(known[row.id], row.held_on or "", stands.get(row.id, "")) for row in rows if row.id in known]


def _named(lines: Iterable[Line]) -> set[object]:
    paths = ("hearing", "household", "body", "referred_to")
    return {value_of(line.record, path) for line in lines for path in paths}
