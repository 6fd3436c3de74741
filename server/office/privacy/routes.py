"""The pages of the room: parse, one service, answer. Names stand in no address.

GET  /privacy                           requests, terms, what was erased
POST /privacy/terms                     how long a class is kept
GET  /privacy/requests/new              somebody asks: find him (the name travels in the body)
POST /privacy/people                    who was found, to be chosen
POST /privacy/requests                  written down
GET  /privacy/requests/<id>             what granting will do
POST /privacy/requests/<id>/granting, /declining
GET  /privacy/requests/<id>/held        what is held of him, to be printed
GET  /privacy/opened?account=&page=     who was shown whose data
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import opened
from server.again import again
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.privacy import held as papers
from server.office.privacy import looks, overview
from server.office.search import people
from server.privacy import requests
from server.problems import Problem
from server.rules import actor, rule
from server.store import origins
from server.store.unit_of_work import reading
from server.who import Actor, Verb, has_role

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")
blueprint.context_processor(shown.tools)
blueprint.context_processor(lambda: {"page_name": looks.page_name})


def badge(officer: Actor) -> int:
    """How many requests wait for this person's yes."""
    if not has_role(officer, Verb.DECIDE, "privacy"):
        return 0
    with reading() as connection:
        return requests.waiting(connection, officer)


@blueprint.get("")
@rule(Verb.SEE, "privacy")
def index() -> str:
    """The room."""
    with reading() as connection:
        view = overview.overview(connection, actor())
    may = {
        "ask": has_role(actor(), Verb.CREATE, "privacy"),
        "set": has_role(actor(), Verb.CHANGE, "settings"),
        "log": has_role(actor(), Verb.SEE, "audit"),
    }
    return render_template("office/privacy/index.html", view=view, may=may, done=request.args.get("done", ""))


@blueprint.post("/terms")
@rule(Verb.CHANGE, "settings")
def set_term() -> Response:
    """How long a class is kept."""
    overview.set_term(actor(), request.form.get("name", ""), request.form.get("months", "").strip())
    return redirect(url_for("privacy.index", done="term") + "#terms", 303)


@blueprint.get("/requests/new")
@rule(Verb.CREATE, "privacy")
def new() -> str:
    """The form."""
    return render_template("office/privacy/new.html", list=None, problem=None, kind=requests.ACCESS, paper="")


@blueprint.post("/people")
@rule(Verb.CREATE, "privacy")
def find_people() -> str:
    """Who was found."""
    return _new(None)


def _new(problem: Problem | None) -> str:
    with reading() as connection:
        view = people.searched(connection, actor(), request.form)
    opened.note_ids(person.record for person in view.cut.rows)
    kind = request.form.get("kind", "")
    kind = kind if kind in (requests.ACCESS, requests.ERASURE) else requests.ACCESS
    paper = request.form.get("paper", "")[: requests.PAPER_MAX]
    return render_template("office/privacy/new.html", list=view, problem=problem, kind=kind, paper=paper)


@blueprint.post("/requests")
@rule(Verb.CREATE, "privacy")
def ask() -> Response | tuple[str, int]:
    """Written down."""
    said = request.form
    try:
        made = requests.ask(actor(), said.get("kind", ""), said.get("person", ""), said.get("paper", ""))
    except Problem as problem:
        if problem.code not in ("bad-values", "bad-state"):
            raise
        return _new(problem), problem.status
    return redirect(url_for("privacy.one", request_id=made), 303)


@blueprint.get("/requests/<request_id>")
@rule(Verb.SEE, "privacy")
def one(request_id: str) -> str:
    """One request."""
    return _one(request_id, None)


def _one(request_id: str, problem: Problem | None) -> str:
    with reading() as connection:
        found = requests.find(connection, actor(), request_id)
        desk = Desk(connection, actor())
        names = desk.names({found.person, found.unit}) if found.state != requests.DECLINED else {}
        accounts = origins.account_names(connection, actor().tenant, {found.asked_by, found.decided_by or ""})
    may_erase = found.kind == requests.ACCESS or has_role(actor(), Verb.ERASE, "person")
    may_grant = has_role(actor(), Verb.DECIDE, "privacy") and may_erase
    return render_template(
        "office/privacy/request.html",
        found=found,
        names=names,
        accounts=accounts,
        may_decline=has_role(actor(), Verb.DECIDE, "privacy"),
        may_grant=may_grant and found.asked_by != actor().id,
        is_mine=found.asked_by == actor().id,
        problem=problem,
    )


@blueprint.post("/requests/<request_id>/granting")
@rule(Verb.DECIDE, "privacy")
@again
def grant(request_id: str) -> Response:
    """Yes."""
    requests.grant(actor(), request_id)
    return redirect(url_for("privacy.one", request_id=request_id), 303)


@blueprint.post("/requests/<request_id>/declining")
@rule(Verb.DECIDE, "privacy")
def decline(request_id: str) -> Response | tuple[str, int]:
    """No, and why."""
    try:
        requests.decline(actor(), request_id, request.form.get("why", ""))
    except Problem as problem:
        if problem.code != "bad-values":
            raise
        return _one(request_id, problem), problem.status
    return redirect(url_for("privacy.one", request_id=request_id), 303)


@blueprint.get("/requests/<request_id>/held")
@rule(Verb.SEE, "privacy")
def held(request_id: str) -> str:
    """What is held of him."""
    with reading() as connection:
        paper = papers.held(connection, actor(), request_id)
    return render_template("office/privacy/held.html", paper=paper)


@blueprint.get("/opened")
@rule(Verb.SEE, "audit")
def opened_list() -> str:
    """Who was shown whose data."""
    with reading() as connection:
        asked, cut = looks.listed(connection, actor(), request.args)
    return render_template("office/privacy/opened.html", asked=asked, cut=cut, columns=looks.COLUMNS)
