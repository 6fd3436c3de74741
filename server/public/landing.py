"""The first page of the public host, and the files that public pages need."""

from flask import Blueprint, Response, render_template, send_from_directory

from server import config
from server.public.reader import Reader
from server.rules import rule
from server.store import tenants
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Verb

blueprint = Blueprint("public", __name__)


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
    """A style sheet or picture of the pages."""
    return send_from_directory(config.STATIC_DIR, name, max_age=3600)
