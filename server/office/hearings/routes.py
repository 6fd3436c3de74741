"""The pages of the room: parse, one service, answer.

GET  /hearings                          all within reach, filtered, sorted, by page
GET  /hearings/<id>                     the merged hearing: overview
GET  /hearings/<id>/review?record=&path=    one open collision with its record; the first where none is named
GET  /hearings/<id>/history?by=&late=   every op of all its records
GET  /hearings/<id>/map                 its proposals on a map
GET  /hearings/<id>/<type>              all its records of one type; `attendance`: who came
POST /hearings/<id>/judgement           approve, hold, send back
POST /rankings/<id>/closing             open the ballot box of a lost tablet
GET  /records/<id>                      every field: who, which tablet, when; collisions; comments
GET  /records/<id>/history?path=&by=&late=  every op
POST /records/<id>/choice               settle a collision
POST /records/<id>/comments             comment on it, or on one field
POST /undo/<op>                         take a choice, judgement or comment back
GET  /waiting                           ops that stand aside, within reach
POST /waiting/<op>/acceptance, /waiting/<op>/dismissal
"""

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.hearings import collisions, comments, judgements, listing, lost_box, shown, views, waiting
from server.office.hearings import undo as taking_back
from server.office.hearings.collisions import Wish
from server.office.ways import own_path
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("hearings", __name__)
blueprint.context_processor(shown.tools)


@blueprint.get("/hearings")
@rule(Verb.SEE, "hearing")
def index() -> str:
    """The hearings within reach that fit what was asked."""
    with reading() as connection:
        view = listing.listed(connection, actor(), request.args)
    return render_template("office/hearings/index.html", list=view, columns=listing.COLUMNS)


@blueprint.get("/hearings/<hearing_id>")
@rule(Verb.SEE, "hearing")
def hearing(hearing_id: str) -> str:
    """One hearing, merged."""
    with reading() as connection:
        view = views.merged(connection, actor(), hearing_id)
    return render_template("office/hearings/hearing.html", **view)


@blueprint.get("/hearings/<hearing_id>/review")
@rule(Verb.SEE, "review")
def review(hearing_id: str) -> str | Response:
    """One open collision; where nothing is open any more, the hearing."""
    with reading() as connection:
        view = views.review(
            connection, actor(), hearing_id, *(request.args.get(name, "") for name in ("record", "path"))
        )
    if view["card"] is None:
        return redirect(url_for("hearings.hearing", hearing_id=hearing_id, done=request.args.get("done")), 303)
    return render_template("office/hearings/review.html", **view)


@blueprint.get("/hearings/<hearing_id>/history")
@rule(Verb.SEE, "hearing")
def hearing_history(hearing_id: str) -> str:
    """Every op of all records of a hearing."""
    with reading() as connection:
        view = views.hall_history(connection, actor(), hearing_id, request.args)
    return render_template("office/hearings/hall_history.html", **view)


@blueprint.get("/hearings/<hearing_id>/map")
@rule(Verb.SEE, "hearing")
def hearing_map(hearing_id: str) -> str:
    """A hearing's proposals on a map, with the list beside it."""
    with reading() as connection:
        view = views.on_map(connection, actor(), hearing_id, request.args.get("after", ""))
    return render_template("office/hearings/map.html", **view)


@blueprint.get("/hearings/<hearing_id>/<kind>")
@rule(Verb.SEE, "hearing")
def records(hearing_id: str, kind: str) -> str:
    """All records of one type."""
    with reading() as connection:
        if kind == "attendance":
            view = views.people(connection, actor(), hearing_id, request.args)
            return render_template("office/hearings/people.html", **view)
        after = request.args.get("after", "")
        if kind == "media":
            return render_template("office/hearings/files.html", **views.files(connection, actor(), hearing_id, after))
        if kind == "ranking_session":
            view = views.ranked(connection, actor(), hearing_id)
            return render_template("office/hearings/ranking.html", **view)
        view = views.table(connection, actor(), hearing_id, kind, after)
    page = kind if kind in ("proposal", "decision", "minutes") else "records"
    return render_template(f"office/hearings/{page}.html", **view)


@blueprint.post("/hearings/<hearing_id>/judgement")
@rule(Verb.DECIDE, "hearing")
def judge(hearing_id: str) -> Response | tuple[str, int]:
    """Approve, hold or send back; what could not be is shown again with what was written."""
    said = {name: request.form.get(name, "") for name in ("review", "token", "text")}
    try:
        op_id = judgements.judge(actor(), hearing_id, said["review"], said["token"], said["text"])
    except Problem as problem:
        if problem.code not in ("stale", "bad-values", "bad-state"):
            raise
        with reading() as connection:
            view = views.merged(connection, actor(), hearing_id)
        return render_template("office/hearings/hearing.html", problem=problem, tried=said, **view), problem.status
    return redirect(url_for("hearings.hearing", hearing_id=hearing_id, done=op_id), 303)


@blueprint.post("/rankings/<session_id>/closing")
@rule(Verb.DECIDE, "review")
def close_ranking(session_id: str) -> Response:
    """Count in the office what a lost tablet cannot count any more."""
    done = lost_box.close(actor(), session_id)
    return redirect(url_for("hearings.record", record_id=session_id, done=done), 303)


@blueprint.get("/records/<record_id>")
@rule(Verb.SEE, "record")
def record(record_id: str) -> str:
    """One record."""
    return _record_page(record_id)


def _record_page(record_id: str, wish: Wish | None = None, problem: Problem | None = None) -> str:
    """The record as it is now; after a `problem` with what the officer had wished, so that no work is lost."""
    with reading() as connection:
        view = views.record(connection, actor(), record_id, wish)
    page = "proposal_page" if view["record"].type == "proposal" else "record"
    return render_template(f"office/hearings/{page}.html", problem=problem, **view)


@blueprint.get("/records/<record_id>/history")
@rule(Verb.SEE, "record")
def record_history(record_id: str) -> str:
    """Every op of a record, or of one of its fields."""
    with reading() as connection:
        view = views.record_history(connection, actor(), record_id, request.args)
    return render_template("office/hearings/history.html", **view)


@blueprint.post("/records/<record_id>/choice")
@rule(Verb.DECIDE, "review")
def choose(record_id: str) -> Response | tuple[str, int]:
    """Settle a collision; what was stale or did not fit is shown again with what was wished."""
    wish = Wish(*(request.form.get(name, "") for name in Wish.__dataclass_fields__))
    try:
        op_id = collisions.choose(actor(), record_id, wish)
    except Problem as problem:
        if problem.code not in ("stale", "bad-values"):
            raise
        return _record_page(record_id, wish, problem), problem.status
    if hearing_id := request.form.get("hearing"):
        return redirect(url_for("hearings.review", hearing_id=hearing_id, done=op_id), 303)
    return redirect(url_for("hearings.record", record_id=record_id, done=op_id), 303)


@blueprint.post("/records/<record_id>/comments")
@rule(Verb.DECIDE, "review")
def comment(record_id: str) -> Response:
    """Comment on a record, or on one of its fields."""
    op_id = comments.add(actor(), record_id, request.form.get("path", ""), request.form.get("text", ""))
    return _here(done=op_id)


@blueprint.post("/undo/<op_id>")
@rule(Verb.DECIDE, "review")
def undo(op_id: str) -> Response:
    """Take a choice back."""
    taking_back.undo(actor(), op_id)
    return _here(done="undone")


def _here(done: str) -> Response:
    """To the page that the form stood on."""
    where = own_path(request.form.get("here", ""), url_for("hearings.index"))
    return redirect(where + ("&" if "?" in where else "?") + f"done={done}", 303)


@blueprint.get("/waiting")
@rule(Verb.SEE, "review")
def waiting_list() -> str:
    """Ops that stand aside, within reach."""
    with reading() as connection:
        view = views.stands_aside(connection, actor(), waiting.place_of(request.args.get("after", "")))
    after = json.dumps(view["waiting"].after) if view["waiting"].after else ""
    return render_template("office/hearings/waiting.html", after=after, **view)


@blueprint.post("/waiting/<op_id>/acceptance")
@rule(Verb.DECIDE, "review")
def accept(op_id: str) -> Response:
    """State a parked op anew as the office's."""
    waiting.accept(actor(), op_id, request.form.get("why", ""))
    return _back(url_for("hearings.waiting_list"))


@blueprint.post("/waiting/<op_id>/dismissal")
@rule(Verb.DECIDE, "review")
def dismiss(op_id: str) -> Response:
    """Leave an op aside for good."""
    waiting.dismiss(actor(), op_id, request.form.get("why", ""))
    return _back(url_for("hearings.waiting_list"))


def _back(otherwise: str) -> Response:
    """To the hearing that the form stood on, else to `otherwise`."""
    hearing_id = request.form.get("hearing", "")
    where = url_for("hearings.hearing", hearing_id=hearing_id) if hearing_id else otherwise
    return redirect(where + "?done=waiting#decide", 303)
