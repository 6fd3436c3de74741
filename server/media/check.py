"""Is what we say is here still here, and still what came? Each round of the backup asks, and `yavuul doctor`.

A file that is lost becomes `missing`: the tablet is asked for it again as long as it has it (F48).
"""

from hashlib import sha256

from server.media.finish import part_name
from server.media.shelf import ORIGINAL, Shelf, shelf
from server.store import media
from server.store.media import File
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write


def mark_lost(tenant: str) -> int:
    """Mark the files that are not on the shelf any more; returns how many are missing in all."""
    with reading() as connection:
        here = {file.id for file in media.files_here(connection, tenant)}
    mark_missing(tenant, here - shelf(tenant).originals())
    with reading() as connection:
        return media.counts(connection, tenant).get(media.MISSING, 0)


def mark_missing(tenant: str, ids: set[str]) -> None:
    """Say of these files that they are lost."""
    if ids:
        write(lambda connection: media.set_state(connection, tenant, ids, media.MISSING))


def is_whole(keys: SubjectKeys, file: File, at: Shelf) -> bool:
    """Whether the original at a place opens, and is byte for byte what the tablet sent."""
    try:
        plain = keys.open(file.record, at.get(file.id, ORIGINAL), part_name(file.id, ORIGINAL))
    except ValueError:
        return False
    return plain is not None and sha256(plain).hexdigest() == file.sha256
