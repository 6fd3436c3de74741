"""Codes that connect tablets: made and shown once, watched until a tablet has used it, taken back."""

import io

import segno
from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import accounts, config, enrol, enrol_codes
from server.office.hearings import shown
from server.office.ways import own_path
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("codes", __name__)
blueprint.context_processor(shown.tools)


@blueprint.post("/accounts/<account_id>/code")
@rule(Verb.CREATE, "tablet")
def make(account_id: str) -> str:
    """Make a code and show it, this once. The address in the picture holds it behind `#`: no server ever sees
    it."""
    asking = actor()
    account = accounts.find(asking, account_id)
    code = enrol.create_code(asking, account_id)
    picture = io.BytesIO()
    address = f"{config.current().origin('app')}/#enrol={code.replace('-', '')}"
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4)
    known = enrol_codes.find(asking, code.replace("-", "")[: enrol.HANDLE])
    qr = picture.getvalue().decode()
    return render_template("office/code.html", account=account, code=code, qr=qr, known=known)


@blueprint.get("/codes/<handle>")
@rule(Verb.CREATE, "tablet")
def state(handle: str) -> str:
    """How a code stands; the page that showed it asks again and again until a tablet has used it."""
    asking = actor()
    known = enrol_codes.find(asking, handle)
    account = accounts.find(asking, known.account)
    return render_template("office/code.html", account=account, code=None, qr=None, known=known)


@blueprint.post("/codes/<handle>/cancel")
@rule(Verb.CREATE, "tablet")
def cancel(handle: str) -> Response:
    """Take it back."""
    enrol_codes.cancel(actor(), handle)
    return redirect(own_path(request.form.get("here", ""), url_for("codes.state", handle=handle)), 303)
