"""The pages of the room: parse, one service, answer.

GET  /clocks                          what is due and what is over; proposals that nobody has sent on
POST /referrals/<id>/extension        extend a term
GET  /referrals/<id>/extension        the form, with the working-out of the term
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.clocks import extension, ladder, listing
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.letters import view
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb
from sync.merge import value_of

blueprint = Blueprint("clocks", __name__)
blueprint.context_processor(shown.tools)
SHOWN_AGAIN = ("bad-values", "bad-state")


@blueprint.get("/clocks")
@rule(Verb.SEE, "letter")
def index() -> str:
    """What is due and what is over."""
    with reading() as connection:
        found = listing.listed(connection, actor(), request.args)
    return render_template("office/clocks/index.html", unit_of=listing.unit_of, step_names=ladder.NAMES, **found)


@blueprint.get("/referrals/<referral_id>/extension")
@rule(Verb.DECIDE, "letter")
def extend_form(referral_id: str) -> str:
    """The form."""
    return _form(referral_id)


def _form(referral_id: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        desk = Desk(connection, actor())
        found = desk.find(referral_id, Verb.DECIDE, "letter")
        rows = view.sent(desk, [referral_id]) if found.type == "referral" else []
        if not rows:
            raise Problem("not-found")
        proposal = str(value_of(found, "proposal") or "")
        names = desk.names({proposal})
    said = request.form if problem else {}
    page = "office/clocks/extension.html"
    return render_template(page, line=rows[0], proposal=proposal, names=names, problem=problem, tried=said)


@blueprint.post("/referrals/<referral_id>/extension")
@rule(Verb.DECIDE, "letter")
def extend(referral_id: str) -> Response | tuple[str, int]:
    """Extend a term; what did not fit is shown again with what was written."""
    said = [request.form.get(name, "") for name in ("to", "by", "reason", "notice")]
    try:
        extension.extend(actor(), referral_id, *said)
    except Problem as problem:
        if problem.code not in SHOWN_AGAIN:
            raise
        return _form(referral_id, problem), problem.status
    return redirect(url_for("clocks.index", done="extended"), 303)
