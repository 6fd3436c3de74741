"""Restore: the log from a backup place into an empty store, everything derived made again, a new epoch (DESIGN §5.6).

A restore is a sync event: tablets see the new epoch and offer again all that the server lacks (M8). Tablets have
dropped what was *safe*; so a place that holds less than was promised safe is refused unless the loss is named and
accepted (M25). Every chain is verified again from its beginning (I12).
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, func, select, update

from server import keys
from server.backup import entry, erasures, proved
from server.backup.entry import Entry
from server.backup.folder import BrokenBackup, Folder
from server.backup.marks import promised
from server.backup.media import restore_files
from server.backup.service import load_service
from server.exchange.place import place as place_on_chain
from server.models.log import feed, tenants
from server.replay import Counted, rebuild_in
from server.store import log
from server.store import tenants as tenant_rows
from server.store.unit_of_work import write
from server.wire import Line
from sync.chain import base32


class LossNotAccepted(Exception):
    """The place holds less than was promised safe; the text names what is missing."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back. `epoch` is the new one."""

    tenant: str
    epoch: str
    counted: Counted
    missing: int  # batches that were promised safe and are not in the place
    media: int = 0
    media_missing: int = 0  # files that a row names and the place does not hold: tablets are asked for them
    erased_again: int = 0  # records that the place still knew, and that were erased after it


def restore(folder_of: Path, tenant: str, accept_loss: bool = False, erased: Sequence[Path] = ()) -> Restored:
    """Restore one tenant into a store that does not have it. One transaction: all or nothing; then its media files.

    What was erased after this backup is erased again in the same transaction, as far as anything within reach remembers
    it, or one of the files `erased` does (server/backup/erasures.py).
    """
    folder = Folder(folder_of, tenant)
    manifest = folder.manifest()
    if manifest is None:
        raise BrokenBackup(f"{folder.path} holds no backup of {tenant}")
    missing = max(promised(tenant) - manifest.last, 0)
    if missing and not accept_loss:
        raise LossNotAccepted(
            f"{folder.path} ends at batch {manifest.last}; safe was promised up to {promised(tenant)}: "
            f"{missing} batches would be lost, and tablets may have dropped them."
        )
    service = json.loads(keys.decrypt(keys.current().master, folder.read_service(), tenant.encode()))
    entries = [entry.read(line) for segment in manifest.segments for line in folder.read_segment(segment)]
    if [one.n for one in entries] != list(range(1, len(entries) + 1)):
        raise BrokenBackup(f"{folder.path}: batches are missing or stand twice")
    gone = erasures.known(tenant, folder_of, erased)
    restored = write(lambda connection: _restore(connection, tenant, service, entries, missing, gone))
    erasures.note(tenant)
    files, files_missing = restore_files(folder_of, tenant)
    return replace(restored, media=files, media_missing=files_missing)


def _restore(
    connection: Connection, tenant: str, service: dict, entries: list[Entry], missing: int, gone: set[str]
) -> Restored:
    if tenant in tenant_rows.names(connection):
        raise BrokenBackup(f"{tenant} is in this store already; restore into an empty one")
    epoch = base32(secrets.token_bytes(4))[:6]
    tenant_rows.create(connection, tenant, epoch)
    load_service(connection, service)
    for one in entries:
        _put_batch(connection, tenant, one)
    counted = rebuild_in(connection, tenant)
    last_n = connection.execute(select(func.max(feed.c.n)).where(feed.c.tenant == tenant)).scalar() or 0
    connection.execute(update(tenants).where(tenants.c.tenant == tenant).values(batch_n=len(entries), feed_n=last_n))
    again = erasures.again(connection, tenant, gone)
    return Restored(tenant, epoch, counted, missing, erased_again=again)


def _put_batch(connection: Connection, tenant: str, one: Entry) -> None:
    for before, rows in proved.runs(connection, tenant, one, one.rows):
        lines = [Line(row.seq, row.tag, row.hash, row.line, None) for row in rows]
        found = place_on_chain(connection, tenant, one.inc, lines, b"" if lines[0].seq == 1 else before)
        for branch in found.dropped:
            log.drop_chain(connection, tenant, one.inc, branch)
        chain = found.chain
        log.put_chain(connection, tenant, one.inc, chain._replace(safe=chain.last, safe_tag=chain.tag))
        log.add_ops(connection, tenant, rows)
    fields = one._asdict()
    del fields["rows"]
    log.add_batch(connection, tenant, **fields)
