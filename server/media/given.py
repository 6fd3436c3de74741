"""A photo that an officer gives in a form: one piece, looked into and kept as what a tablet brings (H59 to H64)."""

import secrets
from hashlib import sha256

from sqlalchemy import Connection

from server import acts
from server.media import finish
from server.media.shelf import ORIGINAL, refuse_if_full, shelf
from server.media.vouch import Refused
from server.problems import Problem
from server.store import media
from server.store.media import File, Upload
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading, write
from sync.chain import base32

PHOTO_BYTES_MAX = 12 * 1024 * 1024  # a telephone's largest; what is shown is written anew with 1600 pixels
BEGINNINGS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))


def photo(tenant: str, record: str, plain: bytes) -> File:
    """Keep a photo for a record that is to be; what it is, is read from the bytes. The caller notes it by `note`."""
    if len(plain) > PHOTO_BYTES_MAX:
        raise Problem("media-too-large", max_bytes=PHOTO_BYTES_MAX)
    kind = next((name for magic, name in BEGINNINGS if plain.startswith(magic)), "")
    if not kind:
        raise Problem("media-not-taken")
    refuse_if_full(len(plain))
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


def _make_key(connection: Connection, tenant: str, record: str) -> None:
    keys = SubjectKeys(connection, tenant)
    keys.make(record)
    keys.save()


def note(connection: Connection, tenant: str, file: File) -> None:
    """Say that the file is here, in the transaction that states its record; until then prune.py may take it."""
    known = media.file_of(connection, tenant, file.inc, file.sha256)
    if known is None or known.state not in media.HERE:
        media.put_file(connection, tenant, file)
