"""Read-only lists for programs (O14): `GET /api/v1/proposals`, `/hearings`, `/works`, `/reports`, `/units`.

`Authorization: Bearer <key>`; keys are made in the office (server/exports/api_keys.py). Pages of at most PAGE_MAX rows
by `after`, the id that the page before named as `next`. What is listed and told is what the public pages show
(server/public/reader.py): a key that gets lost betrays nobody (I7). An `ETag` saves the second reading.
"""

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from server import limits, schemas
from server.exports import api_keys
from server.problems import Problem
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.store.unit_of_work import reading
from server.who import Verb
from sync.catalogue import BY_NAME

PAGE_USUAL, PAGE_MAX = 100, 500
MISSES_MAX, WINDOW_S = 20, 900
KINDS = {"proposals": "proposal", "hearings": "hearing", "works": "work", "reports": "report", "units": "unit"}

blueprint = Blueprint("lists", __name__, url_prefix="/api/v1", description="Read-only lists for programs")


class PageArguments(Schema):
    """Which page."""

    after = fields.String(load_default="", validate=validate.Regexp(r"^[a-z2-7]{26}$|^$"))
    limit = fields.Integer(load_default=PAGE_USUAL, validate=validate.Range(1, PAGE_MAX))


def _page_schema(kind: str) -> type[Schema]:
    row = schemas.public_schema_of(BY_NAME[kind])
    named = {
        "items": fields.List(fields.Nested(row), required=True),
        "next": fields.String(required=True, allow_none=True, metadata={"description": "`after` of the next page"}),
    }
    return Schema.from_dict(named, name=schemas.schema_name(BY_NAME[kind]).removesuffix("Record") + "Page")


def _reader(name: str):
    """The key's actor; who guesses keys is soon told to wait."""
    address = request.remote_addr or ""
    limits.refuse_if_spent("api-miss", MISSES_MAX, WINDOW_S, address)
    try:
        return api_keys.reader(request.headers.get("Authorization", ""), name)
    except Problem as problem:
        if problem.code == "sign-in-needed":
            limits.hit("api-miss", MISSES_MAX, WINDOW_S, address)
        raise


def _answer(name: str, after: str, limit: int) -> dict:
    actor = _reader(name)
    with reading() as connection:
        reader = Reader(connection, actor.tenant)
        ids = published.page_of(connection, actor.tenant, KINDS[name], actor.units, after, limit + 1)
        known = reader.load(ids[:limit])
        states = reader.standings(known) if name == "proposals" else {}
    items = [_told(known[one]) | ({"status": states[one]} if states else {}) for one in ids[:limit] if one in known]
    return {"items": items, "next": ids[limit - 1] if len(ids) > limit else None}


def _told(shown: Shown) -> dict:
    """The public fields of a record, maps as objects."""
    fields = [one for one in BY_NAME[shown.type].fields if one.public and not one.personal and one.kind != "long_text"]
    said = {one.name: dict(sorted(shown.map(one.name).items())) if one.map else shown.get(one.name) for one in fields}
    return {"id": shown.id} | said


def _bind(name: str) -> None:
    @blueprint.get(f"/{name}", endpoint=name)
    @rule(Verb.SEE, "list")
    @blueprint.doc(security=[{"key": []}], summary=f"The {name} within the key's reach, by id")
    @blueprint.arguments(PageArguments, location="query")
    @blueprint.response(200, _page_schema(KINDS[name]))
    def view(asked: dict) -> dict:
        return _answer(name, **asked)


for _name in KINDS:
    _bind(_name)


@blueprint.after_request
def _tag(response: Response) -> Response:
    """An ETag, and 304 to who has the page already."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization"
        response.add_etag()
        response.make_conditional(request)
    return response
