"""The pages of the room: parse, one service, answer.

GET  /directory                          to the first shelf
GET  /directory/<shelf>?q=&sort=&hidden= bodies, materials, goals
GET, POST /directory/<shelf>/new         a new one
GET, POST /directory/<shelf>/<id>        one, and another word of it
POST /directory/<shelf>/<id>/hidden      offer it no more; with `undo` again
POST /directory/goals/of/<proposal>      the proposal serves `goal`; with `undo` no longer
GET  /directory/categories               the tiles;  GET, POST …/categories/new, …/categories/<slug>
GET, POST /directory/wordings            texts that citizens read
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.directory import categories, goals, service, shelves, wordings
from server.office.hearings import shown
from server.office.ways import own_path
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb, has_role

blueprint = Blueprint("directory", __name__, url_prefix="/directory")
blueprint.context_processor(shown.tools)
blueprint.context_processor(
    lambda: {
        "shelves": shelves.SHELVES,
        "may_change": has_role(actor(), Verb.CHANGE, "directory"),
        "may_set": has_role(actor(), Verb.CHANGE, "settings"),
    }
)
_again = ("stale", "bad-values", "bad-state")


@blueprint.get("")
@rule(Verb.SEE, "directory")
def index() -> Response:
    """The first shelf."""
    return redirect(url_for("directory.shelf", name="bodies"))


@blueprint.get("/<name>")
@rule(Verb.SEE, "directory")
def shelf(name: str) -> str:
    """A shelf."""
    with reading() as connection:
        view = service.listed(connection, actor(), name, request.args)
    return render_template("office/directory/shelf.html", name=name, list=view)


@blueprint.get("/<name>/new")
@blueprint.get("/<name>/<record_id>", endpoint="one")
@rule(Verb.SEE, "directory")
def form(name: str, record_id: str = "") -> str:
    """One, or a form for a new one."""
    return _form(name, record_id)


def _form(name: str, record_id: str, problem: Problem | None = None) -> str:
    shelf = service.shelf_of(name)
    with reading() as connection:
        record = service.one(connection, actor(), name, record_id) if record_id else None
        offered = service.offered(connection, actor(), shelf)
    return render_template(
        "office/directory/form.html",
        name=name,
        shelf=shelf,
        record=record,
        offered=offered,
        languages=shelves.LANGUAGES,
        problem=problem,
        tried=request.form,
    )


@blueprint.post("/<name>/new")
@blueprint.post("/<name>/<record_id>", endpoint="save_one")
@rule(Verb.CHANGE, "directory")
def save(name: str, record_id: str = "") -> Response | tuple[str, int]:
    """Keep it; what did not fit is shown again with what was written."""
    try:
        service.save(actor(), name, record_id, request.form.get("token", ""), request.form)
    except Problem as problem:
        if problem.code not in _again:
            raise
        return _form(name, record_id, problem), problem.status
    return redirect(url_for("directory.shelf", name=name, done="saved"), 303)


@blueprint.post("/<name>/<record_id>/hidden")
@rule(Verb.CHANGE, "directory")
def hide(name: str, record_id: str) -> Response:
    """Offer it no more, or again."""
    is_back = bool(request.form.get("undo"))
    service.hide(actor(), name, record_id, not is_back)
    said = {"done": "back"} if is_back else {"done": "hidden", "record": record_id}
    return redirect(url_for("directory.shelf", name=name, **said), 303)


@blueprint.post("/goals/of/<proposal_id>")
@rule(Verb.DECIDE, "proposal")
def name_goal(proposal_id: str) -> Response:
    """The proposal serves a goal, or no longer."""
    goals.name(actor(), proposal_id, request.form.get("goal", ""), not request.form.get("undo"))
    where = url_for("hearings.record", record_id=proposal_id)
    return redirect(own_path(request.form.get("here", ""), where) + "#goals", 303)


@blueprint.get("/categories")
@rule(Verb.SEE, "settings")
def tiles() -> str:
    """The tiles, in their order."""
    with reading() as connection:
        found = categories.all_of(connection, actor().tenant)
    return render_template("office/directory/categories.html", categories=found, name_of=categories.name)


@blueprint.get("/categories/new")
@blueprint.get("/categories/<slug>", endpoint="tile")
@rule(Verb.SEE, "settings")
def category_form(slug: str = "") -> str:
    """One category, or a form for a new one."""
    return _category_form(slug)


def _category_form(slug: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        found = categories.one(connection, actor(), slug)
    return render_template(
        "office/directory/category.html",
        one=found,
        glyphs=categories.GLYPHS,
        languages=categories.LANGUAGES,
        problem=problem,
        tried=request.form,
    )


@blueprint.post("/categories/new")
@blueprint.post("/categories/<slug>", endpoint="save_tile")
@rule(Verb.CHANGE, "settings")
def save_category(slug: str = "") -> Response | tuple[str, int]:
    """Keep it."""
    try:
        categories.save(actor(), slug, request.form.get("token", ""), request.form)
    except Problem as problem:
        if problem.code not in _again:
            raise
        return _category_form(slug, problem), problem.status
    return redirect(url_for("directory.tiles", done="saved"), 303)


@blueprint.get("/wordings")
@rule(Verb.SEE, "settings")
def texts() -> str:
    """The texts that may be edited."""
    return _texts()


def _texts(problem: Problem | None = None) -> str:
    with reading() as connection:
        found = wordings.all_of(connection, actor())
    return render_template("office/directory/wordings.html", wordings=found, problem=problem, tried=request.form)


@blueprint.post("/wordings")
@rule(Verb.CHANGE, "settings")
def save_text() -> Response | tuple[str, int]:
    """Keep one text."""
    said = {name: request.form.get(name, "") for name in ("key", "language", "token", "text")}
    try:
        wordings.save(actor(), **said)
    except Problem as problem:
        if problem.code not in _again:
            raise
        return _texts(problem), problem.status
    return redirect(url_for("directory.texts", done="saved") + f"#{said['key']}.{said['language']}", 303)
