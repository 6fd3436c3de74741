"""The pages of the room: parse, one service, answer.

GET  /settings             all, in groups, with source and day verified; who changed what
POST /settings/<group>     say a group's
POST /settings/undo/<op>   take that back
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.hearings import shown
from server.office.settings import service
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
blueprint.context_processor(shown.tools)
ASKED_AGAIN = ("stale", "bad-values")


@blueprint.get("")
@rule(Verb.SEE, "settings")
def index() -> str:
    """The settings."""
    return _page()


def _page(problem: Problem | None = None, group: str = "") -> str:
    tried = request.form if problem else {}
    with reading() as connection:
        view = service.view(connection, actor())
    return render_template("office/settings/index.html", problem=problem, tried=tried, at=group, **view)


@blueprint.post("/<group>")
@rule(Verb.CHANGE, "settings")
def save(group: str) -> Response | tuple[str, int]:
    """Say a group's settings; what could not be is shown again with what was typed."""
    try:
        op_id = service.save(actor(), group, request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _page(problem, group), problem.status
    return redirect(url_for("settings.index", done=op_id or None, _anchor=group), 303)


@blueprint.post("/undo/<op_id>")
@rule(Verb.CHANGE, "settings")
def undo(op_id: str) -> Response:
    """Take it back."""
    service.take_back(actor(), op_id)
    return redirect(url_for("settings.index", done="undone"), 303)
