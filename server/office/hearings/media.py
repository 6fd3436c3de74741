"""Photos and voice notes of a hearing: what has come, what was refused, what is still on a tablet (O1, F54)."""

from dataclasses import dataclass

from server.media import shown
from server.media.shown import Shown
from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.hearings.service import Row
from server.problems import Problem
from server.store import origins
from server.store.media import MISSING
from server.text.labels import tablet_label
from sync.merge import value_of
from sync.record import Record

SHOWN = ("media", "work_photo")


@dataclass(frozen=True, slots=True)
class Waits:
    """A tablet that has a file still: who holds it, and when it was last heard of."""

    tablet: str
    name: str
    last_contact_at: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One media record: its row with the hands that wrote it, what came of its file, what it is of."""

    row: Row
    file: Shown
    of: str  # id of a proposal, or empty
    holders: tuple[Waits, ...] = ()  # the tablets that said the file, where it has not come


def media_of(desk: Desk, hearing: Record, after: str = "") -> tuple[list[Card], str]:
    """A page of a hearing's media records, each with kind, bytes, state, and whether a thumbnail is there; and where
    the next begins (empty: nowhere)."""
    rows, further = service.table(desk, hearing, "media", after)
    return cards(desk, rows), further


def cards(desk: Desk, rows: list[Row]) -> list[Card]:
    """Media records with what came of their files; of a file that has not come, which tablets should bring it."""
    files = shown.of_records(desk.connection, desk.tenant, [row.record for row in rows])
    said = {row.record.id: {one.partition(".")[0] for one in row.record.live.get("sha256", {})} for row in rows}
    missing = {row.record.id for row in rows if files[row.record.id].state == MISSING}
    held = origins.holders(desk.connection, desk.tenant, set().union(*(said[one] for one in missing)))
    names = origins.account_names(desk.connection, desk.tenant, {one.account for one in held.values()})
    made = []
    for row in rows:
        incs = sorted(said[row.record.id] & held.keys()) if row.record.id in missing else []
        waits = tuple(
            Waits(tablet_label(inc), names.get(held[inc].account, ""), held[inc].last_contact_at) for inc in incs
        )
        made.append(Card(row, files[row.record.id], str(value_of(row.record, "of") or ""), waits))
    return made


def open_file(desk: Desk, record_id: str, thumbnail: bool) -> tuple[str, bytes]:
    """Type and bytes of what a media record within reach shows, or `not-found`."""
    record = desk.find(record_id)
    found = shown.open_part(desk.connection, desk.tenant, record, thumbnail) if record.type in SHOWN else None
    if found is None:
        raise Problem("not-found")
    return found
