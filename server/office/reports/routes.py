"""The pages of the room: parse, one service, answer.

GET  /reports                       baghs and khoroos with the state of their cycle of 15 days
GET  /reports/fortnight/<unit>      the draft of the next report; POST issues it
GET  /reports/sheets                the monthly sheets that were issued, and the way to the next
GET  /reports/sheets/new?unit=&month=   the draft; POST /reports/sheets issues it
GET  /reports/<id>                  an issued report; .pdf, .xlsx
POST /reports/<id>/decisions        what came back on one line
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext

from server.office.hearings import shown
from server.office.reports import decisions, fortnight, papers, sheet, terms, views
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb, has_role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("reports", __name__)
blueprint.context_processor(shown.tools)
FUNDS = ("ldf", "state", "local", "other")


@blueprint.context_processor
def tools() -> dict:
    """What the templates of this room may call."""
    return {"funding_words": funding_words}


def may_issue() -> bool:
    """Whether the present actor issues reports."""
    return has_role(actor(), Verb.CREATE, "report")


def funding_words(said: str) -> str:
    """Where money comes from, in words: `ldf, state` as works say it."""
    return ", ".join(gettext(f"tablet.fund.{one}") if one in FUNDS else one for one in said.split(", ") if one)


@blueprint.get("/reports")
@rule(Verb.SEE, "report")
def index() -> str:
    """Who is due."""
    with reading() as connection:
        view = fortnight.listed(connection, actor(), request.args)
    return render_template("office/reports/index.html", list=view, columns=fortnight.COLUMNS, may_issue=may_issue())


@blueprint.get("/reports/fortnight/<unit>")
@rule(Verb.CREATE, "report")
def draft(unit: str) -> str:
    """The next report of a unit."""
    return _draft(unit)


def _draft(unit: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        found = fortnight.draft(connection, actor(), unit)
    return render_template("office/reports/draft.html", draft=found, **_kept(found, problem))


def _kept(found: fortnight.Draft | sheet.Draft, problem: Problem | None) -> dict:
    """What a form shows: after a problem what was written in it, so that no work is lost."""
    head = fortnight.head_of(request.form) if problem else found.head
    return {"problem": problem, "head": head, "kept": request.form if problem else None}


@blueprint.post("/reports/fortnight/<unit>")
@rule(Verb.CREATE, "report")
def issue(unit: str) -> Response | tuple[str, int]:
    """Issue it; where another did meanwhile, show what is left to report."""
    try:
        report = fortnight.issue(actor(), unit, request.form)
    except Problem as problem:
        if problem.code not in ("stale", "bad-values"):
            raise
        return _draft(unit, problem), problem.status
    return redirect(url_for("reports.report", report_id=report, done="issued"), 303)


@blueprint.get("/reports/sheets")
@rule(Verb.SEE, "report")
def sheets() -> str:
    """The monthly sheets."""
    with reading() as connection:
        view = views.sheets(connection, actor(), request.args)
    return render_template("office/reports/sheets.html", **view)


@blueprint.get("/reports/sheets/new")
@rule(Verb.CREATE, "report")
def sheet_draft() -> str:
    """The sheet of a unit and month, as it would be issued now."""
    return _sheet_draft(request.args.get("unit", ""), request.args.get("month", ""))


def _sheet_draft(unit: str, month: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        found = sheet.draft(connection, actor(), unit, month)
    return render_template("office/reports/sheet_draft.html", draft=found, **_kept(found, problem))


@blueprint.post("/reports/sheets")
@rule(Verb.CREATE, "report")
def sheet_issue() -> Response | tuple[str, int]:
    """Issue it."""
    try:
        report = sheet.issue(actor(), request.form)
    except Problem as problem:
        if problem.code != "stale":
            raise
        return _sheet_draft(request.form.get("unit", ""), request.form.get("month", ""), problem), problem.status
    return redirect(url_for("reports.report", report_id=report, done="issued"), 303)


@blueprint.get("/reports/<report_id>")
@rule(Verb.SEE, "report")
def report(report_id: str) -> str:
    """An issued report."""
    with reading() as connection:
        view = views.report(connection, actor(), report_id)
    return render_template("office/reports/report.html", **view)


@blueprint.get("/reports/<report_id>.pdf")
@rule(Verb.EXPORT, "report")
def as_pdf(report_id: str) -> Response:
    """The paper, the same each time."""
    with reading() as connection:
        view = views.report(connection, actor(), report_id)
        margins = terms.sheet_margins(connection, actor().tenant)
    return _file(papers.paper(view["content"], margins), "application/pdf", view["file_name"] + ".pdf")


@blueprint.get("/reports/<report_id>.xlsx")
@rule(Verb.EXPORT, "report")
def as_xlsx(report_id: str) -> Response:
    """A monthly sheet as a table."""
    with reading() as connection:
        view = views.report(connection, actor(), report_id)
    if view["content"]["kind"] != sheet.KIND:
        raise Problem("not-found")
    return _file(papers.workbook(view["content"]), XLSX, view["file_name"] + ".xlsx")


def _file(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers.set("Content-Disposition", "inline" if kind.endswith("pdf") else "attachment", filename=name)
    return response


@blueprint.post("/reports/<report_id>/decisions")
@rule(Verb.CHANGE, "report")
def decide(report_id: str) -> Response:
    """What came back on one line."""
    decisions.enter(actor(), report_id, request.form)
    return redirect(url_for("reports.report", report_id=report_id, done="decision") + "#lines", 303)
