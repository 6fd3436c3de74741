"""The pages of the room: parse, one service, answer.

GET  /messages?channel=&state=&page=    what was told, and whether it arrived; no names
GET  /messages/calls                    whom to call, printable
GET  /messages/board                    what to pin up, printable
POST /messages/board                    it is pinned up
POST /messages/<id>/<told|unreached|undo>
POST /messages/stop                     somebody wants no more (the number stands in the body)
GET  /messages/words, POST              the words of each message, in three languages
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.messages.causes import KINDS
from server.messages.outbox import CHANNELS
from server.office.hearings import shown
from server.office.messages import told
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Actor, Verb, has_role

blueprint = Blueprint("messages", __name__, url_prefix="/messages")
blueprint.context_processor(shown.tools)
DEEDS = ("told", "unreached", "undo")


def badge(officer: Actor) -> int:
    """How many calls wait."""
    if not has_role(officer, Verb.CHANGE, "message"):
        return 0
    with reading() as connection:
        return told.waiting(connection, officer)


@blueprint.get("")
@rule(Verb.SEE, "message")
def index() -> str:
    """All messages."""
    return _index(None)


def _index(problem: Problem | None) -> str:
    with reading() as connection:
        view = told.listed(connection, actor(), request.args)
    return render_template(
        "office/messages/index.html",
        list=view,
        columns=told.COLUMNS,
        channels=CHANNELS,
        states=told.STATES,
        may_change=has_role(actor(), Verb.CHANGE, "message"),
        may_set=has_role(actor(), Verb.CHANGE, "settings"),
        stopped=request.args.get("stopped", ""),
        problem=problem,
    )


@blueprint.get("/calls")
@rule(Verb.CHANGE, "message")
def calls() -> str:
    """Whom to call."""
    with reading() as connection:
        lines = told.calls(connection, actor())
    done = request.args.get("done", "")
    return render_template("office/messages/calls.html", lines=lines, done=done if len(done) == 26 else "")


@blueprint.get("/board")
@rule(Verb.SEE, "message")
def board() -> str:
    """What to pin up."""
    with reading() as connection:
        lines = told.board(connection, actor())
    return render_template("office/messages/board.html", lines=lines, may=has_role(actor(), Verb.CHANGE, "message"))


@blueprint.post("/board")
@rule(Verb.CHANGE, "message")
def pin_up() -> Response:
    """It is pinned up."""
    told.board_told(actor(), request.form.getlist("message"))
    return redirect(url_for("messages.board"), 303)


@blueprint.post("/<message>/<deed>")
@rule(Verb.CHANGE, "message")
def tick(message: str, deed: str) -> Response:
    """A call, ticked off or tried, or that taken back."""
    if deed not in DEEDS:
        raise Problem("not-found")
    told.tick(actor(), message, deed)
    said = {} if deed == "undo" else {"done": message}
    return redirect(url_for("messages.calls", **said), 303)


@blueprint.post("/stop")
@rule(Verb.CHANGE, "message")
def stop() -> Response | tuple[str, int]:
    """Somebody wants no more."""
    try:
        count = told.stop(actor(), request.form.get("number", ""))
    except Problem as problem:
        if problem.code != "bad-values":
            raise
        return _index(problem), problem.status
    return redirect(url_for("messages.index", stopped=count), 303)


@blueprint.get("/words")
@rule(Verb.CHANGE, "settings")
def templates() -> str:
    """The words."""
    with reading() as connection:
        rows = told.templates(connection, actor())
    return render_template("office/messages/words.html", rows=rows, kinds=KINDS, letters_max=told.TEMPLATE_MAX)


@blueprint.post("/words")
@rule(Verb.CHANGE, "settings")
def set_template() -> Response:
    """Other words."""
    said = request.form
    told.set_template(actor(), said.get("kind", ""), said.get("language", ""), said.get("text", ""))
    return redirect(url_for("messages.templates") + f"#{said.get('kind', '')}", 303)
