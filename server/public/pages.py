"""What every public page shares: the tenant's frame, a cache in memory, ETags, packing (P9).

    @blueprint.get("/<tenant>/works")
    @rule(Verb.SEE, "public")
    @page
    def index(reader: Reader) -> str: ...

A page is drawn when the tenant's data have changed since, or every REFRESH_MS for the count of visits; else it comes
from memory. It depends on address and language alone: no cookie, no script of need, nothing of the reader.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock

import brotli
from flask import Response, current_app, request, url_for
from flask_babel import get_locale

from server import clock, config
from server.problems import Problem
from server.public import visits, words
from server.public.reader import Reader
from server.store import published
from server.store.unit_of_work import reading

CACHE_BYTES_MAX = 24 * 1024 * 1024  # of one process
ENTRY_BYTES_MAX = 512 * 1024
QUERY_MAX = 300
REFRESH_MS = 600_000
STALE_MS = 14 * 24 * 3600 * 1000  # what is public is to be renewed every 14 days (DOMAIN §C1, «Open information»)
MAX_AGE_S = 60
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
SNAPSHOT = "yavuul.snapshot"  # in the environ: drawn for `yavuul publish`, without forms


@dataclass(frozen=True, slots=True)
class Kept:
    """A page in memory: whole, and as it was packed."""

    version: str
    etag: str
    plain: bytes
    packed: dict[str, bytes]

    @property
    def size(self) -> int:
        """How much room it takes."""
        return len(self.plain) + sum(map(len, self.packed.values()))


class Cache:
    """Pages by address, the least asked for going first. One request draws anew, others meanwhile get the old page."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple, Kept] = OrderedDict()
        self._drawing: set[tuple] = set()
        self._size, self._lock = 0, Lock()

    def get(self, key: tuple, version: str) -> Kept | None:
        """The page, if of this version, or while another draws it. None: the caller draws it, then says `leave`."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or (found.version != version and key not in self._drawing):
                self._drawing.add(key)
                return None
            self._pages.move_to_end(key)
            return found

    def leave(self, key: tuple) -> None:
        """The page could not be drawn, or is drawn."""
        with self._lock:
            self._drawing.discard(key)

    def put(self, key: tuple, page: Kept) -> None:
        """Keep a page."""
        if page.size > ENTRY_BYTES_MAX:
            return
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._size > CACHE_BYTES_MAX:
                self._size -= self._pages.popitem(last=False)[1].size


def page(view: Callable[..., str]) -> Callable[..., Response]:
    """Serve what `view(reader, …)` draws, from memory where nothing has changed."""

    @wraps(view)
    def served(tenant: str, **place: str) -> Response:
        is_snapshot = bool(request.environ.get(SNAPSHOT))
        key = (request.full_path, language(), is_snapshot)
        with reading() as connection:
            version = _version(connection, tenant)
            cache: Cache = current_app.extensions.setdefault("yavuul_public_pages", Cache())
            found = cache.get(key, version)
            if found is None:
                try:
                    found = packed(view(Reader(connection, tenant), **place).encode(), version)
                    if len(request.query_string) <= QUERY_MAX:
                        cache.put(key, found)
                finally:
                    cache.leave(key)
        if not is_snapshot:
            visits.count(tenant, request.path)
        return answer(found, "text/html; charset=utf-8", f"public, max-age={MAX_AGE_S}", "Accept-Language")

    return served


def open_page(view: Callable) -> Callable:
    """As `page` for what depends on what was sent: never kept, by nobody."""

    @wraps(view)
    def served(tenant: str, **place: str) -> Response:
        with reading() as connection:
            _version(connection, tenant)
            drawn = view(Reader(connection, tenant), **place)
        response = current_app.make_response(drawn)
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["br"]:
            response.set_data(brotli.compress(response.get_data(), quality=5))
            response.headers["Content-Encoding"] = "br"
        return response

    return served


def _version(connection, tenant: str) -> str:
    found = published.version(connection, tenant)
    if found is None:
        raise Problem("not-found")
    return f"{found[0]}.{found[1]}.{clock.now_ms() // REFRESH_MS}"


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


def picture(kind: str, data: bytes) -> Response:
    """A photo that everybody may see, for now: it may be taken back, so it is asked for again after a minute."""
    response = Response(data, content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
    response.add_etag()
    return response.make_conditional(request)


def language() -> str:
    """The language that the page speaks."""
    locale = get_locale()
    return locale.language if locale else "mn"


def to(endpoint: str, **values: object) -> str:
    """The address of a public page of the same tenant, in the language that was asked for."""
    if asked := request.args.get("lang"):
        values["lang"] = asked if asked in ("mn", "en") else None
    return url_for(endpoint, tenant=(request.view_args or {}).get("tenant"), **values)


def frame(reader: Reader) -> dict:
    """What head and foot of a page say of the tenant."""
    owner = reader.owner()
    changed = published.changed_at(reader.connection, reader.tenant)
    zone = words.zone(owner.text("zone") if owner else "")
    now = clock.now_ms()
    return {
        "tenant": reader.tenant,
        "owner": owner.text("name") if owner else reader.tenant,
        "updated": words.moment(changed, zone) if changed else "",
        "is_stale": bool(changed) and now - changed > STALE_MS,
        "visits": visits.told(reader.connection, reader.tenant, request.path),
        "licence": LICENCE,
        "is_snapshot": bool(request.environ.get(SNAPSHOT)),
        "origin": config.current().origin(),
        "here": request.path,
        "to": to,
        "other_language": other_language(),
        "zone": zone,
        "moment": lambda at_ms: words.moment(at_ms, zone),
        **words.tools(),
    }


def other_language() -> str:
    """The address of this page in the other language."""
    query = {name: value for name, value in request.args.items() if name != "lang"}
    other = "en" if language() == "mn" else "mn"
    return url_for(request.endpoint, **(request.view_args or {}), **query, lang=other)
