"""Records: causal states by id, loaded and saved in sets. A state is kept as the very line that the feed sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from server.models.log import records, reviews
from server.models.projections import LINKS, TABLES
from server.projections import link_rows, projection_columns, projection_row
from server.store import bulk
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import TryAgain
from sync import merge, scope
from sync.record import Record, decode, encode

CHUNK = 400  # ids in one IN list


class Written(NamedTuple):
    """What of a changed record will be stored."""

    type: str
    is_plain: bool  # nothing stands beside what is merged: both sides fold it alike from the same ops
    line: bytes
    personal: bytes | None
    projection: tuple | None
    links: dict[str, list[tuple]]  # by field: rows of its indexed maps
    scopes: list[str]
    reviews: list[str]


@dataclass(slots=True)
class Held:
    """A record in the hands of a unit of work: its state, and what it was before."""

    record: Record | None  # None: written down and let go
    is_new: bool
    n: int  # feed number of the last change before; 0 for a new record
    scopes_before: list[str]
    reviews_before: bool
    changed: bool = False
    written: Written | None = None

    def write_down(self, tenant: str) -> Written:
        """Prepare what will be stored: best done while the record is fresh in the processor's cache."""
        record = self.record
        row = projection_row(tenant, record) if record.type in TABLES else None
        links = link_rows(tenant, record) if record.type in LINKS else {}
        paths = [] if len(record.seen) == 1 else merge.reviews(record)  # one op alone collides with nothing
        is_plain = not record.aside and not record.late
        self.written = Written(record.type, is_plain, *encode(record), row, links, scope.scopes(record), paths)
        return self.written

    def let_go(self) -> None:
        """Drop the state of a record that nothing of the batch will ask for any more: small memory is quick memory."""
        self.record = None


def chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    """`ids`, sorted (locks are always taken in this order), in pieces that fit one statement."""
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def load(
    connection: Connection, tenant: str, ids: Iterable[str], subject_keys: SubjectKeys, lock: bool = False
) -> dict[str, Record]:
    """The records among `ids` that exist. `lock` holds them to the end of the transaction."""
    found = load_numbered(connection, tenant, ids, subject_keys, lock)
    return {record_id: record for record_id, (record, _) in found.items()}


def load_open(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, Record]:
    """As `load`, without anything personal: no subject's key is opened, so nothing personal can be shown (I7)."""
    rows = bulk.select_in(connection, records, ("id", "state"), tenant, "id", ids)
    return {record_id: decode(state) for record_id, state in rows}


def load_numbered(
    connection: Connection, tenant: str, ids: Iterable[str], subject_keys: SubjectKeys, lock: bool = False
) -> dict[str, tuple[Record, int]]:
    """As `load`, each with the feed number of its last change."""
    rows = bulk.select_in(connection, records, ("id", "state", "personal", "n"), tenant, "id", ids, lock)
    subject_keys.fetch(record_id for record_id, _, personal, _ in rows if personal)
    return {
        record_id: (decode(state, subject_keys.open(record_id, personal, record_id)), n)
        for record_id, state, personal, n in rows
    }


_columns = ("tenant", "id", "type", "state", "personal", "n")


def save(
    connection: Connection, tenant: str, held: dict[str, Held], subject_keys: SubjectKeys, numbers: dict[str, int]
) -> None:
    """Write the changed records under their feed `numbers`, and their projections."""
    fresh, known = [], []
    projections: dict[tuple[str, str], list[tuple]] = {}  # by type, and what to do where the row is there
    linked: list[tuple[str, str, dict[str, list[tuple]]]] = []
    for record_id in sorted(numbers):
        item = held[record_id]
        written = item.written or item.write_down(tenant)
        sealed = None
        if written.personal and not subject_keys.is_destroyed(record_id):
            sealed = subject_keys.seal(record_id, written.personal, record_id)
        row = (tenant, record_id, written.type, written.line, sealed, numbers[record_id])
        (fresh if item.is_new else known).append(row)
        if written.projection:
            place = (written.type, "" if item.is_new else "update")
            projections.setdefault(place, []).append(written.projection)
        if written.links:
            linked.append((written.type, record_id, written.links))
    if bulk.insert(connection, records, _columns, fresh, on_conflict="nothing") != len(fresh) and fresh:
        raise TryAgain  # another unit of work made one of them meanwhile: merge with it, do not overwrite it
    bulk.insert(connection, records, _columns, known, on_conflict="update")
    for kind, on_conflict in sorted(projections):
        rows = projections[kind, on_conflict]
        bulk.insert(connection, TABLES[kind], projection_columns(kind), rows, on_conflict)
    for kind, record_id, links in linked:
        for name, rows in links.items():
            bulk.delete(connection, LINKS[kind][name], ("tenant", "id"), [(tenant, record_id)])
            bulk.insert(connection, LINKS[kind][name], ("tenant", "id", "key", "value"), rows)
    subject_keys.save()


def save_reviews(connection: Connection, tenant: str, held: dict[str, Held], numbers: dict[str, int]) -> None:
    """Keep the open reviews of the changed records; `numbers` are their feed numbers (when a review opened)."""
    rows, cleared = [], []
    for record_id in numbers:
        item = held[record_id]
        paths = item.written.reviews
        rows += [(tenant, record_id, path, item.written.type, numbers[record_id]) for path in paths]
        if item.reviews_before:
            cleared.append((record_id, paths))
    for record_id, paths in cleared:
        connection.execute(
            reviews.delete().where(
                reviews.c.tenant == tenant, reviews.c.record == record_id, reviews.c.path.not_in(paths)
            )
        )
    columns = ("tenant", "record", "path", "type", "opened_n")
    bulk.insert(connection, reviews, columns, sorted(rows), on_conflict="nothing")


def hold(record: Record, n: int = 0) -> Held:
    """Take `record` into a unit of work, remembering what it was. `n`: its feed number; 0: it is new."""
    if n == 0:
        return Held(record, True, 0, [], False)
    return Held(record, False, n, scope.scopes(record), bool(merge.reviews(record)))
