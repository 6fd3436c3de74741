"""The pages of the local development fund.

GET  /funds                       all years, and a form for a new one
POST /funds, /funds/<id>          make one; change its window and limit
GET  /funds/<id>                  one year: sheets, sessions, the list, resolution, works, advice
POST /funds/<id>/sessions, /list, /resolution, /works
GET  /funds/<id>/resolution.pdf   what the khural approves, on paper; a draft while it has no number
GET  /funds/<id>/election.pb      the ballots in Pabulib's format
"""

from flask import Response, redirect, render_template, request, url_for

from server.office.works import elections, funds, resolution
from server.office.works.plan_routes import sent
from server.office.works.routes import ASKED_AGAIN, blueprint
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb
from sync.merge import value_of


@blueprint.get("/funds")
@rule(Verb.SEE, "work")
def funds_list() -> str:
    """All years within reach."""
    return _list()


def _list(problem: Problem | None = None) -> str:
    with reading() as connection:
        view = funds.listed(connection, actor())
    return render_template("office/works/funds.html", problem=problem, tried=request.form if problem else {}, **view)


@blueprint.post("/funds")
@rule(Verb.CHANGE, "work")
def new_fund() -> Response | tuple[str, int]:
    """Begin a year."""
    try:
        cycle_id, op_id = funds.save(actor(), "", request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _list(problem), problem.status
    return redirect(url_for("works.fund", cycle_id=cycle_id, done=op_id), 303)


@blueprint.get("/funds/<cycle_id>")
@rule(Verb.SEE, "work")
def fund(cycle_id: str) -> str:
    """One year."""
    return _page(cycle_id)


def _page(cycle_id: str, problem: Problem | None = None) -> str:
    tried = request.form if problem else {}
    with reading() as connection:
        view = funds.one(connection, actor(), cycle_id, tried)
    return render_template("office/works/fund.html", problem=problem, tried=tried, **view)


def _said(cycle_id: str, say) -> Response | tuple[str, int]:
    """Do it and go back to the page; what could not be is shown again with what was typed."""
    try:
        op_id = say()
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _page(cycle_id, problem), problem.status
    return redirect(url_for("works.fund", cycle_id=cycle_id, done=op_id or None), 303)


@blueprint.post("/funds/<cycle_id>")
@rule(Verb.CHANGE, "work")
def change_fund(cycle_id: str) -> Response | tuple[str, int]:
    """Change the window and the limit."""
    return _said(cycle_id, lambda: funds.save(actor(), cycle_id, request.form)[1])


@blueprint.post("/funds/<cycle_id>/sessions")
@rule(Verb.CHANGE, "work")
def fund_sessions(cycle_id: str) -> Response | tuple[str, int]:
    """Say which sessions it goes by."""
    return _said(cycle_id, lambda: funds.choose(actor(), cycle_id, request.form, request.form.getlist("session")))


@blueprint.post("/funds/<cycle_id>/list")
@rule(Verb.CHANGE, "work")
def fund_list(cycle_id: str) -> Response | tuple[str, int]:
    """Say the governor's list."""
    return _said(cycle_id, lambda: funds.order(actor(), cycle_id, request.form))


@blueprint.post("/funds/<cycle_id>/resolution")
@rule(Verb.CHANGE, "work")
def fund_resolution(cycle_id: str) -> Response | tuple[str, int]:
    """Say the resolution."""
    return _said(cycle_id, lambda: funds.resolve(actor(), cycle_id, request.form))


@blueprint.post("/funds/<cycle_id>/works")
@rule(Verb.CHANGE, "work")
def fund_works(cycle_id: str) -> Response | tuple[str, int]:
    """Make works of what is funded."""
    return _said(cycle_id, lambda: funds.make_works(actor(), cycle_id))


@blueprint.get("/funds/<cycle_id>/resolution.pdf")
@rule(Verb.SEE, "work")
def fund_resolution_paper(cycle_id: str) -> Response:
    """The resolution on paper."""
    with reading() as connection:
        data, year = resolution.paper(connection, actor(), cycle_id)
    return sent(data, "application/pdf", f"resolution-{year}.pdf")


@blueprint.get("/funds/<cycle_id>/election.pb")
@rule(Verb.SEE, "work")
def fund_election(cycle_id: str) -> Response:
    """The ballots in Pabulib's format, for whoever wants to count again."""
    with reading() as connection:
        view = funds.one(connection, actor(), cycle_id)
    if view["advice"] is None:
        raise Problem("not-found")
    cycle = view["cycle"]
    year, unit = value_of(cycle, "year"), view["names"].get(value_of(cycle, "unit"), "")
    days = {name: _day(value_of(cycle, path)) for name, path in (("date_begin", "opens_on"), ("date_end", "closes_on"))}
    meta = {"description": f"ОНХС, {unit}, {year}", "country": "Mongolia", "unit": unit, "instance": year}
    meta |= {"budget": view["limit"], **days}
    text = elections.pb(view["advice"].election, meta, view["names"], view["funded"])
    return sent(text.encode(), "text/plain; charset=utf-8", f"ldf-{year}.pb")


def _day(value: object) -> str:
    """`2026-05-31` as the format has it: `31.05.2026`."""
    return ".".join(reversed(str(value).split("-")))
