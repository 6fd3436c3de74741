"""What a record shows of its file, for pages: state, kind, size, thumbnail; and the bytes that were written anew.

A record shows a file whose sha256 it says, if the file was brought for that record, or by an inc that itself said so:
a hash alone, heard elsewhere, opens nothing (I9). Originals are kept as evidence and never served.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from server.media.finish import part_name
from server.media.shelf import SHOWN, THUMB, shelf
from server.store import media
from server.store.media import File
from server.store.subjects import SubjectKeys
from sync.merge import value_of
from sync.record import Record

PHOTO, VOICE = "photo", "voice"
BETTER = {media.SAFE: 0, media.ARRIVED: 1, media.MISSING: 2, media.REFUSED: 3}


class Shown(NamedTuple):
    """The file of one record. `state` missing: none has come yet, or it was lost. `code`: why it was refused."""

    record: str
    kind: str
    state: str
    code: str
    bytes: int
    type: str
    has_thumbnail: bool
    length_ms: int

    @property
    def is_here(self) -> bool:
        """Whether there is something to see or to hear."""
        return self.state in media.HERE


def of_records(connection: Connection, tenant: str, records: Iterable[Record]) -> dict[str, Shown]:
    """Record id → its file, for records of type `media` that the caller may see (F54)."""
    found = {record.id: record for record in records}
    hashes = {record_id: str(value_of(record, "sha256") or "") for record_id, record in found.items()}
    by_hash: dict[str, list[File]] = {}
    for file in media.files_by_hash(connection, tenant, set(hashes.values()) - {""}):
        by_hash.setdefault(file.sha256, []).append(file)
    return {
        record_id: _shown(record, _best(record, by_hash.get(hashes[record_id], [])))
        for record_id, record in found.items()
    }


def _best(record: Record, files: list[File]) -> File | None:
    incs = {op_id.partition(".")[0] for op_id in record.live.get("sha256", {})}
    own = [file for file in files if file.record == record.id or file.inc in incs]
    return min(own, key=lambda file: (BETTER[file.state], file.record != record.id, file.id), default=None)


def _shown(record: Record, file: File | None) -> Shown:
    kind = str(value_of(record, "kind") or (VOICE if file and file.type.startswith("audio/") else PHOTO))
    said = value_of(record, "bytes")
    if file is None:
        return Shown(record.id, kind, media.MISSING, "", said if type(said) is int else 0, "", False, 0)
    return Shown(
        record.id, kind, file.state, file.code, file.bytes, file.shown_type, file.has_thumbnail, file.length_ms
    )


def open_part(connection: Connection, tenant: str, record: Record, thumbnail: bool) -> tuple[str, bytes] | None:
    """Type and bytes of what a record shows; None where there is nothing, or it was erased or lost."""
    files = media.files_by_hash(connection, tenant, {str(value_of(record, "sha256") or "")})
    file = _best(record, files)
    if file is None or file.state not in media.HERE or (thumbnail and not file.has_thumbnail):
        return None
    return open_file(connection, tenant, file, THUMB if thumbnail else SHOWN)


def open_file(connection: Connection, tenant: str, file: File, part: str) -> tuple[str, bytes] | None:
    """Type and bytes of one part of a file; None where it was erased or lost."""
    sealed = shelf(tenant).get(file.id, part)
    try:
        plain = SubjectKeys(connection, tenant).open(file.record, sealed, part_name(file.id, part))
    except ValueError:
        return None  # rotted on our disk: as good as lost
    return None if plain is None else (file.shown_type, plain)
