"""The pages of the room: parse, one service, answer.

GET /proposals          all within reach, filtered, sorted, summed, by page
GET /proposals/map      the same on a map, with the list beside it
GET /proposals/points   what the map draws, as JSON
GET /proposals/<id>/card   what a pin of the map says when it is opened
"""

from flask import Blueprint, Response, jsonify, render_template, request

from server.office.hearings import proposal, shown
from server.office.proposals import listing, places
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb, has_role

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
        may_call=has_role(actor(), Verb.CHANGE, "campaign"),
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
