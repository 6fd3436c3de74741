"""A map that weighs nothing: points over the bundled outline as one SVG, drawn by the server (P3).

The list beside it is the truth. Only points of public places come here, rounded to the map's own grid; the fixed names
are those of the baghs. No tiles, no script, no foreign host.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from markupsafe import Markup, escape

from server import config
from server.text.places import Position, position

WIDTH, HEIGHT_MIN, HEIGHT_MAX = 480, 220, 460
MARGIN, NAMES_MAX, PINS_MAX = 0.12, 40, 400
LEAST_DEGREES = 0.05
GROUPS = {"done": "done", "confirmed": "done", "partly_done": "done", "planned": "going", "in_progress": "going"}
GROUPS |= dict.fromkeys(("declined", "not_competent", "withdrawn", "answered", "merged", "stopped"), "ended")
GROUPS |= {"begun": "going"}


@dataclass(frozen=True, slots=True)
class Place:
    """A bagh on the map: how many proposals, and where its page is."""

    name: str
    at: Position
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class View:
    """A window on the earth."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: int

    @classmethod
    def around(cls, points: list[Position]) -> "View":
        """The window that shows all points with room to spare."""
        west, east = (edge(point[0] for point in points) for edge in (min, max))
        south, north = (edge(point[1] for point in points) for edge in (min, max))
        squeeze = cos(radians((south + north) / 2))
        wide, high = max((east - west) * squeeze, LEAST_DEGREES), max(north - south, LEAST_DEGREES)
        middle, height = (west + east) / 2, (south + north) / 2
        wide, high = wide * (1 + 2 * MARGIN), high * (1 + 2 * MARGIN)
        scale = min(WIDTH / wide, HEIGHT_MAX / high)
        tall = round(min(max(high * scale, HEIGHT_MIN), HEIGHT_MAX))
        return cls(middle - WIDTH / scale / squeeze / 2, height + tall / scale / 2, scale, squeeze, tall)

    def to(self, at: Position) -> tuple[int, int]:
        """Where a point stands in the picture."""
        return round((at[0] - self.west) * self.squeeze * self.scale), round((self.north - at[1]) * self.scale)

    def shows(self, x: int, y: int) -> bool:
        """Whether that is in the picture, or just beside it."""
        return -100 <= x <= WIDTH + 100 and -100 <= y <= self.height + 100


def drawn(title: str, places: list[Place], pins: Iterable[tuple[object, str]]) -> Markup:
    """The picture; empty where nobody says where anything is. `pins`: (point as records say it, state)."""
    told = [(at, GROUPS.get(state, "open")) for said, state in pins if (at := position(said)) is not None]
    if not told and not places:
        return Markup()
    view = View.around([at for at, _ in told] + [place.at for place in places])
    parts = [_ground(view), '<g class="pins">']
    for group in ("ended", "open", "going", "done"):
        spots = sorted({view.to(at) for at, one in told if one == group})
        if spots:
            parts.append(f'<path class="{group}" d="{"".join(f"M{x} {y}h0" for x, y in spots)}"/>')
    parts.append("</g>")
    parts += _places(view, places[:NAMES_MAX])
    head = f'<svg class="map" viewBox="0 0 {WIDTH} {view.height}" role="group" aria-label="{escape(title)}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - figures, and texts that were escaped


def _places(view: View, places: list[Place]) -> list[str]:
    """The baghs; the name of one that would lie over another, or over its name, is left to the list."""
    drawn, taken = [], []
    rounds = {place: (*view.to(place.at), _size(place)) for place in places}
    for place in sorted(places, key=lambda one: (-one.count, one.name)):
        x, y, size = rounds[place]
        others = [(a - b, c - b, a + b, c + b) for one, (a, c, b) in rounds.items() if one is not place]
        half, low = len(place.name) * 5 + 4, y + size + 18
        box = (x - half, low - 18, x + half, low + 4)
        is_free = not any(_overlap(box, other) for other in (*taken, *others)) and box[0] >= 0 and box[2] <= WIDTH
        taken += [box] if is_free else []
        name = f'<text class="names" x="{x}" y="{low}">{escape(place.name)}</text>' if is_free else ""
        count = f'<text x="{x}" y="{y + 6}">{place.count}</text>' if place.count else ""
        title = f"<title>{escape(place.name)}</title>"
        drawn.append(f'<a href="{escape(place.href)}">{title}<circle cx="{x}" cy="{y}" r="{size}"/>{count}{name}</a>')
    return drawn


def _size(place: Place) -> int:
    return min(10 + place.count // 2, 18) if place.count else 6


def _overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ground(view: View) -> str:
    """Borders and waters that cross the picture."""
    found = []
    for kind, line in _lines():
        run: list[tuple[int, int]] = []
        pieces: list[list[tuple[int, int]]] = []
        for at in line:
            spot = view.to(at)
            if view.shows(*spot):
                run.append(spot)
            elif run:
                pieces.append(run)
                run = []
        pieces += [run] if run else []
        for piece in pieces:
            if len(piece) > 1:
                found.append(f'<path class="{kind}" d="M{"L".join(f"{x} {y}" for x, y in piece)}"/>')
    return "".join(found[:60])


@cache
def _lines() -> list[tuple[str, list[Position]]]:
    """Aimag borders, rivers and lakes of the bundled map, as lines."""
    classes = {"aimag": "edge", "river": "water", "lake": "water"}
    found: list[tuple[str, list[Position]]] = []
    for one in json.loads((config.STATIC_DIR / "mongolia.json").read_text())["features"]:
        kind, shape = classes.get(one["properties"]["is"]), one["geometry"]
        if kind:
            _collect(found, kind, shape["coordinates"])
    return found


def _collect(found: list, kind: str, parts: list) -> None:
    """Every line within nested coordinates."""
    if parts and isinstance(parts[0][0], int | float):
        found.append((kind, [tuple(part[:2]) for part in parts]))
        return
    for part in parts:
        _collect(found, kind, part)
