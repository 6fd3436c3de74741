"""Rows of the media lane: open uploads and what became of each file. One statement each; rules stand in server/media.

A file belongs to the inc that brought it: what another inc did or did not send cannot be seen by asking (I9).
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, func, select, update

from server.models.log import subjects
from server.models.media import files, uploads
from server.store import bulk
from server.store.records import chunks

ARRIVED, SAFE, MISSING, REFUSED = "arrived", "safe", "missing", "refused"
HERE = (ARRIVED, SAFE)


class Upload(NamedTuple):
    """An upload that is open. `held` plain bytes are certain; they end at `stored` in the draft."""

    id: str
    inc: str
    sha256: str
    record: str
    type: str
    length: int
    held: int
    stored: int
    expires_at: int


class File(NamedTuple):
    """What became of a file that an inc brought."""

    inc: str
    sha256: str
    id: str
    record: str
    type: str
    bytes: int
    state: str
    code: str
    shown_type: str
    has_thumbnail: bool
    length_ms: int
    arrived_at: int


_upload_columns = ("tenant", *Upload._fields)
_file_columns = ("tenant", *File._fields)
_uploads = select(*[uploads.c[name] for name in Upload._fields])
_files = select(*[files.c[name] for name in File._fields])


def find_upload(connection: Connection, tenant: str, inc: str, upload_id: str) -> Upload | None:
    """The open upload with this id, if it is of this inc (H67)."""
    rows = _uploads.where(uploads.c.tenant == tenant, uploads.c.id == upload_id, uploads.c.inc == inc)
    return _one(connection, rows, Upload)


def upload_of(connection: Connection, tenant: str, inc: str, sha256: str) -> Upload | None:
    """The open upload by which an inc brings these bytes."""
    rows = _uploads.where(uploads.c.tenant == tenant, uploads.c.inc == inc, uploads.c.sha256 == sha256)
    return _one(connection, rows, Upload)


def count_uploads(connection: Connection, tenant: str, inc: str) -> int:
    """How many uploads an inc has open."""
    rows = select(func.count()).select_from(uploads).where(uploads.c.tenant == tenant, uploads.c.inc == inc)
    return connection.execute(rows).scalar_one()


def add_upload(connection: Connection, tenant: str, upload: Upload) -> None:
    """Open an upload."""
    bulk.insert(connection, uploads, _upload_columns, [(tenant, *upload)])


def move_upload(connection: Connection, tenant: str, before: Upload, after: Upload) -> bool:
    """Note what is held now; False where another request has moved it since `before` was read."""
    rows = (
        update(uploads)
        .where(uploads.c.tenant == tenant, uploads.c.id == before.id, uploads.c.held == before.held)
        .values(held=after.held, stored=after.stored, expires_at=after.expires_at)
    )
    return connection.execute(rows).rowcount == 1


def drop_upload(connection: Connection, tenant: str, upload_id: str) -> bool:
    """Close an upload; False where it was closed already."""
    rows = delete(uploads).where(uploads.c.tenant == tenant, uploads.c.id == upload_id)
    return connection.execute(rows).rowcount == 1


def expired_uploads(connection: Connection, tenant: str, now_ms: int, inc: str = "") -> list[Upload]:
    """The uploads (of one inc) whose time is over."""
    rows = _uploads.where(uploads.c.tenant == tenant, uploads.c.expires_at <= now_ms)
    rows = rows.where(uploads.c.inc == inc) if inc else rows
    return [Upload(*row) for row in connection.execute(rows)]


def upload_ids(connection: Connection, tenant: str) -> set[str]:
    """The ids of all open uploads."""
    return set(connection.execute(select(uploads.c.id).where(uploads.c.tenant == tenant)).scalars())


def open_hashes(connection: Connection, tenant: str, inc: str) -> set[str]:
    """What an inc has under way."""
    rows = select(uploads.c.sha256).where(uploads.c.tenant == tenant, uploads.c.inc == inc)
    return set(connection.execute(rows).scalars())


def find_file(connection: Connection, tenant: str, inc: str, upload_id: str) -> File | None:
    """The file that an inc's upload came to."""
    return _one(connection, _files.where(files.c.tenant == tenant, files.c.id == upload_id, files.c.inc == inc), File)


def file_of(connection: Connection, tenant: str, inc: str, sha256: str) -> File | None:
    """What became of these bytes from this inc."""
    return _one(connection, _files.where(files.c.tenant == tenant, files.c.inc == inc, files.c.sha256 == sha256), File)


def files_of(connection: Connection, tenant: str, inc: str, hashes: Iterable[str]) -> list[File]:
    """What became of these hashes from this inc; those that never came are left out."""
    rows = _files.where(files.c.tenant == tenant, files.c.inc == inc, files.c.sha256.in_(sorted(hashes)))
    return [File(*row) for row in connection.execute(rows)]


def put_file(connection: Connection, tenant: str, file: File) -> None:
    """Note what became of a file, over what stood there."""
    bulk.insert(connection, files, _file_columns, [(tenant, *file)], on_conflict="update")


def set_state(connection: Connection, tenant: str, ids: Iterable[str], state: str, code: str = "") -> None:
    """Move the state of those of the files with these ids that are here."""
    for some in chunks(ids):
        rows = update(files).where(files.c.tenant == tenant, files.c.id.in_(some), files.c.state.in_(HERE))
        connection.execute(rows.values(state=state, code=code))


def files_by_hash(connection: Connection, tenant: str, hashes: Iterable[str]) -> list[File]:
    """All files with these hashes, whoever brought them; which of them a record may show is the caller's to judge."""
    rows = _files.where(files.c.tenant == tenant, files.c.sha256.in_(sorted(hashes)))
    return [File(*row) for row in connection.execute(rows.order_by(files.c.arrived_at, files.c.id))]


def of_records(connection: Connection, tenant: str, records: Iterable[str]) -> dict[str, File]:
    """Record → the file that was brought for it, where it is here; the latest, should there be several."""
    found = {}
    for some in chunks(records):
        rows = _files.where(files.c.tenant == tenant, files.c.record.in_(some), files.c.state.in_(HERE))
        found |= {file.record: file for file in map(File._make, connection.execute(rows.order_by(files.c.arrived_at)))}
    return found


def files_here(connection: Connection, tenant: str) -> list[File]:
    """All files whose bytes should be on the shelf."""
    rows = _files.where(files.c.tenant == tenant, files.c.state.in_(HERE)).order_by(files.c.arrived_at, files.c.id)
    return [File(*row) for row in connection.execute(rows)]


def erased_files(connection: Connection, tenant: str) -> list[File]:
    """Files whose subject was erased, and whose bytes may therefore be removed (M19)."""
    of_subject = and_(subjects.c.tenant == files.c.tenant, subjects.c.subject == files.c.record)
    rows = _files.select_from(files.join(subjects, of_subject))
    rows = rows.where(files.c.tenant == tenant, subjects.c.wrapped.is_(None), files.c.state.in_(HERE))
    return [File(*row) for row in connection.execute(rows)]


def file_ids(connection: Connection, tenant: str) -> set[str]:
    """The ids whose bytes may stand on the shelf: all but the refused ones."""
    rows = select(files.c.id).where(files.c.tenant == tenant, files.c.state != REFUSED)
    return set(connection.execute(rows).scalars())


def gone_ids(connection: Connection, tenant: str) -> set[str]:
    """The ids of files that were refused, or whose subject was erased: no place is to keep their bytes."""
    rows = select(files.c.id).where(files.c.tenant == tenant, files.c.state == REFUSED)
    return set(connection.execute(rows).scalars())


def counts(connection: Connection, tenant: str) -> dict[str, int]:
    """How many files are in each state."""
    rows = select(files.c.state, func.count()).where(files.c.tenant == tenant).group_by(files.c.state)
    return dict(map(tuple, connection.execute(rows)))


def _one(connection: Connection, rows, kind: type):
    row = connection.execute(rows).one_or_none()
    return None if row is None else kind(*row)
