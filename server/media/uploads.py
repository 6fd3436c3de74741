"""The life of an upload: open, look, append, end (tus 1.0: creation, checksum, termination, expiration).

Each PATCH is whole or nothing: its checksum is compared before a byte is written; its bytes are flushed before the
offset moves, and the offset is committed before it is said. The last PATCH also finishes (finish.py): until that is
done the offset stays before it, so that whoever lost the answer only sends the last piece again.
"""

import secrets
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from server import clock
from server.exchange.recognise import Sender
from server.media import drafts, finish
from server.media.metadata import Claim
from server.media.shelf import ORIGINAL, refuse_if_full, shelf
from server.problems import Problem
from server.store import media
from server.store.media import File, Upload
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write
from sync.chain import base32

PIECE_BYTES_MAX = 256 * 1024  # in one PATCH
OPEN_MAX = 40  # uploads that one inc has open at once (H69)
LIFE_MS = 14 * 24 * 3600 * 1000  # from the last byte on
QUOTA_RETRY_AFTER_S = 3600


class Standing(NamedTuple):
    """How far an upload is. `expires_at` None: it is finished."""

    id: str
    length: int
    offset: int
    expires_at: int | None


Opened = tuple[Upload | Standing, list[Upload]]  # what serves, and what was over and is closed


def create(sender: Sender, claim: Claim) -> Standing:
    """Open an upload, or find the one by which this inc brings, or has brought, these very bytes."""
    refuse_if_full(claim.length)
    now_ms = clock.now_ms()
    found, expired = write(lambda connection: _create(connection, sender, claim, now_ms))
    for one in expired:
        drafts.remove(sender.tenant, one.id)
    return _checked(sender, found) if isinstance(found, Upload) else found


def _create(connection: Connection, sender: Sender, claim: Claim, now_ms: int) -> Opened:
    tenant, inc = sender.tenant, sender.inc
    expired = media.expired_uploads(connection, tenant, now_ms, inc)
    for one in expired:
        media.drop_upload(connection, tenant, one.id)
    file = media.file_of(connection, tenant, inc, claim.sha256)
    if file is not None and file.state == media.REFUSED:
        raise Problem(file.code)
    if file is not None and file.state in media.HERE and shelf(tenant).has(file.id, ORIGINAL):
        return Standing(file.id, file.bytes, file.bytes, None), expired
    known = media.upload_of(connection, tenant, inc, claim.sha256)
    if known is not None:
        return known, expired
    if media.count_uploads(connection, tenant, inc) >= OPEN_MAX:
        raise Problem("too-many-uploads", retry_after=QUOTA_RETRY_AFTER_S)
    keys = SubjectKeys(connection, tenant)
    if keys.is_destroyed(claim.record):
        raise Problem("gone")
    keys.make(claim.record)
    keys.save()
    upload_id = base32(secrets.token_bytes(16))
    made = Upload(upload_id, inc, claim.sha256, claim.record, claim.type, claim.length, 0, 0, now_ms + LIFE_MS)
    media.add_upload(connection, tenant, made)
    return made, expired


def look(sender: Sender, upload_id: str) -> Standing:
    """How far it is; an upload of another inc cannot be told from none (H67)."""
    found = _find(sender, upload_id)
    if isinstance(found, File):
        return Standing(found.id, found.bytes, found.bytes, None)
    return _checked(sender, found)


def append(sender: Sender, upload_id: str, offset: int, digest: bytes, piece: bytes) -> Standing:
    """Take the bytes from `offset` on."""
    if len(piece) > PIECE_BYTES_MAX:
        raise Problem("too-large", max_bytes=PIECE_BYTES_MAX)
    if sha256(piece).digest() != digest:
        raise Problem("wrong-checksum")
    _open_one(sender, upload_id)
    with drafts.locked(sender.tenant, upload_id) as draft:
        upload = _open_one(sender, upload_id, is_locked=True)
        if draft.size < upload.stored:
            upload = _begin_again(sender, upload)  # the file is lost (F48): what is certain is nothing
        if offset != upload.held:
            raise Problem("wrong-offset", offset=upload.held)
        if offset + len(piece) > upload.length:
            raise Problem("bad-header", field="Upload-Offset")
        if not piece:
            return _standing(upload)
        refuse_if_full(len(piece))
        stored = draft.append(upload.stored, _seal(sender, upload, piece))
        after = upload._replace(held=offset + len(piece), stored=stored, expires_at=clock.now_ms() + LIFE_MS)
        if after.held < after.length:
            _move(sender, upload, after)
            return _standing(after)
        finish.finish(sender.tenant, after, draft)
    return Standing(after.id, after.length, after.length, None)


def end(sender: Sender, upload_id: str) -> None:
    """Give up an open upload. What has arrived stays: a tablet takes a photo back by an op, not by its file."""
    _open_one(sender, upload_id)
    with drafts.locked(sender.tenant, upload_id):
        _open_one(sender, upload_id, is_locked=True)
        write(lambda connection: media.drop_upload(connection, sender.tenant, upload_id))
        drafts.remove(sender.tenant, upload_id)


def _find(sender: Sender, upload_id: str) -> Upload | File:
    with reading() as connection:
        upload = media.find_upload(connection, sender.tenant, sender.inc, upload_id)
        file = None if upload else media.find_file(connection, sender.tenant, sender.inc, upload_id)
    if upload is not None:
        if upload.expires_at <= clock.now_ms():
            raise Problem("upload-expired")
        return upload
    if file is None:
        raise Problem("not-found")
    if file.state not in media.HERE:
        raise Problem("upload-expired")  # refused or lost: a new POST says which
    return file


def _open_one(sender: Sender, upload_id: str, is_locked: bool = False) -> Upload:
    try:
        found = _find(sender, upload_id)
    except Problem:
        if is_locked:
            drafts.remove(sender.tenant, upload_id)  # closed by another while we came to its lock
        raise
    if isinstance(found, File):
        if is_locked:
            drafts.remove(sender.tenant, upload_id)
        raise Problem("upload-finished")
    return found


def _standing(upload: Upload) -> Standing:
    return Standing(upload.id, upload.length, upload.held, upload.expires_at)


def _checked(sender: Sender, upload: Upload) -> Standing:
    """The standing of an open upload; from nothing, if its draft was lost."""
    if drafts.size(sender.tenant, upload.id) < upload.stored:
        upload = _begin_again(sender, upload)
    return _standing(upload)


def _begin_again(sender: Sender, upload: Upload) -> Upload:
    after = upload._replace(held=0, stored=0)
    _move(sender, upload, after)
    return after


def _move(sender: Sender, before: Upload, after: Upload) -> None:
    if not write(lambda connection: media.move_upload(connection, sender.tenant, before, after)):
        raise Problem("wrong-offset")


def _seal(sender: Sender, upload: Upload, piece: bytes) -> bytes:
    with reading() as connection:
        keys = SubjectKeys(connection, sender.tenant)
        if not keys.has(upload.record):
            raise Problem("gone")  # erased meanwhile (M19)
        return keys.seal(upload.record, piece, finish.frame_name(upload.id, upload.held))
