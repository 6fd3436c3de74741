"""The pages of the register of works.

GET  /works                       the list, filtered, sorted, summed; the headline number
GET  /works/unsettled             proposals without an end state
GET  /works/new?proposal=         a form, filled from a proposal
POST /works                       make one
GET  /works/<id>, /works/<id>/card, /works/<id>/edit
POST /works/<id>                  change it
POST /works/<id>/links            link or unlink a proposal (also from the proposal's page)
POST /works/<id>/progress         say how far it is
POST /works/progress/<step>/photos    bring a photo of it
POST /works/photos/<photo>, /works/photos/<photo>/removal
POST /works/<id>/removal
POST /works/undo/<op>             take any of these back
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.media import given
from server.office.hearings import shown
from server.office.ways import own_path
from server.office.works import entry, packages, photos, service, views
from server.office.works.service import Wish
from server.problems import Problem
from server.rules import actor, rule, takes
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("works", __name__)
blueprint.context_processor(shown.tools)
blueprint.context_processor(lambda: {"packages": packages})
KINDS = (*service.KINDS, "plan_line", "ldf_cycle", "monitoring_group")
ASKED_AGAIN = ("stale", "bad-values", "bad-state")
FORM_BYTES = 64 * 1024


@blueprint.get("/works")
@rule(Verb.SEE, "work")
def index() -> str:
    """The works within reach that fit what was asked."""
    with reading() as connection:
        view = views.listed(connection, actor(), request.args)
    return render_template("office/works/index.html", list=view, columns=views.COLUMNS, states=views.STATES)


@blueprint.get("/works/unsettled")
@rule(Verb.SEE, "work")
def unsettled() -> str:
    """The proposals without an end state."""
    with reading() as connection:
        view = views.unsettled(connection, actor(), request.args)
    return render_template("office/works/unsettled.html", **view)


@blueprint.get("/works/new")
@rule(Verb.CHANGE, "work")
def new() -> str:
    """The form of a new work."""
    with reading() as connection:
        view = views.form(connection, actor(), proposal_id=request.args.get("proposal", ""))
    return render_template("office/works/form.html", problem=None, **view)


@blueprint.post("/works")
@rule(Verb.CHANGE, "work")
def create() -> Response | tuple[str, int]:
    """Make a work."""
    return _save("")


@blueprint.get("/works/<work_id>")
@rule(Verb.SEE, "work")
def work(work_id: str) -> str:
    """One work."""
    return _page(work_id)


def _page(work_id: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = views.one(connection, actor(), work_id)
    return render_template("office/works/work.html", problem=problem, tried=request.form if problem else {}, **view)


@blueprint.get("/works/<work_id>/card")
@rule(Verb.SEE, "work")
def card(work_id: str) -> str:
    """One work in a few words."""
    with reading() as connection:
        view = views.card(connection, actor(), work_id)
    return render_template("office/works/card.html", **view)


@blueprint.get("/works/<work_id>/edit")
@rule(Verb.CHANGE, "work")
def edit(work_id: str) -> str:
    """The form of a work that is there."""
    with reading() as connection:
        view = views.form(connection, actor(), work_id)
    return render_template("office/works/form.html", problem=None, **view)


@blueprint.post("/works/<work_id>")
@rule(Verb.CHANGE, "work")
def change(work_id: str) -> Response | tuple[str, int]:
    """Change a work."""
    return _save(work_id)


def _save(work_id: str) -> Response | tuple[str, int]:
    """Save what was typed; what could not be is shown again."""
    lists = (tuple(request.form.getlist(name)) for name in ("body", "proposal"))
    tried = Wish(request.form.to_dict(), *lists, request.form.get("seen", ""))
    try:
        saved, op_id = service.save(actor(), work_id, tried)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        proposal = tried.proposals[0] if tried.proposals else ""
        with reading() as connection:
            view = views.form(connection, actor(), work_id, proposal, tried)
        return render_template("office/works/form.html", problem=problem, **view), problem.status
    return redirect(url_for("works.work", work_id=saved, done=op_id), 303)


@blueprint.post("/works/<work_id>/links")
@rule(Verb.CHANGE, "work")
def link(work_id: str) -> Response:
    """Link a proposal, or unlink it."""
    said = request.form.get("proposal", ""), request.form.get("is_on", "1") == "1"
    return _here(service.link(actor(), work_id, *said), url_for("works.work", work_id=work_id))


@blueprint.post("/works/links")
@rule(Verb.CHANGE, "work")
def link_chosen() -> Response:
    """Link a proposal to the work that was chosen on its page."""
    work_id = request.form.get("work", "")
    return _here(service.link(actor(), work_id, request.form.get("proposal", "")), url_for("works.index"))


@blueprint.post("/works/<work_id>/progress")
@rule(Verb.CHANGE, "work")
def progress(work_id: str) -> Response | tuple[str, int]:
    """Say how far a work is."""
    try:
        op_id = service.progress(actor(), work_id, request.form)
    except Problem as problem:
        if problem.code not in ASKED_AGAIN:
            raise
        return _page(work_id, problem), problem.status
    return redirect(url_for("works.work", work_id=work_id, done=op_id), 303)


@blueprint.post("/works/progress/<step_id>/photos")
@rule(Verb.CHANGE, "work")
@takes(given.PHOTO_BYTES_MAX + FORM_BYTES)
def add_photo(step_id: str) -> Response | tuple[str, int]:
    """Bring a photo of a step."""
    file = request.files.get("photo")
    plain = file.read(given.PHOTO_BYTES_MAX + 1) if file else b""
    return _photo(lambda: photos.add(actor(), step_id, request.form, plain))


@blueprint.post("/works/photos/<photo_id>")
@rule(Verb.CHANGE, "work")
def change_photo(photo_id: str) -> Response | tuple[str, int]:
    """Describe a photo, show it to everybody or no longer."""
    return _photo(lambda: photos.change(actor(), photo_id, request.form))


@blueprint.post("/works/photos/<photo_id>/removal")
@rule(Verb.CHANGE, "work")
def remove_photo(photo_id: str) -> Response | tuple[str, int]:
    """Take a photo off the page."""
    return _photo(lambda: photos.remove(actor(), photo_id))


def _photo(say) -> Response | tuple[str, int]:
    """Do it and go to the work; what could not be is said on the page that the form stood on."""
    try:
        work_id, op_id = say()
    except Problem as problem:
        if problem.code not in (*ASKED_AGAIN, *given.REFUSED):
            raise
        return _page(request.form.get("work", ""), problem), problem.status
    return redirect(url_for("works.work", work_id=work_id, done=op_id or None, _anchor="progress"), 303)


@blueprint.post("/works/<work_id>/removal")
@rule(Verb.CHANGE, "work")
def remove(work_id: str) -> Response:
    """Take a work out of the register."""
    return redirect(url_for("works.index", done=service.remove(actor(), work_id)), 303)


@blueprint.post("/works/undo/<op_id>")
@rule(Verb.CHANGE, "work")
def undo(op_id: str) -> Response:
    """Take back what was done in this room."""
    entry.take_back(actor(), op_id, KINDS)
    return _here("undone", url_for("works.index"))


def _here(done: str, otherwise: str) -> Response:
    """To the page that the form stood on."""
    where = own_path(request.form.get("here", ""), otherwise)
    return redirect(where + ("&" if "?" in where else "?") + f"done={done}", 303)
