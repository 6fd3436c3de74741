"""The evidence behind a campaign, to print: counts, a map, the voices in their own words and without names (O11).

Nothing personal is opened: a proposal says no name, only its place, day and how many stand behind it. Exact places are
not drawn: a voice stands at its unit.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from server.office.hearings.desk import Desk
from server.store import hearings
from server.text import collate
from server.text.places import position
from sync.merge import value_of
from sync.record import Record

WIDTH, HEIGHT, MARGIN = 640, 320, 48
LETTER, LINE = 8, 18  # of a name, at most


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit on the drawn map: how many voices are from there, and where it stands in the picture."""

    name: str
    count: int
    x: float
    y: float

    @property
    def radius(self) -> float:
        """Area by count."""
        return 8 + 3 * self.count**0.5

    @property
    def below(self) -> tuple[float, float, float, float]:
        """Where its name stands, under the disc: left, top, right, bottom."""
        half, top = len(self.name) * LETTER / 2, self.y + self.radius
        return self.x - half, top, self.x + half, top + LINE

    @property
    def disc(self) -> tuple[float, float, float, float]:
        """What the disc covers."""
        return self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius


@dataclass(frozen=True, slots=True)
class Place:
    """What one unit says."""

    name: str
    count: int
    supporters: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """`supporters`: those counted at the hearings; `cost`: of those that say one; `voices`: (unit, day, proposal)."""

    places: list[Place]
    categories: list[tuple[str, int]]
    supporters: int
    cost: int
    costed: int
    voices: list[tuple[str, str, Record]]
    spots: list[Spot]

    @property
    def named(self) -> list[Spot]:
        """The spots whose name lies over nothing, the larger first; the table names all."""
        named: list[Spot] = []
        for spot in sorted(self.spots, key=lambda one: (-one.count, one.name)):
            others = [other.below for other in named] + [other.disc for other in self.spots if other is not spot]
            if not any(_overlap(spot.below, other) for other in others):
                named.append(spot)
        return named


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def of_proposals(desk: Desk, proposals: Sequence[Record]) -> Evidence:
    """From the proposals within reach."""
    names = hearings.units(desk.connection, desk.tenant, desk.actor.units)
    halls = desk.load({str(value_of(one, "hearing")) for one in proposals})
    by_unit: dict[str, list[Record]] = defaultdict(list)
    voices = []
    for one in proposals:
        unit, hall = str(value_of(one, "unit") or ""), halls.get(str(value_of(one, "hearing")))
        by_unit[unit].append(one)
        voices.append((names.get(unit, ""), str(value_of(hall, "held_on") or "") if hall else "", one))
    places = [
        Place(names.get(unit, ""), len(here), sum(_number(one, "supporters") for one in here))
        for unit, here in by_unit.items()
    ]
    costs = [cost for one in proposals if (cost := _number(one, "cost"))]
    categories = Counter(str(value_of(one, "category")) for one in proposals if value_of(one, "category"))
    return Evidence(
        sorted(places, key=lambda place: (-place.count, collate.key(place.name))),
        sorted(categories.items(), key=lambda pair: (-pair[1], pair[0])),
        sum(place.supporters for place in places),
        sum(costs),
        len(costs),
        sorted(voices, key=lambda voice: (collate.key(voice[0]), voice[1], voice[2].id)),
        _spots(desk, {unit: len(here) for unit, here in by_unit.items()}, names),
    )


def _number(record: Record, path: str) -> int:
    value = value_of(record, path)
    return value if type(value) is int else 0


def _spots(desk: Desk, counts: dict[str, int], names: dict[str, str]) -> list[Spot]:
    """The units that say where they are, in a picture of their own extent; north is up."""
    known = desk.load(unit for unit in counts if unit)
    at = {unit: found for unit, record in known.items() if (found := position(value_of(record, "place")))}
    if not at:
        return []
    wests, norths = [place[0] for place in at.values()], [place[1] for place in at.values()]
    span = max(max(wests) - min(wests), (max(norths) - min(norths)) * WIDTH / (HEIGHT - MARGIN) * 1.5, 1e-6)
    scale = (WIDTH - 2 * MARGIN) / span
    middle = (max(norths) + min(norths)) / 2
    return [
        Spot(
            names.get(unit, ""),
            counts[unit],
            round(WIDTH / 2 + (west - (max(wests) + min(wests)) / 2) * scale, 1),
            round(HEIGHT / 2 - (north - middle) * scale * 1.5, 1),
        )
        for unit, (west, north) in sorted(at.items())
    ]
