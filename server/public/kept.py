"""What public pages and files are kept as, in memory: drawn once per version of the tenant's data, packed once (P9).

    found = kept(key, version, draw)
    return answer(found, "text/html; charset=utf-8", "public, max-age=60", "Accept-Language")

One request draws a key anew; others meanwhile get what was drawn before. Files too large for memory: files.py.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

import brotli
from flask import Response, current_app, request

CACHE_BYTES_MAX = 24 * 1024 * 1024  # of one process
ENTRY_BYTES_MAX = 1024 * 1024
QUERY_MAX = 300
EXTENSION = "yavuul_public_kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in memory: whole, and as it was packed."""

    version: str
    etag: str
    plain: bytes
    packed: dict[str, bytes]

    @property
    def size(self) -> int:
        """How much room it takes."""
        return len(self.plain) + sum(map(len, self.packed.values()))


class Cache:
    """Answers by key, the least asked for going first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple, Kept] = OrderedDict()
        self._drawing: set[tuple] = set()
        self._size, self._lock = 0, Lock()

    def get(self, key: tuple, version: str) -> Kept | None:
        """What is kept, if of this version, or while another draws it. None: the caller draws it, then says `leave`."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or (found.version != version and key not in self._drawing):
                self._drawing.add(key)
                return None
            self._kept.move_to_end(key)
            return found

    def leave(self, key: tuple) -> None:
        """It could not be drawn, or is drawn."""
        with self._lock:
            self._drawing.discard(key)

    def put(self, key: tuple, one: Kept) -> None:
        """Keep an answer."""
        if one.size > ENTRY_BYTES_MAX:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self._size += one.size - (old.size if old else 0)
            self._kept[key] = one
            while self._size > CACHE_BYTES_MAX:
                self._size -= self._kept.popitem(last=False)[1].size


def kept(key: tuple, version: str, draw: Callable[[], bytes]) -> Kept:
    """What is kept of `version` under `key`, or what `draw` makes; long questions are answered, but not kept."""
    cache: Cache = current_app.extensions.setdefault(EXTENSION, Cache())
    found = cache.get(key, version)
    if found is None:
        try:
            found = packed(draw(), version)
            if len(request.query_string) <= QUERY_MAX:
                cache.put(key, found)
        finally:
            cache.leave(key)
    return found


def packed(plain: bytes, version: str = "", quality: int = 6) -> Kept:
    """Something to keep, packed in both ways."""
    forms = {"br": brotli.compress(plain, quality=quality), "gzip": gzip.compress(plain, 9, mtime=0)}
    return Kept(version, sha256(plain).hexdigest()[:16], plain, forms)


def answer(found: Kept, content_type: str, cache: str, *vary: str) -> Response:
    """What is kept, in the form that the reader takes."""
    coding = next((one for one in ("br", "gzip") if request.accept_encodings[one]), "")
    response = Response(found.packed.get(coding, found.plain), content_type=content_type)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.headers["Cache-Control"] = cache
    response.vary.update(("Accept-Encoding", *vary))
    response.set_etag(found.etag + (f"-{coding}" if coding else ""))
    return response.make_conditional(request)
