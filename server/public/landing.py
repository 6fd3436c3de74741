"""The first page of the public host, and the files that public pages need."""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.security import safe_join

from server import config
from server.public import kept
from server.public.reader import Reader
from server.rules import rule
from server.store import tenants
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Verb

blueprint = Blueprint("public", __name__)
PACKED = (".css", ".js", ".svg")
CACHED = "public, max-age=3600, stale-while-revalidate=604800"  # a page is drawn with the old sheet, not kept waiting


@blueprint.get("/")
@rule(Verb.SEE, "public")
def landing() -> str:
    """What this place is, who publishes here, and where the other two hosts are."""
    settings = config.current()
    owners = []
    with reading() as connection:
        for tenant in tenants.names(connection):
            owner = Reader(connection, tenant).owner()
            owners.append((tenant, owner.name if owner else tenant))
    owners.sort(key=lambda pair: collate.key(pair[1]))
    return render_template("landing.html", app=settings.origin("app"), office=settings.origin("office"), owners=owners)


@blueprint.get("/static/<path:name>")
@rule(Verb.SEE, "public")
def static_file(name: str) -> Response:
    """A style sheet or picture of the pages, packed: a sheet in the clear is 1,2 s of a 2G line."""
    path = safe_join(str(config.STATIC_DIR), name)
    if path is None or not path.endswith(PACKED) or not Path(path).is_file():
        return send_from_directory(config.STATIC_DIR, name, max_age=3600)
    return kept.answer(_packed(Path(path)), guess_type(path)[0] or "", CACHED)


@cache
def _packed(path: Path) -> kept.Kept:
    return kept.packed(path.read_bytes(), quality=11)
