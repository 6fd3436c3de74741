"""Where hearings are held: the baghs and khoroos by name, and as a map shows them."""

from server.public.atlas import Place
from server.public.pages import to
from server.public.reader import Reader
from server.store import coverage
from server.text import collate
from server.text.places import position


def baghs(reader: Reader) -> list[tuple[str, str]]:
    """(id, name) of the units in which hearings are held, in the order of the alphabet."""
    names = coverage.baghs(reader.connection, reader.tenant, None)
    return sorted(names.items(), key=lambda pair: collate.key(pair[1]))


def places(reader: Reader, counts: dict[str, int], only: str | None = None) -> list[Place]:
    """The baghs that say where they are, as a map shows them."""
    known = reader.load([unit for unit, _ in baghs(reader) if only in (None, unit)])
    found = []
    for unit, one in known.items():
        at = position(one.get("place"))
        if at is not None:
            found.append(Place(one.name, at, counts.get(unit, 0), to("public_units.one", record_id=unit)))
    return sorted(found, key=lambda place: place.count)
