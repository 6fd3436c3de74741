"""Naming what was asked of a list, and taking the name off again; the markup is `tables.kept`.

POST /filters                  keep `query` of `list` (its path) under `name`
POST /filters/<id>/removal     take it off
POST /filters/<id>/return      bring it back
"""

from flask import Blueprint, Response, redirect, request

from server import filters
from server.office.tables import Asked
from server.office.ways import own_path
from server.rules import actor, rule
from server.who import Verb

blueprint = Blueprint("filters", __name__)


@blueprint.app_context_processor
def tools() -> dict:
    """What `tables.kept` asks for."""
    return {"kept_filters": kept}


def kept(asked: Asked) -> dict:
    """The filters of the list that is shown: each with whether it is what is asked now; and room for another."""
    found, has_room = filters.of_list(actor(), request.path)
    now = filters.canonical(asked.address())
    return {"chips": [(one, one.query == now) for one in found], "has_room": has_room, "query": now}


@blueprint.post("/filters")
@rule(Verb.CHANGE, "filter")
def keep() -> Response:
    """Keep it, and show the list as it was."""
    path, query, name = (request.form.get(word, "") for word in ("list", "query", "name"))
    filters.keep(actor(), own_path(path, ""), query, name)
    return redirect(own_path(f"{path}?{filters.canonical(query)}"), 303)


@blueprint.post("/filters/<filter_id>/removal")
@rule(Verb.CHANGE, "filter")
def remove(filter_id: str) -> Response:
    """Take it off, with a way back."""
    filters.remove(actor(), filter_id)
    return _here(f"filter-{filter_id}")


@blueprint.post("/filters/<filter_id>/return")
@rule(Verb.CHANGE, "filter")
def bring_back(filter_id: str) -> Response:
    """Undo."""
    filters.remove(actor(), filter_id, is_gone=False)
    return _here("")


def _here(done: str) -> Response:
    where = own_path(request.form.get("here", ""))
    return redirect(f"{where}{'&' if '?' in where else '?'}done={done}" if done else where, 303)
