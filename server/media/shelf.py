"""Where finished files stand: sealed bytes by name, whole or not at all. Another place has the same deeds.

    <data>/media/<tenant>/<first two of id>/<id>.<part>      part: original, shown, thumb

What is put is flushed with its folder before `put` returns: a receipt may follow (R8).
"""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from server import config
from server.backup.folder import write_file
from server.problems import Problem

ORIGINAL, SHOWN, THUMB = "original", "shown", "thumb"
PARTS = (THUMB, SHOWN, ORIGINAL)  # in the order in which they are put: where the original is, all is
RESERVE_BYTES = 256 * 1024 * 1024  # words come before media: a disk this full takes none
FULL_RETRY_AFTER_S = 600


class Shelf:
    """The files of one tenant below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, file_id: str, part: str) -> Path:
        return self.root / file_id[:2] / f"{file_id}.{part}"

    def put(self, file_id: str, part: str, sealed: bytes) -> None:
        """Keep the bytes, durably, over what stood there."""
        write_file(self._path(file_id, part), sealed)

    def get(self, file_id: str, part: str) -> bytes | None:
        """The bytes; None where they are lost."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return self._path(file_id, part).read_bytes()
        return None

    def has(self, file_id: str, part: str = ORIGINAL) -> bool:
        """Whether the bytes are there."""
        return self._path(file_id, part).is_file()

    def remove(self, file_id: str) -> None:
        """Forget a file, with all that was made of it."""
        for path in self.root.glob(f"{file_id[:2]}/{file_id}.*"):
            path.unlink(missing_ok=True)

    def originals(self) -> set[str]:
        """The ids of the files whose original is here: it is put last."""
        return {path.name.partition(".")[0] for path in self.root.glob(f"??/*.{ORIGINAL}")}

    def ids(self) -> Iterator[tuple[str, float]]:
        """The ids of what stands here, each with the time of its last change in seconds since 1970."""
        newest: dict[str, float] = {}
        for path in self.root.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                file_id = path.name.partition(".")[0]
                newest[file_id] = max(newest.get(file_id, 0), path.stat().st_mtime)
        yield from sorted(newest.items())


def media_dir() -> Path:
    """The folder of all media."""
    return config.current().data_dir / "media"


def shelf(tenant: str) -> Shelf:
    """The shelf of a tenant."""
    return Shelf(media_dir() / tenant)


@contextlib.contextmanager
def full_is_a_problem() -> Iterator[None]:
    """A disk that is full while we write is `store-full`: try again later, nothing is acknowledged (F31)."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Problem("store-full", retry_after=FULL_RETRY_AFTER_S) from error
        raise


def refuse_if_full(coming: int) -> None:
    """Raise `store-full` where `coming` bytes would eat into what is kept for words (media stop before ops)."""
    if shutil.disk_usage(config.current().data_dir).free < RESERVE_BYTES + coming:
        raise Problem("store-full", retry_after=FULL_RETRY_AFTER_S)
