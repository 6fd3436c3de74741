"""The pages of search.

GET  /search?q=&kind=&unit=&year=&category=&state=   what was said, by kind
POST /search/people                                  people by name: the words stand in the body, never in an address
"""

from flask import Blueprint, render_template, request

from server import opened
from server.office.hearings import shown
from server.office.search import people, results
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb, has_role

blueprint = Blueprint("search", __name__)
blueprint.context_processor(shown.tools)


@blueprint.get("/search")
@rule(Verb.SEE, "record")
def index() -> str:
    """What was found."""
    with reading() as connection:
        view = results.searched(connection, actor(), request.args)
    may_see_people = has_role(actor(), Verb.SEE, "person")
    return render_template("office/search/index.html", list=view, columns=results.COLUMNS, people=may_see_people)


@blueprint.post("/search/people")
@rule(Verb.SEE, "person")
def find_people() -> str:
    """Who was found."""
    with reading() as connection:
        view = people.searched(connection, actor(), request.form)
    opened.note_ids(person.record for person in view.cut.rows)
    return render_template("office/search/people.html", list=view)
