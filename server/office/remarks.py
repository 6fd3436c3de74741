"""The room «remarks»: what readers of the public pages wrote, to be published, kept or refused (P5, P6).

GET  /remarks             what waits; `state` shows what was decided
GET  /remarks/<id>/photo  what was photographed, whole; ?small=1 its thumbnail
POST /remarks/<id>        a decision; it can be taken back, but for a refusal, with which text and photo go
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.media import given
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.media import SANDBOX
from server.office.rooms import Room
from server.problems import Problem
from server.public import remarks
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Actor, Verb

blueprint = Blueprint("remarks", __name__)
blueprint.context_processor(shown.tools)
STATES = (remarks.WAITING, remarks.PUBLISHED, remarks.KEPT, remarks.REFUSED)


@blueprint.get("/remarks")
@rule(Verb.SEE, "remark")
def index() -> str:
    """Those of proposals within reach."""
    asked = request.args.get("state", "")
    state = asked if asked in STATES else remarks.WAITING
    with reading() as connection:
        desk = Desk(connection, actor())
        said = remarks.listed(connection, desk.actor, state)
        names = desk.names({one.of for one in said})
    mine = [one for one in said if one.of in names]
    return render_template("office/remarks.html", remarks=mine, names=names, state=state, states=STATES)


@blueprint.post("/remarks/<remark_id>")
@rule(Verb.DECIDE, "remark")
def decide(remark_id: str) -> Response:
    """One decision."""
    with reading() as connection:
        of = remarks.subject_of(connection, actor().tenant, remark_id)
        Desk(connection, actor()).find(of)
    remarks.decide(actor(), remark_id, request.form.get("state", ""))
    return redirect(url_for("remarks.index", done=1), 303)


@blueprint.get("/remarks/<remark_id>/photo")
@rule(Verb.SEE, "remark")
def photo(remark_id: str) -> Response:
    """What a citizen photographed, for whoever decides on it."""
    with reading() as connection:
        Desk(connection, actor()).find(remarks.subject_of(connection, actor().tenant, remark_id))
        found = given.opened(connection, actor().tenant, remark_id, "small" in request.args)
    if found is None:
        raise Problem("not-found")
    response = Response(found[1], content_type=found[0])
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def waiting(officer: Actor) -> int:
    """How many wait."""
    with reading() as connection:
        return remarks.count_waiting(connection, officer.tenant)


ROOM = Room("remarks", "remarks.index", Verb.SEE, "remark", place=45, icon="message-circle", waiting=waiting)
