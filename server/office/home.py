"""The first page of the office, the person's own page, the choice of language and of light or dark, and the files
that pages need."""

import gzip
from functools import cache
from io import BytesIO
from mimetypes import guess_type

from flask import Blueprint, Response, redirect, render_template, request, send_file, send_from_directory, session

from server import clock, config
from server.office import board
from server.office.hearings import shown
from server.office.ways import own_path
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.texts import LANGUAGES
from server.who import Verb

blueprint = Blueprint("home", __name__)
blueprint.context_processor(shown.tools)
A_YEAR_S = 365 * 24 * 3600
LARGE = frozenset({"mongolia.json", *(f"vendor/{path.name}" for path in config.STATIC_DIR.glob("vendor/*.mjs"))})
THEMES = ("system", "light", "dark")


@blueprint.get("/")
@rule(Verb.SEE, "office")
def index() -> str:
    """What waits, where hearings were held, what became of proposals; in a new organisation, where to begin."""
    with reading() as connection:
        view = board.shown(connection, actor(), request.args)
    return render_template("office/home.html", board=view, now=clock.now_ms())


@blueprint.get("/me")
@rule(Verb.CHANGE, "session")
def me() -> str:
    """Password, second step and passkeys of the person."""
    return render_template("office/me.html")


@blueprint.post("/language")
@rule(Verb.CREATE, "session")
def language() -> Response:
    """Speak another language from here on."""
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return _back()


@blueprint.post("/theme")
@rule(Verb.CREATE, "session")
def choose_theme() -> Response:
    """Show light, dark, or what the machine is set to, from here on."""
    if request.form.get("theme") in THEMES:
        session["theme"] = request.form["theme"]
    return _back()


def theme() -> str:
    """What was chosen: `light`, `dark` or `system`."""
    return session.get("theme", THEMES[0])


def _back() -> Response:
    """To the page that the form stood on, if it says so by a path of ours."""
    return redirect(own_path(request.form.get("here", "")), 303)


@blueprint.get("/static/<path:name>")
@rule(Verb.SEE, "page")
def static_file(name: str) -> Response:
    """A style sheet, script or picture of the pages; what others made has its version in its name and never changes."""
    age = A_YEAR_S if name.startswith("vendor/") else 3600
    if name not in LARGE or not request.accept_encodings["gzip"]:
        return send_from_directory(config.STATIC_DIR, name, max_age=age)
    response = send_file(BytesIO(_packed(name)), guess_type(name)[0], max_age=age)
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


@cache
def _packed(name: str) -> bytes:
    """A large file, packed once a process: a map is 0,5 MB over the line, not 1,8."""
    return gzip.compress((config.STATIC_DIR / name).read_bytes(), 6, mtime=0)
