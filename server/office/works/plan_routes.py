"""The pages of the joint plan.

GET  /plan?unit=&year=            the plan, edited in its table
GET  /plan/draft?unit=&year=      open proposals, to be picked
POST /plan/draft                  make lines of those picked
POST /plan/lines, /plan/lines/<id>, /plan/lines/<id>/removal
GET  /plan/paper, /plan/table     on paper (PDF; POST: with a text in the national script), as a sheet (CSV)
"""

from flask import Response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext

from server import clock, config, papers
from server.office.works import plans
from server.office.works.routes import ASKED_AGAIN, blueprint
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.text import says
from server.who import Verb

HEAD = ("number", "title", "body", "owner_here", "owner_there", "quarter", "state", "report")


@blueprint.get("/plan")
@rule(Verb.SEE, "work")
def plan() -> str:
    """The plan of a unit for a year."""
    return _page(request.args)


def _page(said, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = plans.shown(connection, actor(), said)
    return render_template("office/works/plan.html", problem=problem, tried=request.form if problem else {}, **view)


@blueprint.get("/plan/draft")
@rule(Verb.CHANGE, "work")
def draft_plan() -> str:
    """Open proposals that the plan could take up."""
    with reading() as connection:
        view = plans.draft(connection, actor(), request.args)
    return render_template("office/works/draft.html", **view)


@blueprint.post("/plan/draft")
@rule(Verb.CHANGE, "work")
def take_up() -> Response:
    """Make lines of the proposals that were picked."""
    unit, year = request.form.get("unit", ""), request.form.get("year", "")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Problem("bad-values", fields={"year": ["bad-value"]})
    op_id = plans.take_up(actor(), unit, int(year), request.form.getlist("proposal"))
    return redirect(url_for("works.plan", unit=unit, year=year, done=op_id), 303)


@blueprint.post("/plan/lines")
@rule(Verb.CHANGE, "work")
def new_line() -> Response | tuple[str, int]:
    """A line that comes from no proposal."""
    return _save("")


@blueprint.post("/plan/lines/<line_id>")
@rule(Verb.CHANGE, "work")
def change_line(line_id: str) -> Response | tuple[str, int]:
    """Change a line."""
    return _save(line_id)


def _save(line_id: str) -> Response | tuple[str, int]:
    try:
        op_id = plans.save(actor(), line_id, request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _page(request.form, problem), problem.status
    return _plan(op_id)


@blueprint.post("/plan/lines/<line_id>/removal")
@rule(Verb.CHANGE, "work")
def remove_line(line_id: str) -> Response:
    """Take a line out."""
    return _plan(plans.remove(actor(), line_id))


def _plan(op_id: str) -> Response:
    said = {name: request.form.get(name, "") for name in ("unit", "year")}
    return redirect(url_for("works.plan", **said, done=op_id or None), 303)


def _table() -> tuple[dict, list[str], list[list[str]]]:
    with reading() as connection:
        view = plans.shown(connection, actor(), request.values)
    head = [gettext(f"plan_line.{name}") if name != "number" else "№" for name in HEAD]
    return view, head, plans.table(view, gettext)


@blueprint.route("/plan/paper", methods=["GET", "POST"])
@rule(Verb.SEE, "work")
def plan_paper() -> Response:
    """The plan on paper; by POST with the text in the national script that the form brings."""
    view, head, rows = _table()
    unit = view["names"].get(view["unit"], "")
    title = gettext("office.plan.paper", year=view["year"])
    dated = says.local_day(clock.now_ms(), config.current().zone)
    data = {
        "title": title,
        "language": str(get_locale() or "mn")[:2],
        "size": 10,
        "dated": dated,
        "letterhead": {"organisation": [unit], "name": title, "date": says.formal_day(dated)},
        "head": head,
        "rows": rows,
        "empty": gettext("office.plan.none"),
        "count": gettext("report.paper.sheet.count", count=len(rows)),
        "signs": [[gettext("plan_line.owner_here"), ""], [gettext("plan_line.owner_there"), ""]],
        **papers.traditional(request.form.get("traditional", "")),
    }
    return sent(papers.pdf("plan", data), "application/pdf", f"plan-{view['year']}.pdf")


@blueprint.get("/plan/table")
@rule(Verb.SEE, "work")
def plan_table() -> Response:
    """The plan as a sheet."""
    view, head, rows = _table()
    return sent(plans.as_csv(head, rows), "text/csv; charset=utf-8", f"plan-{view['year']}.csv")


def sent(data: bytes, kind: str, name: str) -> Response:
    return Response(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
