"""Connected tablets: the list, one of them, its revocation, and wiping it after it has handed in (O16)."""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import enrol, who, wipe
from server.again import again
from server.office import fleet
from server.office.hearings import shown
from server.office.rooms import Room
from server.problems import Problem
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("tablets", __name__)
blueprint.context_processor(shown.tools)
DEEDS = ("revoke", "wipe")
ROOM = Room("tablets", "tablets.index", Verb.SEE, "tablet", place=82, icon="tablet")


@blueprint.get("/tablets")
@rule(Verb.SEE, "tablet")
def index() -> str:
    """All tablets that fit."""
    return render_template("office/tablets.html", list=fleet.listed(actor(), request.args), columns=fleet.COLUMNS)


@blueprint.get("/tablets/<inc>")
@rule(Verb.SEE, "tablet")
def tablet(inc: str) -> str:
    """One tablet."""
    asking = actor()
    may_revoke = who.has_role(asking, Verb.REVOKE, "tablet")
    return render_template("office/tablet.html", one=fleet.one(asking, inc), may_revoke=may_revoke)


@blueprint.get("/tablets/<inc>/deeds/<deed>")
@rule(Verb.REVOKE, "tablet")
@again
def ask(inc: str, deed: str) -> str:
    """What the deed will do, told before it is done."""
    _known(deed)
    return render_template("office/tablet_deed.html", known=fleet.find(actor(), inc), deed=deed)


@blueprint.post("/tablets/<inc>/deeds/<deed>")
@rule(Verb.REVOKE, "tablet")
@again
def do(inc: str, deed: str) -> Response:
    """Revoke it, or want it wiped; either has a reason."""
    _known(deed)
    why = request.form.get("why", "")
    if not why.strip():
        raise Problem("bad-values", field="why")
    (enrol.revoke if deed == "revoke" else wipe.ask)(actor(), inc, why)
    return redirect(url_for("tablets.tablet", inc=inc), 303)


@blueprint.post("/tablets/<inc>/keep")
@rule(Verb.REVOKE, "tablet")
def keep(inc: str) -> Response:
    """Take the wish to wipe it back."""
    wipe.undo(actor(), inc)
    return redirect(url_for("tablets.tablet", inc=inc), 303)


def _known(deed: str) -> None:
    if deed not in DEEDS:
        raise Problem("not-found")
