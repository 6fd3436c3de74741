"""The pages: parse, one service, answer.

GET  /hearings/<id>/checklist    what a public hearing needs, by when, and what is missing
POST /hearings/<id>/checklist    on which day an item was met; the notice in the national script
GET  /hearings/<id>/notice       the notice for the board, to print
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.book import service
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.text import says
from server.who import Verb

blueprint = Blueprint("book", __name__, url_prefix="/hearings")
blueprint.context_processor(shown.tools)


@blueprint.get("/<hearing_id>/checklist")
@rule(Verb.SEE, "hearing")
def checklist(hearing_id: str) -> str:
    """The checklist."""
    return _page("checklist", hearing_id)


@blueprint.post("/<hearing_id>/checklist")
@rule(Verb.CHANGE, "hearing")
def say(hearing_id: str) -> Response:
    """One item of it."""
    service.say(actor(), hearing_id, request.form.to_dict())
    return redirect(url_for("book.checklist", hearing_id=hearing_id), 303)


@blueprint.get("/<hearing_id>/notice")
@rule(Verb.SEE, "hearing")
def notice(hearing_id: str) -> str:
    """The notice."""
    return _page("notice", hearing_id)


def _page(name: str, hearing_id: str) -> str:
    with reading() as connection:
        view = service.of_hearing(Desk(connection, actor()), hearing_id)
    return render_template(f"office/book/{name}.html", formal_day=says.formal_day, **view)
