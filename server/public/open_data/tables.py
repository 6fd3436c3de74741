"""Tables of open data: proposals, hearings, works. A count of fewer than five people is not told (H85)."""

from collections.abc import Iterator

from sqlalchemy import Connection

from server.public.open_data import source, written
from server.public.open_data.source import said
from server.store import hearings, open_data, records
from server.store.open_data import Wanted
from sync import merge

SMALLEST = 5
ROWS_MAX = 5000  # of one file
PROPOSALS = (
    *("id", "day", "unit", "category", "title", "body", "status", "status_reason"),
    *("cost", "supporters", "updated", "latitude", "longitude"),
)
HEARINGS = ("id", "held_on", "kind", "unit", "title", "theme", "place", "people", "proposals", "decisions")
WORKS = ("id", "year", "unit", "name", "purpose", "capacity", "amount", "state", "progress_percent", "contractor")


def proposals(connection: Connection, tenant: str) -> bytes:
    """Published proposals."""
    found = source.proposals(connection, tenant, Wanted(), ROWS_MAX)
    rows = []
    for one in found:
        longitude, latitude = one.place or (None, None)
        values = written.proposal_values(one) | {"latitude": latitude, "longitude": longitude}
        rows.append([values[name] for name in PROPOSALS])
    return written.sheet(PROPOSALS, rows)


def of_hearings(connection: Connection, tenant: str) -> bytes:
    """Approved hearings, with how many came."""
    ids = open_data.hearings(connection, tenant, source.ROWS_MAX)
    found = records.load_open(connection, tenant, ids)
    units = source.names_of(connection, tenant, (said(record, "unit") for record in found.values()))
    came = hearings.turnouts(connection, tenant, ids)
    sizes = hearings.sizes(connection, tenant, ids, ("proposal", "decision"))

    def rows() -> Iterator[list]:
        for record in (found[one] for one in ids if one in found):
            heads = [value for path in record.live if path.startswith("head_counts/") for value in [said(record, path)]]
            people = (came[record.id].people if record.id in came else 0) + sum(
                one for one in heads if type(one) is int
            )
            yield [
                record.id,
                *(said(record, name) for name in ("held_on", "kind")),
                units.get(str(said(record, "unit") or ""), ""),
                *(said(record, name) for name in ("title", "theme", "place")),
                few(people),
                sizes.get((record.id, "proposal"), 0),
                sizes.get((record.id, "decision"), 0),
            ]

    return written.sheet(HEARINGS, rows())


def few(count: int) -> int | str:
    """A count of people as everybody may know it."""
    return count if count >= SMALLEST or count == 0 else f"<{SMALLEST}"


def works(connection: Connection, tenant: str) -> bytes:
    """What the office builds."""
    ids = open_data.works(connection, tenant, ROWS_MAX)
    found = records.load_open(connection, tenant, ids)
    units = source.names_of(connection, tenant, (said(record, "unit") for record in found.values()))
    rows = []
    for record in (found[one] for one in ids if one in found and not merge.is_deleted(found[one])):
        values = {name: said(record, name) for name in WORKS[1:] if name != "unit"}
        values |= {"id": record.id, "unit": units.get(str(said(record, "unit") or ""), "")}
        rows.append([values[name] for name in WORKS])
    return written.sheet(WORKS, rows)
