"""Where hearings were held: one row a bagh, one cell a month, by how many came (T3, O12).

A cell is *held* (attendances and the heads that were counted), *planned* (its day is still to
come) or *missed* (its day has passed, and nothing came of it). What a figure counts is what its list shows.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from server import clock
from server.office.hearings.desk import Desk
from server.store import coverage, hearings
from server.store.hearings import Spot
from server.text import collate
from sync.merge import value_of

ROWS_MAX = 60
LOADED_MAX = 400
STEPS = 4
HELD, PLANNED, MISSED = "held", "planned", "missed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One bagh in one month. `step` 1 to STEPS: how full beside the fullest; `day`: of a planned one; `is_more`: more
    came than is known, because nobody was counted or because the hearing says «at least» (scenario 24)."""

    state: str
    came: int = 0
    step: int = 0
    day: int = 0
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One bagh: its twelve cells (None: no hearing), and how many came in the year."""

    unit: str
    name: str
    cells: tuple[Cell | None, ...]
    came: int

    @property
    def is_more(self) -> bool:
        """Whether more came than is known."""
        return any(cell and cell.is_more for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of a year. `covered` of `baghs` had a hearing; `held` hearings with `came` attendances in all."""

    year: str
    years: list[str]
    lines: list[Line]
    baghs: int
    covered: int
    held: int
    came: int
    people: int


def years(desk: Desk) -> list[str]:
    """The years that have hearings within reach, the last first."""
    months = hearings.months(desk.connection, desk.tenant, desk.actor.units)
    return sorted({month[:4] for month in months}, reverse=True)


def usual_year(known: list[str]) -> str:
    """The last of these years that has begun; this year where there is none."""
    today = clock.now().date().isoformat()
    return next((one for one in known if one <= today[:4]), known[0] if known else today[:4])


def of_year(desk: Desk, year: str = "", unit: str = "") -> Coverage:
    """The hearings of `year`, or of the last year that has any up to now; of one unit, where it is named."""
    known = years(desk)
    today = clock.now().date().isoformat()
    chosen = year if year in known else usual_year(known)
    whole = (f"{chosen}-01-01", f"{chosen}-12-31")
    spots = coverage.between(desk.connection, desk.tenant, desk.actor.units, *whole)
    spots = [spot for spot in spots if not unit or spot.unit == unit]
    came = Counter(coverage.came(desk.connection, desk.tenant, [spot.id for spot in spots]))
    came.update(coverage.heads(desk.connection, desk.tenant, desk.actor.units, *whole))
    more = coverage.at_least(desk.connection, desk.tenant, desk.actor.units, *whole)
    states = _states(desk, spots, came, today, more)
    names = coverage.baghs(desk.connection, desk.tenant, desk.actor.units)
    names = {one: name for one, name in names.items() if not unit or one == unit}
    lines = _lines(names, spots, states)
    held = [states[spot.id] for spot in spots if states[spot.id].state == HELD]
    covered = {spot.unit for spot in spots if states[spot.id].state == HELD and spot.unit in names}
    people = coverage.people_between(desk.connection, desk.tenant, desk.actor.units, *whole)
    return Coverage(chosen, known, lines, len(names), len(covered), len(held), sum(cell.came for cell in held), people)


def _states(desk: Desk, spots: list[Spot], came: dict[str, int], today: str, more: set[str]) -> dict[str, Cell]:
    """Hearing → what became of it. Only those that counted nobody are decoded, to see whether they took place."""
    silent = [spot.id for spot in spots if spot.id not in came and (spot.held_on or "") <= today]
    known = desk.load(silent[:LOADED_MAX])
    found = {}
    for spot in spots:
        if spot.id in came:
            found[spot.id] = Cell(HELD, came[spot.id], is_more=spot.id in more)
        elif (spot.held_on or "") > today:
            found[spot.id] = Cell(PLANNED, day=int((spot.held_on or "")[8:10] or 0))
        else:
            record = known.get(spot.id)
            stage = value_of(record, "stage") if record else None
            is_held = stage not in (None, "notice")
            found[spot.id] = Cell(HELD if is_held else MISSED, is_more=is_held)
    return found


def _lines(names: dict[str, str], spots: list[Spot], states: dict[str, Cell]) -> list[Line]:
    """The baghs by name; in one month what was held outweighs what is planned, and that what was missed."""
    months: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for spot in spots:
        if spot.unit in names:
            months[spot.unit, int((spot.held_on or "0000-01")[5:7])].append(states[spot.id])
    cells = {place: _joined(found) for place, found in months.items()}
    fullest = max((cell.came for cell in cells.values()), default=0)
    made = []
    for unit, name in sorted(names.items(), key=lambda pair: collate.key(pair[1]))[:ROWS_MAX]:
        row = [cells.get((unit, month)) for month in range(1, 13)]
        stepped = tuple(_stepped(cell, fullest) for cell in row)
        made.append(Line(unit, name, stepped, sum(cell.came for cell in row if cell)))
    return made


def _joined(found: list[Cell]) -> Cell:
    held = [cell for cell in found if cell.state == HELD]
    if held:
        return Cell(HELD, sum(cell.came for cell in held), is_more=any(cell.is_more for cell in held))
    return min(found, key=lambda cell: (cell.state != PLANNED, cell.day))


def _stepped(cell: Cell | None, fullest: int) -> Cell | None:
    if cell is None or cell.state != HELD:
        return cell
    return replace(cell, step=max(1, -(-cell.came * STEPS // fullest)) if fullest else 1)
