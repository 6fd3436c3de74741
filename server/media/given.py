"""A photo given in a form: one piece, looked into in the child process (H59 to H64).

Of an officer the original is kept, as of a tablet (`photo`); of a citizen only what was written anew (`look`, `keep`).
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection

from server import acts
from server.media import finish, shown, vouch
from server.media.shelf import ORIGINAL, THUMB, refuse_if_full, shelf
from server.media.states import GONE
from server.media.vouch import Refused, Vouched
from server.problems import Problem
from server.store import media
from server.store.media import File, Upload
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write
from sync.chain import base32

PHOTO_BYTES_MAX = 12 * 1024 * 1024  # a telephone's largest; what is shown is written anew with 1600 pixels
BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))
INC_SYMBOLS = 24
TOO_LARGE = ("media-too-large", "too-many-pixels")
REFUSED = (*TOO_LARGE, "media-not-taken", "not-what-it-says", "too-many-frames", "too-much-metadata", "bad-media")


def photo(tenant: str, record: str, plain: bytes) -> File:
    """Keep a photo for a record that is to be; what it is, is read from the bytes. The caller notes it by `note`."""
    kind = _kind(plain)
    digest = sha256(plain).hexdigest()
    with reading() as connection:
        inc = acts.inc_of(connection, tenant)
        known = media.file_of(connection, tenant, inc, digest)
    if known is not None and known.state in media.HERE and shelf(tenant).has(known.id, ORIGINAL):
        return known  # the office has these bytes: a record that says their hash shows them (shown.py)
    write(lambda connection: _make_key(connection, tenant, record))
    upload = Upload(base32(secrets.token_bytes(16)), inc, digest, record, kind, len(plain), 0, 0, 0)
    try:
        return finish.keep(tenant, upload, plain)
    except Refused as refused:
        raise Problem(refused.code) from None


def look(plain: bytes) -> Vouched:
    """A citizen's photo written anew, without anything that travelled with it. Raises the Problem that says why not."""
    try:
        return vouch.vouch(plain, _kind(plain))
    except Refused as refused:
        raise Problem(refused.code) from None


def keep(tenant: str, record: str, made: Vouched) -> File:
    """Keep what `look` made for a record that is to be, under its own key. The caller notes it by `note`.

    Its inc is the record's: the same picture from two people is two files, of which one can be erased.
    """
    write(lambda connection: _make_key(connection, tenant, record))
    digest, size = sha256(made.shown).hexdigest(), len(made.shown)
    upload = Upload(base32(secrets.token_bytes(16)), record[:INC_SYMBOLS], digest, record, made.type, size, 0, 0, 0)
    return finish.put(tenant, upload, made.shown, made._replace(shown=b""))


def opened(connection: Connection, tenant: str, record: str, thumbnail: bool) -> tuple[str, bytes] | None:
    """Type and bytes of what `keep` kept; None where there is nothing, or it was erased or lost."""
    file = media.of_records(connection, tenant, [record]).get(record)
    return shown.open_file(connection, tenant, file, THUMB if thumbnail else ORIGINAL) if file else None


def forget(connection: Connection, tenant: str, records: Iterable[str]) -> list[str]:
    """Destroy the keys of what was kept for records; returns the files, for `remove` when that is certain.

    The backup's copies go with its next round (server/backup/media.py).
    """
    found = media.of_records(connection, tenant, records)
    keys = SubjectKeys(connection, tenant)
    for record in found:
        keys.destroy(record)
    files = [file.id for file in found.values()]
    media.set_state(connection, tenant, files, media.REFUSED, GONE)
    return files


def remove(tenant: str, files: Iterable[str]) -> None:
    """Take the bytes of what was forgotten off the disk; should we stop before, prune.py does."""
    for file_id in files:
        shelf(tenant).remove(file_id)


def _kind(plain: bytes) -> str:
    """What the bytes begin as, where they are of a size that is taken and there is room for them."""
    if len(plain) > PHOTO_BYTES_MAX:
        raise Problem("media-too-large", max_bytes=PHOTO_BYTES_MAX)
    kind = next((name for magic, name in BEGINNINGS if plain.startswith(magic)), "")
    if not kind:
        raise Problem("media-not-taken")
    refuse_if_full(len(plain))
    return kind


def _make_key(connection: Connection, tenant: str, record: str) -> None:
    keys = SubjectKeys(connection, tenant)
    keys.make(record)
    keys.save()


def note(connection: Connection, tenant: str, file: File) -> None:
    """Say that the file is here, in the transaction that states its record; until then prune.py may take it."""
    known = media.file_of(connection, tenant, file.inc, file.sha256)
    if known is None or known.state not in media.HERE:
        media.put_file(connection, tenant, file)
