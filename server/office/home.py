"""The first page of the office, the person's own page, the choice of language and of light or dark, and the files
that pages need."""

from flask import Blueprint, Response, redirect, render_template, request, send_from_directory, session

from server import config
from server.office.ways import own_path
from server.rules import rule
from server.texts import LANGUAGES
from server.who import Verb

blueprint = Blueprint("home", __name__)
THEMES = ("system", "light", "dark")


@blueprint.get("/")
@rule(Verb.SEE, "office")
def index() -> str:
    """The rooms that are open to the person."""
    return render_template("office/home.html")


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
    """A style sheet, script or picture of the pages."""
    return send_from_directory(config.STATIC_DIR, name, max_age=3600)
