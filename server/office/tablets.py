"""Connected tablets: when each was last heard of, and its revocation."""

from flask import Blueprint, Response, redirect, render_template, url_for

from server import enrol
from server.office.rooms import Room
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("tablets", __name__)
ROOM = Room("tablets", "tablets.index", Verb.SEE, "tablet", place=82, icon="tablet")


@blueprint.get("/tablets")
@rule(Verb.SEE, "tablet")
def index() -> str:
    """All tablets."""
    return render_template("office/tablets.html", tablets=enrol.listed(actor()))


@blueprint.post("/tablets/<inc>/revoke")
@rule(Verb.REVOKE, "tablet")
def revoke(inc: str) -> Response:
    """Revoke one."""
    enrol.revoke(actor(), inc)
    return redirect(url_for("tablets.index"))
