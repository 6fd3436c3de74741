"""The pages of the room: parse, one service, answer.

GET  /letters                         all within reach; replies and addenda that wait
GET  /letters/new?proposal=…          the draft: which go, to whom, why; POST issues
GET  /letters/<id>                    one letter: its list, what came back, its link
GET  /letters/<id>/paper              the PDF as issued
POST /letters/<id>/link               end the link, or make a new one
POST /referrals/<id>/replies          enter what came on paper
POST /referrals/<id>/publication      let a reply that came by the link be read
POST /referrals/<id>/addendum         send what was said later, or lay it aside
GET  /routes                          the rules; POST adds one
POST /routes/<id>/removal             take one away, or bring it back
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.hearings import shown
from server.office.letters import addenda, deeds, issue, replies, routing, view
from server.office.letters.issue import Wish
from server.office.ways import own_path
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("letters", __name__)
blueprint.context_processor(shown.tools)
SHOWN_AGAIN = ("bad-values", "bad-state", "stale")


@blueprint.get("/letters")
@rule(Verb.SEE, "letter")
def index() -> str:
    """The letters within reach."""
    with reading() as connection:
        found = view.listed(connection, actor(), request.args)
    return render_template("office/letters/index.html", **found)


@blueprint.get("/letters/new")
@rule(Verb.CREATE, "letter")
def new() -> str:
    """What would be sent to whom."""
    return _draft(request.args.getlist("proposal"))


def _draft(ids: list[str], tried: Wish | None = None, problem: Problem | None = None) -> str:
    with reading() as connection:
        found = deeds.drafted(connection, actor(), ids)
    return render_template("office/letters/new.html", tried=tried, problem=problem, **found)


@blueprint.post("/letters/new")
@rule(Verb.CREATE, "letter")
def send() -> Response | tuple[str, int]:
    """Issue the letters; what could not be is shown again with what was written."""
    form = request.form
    ids = form.getlist("proposal")
    bodies = {one: form.get(f"body-{one}", "") for one in ids if form.get(f"body-{one}")}
    wish = Wish(bodies, *(form.get(name, "") for name in Wish._fields[1:]))
    try:
        made = issue.issue(actor(), wish)
    except Problem as problem:
        if problem.code not in SHOWN_AGAIN:
            raise
        return _draft(ids, wish, problem), problem.status
    if len(made) == 1:
        return redirect(url_for("letters.letter", letter_id=made[0], done="issued"), 303)
    return redirect(url_for("letters.index", done="issued"), 303)


@blueprint.get("/letters/<letter_id>")
@rule(Verb.SEE, "letter")
def letter(letter_id: str) -> str:
    """One letter."""
    return _letter(letter_id)


def _letter(letter_id: str, at: str = "", problem: Problem | None = None) -> str:
    """The letter as it is now; after a `problem` with what was written at the referral `at`."""
    with reading() as connection:
        found = view.page(connection, actor(), letter_id)
    return render_template("office/letters/letter.html", at=at, problem=problem, tried=request.form, **found)


@blueprint.get("/letters/<letter_id>/paper")
@rule(Verb.SEE, "letter")
def printed(letter_id: str) -> Response:
    """The paper as it was issued."""
    with reading() as connection:
        name, pdf = deeds.printed(connection, actor(), letter_id)
    said = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=said)


@blueprint.post("/letters/<letter_id>/link")
@rule(Verb.DECIDE, "letter")
def link(letter_id: str) -> Response:
    """End the link, or make a new one."""
    deeds.set_link(actor(), letter_id, request.form.get("deed") == "renew")
    return redirect(url_for("letters.letter", letter_id=letter_id, done="link"), 303)


@blueprint.post("/referrals/<referral_id>/replies")
@rule(Verb.DECIDE, "letter")
def reply(referral_id: str) -> Response | tuple[str, int]:
    """Enter what came on paper."""
    wish = replies.Wish(*(request.form.get(name, "") for name in replies.Wish._fields))
    return _done(referral_id, lambda: replies.enter(actor(), referral_id, wish), "replied")


@blueprint.post("/referrals/<referral_id>/publication")
@rule(Verb.DECIDE, "letter")
def publish(referral_id: str) -> Response | tuple[str, int]:
    """Let a reply that came by the link be read by all."""
    said = [request.form.get(name, "") for name in ("reply", "text", "to")]
    return _done(referral_id, lambda: replies.publish(actor(), referral_id, *said), "published")


@blueprint.post("/referrals/<referral_id>/addendum")
@rule(Verb.DECIDE, "letter")
def addendum(referral_id: str) -> Response | tuple[str, int]:
    """Send what was said later, or lay it aside."""
    token = request.form.get("token", "")
    deed = addenda.send if request.form.get("deed") == "send" else addenda.lay_aside
    return _done(referral_id, lambda: deed(actor(), referral_id, token), "addendum")


def _done(referral_id: str, deed, word: str) -> Response | tuple[str, int]:
    """Do it and go back to the letter; what did not fit is shown there with what was written."""
    with reading() as connection:
        of = deeds.letter_of(connection, actor(), referral_id)
    try:
        deed()
    except Problem as problem:
        if problem.code not in SHOWN_AGAIN or not of:
            raise
        return _letter(of, referral_id, problem), problem.status
    where = url_for("letters.letter", letter_id=of, done=word) + f"#r-{referral_id}" if of else url_for("letters.index")
    return redirect(where, 303)


@blueprint.get("/routes")
@rule(Verb.SEE, "route")
def rules() -> str:
    """The rules of routing."""
    return _rules()


def _rules(problem: Problem | None = None) -> str:
    with reading() as connection:
        found = deeds.ruled(connection, actor())
    return render_template("office/letters/routes.html", problem=problem, tried=request.form, **found)


@blueprint.post("/routes")
@rule(Verb.CHANGE, "route")
def add_rule() -> Response | tuple[str, int]:
    """A new rule."""
    said = [request.form.get(name, "").strip() for name in ("category", "place", "body", "note")]
    try:
        routing.add(actor(), *said)
    except Problem as problem:
        if problem.code not in SHOWN_AGAIN:
            raise
        return _rules(problem), problem.status
    return redirect(url_for("letters.rules"), 303)


@blueprint.post("/routes/<route_id>/removal")
@rule(Verb.CHANGE, "route")
def remove_rule(route_id: str) -> Response:
    """Take a rule away, or bring it back."""
    is_gone = request.form.get("deed") != "back"
    routing.remove(actor(), route_id, is_gone)
    where = own_path(request.form.get("here", ""), url_for("letters.rules"))
    return redirect(where + (f"?done=removed-{route_id}" if is_gone else ""), 303)
