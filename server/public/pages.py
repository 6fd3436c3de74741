"""What every public page shares: the tenant's frame, ways and foot, languages; kept in memory (kept.py, P9).

    @blueprint.get("/<tenant>/works")
    @rule(Verb.SEE, "public")
    @page
    def index(reader: Reader) -> str: ...

A page is drawn when the tenant's data have changed since, or every REFRESH_MS for the count of visits; else it comes
from memory. It depends on address and language alone: no cookie, no script of need, nothing of the reader.
"""

from collections.abc import Callable
from functools import partial, wraps

import brotli
from flask import Response, current_app, request, url_for
from flask_babel import get_locale
from sqlalchemy import Connection

from server import clock, config
from server.problems import Problem
from server.public import visits, words
from server.public.kept import answer, kept
from server.public.reader import Reader
from server.store import published
from server.store.unit_of_work import reading
from server.texts import PUBLIC_LANGUAGES

REFRESH_MS = 600_000
STALE_MS = 14 * 24 * 3600 * 1000  # what is public is to be renewed every 14 days (DOMAIN §C1, «Open information»)
MAX_AGE_S = 60
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
SNAPSHOT = "yavuul.snapshot"  # in the environ: drawn for `yavuul publish`, without forms


def page(view: Callable[..., str]) -> Callable[..., Response]:
    """Serve what `view(reader, …)` draws, from memory where nothing has changed."""
    return page_with(lambda _: "")(view)


def page_with(more: Callable[[str], str]) -> Callable[[Callable[..., str]], Callable[..., Response]]:
    """As `page`, of what changes with `more(tenant)` as well."""

    def declare(view: Callable[..., str]) -> Callable[..., Response]:
        @wraps(view)
        def served(tenant: str, **place: str) -> Response:
            is_snapshot = bool(request.environ.get(SNAPSHOT))
            key = (request.full_path, language(), is_snapshot)
            also = more(tenant)
            with reading() as connection:
                draw = partial(view, Reader(connection, tenant), **place)
                found = kept(key, version(connection, tenant) + also, lambda: draw().encode())
            if not is_snapshot:
                visits.count(tenant, request.path)
            return answer(found, "text/html; charset=utf-8", f"public, max-age={MAX_AGE_S}", "Accept-Language")

        return served

    return declare


def open_page(view: Callable) -> Callable:
    """As `page` for what depends on what was sent: never kept, by nobody."""

    @wraps(view)
    def served(tenant: str, **place: str) -> Response:
        with reading() as connection:
            version(connection, tenant)
            drawn = view(Reader(connection, tenant), **place)
        response = current_app.make_response(drawn)
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["br"]:
            response.set_data(brotli.compress(response.get_data(), quality=5))
            response.headers["Content-Encoding"] = "br"
        return response

    return served


def version(connection: Connection, tenant: str) -> str:
    """What everything that is drawn for the tenant changes with. Raises `not-found` where there is none."""
    found = published.version(connection, tenant)
    if found is None:
        raise Problem("not-found")
    return f"{found[0]}.{found[1]}.{clock.now_ms() // REFRESH_MS}"


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
        values["lang"] = asked if asked in PUBLIC_LANGUAGES else None
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
        "other_languages": other_languages(),
        "zone": zone,
        "moment": lambda at_ms: words.moment(at_ms, zone),
        **words.tools(),
    }


def other_languages() -> dict[str, str]:
    """Language → the address of this page in it, for those that it does not speak."""
    query = {name: value for name, value in request.args.items() if name != "lang"}
    here = partial(url_for, request.endpoint, **(request.view_args or {}), **query)
    return {other: here(lang=other) for other in PUBLIC_LANGUAGES if other != language()}
