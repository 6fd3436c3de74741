"""Open uploads on disk: one file each, sealed frames one after the other, one writer at a time.

    <data>/media/<tenant>/open/<upload id>      frames: length (4 bytes), then the sealed bytes of one PATCH

What counts is what the database row says is stored; a torn append stands beyond it and is cut off by the next one.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from server.backup.folder import flush_folder
from server.media.shelf import full_is_a_problem, media_dir
from server.problems import Problem

FRAME_HEAD = 4
LOCKED_RETRY_AFTER_S = 2


class Draft:
    """The file of an open upload, held by this process alone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @property
    def size(self) -> int:
        """Bytes in the file, certain or not."""
        return os.fstat(self._descriptor).st_size

    def append(self, stored: int, sealed: bytes) -> int:
        """Write a frame behind the first `stored` bytes, flushed; returns where it ends. Raises `store-full`."""
        with full_is_a_problem():
            os.ftruncate(self._descriptor, stored)
            data = len(sealed).to_bytes(FRAME_HEAD, "big") + sealed
            place = stored
            while data:
                written = os.pwrite(self._descriptor, data, place)
                place, data = place + written, data[written:]
            os.fsync(self._descriptor)
        return place

    def frames(self, stored: int) -> Iterator[bytes]:
        """The sealed frames in the first `stored` bytes, read back from the file."""
        place = 0
        while place < stored:
            size = int.from_bytes(os.pread(self._descriptor, FRAME_HEAD, place), "big")
            yield os.pread(self._descriptor, size, place + FRAME_HEAD)
            place += FRAME_HEAD + size


def _path(tenant: str, upload_id: str) -> Path:
    return media_dir() / tenant / "open" / upload_id


@contextmanager
def locked(tenant: str, upload_id: str) -> Iterator[Draft]:
    """The draft, made if it is not there, with its lock held across threads and processes; else `upload-locked`."""
    path = _path(tenant, upload_id)
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if is_new:
        flush_folder(path.parent)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("upload-locked", retry_after=LOCKED_RETRY_AFTER_S) from None
        yield Draft(descriptor)
    finally:
        os.close(descriptor)


def size(tenant: str, upload_id: str) -> int:
    """Bytes in the draft's file; 0 where it is lost."""
    with suppress(FileNotFoundError):
        return _path(tenant, upload_id).stat().st_size
    return 0


def remove(tenant: str, upload_id: str) -> None:
    """Forget a draft."""
    _path(tenant, upload_id).unlink(missing_ok=True)


def ids(tenant: str) -> list[str]:
    """The ids of all drafts that stand here."""
    return sorted(path.name for path in _path(tenant, "x").parent.glob("*"))
