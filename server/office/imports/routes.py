"""The pages of the room: parse, one service, answer.

GET  /imports                 what can be taken in
GET  /imports/example.xlsx?kind=    a sheet to fill in
POST /imports                 a file for a dry run: what would happen, row by row
POST /imports/confirmation    yes to the plan that was shown; of people, their one-time codes
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import config
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.imports import cells, example, headings, service
from server.office.programmes import service as programmes
from server.office.rooms import Room
from server.problems import Problem
from server.register import sheet
from server.rules import actor, rule, takes
from server.store import hearings
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
blueprint.context_processor(shown.tools)
FORM_BYTES = 64 * 1024
WAYS_BACK = {"work": "works.index", "unit": "units.index"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@rule(Verb.CREATE, "import")
def index() -> str:
    """The form."""
    return _index()


def _index(problem: Problem | None = None) -> str:
    with reading() as connection:
        grants = programmes.programmes(Desk(connection, actor()))
    return render_template(
        "office/imports/index.html",
        problem=problem,
        said=request.form or request.args,
        grants=grants,
        kinds=service.kinds_for(actor()),
        rows_max=service.ROWS_MAX,
        done=request.args.get("done", "")[:6],
    )


@blueprint.get("/example.xlsx")
@rule(Verb.CREATE, "import")
def example_sheet() -> Response:
    """A sheet to fill in."""
    kind = request.args.get("kind", "")
    if kind not in headings.SHEETS:
        raise Problem("not-found")
    named = {"Content-Disposition": f'attachment; filename="{kind}s.xlsx"'}
    return Response(example.workbook(kind), mimetype=XLSX, headers=named)


@blueprint.post("")
@rule(Verb.CREATE, "import")
@takes(sheet.FILE_BYTES_MAX + FORM_BYTES)
def upload() -> str | tuple[str, int]:
    """A dry run; a file that cannot be read is answered with the reason."""
    file = request.files.get("file")
    try:
        plan = service.prepare(actor(), request.form.get("kind", ""), file.read() if file else b"", request.form)
    except Problem as problem:
        if problem.code not in ("too-large", "bad-values"):
            raise
        return _index(problem), problem.status
    return _plan(plan)


@blueprint.post("/confirmation")
@rule(Verb.CREATE, "import")
@takes(2 * service.SEALED_MAX)
def confirm() -> Response | str | tuple[str, int]:
    """Yes; a plan that is another by now is shown as it is."""
    sealed = request.form.get("sealed", "")
    try:
        plan = service.agreed(actor(), sealed, request.form.get("token", ""))
    except Problem as problem:
        if problem.code != "stale":
            raise
        return _plan(service.open_sealed(actor(), sealed), problem), problem.status
    if plan.kind == "user":
        address = f"{config.current().origin('office')}{url_for('welcome.form', _external=False)}"
        return render_template("office/imports/invited.html", people=service.invite(actor(), plan), address=address)
    first = service.carry_out(actor(), plan)
    if plan.kind in WAYS_BACK:  # that room has the way back of all that was said at once
        return redirect(url_for(WAYS_BACK[plan.kind], done=first or None), 303)
    return redirect(url_for("imports.index", done=plan.count("new")), 303)


def _plan(plan: service.Plan, problem: Problem | None = None) -> str:
    with reading() as connection:
        names = hearings.units(connection, actor().tenant, actor().units)
    names |= {line.record: str(line.row.values.get("name")) for line in plan.lines if plan.kind == "unit"}
    return render_template(
        "office/imports/plan.html", plan=plan, names=names, problem=problem, all_units=cells.ALL_UNITS
    )


ROOM = Room("imports", "imports.index", Verb.CREATE, "import", place=72, icon="upload")
