"""Media in the backup: sealed files beside the log's segments, read back before they are *safe* (I5; F48, F50).

    DIR/<tenant>/media/<first two of id>/<id>.<part>      as on the server's own shelf, under the subjects' keys

Keys and rows travel in service.bin, which is written after the files it names. What was erased leaves the place.
"""

from pathlib import Path

from server.backup.folder import BrokenBackup
from server.media.check import is_whole, mark_lost, mark_missing
from server.media.prune import prune
from server.media.shelf import PARTS, Shelf, shelf
from server.store import media
from server.store.media import ARRIVED, MISSING, SAFE, File
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write


def place_of(place: Path, tenant: str) -> Shelf:
    """The shelf at a place."""
    return Shelf(place / tenant / "media")


def ship_files(place: Path, tenant: str) -> set[str]:
    """Bring what the place lacks, and read it back; returns the ids that stand there. Raises BrokenBackup."""
    prune(tenant)
    mark_lost(tenant)
    there = place_of(place, tenant)
    held = there.originals()
    with reading() as connection:
        here = media.files_here(connection, tenant)
        for file_id in held & media.gone_ids(connection, tenant):
            there.remove(file_id)
    with reading() as connection:
        keys = SubjectKeys(connection, tenant)
        keys.fetch({file.record for file in here})
    brought = {file.id for file in here if file.id not in held and _ship(keys, file, shelf(tenant), there)}
    mark_missing(tenant, {file.id for file in here if file.id not in held} - brought)
    return {file.id for file in here if file.id in held} | brought


def _ship(keys: SubjectKeys, file: File, own: Shelf, there: Shelf) -> bool:
    """Copy one file; False where ours is lost or rotten."""
    if not is_whole(keys, file, own):
        return False
    for part in PARTS:
        sealed = own.get(file.id, part)
        if sealed is None:
            continue
        there.put(file.id, part, sealed)
        if there.get(file.id, part) != sealed:
            there.remove(file.id)
            raise BrokenBackup(f"{there.root}: {file.id}.{part} does not read back as written")
    return True


def move_safe(tenant: str, ids: set[str]) -> None:
    """These files are in the place, and so are their keys."""
    if ids:
        write(lambda connection: media.set_state(connection, tenant, ids, SAFE))


def restore_files(place: Path, tenant: str) -> tuple[int, int]:
    """Bring the files back that the restored rows name; returns how many are here, and how many are missing."""
    there, own = place_of(place, tenant), shelf(tenant)
    found: dict[str, set[str]] = {SAFE: set(), ARRIVED: set(), MISSING: set()}
    with reading() as connection:
        keys = SubjectKeys(connection, tenant)
        for file in media.files_here(connection, tenant):
            found[_bring_back(keys, file, there, own)].add(file.id)

    def work(connection) -> None:
        for state, ids in found.items():
            media.set_state(connection, tenant, ids, state)

    write(work)
    return len(found[SAFE] | found[ARRIVED]), len(found[MISSING])


def _bring_back(keys: SubjectKeys, file: File, there: Shelf, own: Shelf) -> str:
    if is_whole(keys, file, there):
        for part in PARTS:
            sealed = there.get(file.id, part)
            if sealed is not None:
                own.put(file.id, part, sealed)
        return SAFE
    return ARRIVED if is_whole(keys, file, own) else MISSING
