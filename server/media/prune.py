"""What is over is removed: uploads past their time, files of erased records, bytes that nobody names.

Runs with each round of `yavuul backup`. Bytes without a row wait for GRACE_S: a finish that is under way has its files
on the shelf before its row.
"""

import time
from typing import NamedTuple

from server import clock
from server.media import drafts
from server.media.shelf import shelf
from server.media.states import GONE
from server.store import media
from server.store.unit_of_work import reading, write

GRACE_S = 24 * 3600


class Pruned(NamedTuple):
    """What was removed."""

    expired: int
    erased: list[str]  # ids of files, to be removed from the backup too
    unnamed: int


def prune(tenant: str) -> Pruned:
    """Remove what is over in one tenant's media."""
    now_ms = clock.now_ms()
    with reading() as connection:
        expired = media.expired_uploads(connection, tenant, now_ms)
        erased = [file.id for file in media.erased_files(connection, tenant)]
    for upload in expired:
        write(lambda connection, upload_id=upload.id: media.drop_upload(connection, tenant, upload_id))
    for file_id in erased:
        shelf(tenant).remove(file_id)
    if erased:
        write(lambda connection: media.set_state(connection, tenant, erased, media.REFUSED, GONE))
    return Pruned(len(expired), erased, _prune_unnamed(tenant))


def _prune_unnamed(tenant: str) -> int:
    count = 0
    standing = drafts.ids(tenant)  # before the rows are read: one that is opened meanwhile is in neither
    shelved = [file_id for file_id, changed_at in shelf(tenant).ids() if changed_at < time.time() - GRACE_S]
    with reading() as connection:
        open_ids, file_ids = media.upload_ids(connection, tenant), media.file_ids(connection, tenant)
    for upload_id in standing:
        if upload_id not in open_ids:
            drafts.remove(tenant, upload_id)
            count += 1
    for file_id in shelved:
        if file_id not in file_ids:
            shelf(tenant).remove(file_id)
            count += 1
    return count
