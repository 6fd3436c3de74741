"""The pages of the room: parse, one service, answer.

GET  /hearings                          all within reach
GET  /hearings/<id>                     the merged hearing
GET  /hearings/<id>/<type>              all its records of one type
GET  /records/<id>                      every field: who, which tablet, when; collisions
GET  /records/<id>/history?path=        every op
POST /records/<id>/choice               settle a collision
GET  /waiting                           ops that stand aside, within reach
POST /waiting/<op>/acceptance, /waiting/<op>/dismissal
"""

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.hearings import collisions, service, shown, views, waiting
from server.office.hearings.collisions import Wish
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("hearings", __name__)
blueprint.context_processor(shown.tools)


@blueprint.get("/hearings")
@rule(Verb.SEE, "hearing")
def index() -> str:
    """All hearings within reach, newest first."""
    with reading() as connection:
        lines, after = service.listed(connection, actor(), request.args.get("after", ""))
    return render_template("office/hearings/index.html", lines=lines, after=after)


@blueprint.get("/hearings/<hearing_id>")
@rule(Verb.SEE, "hearing")
def hearing(hearing_id: str) -> str:
    """One hearing, merged."""
    with reading() as connection:
        view = views.merged(connection, actor(), hearing_id)
    return render_template("office/hearings/hearing.html", **view)


@blueprint.get("/hearings/<hearing_id>/<kind>")
@rule(Verb.SEE, "hearing")
def records(hearing_id: str, kind: str) -> str:
    """All records of one type."""
    with reading() as connection:
        view = views.table(connection, actor(), hearing_id, kind, request.args.get("after", ""))
    return render_template("office/hearings/records.html", **view)


@blueprint.get("/records/<record_id>")
@rule(Verb.SEE, "record")
def record(record_id: str) -> str:
    """One record."""
    return _record_page(record_id)


def _record_page(record_id: str, wish: Wish | None = None, problem: Problem | None = None) -> str:
    """The record as it is now; after a `problem` with what the officer had wished, so that no work is lost."""
    with reading() as connection:
        view = views.record(connection, actor(), record_id, wish)
    return render_template("office/hearings/record.html", problem=problem, **view)


@blueprint.get("/records/<record_id>/history")
@rule(Verb.SEE, "record")
def record_history(record_id: str) -> str:
    """Every op of a record, or of one of its fields."""
    with reading() as connection:
        view = views.record_history(connection, actor(), record_id, request.args.get("path", ""))
    return render_template("office/hearings/history.html", **view)


@blueprint.post("/records/<record_id>/choice")
@rule(Verb.DECIDE, "review")
def choose(record_id: str) -> Response | tuple[str, int]:
    """Settle a collision; what was stale or did not fit is shown again with what was wished."""
    wish = Wish(*(request.form.get(name, "") for name in Wish.__dataclass_fields__))
    try:
        collisions.choose(actor(), record_id, wish)
    except Problem as problem:
        if problem.code not in ("stale", "bad-values"):
            raise
        return _record_page(record_id, wish, problem), problem.status
    return _back(url_for("hearings.record", record_id=record_id))


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
    return redirect(where + "?done=1#decide", 303)
