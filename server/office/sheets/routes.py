"""The pages of the room.

GET /sheets             sheets of the ОНХС survey
GET /sheets/<kind>      interviews with groups, petitions, service counters
"""

from flask import Blueprint, render_template, request

from server.office.hearings import shown
from server.office.rooms import Room
from server.office.sheets import service
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("sheets", __name__, url_prefix="/sheets")
blueprint.context_processor(shown.tools)


@blueprint.get("", defaults={"kind": "household_sheet"})
@blueprint.get("/<kind>")
@rule(Verb.SEE, "record")
def index(kind: str) -> str:
    """Those of one kind within reach that fit what was asked."""
    with reading() as connection:
        view = service.listed(connection, actor(), kind, request.args)
    return render_template("office/sheets/index.html", list=view, kind=kind, kinds=tuple(service.KINDS))


ROOM = Room("sheets", "sheets.index", Verb.SEE, "record", place=25, icon="list-ordered")
