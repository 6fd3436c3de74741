"""Ship the log to a second place, read it back, and only then say *safe* (I5, M25, DESIGN §5.6; F49, F50).

One round: batches after the last shipped one, proved by their chains → a segment → read back from the disk and compared
with the log → the manifest → media files (media.py) → the service tables → *safe* moves in one transaction, with a note
in the feed of each inc concerned. A round that fails anywhere leaves *safe* where it was.
"""

import json
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from server import clock, keys, log_heads
from server.backup import entry, erasures, proved
from server.backup.folder import BrokenBackup, Folder, Manifest
from server.backup.marks import write_mark
from server.backup.media import move_safe, ship_files
from server.backup.service import dump_service
from server.exchange.answer import SAFE_NOTE
from server.models.log import backups, chains, ops
from server.store import bulk, feed, log, tenants
from server.store.log import Chain
from server.store.unit_of_work import reading, write
from sync.chain import is_office

SEGMENT_BATCHES = 400


class Shipped(NamedTuple):
    """What a round brought to the place."""

    tenant: str
    batches: int
    last: int
    bytes: int
    media: int = 0  # files that are in the place


def ship(place: Path) -> list[Shipped]:
    """One round for every tenant. Raises BrokenBackup; what was verified before stays safe."""
    with reading() as connection:
        names = tenants.names(connection)
    return [_ship_tenant(place, tenant) for tenant in names]


def _ship_tenant(place: Path, tenant: str) -> Shipped:
    folder = Folder(place, tenant)
    with reading() as connection:
        epoch = tenants.epoch(connection, tenant)
        verified = _verified(connection, tenant, str(place))
    manifest = folder.manifest() or Manifest(tenant, epoch)
    count = size = 0
    while segment := _ship_segment(folder, manifest, epoch):
        count += segment.last - segment.first + 1
        size += segment.bytes
    log_heads.today(tenant)  # so that a head is published also where nobody asks for one
    media = ship_files(place, tenant)
    _ship_service(folder)
    erasures.note(tenant, place)
    move_safe(tenant, media)
    if manifest.last > verified:
        write_mark(place, tenant, manifest.last)
        write(lambda connection: _move_safe(connection, tenant, str(place), manifest.last, size))
    return Shipped(tenant, count, manifest.last, size, len(media))


def _verified(connection: Connection, tenant: str, place: str) -> int:
    row = select(backups.c.batch_n).where(backups.c.tenant == tenant, backups.c.place == place)
    return connection.execute(row).scalar_one_or_none() or 0


def _ship_segment(folder: Folder, manifest: Manifest, epoch: str):
    """The next segment, written, verified and entered in the manifest; None when all is shipped."""
    with reading() as connection:
        found = log.batches_after(connection, folder.tenant, manifest.last, SEGMENT_BATCHES)
        if tenants.last_batch(connection, folder.tenant) < manifest.last:
            raise BrokenBackup(f"{folder.path} holds more than this log: was the database put back? See docs/backup.md")
        if not found:
            return None
        if found[0].n != manifest.last + 1:
            raise BrokenBackup(f"{folder.path} holds batches up to {manifest.last}, the log goes on at {found[0].n}")
        lines = [_line(connection, folder.tenant, batch) for batch in found]
    segment = folder.write_segment(found[0].n, found[-1].n, lines)
    if folder.read_segment(segment) != lines:
        raise BrokenBackup(f"{segment.file} does not read back as written")
    manifest.epoch = epoch
    manifest.segments.append(segment)
    folder.write_manifest(manifest)
    return segment


def _line(connection: Connection, tenant: str, batch) -> bytes:
    """The batch as a line, every op of it proved: what rotted on a page here is never *safe* (F36)."""
    rows = log.ops_of_batch(connection, tenant, batch.n)
    for _ in proved.runs(connection, tenant, batch, rows):
        pass
    return entry.write(batch, rows)


def _ship_service(folder: Folder) -> None:
    with reading() as connection:
        plain = json.dumps(dump_service(connection, folder.tenant)).encode()
    folder.write_service(keys.encrypt(keys.current().master, plain, folder.tenant.encode()))


def _move_safe(connection: Connection, tenant: str, place: str, last: int, size: int) -> None:
    """Note what is verified, and tell the incs whose ops became safe."""
    row = (tenant, place, last, clock.now_ms(), size)
    bulk.insert(connection, backups, ("tenant", "place", "batch_n", "verified_at", "bytes"), [row], "update")
    moved = []
    rows = (
        select(chains.c.inc, *[chains.c[name] for name in Chain._fields])
        .where(chains.c.tenant == tenant, chains.c.safe < chains.c.last)
        .order_by(chains.c.inc, chains.c.branch)
        .with_for_update()  # a push that goes on with a chain meanwhile would be written over (F49)
    )
    for inc, *fields in connection.execute(rows).all():
        chain = Chain(*fields)
        safe, tag = _safe_of(connection, tenant, inc, chain, last)
        if safe > chain.safe:
            log.put_chain(connection, tenant, inc, chain._replace(safe=safe, safe_tag=tag))
            moved += [] if is_office(inc) else [(inc, SAFE_NOTE)]
    feed.publish_notes(connection, tenant, sorted(set(moved)))


def _safe_of(connection: Connection, tenant: str, inc: str, chain: Chain, last: int) -> tuple[int, str]:
    """The last op of a chain up to which all is in batches ≤ `last`, and its tag; (0, "") where that is not sure."""
    later = (
        select(ops.c.seq)
        .where(ops.c.tenant == tenant, ops.c.inc == inc, ops.c.seq.between(chain.first, chain.last))
        .where(ops.c.batch > last)
        .order_by(ops.c.seq)
        .limit(1)
    )
    first_unsafe = connection.execute(later).scalar_one_or_none()
    if first_unsafe is None:
        return chain.last, chain.tag
    tags = connection.execute(
        select(ops.c.tag).where(ops.c.tenant == tenant, ops.c.inc == inc, ops.c.seq == first_unsafe - 1)
    ).scalars()
    found = list(tags)
    return (first_unsafe - 1, found[0]) if len(found) == 1 and first_unsafe > chain.first else (0, "")
