"""The pages of the room: parse, one service, answer.

GET  /register                                lists taken in, and the form for the next
GET  /register/example.xlsx                   a sheet to fill in
POST /register/imports                        a file for a dry run
GET  /register/imports/<id>?deed=&page=       what would happen, row by row; how far it is
POST /register/imports/<id>/confirmation, /continuation, /removal
GET  /register/twins?unit=&page=              entries that may be one person; those that are joined
GET  /register/twins/<one>/<other>            two side by side
POST /register/twins/<double>/joining, /parting
POST /register/twins/<one>/<other>/difference they are two people; with `undo` that is taken back
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import opened
from server.office.entries import jobs, twins
from server.office.hearings import shown
from server.office.tables import Asked, Column
from server.office.ways import own_path
from server.problems import Problem
from server.register import example, sheet
from server.rules import actor, rule, takes
from server.store import hearings
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Verb, has_role

blueprint = Blueprint("register", __name__, url_prefix="/register")
blueprint.context_processor(shown.tools)
blueprint.context_processor(lambda: {"field_name": field_name})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM_BYTES = 64 * 1024  # beside the file
TWIN_COLUMNS = (
    Column("one", "office.register.one"),
    Column("other", "office.register.other"),
    Column("alike", "office.register.alike"),
)


def field_name(name: str) -> str:
    """What a column of the register is called."""
    return shown.label("household", "number") if name == "household" else shown.label("person", name)


def _places() -> list[tuple[str, str]]:
    """The units within reach, by name."""
    with reading() as connection:
        found = hearings.units(connection, actor().tenant, actor().units)
    return sorted(found.items(), key=lambda pair: collate.key(pair[1]))


@blueprint.get("")
@rule(Verb.SEE, "person")
def index() -> str:
    """The room."""
    return _index()


def _index(problem: Problem | None = None) -> str:
    with reading() as connection:
        imports = jobs.listed(connection, actor())
    may_import = has_role(actor(), Verb.CREATE, "import")
    return render_template(
        "office/register/index.html",
        imports=imports,
        places=_places(),
        may_import=may_import,
        problem=problem,
        chosen=request.form.get("unit", ""),
        bytes_max=sheet.FILE_BYTES_MAX,
        rows_max=sheet.ROWS_MAX,
    )


@blueprint.get("/example.xlsx")
@rule(Verb.CREATE, "import")
def example_sheet() -> Response:
    """The sheet to fill in."""
    return Response(
        example.workbook(), mimetype=XLSX, headers={"Content-Disposition": 'attachment; filename="register.xlsx"'}
    )


@blueprint.post("/imports")
@rule(Verb.CREATE, "import")
@takes(sheet.FILE_BYTES_MAX + FORM_BYTES)
def upload() -> Response | tuple[str, int]:
    """A file for a dry run; one that cannot be read is answered with the reason."""
    file = request.files.get("file")
    try:
        job = jobs.prepare(actor(), request.form.get("unit", ""), file.read() if file else b"")
    except Problem as problem:
        if problem.code not in ("too-large", "bad-values"):
            raise
        return _index(problem), problem.status
    return redirect(url_for("register.import_page", job=job), 303)


@blueprint.get("/imports/<job>")
@rule(Verb.CREATE, "import")
def import_page(job: str) -> str:
    """The dry run, or how far the import is."""
    return _import_page(job)


def _import_page(job: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = jobs.shown(connection, actor(), job, request.args)
    return render_template("office/register/import.html", list=view, columns=jobs.COLUMNS, problem=problem)


@blueprint.post("/imports/<job>/confirmation")
@rule(Verb.CREATE, "import")
def confirm(job: str) -> Response | tuple[str, int]:
    """Yes to the plan that was shown; one that cannot begin is shown as it is now."""
    try:
        jobs.confirm(actor(), job, request.form.get("token", ""))
    except Problem as problem:
        if problem.code not in ("stale", "bad-state"):
            raise
        return _import_page(job, problem), problem.status
    return redirect(url_for("register.import_page", job=job), 303)


@blueprint.post("/imports/<job>/continuation")
@rule(Verb.CREATE, "import")
def go_on(job: str) -> Response:
    """The next steps."""
    jobs.go_on(actor(), job)
    return redirect(own_path(request.form.get("here", ""), url_for("register.import_page", job=job)), 303)


@blueprint.post("/imports/<job>/removal")
@rule(Verb.CREATE, "import")
def drop(job: str) -> Response:
    """Not this list."""
    jobs.drop(actor(), job)
    return redirect(url_for("register.index"), 303)


@blueprint.get("/twins")
@rule(Verb.CHANGE, "person")
def twin_list() -> str:
    """Entries that may be one person."""
    asked = Asked.of(request.args, TWIN_COLUMNS, ("unit",))
    unit = asked.filters.get("unit", "")
    with reading() as connection:
        pairs = twins.candidates(connection, actor(), unit)
        joined = twins.joined(connection, actor(), unit)
    cut = asked.cut(pairs)
    opened.note_ids(person.record for pair in cut.rows for person in (pair.one, pair.other))
    opened.note_ids(person.record for person, _ in joined)
    return render_template("office/register/twins.html", asked=asked, cut=cut, joined=joined, places=_places())


@blueprint.get("/twins/<one>/<other>")
@rule(Verb.CHANGE, "person")
def compare(one: str, other: str) -> str:
    """Two entries side by side."""
    with reading() as connection:
        sides, names = twins.compared(connection, actor(), (one, other))
    return render_template("office/register/pair.html", sides=sides, names=names, fields=twins.FIELDS)


@blueprint.post("/twins/<double>/joining")
@rule(Verb.CHANGE, "person")
def join(double: str) -> Response:
    """They are one person."""
    joined = twins.join(actor(), double, request.form.get("keeps", ""))
    return redirect(url_for("register.twin_list", joined=joined), 303)


@blueprint.post("/twins/<double>/parting")
@rule(Verb.CHANGE, "person")
def part(double: str) -> Response:
    """They are two after all."""
    twins.part(actor(), double)
    return redirect(url_for("register.twin_list", parted=1), 303)


@blueprint.post("/twins/<one>/<other>/difference")
@rule(Verb.CHANGE, "person")
def tell_apart(one: str, other: str) -> Response:
    """They are two people, whatever they look like."""
    undo = bool(request.form.get("undo"))
    twins.tell_apart(actor(), one, other, not undo)
    said = {} if undo else {"one": one, "other": other}
    return redirect(url_for("register.twin_list", **said), 303)
