"""The last byte has come: is it the file that was claimed, is it what it says, then keep it; only then *arrived*.

The bytes are read back from the draft, not taken from memory: what is vouched for is what is on disk. Sealed original,
what was written anew and the thumbnail are flushed before the one transaction that notes them and closes the upload; a
crash before it leaves the upload open at the offset before its last piece, and files that nobody names (prune.py).
"""

from hashlib import sha256

from server import clock
from server.media import drafts, vouch
from server.media.drafts import Draft
from server.media.shelf import ORIGINAL, PARTS, SHOWN, THUMB, full_is_a_problem, shelf
from server.media.vouch import Refused, Vouched
from server.problems import Problem
from server.store import media
from server.store.media import ARRIVED, REFUSED, File, Upload
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write


def frame_name(upload_id: str, offset: int) -> str:
    """What a frame of a draft is bound to: the upload, and the place of its first byte."""
    return f"{upload_id}.{offset}"


def part_name(file_id: str, part: str) -> str:
    """What a file on the shelf is bound to."""
    return f"{file_id}.{part}"


def finish(tenant: str, upload: Upload, draft: Draft) -> None:
    """Keep the file and close the upload, or drop it and raise the Problem that says why."""
    try:
        plain = _read(tenant, upload, draft)
    except ValueError:  # the draft rotted on our disk
        plain = b""
    if sha256(plain).hexdigest() != upload.sha256:
        _close(tenant, upload, None)
        raise Problem("wrong-media-hash")
    try:
        kept = keep(tenant, upload, plain)
    except Refused as refused:
        _close(tenant, upload, _file(upload, REFUSED, code=refused.code))
        raise Problem(refused.code) from None
    _close(tenant, upload, kept)


def keep(tenant: str, upload: Upload, plain: bytes) -> File:
    """Vouch for the whole and put it on the shelf; the caller notes the file. Raises Refused."""
    return put(tenant, upload, plain, vouch.vouch(plain, upload.type))


def put(tenant: str, upload: Upload, original: bytes, made: Vouched) -> File:
    """Put what was vouched for on the shelf; the caller notes the file."""
    parts = {ORIGINAL: original, SHOWN: made.shown, THUMB: made.thumb}
    _keep(tenant, upload, {part: data for part, data in parts.items() if data})
    return _file(upload, ARRIVED)._replace(
        shown_type=made.type, has_thumbnail=bool(made.thumb), length_ms=made.length_ms
    )


def _read(tenant: str, upload: Upload, draft: Draft) -> bytes:
    pieces: list[bytes] = []
    offset = 0
    with reading() as connection:
        keys = SubjectKeys(connection, tenant)
        for sealed in draft.frames(upload.stored):
            piece = keys.open(upload.record, sealed, frame_name(upload.id, offset))
            if piece is None:
                raise Problem("gone")  # erased meanwhile (M19)
            pieces.append(piece)
            offset += len(piece)
    return b"".join(pieces)


def _keep(tenant: str, upload: Upload, parts: dict[str, bytes]) -> None:
    with reading() as connection:
        keys = SubjectKeys(connection, tenant)
        if not keys.has(upload.record):
            raise Problem("gone")
        sealed = {part: keys.seal(upload.record, data, part_name(upload.id, part)) for part, data in parts.items()}
    with full_is_a_problem():
        for part in PARTS:
            if part in sealed:
                shelf(tenant).put(upload.id, part, sealed[part])


def _file(upload: Upload, state: str, code: str = "") -> File:
    return File(
        upload.inc,
        upload.sha256,
        upload.id,
        upload.record,
        upload.type,
        upload.length,
        state,
        code,
        "",
        False,
        0,
        clock.now_ms(),
    )


def _close(tenant: str, upload: Upload, file: File | None) -> None:
    def work(connection) -> None:
        media.drop_upload(connection, tenant, upload.id)
        if file is not None:
            media.put_file(connection, tenant, file)

    write(work)
    drafts.remove(tenant, upload.id)
