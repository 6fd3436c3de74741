"""The pages of the room: parse, one service, answer.

GET /proposals          all within reach, filtered, sorted, summed, by page
GET /proposals/map      the same on a map, with the list beside it
GET /proposals/points   what the map draws, as JSON
GET /proposals/<id>/card   what a pin of the map says when it is opened
POST /proposals/<id>/state   say its next state
POST /proposals/undo/<op>    take a state back
"""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for

from server.office.hearings import proposal, shown, views
from server.office.proposals import listing, places, states
from server.office.proposals.states import Wish
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

BESIDE_ROWS = 12  # of the list beside a map

blueprint = Blueprint("proposals", __name__)
blueprint.context_processor(shown.tools)


@blueprint.get("/proposals")
@rule(Verb.SEE, "proposal")
def index() -> str:
    """The proposals within reach that fit what was asked."""
    with reading() as connection:
        view = listing.listed(connection, actor(), request.args)
    return _listed("index", view)


@blueprint.get("/proposals/map")
@rule(Verb.SEE, "proposal")
def on_map() -> str:
    """The same on a map, fewer rows at a time beside it."""
    with reading() as connection:
        view = listing.listed(connection, actor(), request.args, BESIDE_ROWS)
    return _listed("map", view)


def _listed(page: str, view: listing.Listing) -> str:
    return render_template(
        f"office/proposals/{page}.html",
        list=view,
        columns=listing.COLUMNS,
        categories=listing.CATEGORIES,
        ages=listing.AGES,
        day_of=listing.day_of,
    )


@blueprint.get("/proposals/points")
@rule(Verb.SEE, "proposal")
def points() -> Response:
    """Where the proposals are that fit."""
    with reading() as connection:
        return jsonify(places.points(connection, actor(), request.args))


@blueprint.get("/proposals/<record_id>/card")
@rule(Verb.SEE, "proposal")
def card(record_id: str) -> str:
    """One proposal in a few words."""
    with reading() as connection:
        view = proposal.card(connection, actor(), record_id)
    return render_template("office/proposals/card.html", **view)


@blueprint.post("/proposals/<record_id>/state")
@rule(Verb.DECIDE, "proposal")
def step(record_id: str) -> Response | tuple[str, int]:
    """Say the next state; what could not be is shown again with what was written."""
    tried = Wish(*(request.form.get(name, "") for name in Wish._fields))
    try:
        op_id = states.move(actor(), record_id, tried)
    except Problem as problem:
        if problem.code not in ("stale", "bad-values", "bad-state"):
            raise
        with reading() as connection:
            view = views.record(connection, actor(), record_id)
        page = render_template("office/hearings/proposal_page.html", problem=problem, tried=tried, **view)
        return page, problem.status
    return redirect(url_for("hearings.record", record_id=record_id, stepped=op_id), 303)


@blueprint.post("/proposals/undo/<op_id>")
@rule(Verb.DECIDE, "proposal")
def take_back(op_id: str) -> Response:
    """Take a state back, and the measure that was said with it."""
    record_id = states.take_back(actor(), op_id)
    return redirect(url_for("hearings.record", record_id=record_id, stepped="undone"), 303)
