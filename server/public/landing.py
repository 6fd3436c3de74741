"""The first page of the public host, and the files that public pages need."""

from flask import Blueprint, Response, render_template, send_from_directory

from server import config
from server.rules import rule
from server.who import Verb

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@rule(Verb.SEE, "public")
def landing() -> str:
    """What this place is, and where the other two are."""
    settings = config.current()
    return render_template("landing.html", app=settings.origin("app"), office=settings.origin("office"))


@blueprint.get("/static/<path:name>")
@rule(Verb.SEE, "public")
def static_file(name: str) -> Response:
    """A style sheet or picture of the pages."""
    return send_from_directory(config.STATIC_DIR, name, max_age=3600)
