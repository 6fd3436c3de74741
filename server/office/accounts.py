"""People of the organisation: who works with which role, and the one-time codes that connect their
tablets."""

import io

import segno
from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import accounts, config, enrol, who
from server.office.rooms import Room
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("accounts", __name__)
ROOM = Room("accounts", "accounts.index", Verb.SEE, "account", place=80, icon="id-card")


@blueprint.get("/accounts")
@rule(Verb.SEE, "account")
def index() -> str:
    """All accounts."""
    asking = actor()
    return render_template(
        "office/accounts.html",
        accounts=accounts.listed(asking),
        may_change=who.has_role(asking, Verb.CHANGE, "account"),
    )


@blueprint.post("/accounts/<account_id>/code")
@rule(Verb.CREATE, "tablet")
def make_code(account_id: str) -> str:
    """Make a code and show it, this once. The address in the picture holds it behind `#`: no server ever sees
    it."""
    asking = actor()
    account = accounts.find(asking, account_id)
    code = enrol.create_code(asking, account_id)
    picture = io.BytesIO()
    address = f"{config.current().origin('app')}/#enrol={code.replace('-', '')}"
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4)
    return render_template("office/code.html", account=account, code=code, qr=picture.getvalue().decode())


@blueprint.post("/accounts/<account_id>/switch")
@rule(Verb.CHANGE, "account")
def switch(account_id: str) -> Response:
    """Switch an account off, or on again."""
    accounts.set_active(actor(), account_id, request.form.get("active") == "1")
    return redirect(url_for("accounts.index"))
