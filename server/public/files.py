"""Public files too large for memory: written once per version of what is published, packed once (P8, H84).

    return send("jargalant/proposals.csv", version, fill, "text/csv")

A copy stands packed in the data directory under its hash: all processes share it, who has it pays a short answer, a
reader who takes no gzip gets it unpacked piece by piece. How often one is written is bounded, however often it is asked
for and however often a tablet sends: one process at a time writes a file, while others give the copy before; and a copy
that was dear rests REST times as long as it took, at most as long as caches outside may hold it. Copies of an earlier
program are not trusted. Nothing stands here but what is published.
"""

import fcntl
import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from os import SEEK_END
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, NamedTuple

from flask import Response, request, send_file

from server import config
from server.problems import Problem
from server.public import answers

FOLDER = "published"  # of the data directory
CHEAP_MS, REST, REST_S_MAX = 1000, 20, answers.MINUTES_5  # processor time; below CHEAP_MS a copy never rests
RETRY_AFTER_S = 5
GZIP_LEVEL, PIECE_BYTES = 6, 64 * 1024
_started = time.time()
_room = BoundedSemaphore(2)  # files that one process writes at once: each holds a reader


class Copy(NamedTuple):
    """A file as it was written: of which version, what that cost the processor, its hash."""

    path: Path
    version: str
    cost_ms: int
    hash: str
    written_at: float  # s

    def may_serve(self, version: str) -> bool:
        """Whether it is of this version, or still rests."""
        if self.version == version or self.cost_ms < CHEAP_MS:
            return self.version == version
        return time.time() - self.written_at < min(REST_S_MAX, REST * self.cost_ms / 1000)


def send(place: str, version: str, fill: Callable[[IO[bytes]], None], content_type: str, name: str = "") -> Response:
    """The file `place` as `fill` writes it; `name`: to be saved under. Raises `too-many-requests` while it is first
    written.
    """
    folder = config.current().data_dir / FOLDER / place
    is_packed = bool(request.accept_encodings["gzip"])
    for _ in range(3):
        copy = _current(folder, sha256(version.encode()).hexdigest()[:16], fill)
        with suppress(FileNotFoundError):  # a newer copy came between
            response = _packed(copy) if is_packed else _plain(copy)
            break
    else:
        raise Problem("too-many-requests", retry_after=RETRY_AFTER_S)
    response.headers["Content-Type"] = content_type
    response.vary.add("Accept-Encoding")
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answers.for_all(response, f"{copy.hash}-gzip" if is_packed else copy.hash).make_conditional(request)


def _packed(copy: Copy) -> Response:
    response = send_file(copy.path, mimetype="application/octet-stream", conditional=False, etag=False)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _plain(copy: Copy) -> Response:
    file = copy.path.open("rb")  # who sends it closes it
    file.seek(-4, SEEK_END)
    size = int.from_bytes(file.read(4), "little")  # as the last bytes of gzip tell it, below 4 GiB
    file.seek(0)
    plain = gzip.GzipFile(fileobj=file)
    response = Response(iter(lambda: plain.read(PIECE_BYTES), b""))
    response.content_length = size
    response.call_on_close(file.close)
    return response


def _current(folder: Path, version: str, fill: Callable[[IO[bytes]], None]) -> Copy:
    found = _newest(folder)
    if found and found.may_serve(version):
        return found
    with _alone(folder) as is_mine:
        found = _newest(folder)
        if found and (not is_mine or found.may_serve(version)):
            return found
        if not is_mine:
            raise Problem("too-many-requests", retry_after=RETRY_AFTER_S)
        return _written(folder, version, fill)


def _newest(folder: Path) -> Copy | None:
    found = []
    for path in folder.glob("*.gz"):
        version, cost_ms, hashed = path.stem.split("-")
        with suppress(FileNotFoundError):
            found.append(Copy(path, version, int(cost_ms), hashed, path.stat().st_mtime))
    newest = max(found, key=lambda one: one.written_at, default=None)
    return newest if newest and newest.written_at >= _started else None


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else writes this file, in this process or another, and there is room, for as long as it lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        if not _room.acquire(blocking=False):
            yield False
            return
        try:
            yield True
        finally:
            _room.release()


def _written(folder: Path, version: str, fill: Callable[[IO[bytes]], None]) -> Copy:
    draft, began = folder / "draft", time.thread_time()
    with draft.open("wb") as file, gzip.GzipFile("", "wb", GZIP_LEVEL, file, mtime=0) as packed:
        fill(packed)
    with draft.open("rb") as file:
        hashed = file_digest(file, "sha256").hexdigest()[:32]
    cost_ms = round((time.thread_time() - began) * 1000)
    path = folder / f"{version}-{cost_ms}-{hashed}.gz"
    older = [one for one in folder.glob("*.gz") if one != path]
    draft.replace(path)
    for one in older:
        one.unlink(missing_ok=True)
    return Copy(path, version, cost_ms, hashed, path.stat().st_mtime)
