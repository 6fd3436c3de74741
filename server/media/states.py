"""What an inc is told of its files: `missing` means *send it (again)*, as long as you have it (F48).

*arrived*: verified and durable. *safe*: also in the backup, read back (I5). Else the code of a refusal, or `gone` where
the record was erased. Before a file is said to be here, it is looked for on the shelf.
"""

from collections.abc import Sequence

from server.exchange.recognise import Sender
from server.media.shelf import shelf
from server.store import media
from server.store.media import File
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write

ASKED_MAX = 200
UPLOADING = "uploading"
GONE = "gone"


def states(sender: Sender, hashes: Sequence[str]) -> dict[str, str]:
    """The state of each hash among this inc's own files."""
    tenant = sender.tenant
    with reading() as connection:
        under_way = media.open_hashes(connection, tenant, sender.inc)
        files = media.files_of(connection, tenant, sender.inc, hashes)
        keys = SubjectKeys(connection, tenant)
        keys.fetch(file.record for file in files)
        erased = {file.id for file in files if keys.is_destroyed(file.record)}
    lost = {file.id for file in files if file.state in media.HERE and not shelf(tenant).has(file.id)} - erased
    if lost:
        write(lambda connection: media.set_state(connection, tenant, lost, media.MISSING))
    by_hash = {file.sha256: _said(file, lost, erased) for file in files}
    return {one: UPLOADING if one in under_way else by_hash.get(one, media.MISSING) for one in dict.fromkeys(hashes)}


def _said(file: File, lost: set[str], erased: set[str]) -> str:
    if file.id in erased:
        return GONE
    if file.id in lost:
        return media.MISSING
    return file.code if file.state == media.REFUSED else file.state
