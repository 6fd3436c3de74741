"""The pages of the room: parse, one service, answer.

GET  /units                 the tree
GET  /units/new, POST /units
GET  /units/<id>, POST /units/<id>    one, its history; change it
POST /units/<id>/removal    take it out, where nothing stands in it
POST /units/undo/<op>       take any of these back, an import too
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.hearings import shown
from server.office.units import service
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.store.units import RANK
from server.who import Verb

blueprint = Blueprint("units", __name__, url_prefix="/units")
blueprint.context_processor(shown.tools)
ASKED_AGAIN = ("stale", "bad-values")


@blueprint.get("")
@rule(Verb.CHANGE, "unit")
def index() -> str:
    """The tree."""
    with reading() as connection:
        lines = service.tree(connection, actor())
    return render_template("office/units/index.html", lines=lines)


@blueprint.get("/new")
@blueprint.get("/<unit_id>", endpoint="unit")
@rule(Verb.CHANGE, "unit")
def new(unit_id: str = "") -> str:
    """One, or a form for a new one."""
    return _form(unit_id)


def _form(unit_id: str, problem: Problem | None = None) -> str:
    tried = request.form if problem else None
    with reading() as connection:
        view = service.form(connection, actor(), unit_id, tried)
    return render_template("office/units/form.html", problem=problem, levels=tuple(RANK), **view)


@blueprint.post("")
@blueprint.post("/<unit_id>", endpoint="change")
@rule(Verb.CHANGE, "unit")
def save(unit_id: str = "") -> Response | tuple[str, int]:
    """Keep it; what did not fit is shown again with what was written."""
    try:
        op_id = service.save(actor(), unit_id, request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _form(unit_id, problem), problem.status
    return redirect(url_for("units.index", done=op_id or None), 303)


@blueprint.post("/<unit_id>/removal")
@rule(Verb.CHANGE, "unit")
def remove(unit_id: str) -> Response:
    """Take it out."""
    return redirect(url_for("units.index", done=service.remove(actor(), unit_id)), 303)


@blueprint.post("/undo/<op_id>")
@rule(Verb.CHANGE, "unit")
def undo(op_id: str) -> Response:
    """Take it back."""
    service.take_back(actor(), op_id)
    return redirect(url_for("units.index", done="undone"), 303)
