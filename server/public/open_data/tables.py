"""Tables of open data: proposals, hearings, works. A count of fewer than five people is not told (H85)."""

from collections.abc import Iterator

from server.public.open_data import source, written
from server.public.open_data.source import ROWS_MAX, steps
from server.public.reader import SMALLEST, Reader, Shown
from server.public.works import money_of
from server.store import hearings, published
from server.text.places import Position, position

PROPOSALS = (
    *("id", "day", "unit", "category", "title", "body", "status", "status_reason"),
    *("cost", "supporters", "updated", "latitude", "longitude"),
)
HEARINGS = ("id", "held_on", "kind", "unit", "title", "theme", "place", "people", "proposals", "decisions")
WORKS = (
    *("id", "year", "unit", "name", "purpose", "capacity", "amount", "state", "progress_percent", "contractor"),
    "package",
)


def proposals(reader: Reader) -> Iterator[list]:
    """Published proposals."""
    for one in source.proposals(reader, {}, ROWS_MAX):
        longitude, latitude = one.place or (None, None)
        values = written.proposal_values(one) | {"latitude": latitude, "longitude": longitude}
        yield [values[name] for name in PROPOSALS]


def of_hearings(reader: Reader) -> Iterator[list]:
    """Hearings: their notices; of those that are approved how many came, and what they brought."""
    spots = published.hearings(reader.connection, reader.tenant, {}, limit=ROWS_MAX)
    for some in steps([spot.id for spot in spots]):
        known, came = reader.load(some), reader.turnouts(some)
        units = reader.names(one.get("unit") for one in known.values())
        sizes = hearings.sizes(reader.connection, reader.tenant, list(came), ("proposal", "decision"))
        for one in (known[id_] for id_ in some if id_ in known):
            brought = [sizes.get((one.id, kind), 0) if one.id in came else None for kind in ("proposal", "decision")]
            values = {name: one.get(name) for name in HEARINGS} | {"id": one.id, "unit": units.get(one.text("unit"))}
            yield [values[name] for name in HEARINGS[:-3]] + [_few(one, came), *brought]


def _few(one: Shown, came: dict[str, int | None]) -> int | str | None:
    return (f"<{SMALLEST}" if came[one.id] is None else came[one.id]) if one.id in came else None


def works(reader: Reader) -> Iterator[list]:
    """What the office builds. Works of one package say its amount each: it counts once."""
    for _, values in _works(reader):
        yield [values[name] for name in WORKS]


def placed_works(reader: Reader) -> Iterator[tuple[Position, dict[str, object]]]:
    """Those that say where they are, with the same values."""
    for one, values in _works(reader):
        if one.get("place") and (at := position(one.get("place"))):
            yield at, values


def _works(reader: Reader) -> Iterator[tuple[Shown, dict[str, object]]]:
    for some in steps(published.works(reader.connection, reader.tenant, {}, ROWS_MAX)):
        known = reader.load(some)
        units = reader.names(one.get("unit") for one in known.values())
        for one in (known[id_] for id_ in some if id_ in known):
            values = {name: one.get(name) for name in WORKS} | {"id": one.id, "unit": units.get(one.text("unit"))}
            yield one, values | {"amount": money_of(one).amount or None}
