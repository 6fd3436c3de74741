"""The pages of the room: parse, one service, answer.

GET  /programmes                    all, with what each reached
GET  /programmes/petitions?span=    the quarter's statistics of petitions
GET  /programmes/quiet              baghs long without a hearing
GET  /programmes/new, POST /programmes
GET  /programmes/<id>               targets and what was reached, bagh by bagh
GET  /programmes/<id>/edit, POST /programmes/<id>
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server import clock
from server.office import coverage, span
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.programmes import petitions, quiet, service
from server.office.rooms import Room
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb, has_role

blueprint = Blueprint("programmes", __name__, url_prefix="/programmes")
blueprint.context_processor(shown.tools)
LISTED_MAX = 40  # of which the figures are added up on the list


@blueprint.get("")
@rule(Verb.SEE, "programme")
def index() -> str:
    """All programmes."""
    with reading() as connection:
        desk = Desk(connection, actor())
        found = service.programmes(desk)
        lines = [service.reached(desk, one) for one in found[:LISTED_MAX]]
        places = quiet.quiet(desk)
    may_change = has_role(actor(), Verb.CHANGE, "programme")
    return render_template(
        "office/programmes/index.html",
        lines=lines,
        count=len(found),
        quiet=places,
        may_change=may_change,
        state_of=service.state_of,
    )


@blueprint.get("/petitions")
@rule(Verb.SEE, "programme")
def petition_report() -> str:
    """The statistics of a quarter, or of another span."""
    today = clock.now().date().isoformat()
    usual = f"{today[:4]}-q{(int(today[5:7]) + 2) // 3}"
    chosen = span.asked(request.args, usual)
    with reading() as connection:
        desk = Desk(connection, actor())
        lines = petitions.of_span(desk, chosen.since, chosen.until)
        years = coverage.years(desk)
    year = chosen.year if chosen.word != "all" else usual[:4]
    spans = [*(f"{year}-q{number}" for number in range(1, 5)), *years[:4]]
    return render_template("office/programmes/petitions.html", lines=lines, span=chosen, offered=spans)


@blueprint.get("/quiet")
@rule(Verb.SEE, "programme")
def quiet_places() -> str:
    """Baghs long without a hearing, with the setting that says how long is too long."""
    with reading() as connection:
        most, places = quiet.quiet(Desk(connection, actor()))
    return render_template("office/programmes/quiet.html", most=most, places=places, setting=quiet.DAYS)


@blueprint.get("/new")
@rule(Verb.CHANGE, "programme")
def new() -> str:
    """An empty form."""
    return _form("", {}, [])


@blueprint.get("/<programme_id>/edit")
@rule(Verb.CHANGE, "programme")
def edit(programme_id: str) -> str:
    """The form with what stands."""
    return _form(programme_id, None, [])


@blueprint.post("")
@rule(Verb.CHANGE, "programme")
def create() -> Response | tuple[str, int]:
    """Make one."""
    return _saved("")


@blueprint.post("/<programme_id>")
@rule(Verb.CHANGE, "programme")
def change(programme_id: str) -> Response | tuple[str, int]:
    """Change one."""
    return _saved(programme_id)


@blueprint.get("/<programme_id>")
@rule(Verb.SEE, "programme")
def programme(programme_id: str) -> str:
    """One programme."""
    with reading() as connection:
        desk = Desk(connection, actor())
        view = service.reached(desk, service.find(desk, programme_id))
        others = service.programmes(desk)
    names = {one.id: shown.value_of(one, "name") for one in others}
    children = [one for one in others if shown.value_of(one, "parent") == programme_id]
    return render_template(
        "office/programmes/programme.html",
        view=view,
        names=names,
        children=children,
        state_of=service.state_of,
        targets=service.TARGETS,
        may_change=has_role(actor(), Verb.CHANGE, "programme"),
    )


def _saved(programme_id: str) -> Response | tuple[str, int]:
    said = request.form.to_dict()
    made, wrong = service.save(actor(), programme_id, said)
    if wrong:
        return _form(programme_id, said, wrong), 422
    return redirect(url_for("programmes.programme", programme_id=made), 303)


def _form(programme_id: str, said: dict[str, str] | None, wrong: list[str]) -> str:
    with reading() as connection:
        desk = Desk(connection, actor())
        others = [one for one in service.programmes(desk) if one.id != programme_id]
        record = service.find(desk, programme_id) if programme_id else None
    if said is None and record is None:
        raise Problem("not-found")
    if said is None:
        said = {path: shown.value_of(record, path) for path in service.PATHS}
    return render_template(
        "office/programmes/form.html",
        programme_id=programme_id,
        said=said,
        wrong=wrong,
        others=others,
        targets=service.TARGETS,
    )


ROOM = Room("programmes", "programmes.index", Verb.SEE, "programme", place=60, icon="layers")
