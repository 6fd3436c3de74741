"""Photos and voice notes of a hearing: what has come, what was refused, what is still on a tablet (O1, F54)."""

from dataclasses import dataclass

from server.media import shown
from server.media.shown import Shown
from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.hearings.service import Row
from server.problems import Problem
from sync.merge import value_of
from sync.record import Record


@dataclass(frozen=True, slots=True)
class Card:
    """One media record: its row with the hands that wrote it, what came of its file, what it is of."""

    row: Row
    file: Shown
    of: str  # id of a proposal, or empty


def media_of(desk: Desk, hearing: Record, after: str = "") -> tuple[list[Card], str]:
    """A page of a hearing's media records, each with kind, bytes, state, and whether a thumbnail is there; and where
    the next begins (empty: nowhere)."""
    rows, further = service.table(desk, hearing, "media", after)
    files = shown.of_records(desk.connection, desk.tenant, [row.record for row in rows])
    return [Card(row, files[row.record.id], str(value_of(row.record, "of") or "")) for row in rows], further


def open_file(desk: Desk, record_id: str, thumbnail: bool) -> tuple[str, bytes]:
    """Type and bytes of what a media record within reach shows, or `not-found`."""
    record = desk.find(record_id)
    found = shown.open_part(desk.connection, desk.tenant, record, thumbnail) if record.type == "media" else None
    if found is None:
        raise Problem("not-found")
    return found
