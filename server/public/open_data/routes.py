"""Routes of open data (P8): parse, one reading, answer. Bounded, with ETag, open to every origin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import Connection

from server import config
from server.extensions import csrf
from server.problems import Problem
from server.public import answers
from server.public.open_data import open311, source, tables, written
from server.public.open_data.open311 import Refused
from server.public.open_data.source import LICENCE, LICENCE_URL, Tenant
from server.rules import rule
from server.store.open_data import Wanted
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("open_data", __name__)
FORMS = {"xml": "text/xml", "json": "application/json"}
V2 = "/<tenant>/open311/v2"
ENTRIES = 50  # of the feed
POINTS_MAX = 5000


@contextmanager
def _of(tenant: str) -> Iterator[tuple[Connection, Tenant]]:
    with reading() as connection:
        answers.known(connection, tenant)
        yield connection, source.tenant_of(connection, tenant)


def _root(tenant: str) -> str:
    return f"{config.current().origin()}/{tenant}"


@blueprint.get("/<tenant>/data")
@rule(Verb.SEE, "public")
def page(tenant: str) -> str:
    """What there is, in which forms, under which licence, and of when."""
    with _of(tenant) as (_, found):
        files = {name: url_for(f"open_data.{name}", tenant=tenant) for name in ("proposals", "hearings", "works")}
        return render_template(
            "public/data.html", tenant=tenant, found=found, files=files, licence=LICENCE, licence_url=LICENCE_URL,
            root=_root(tenant), open311=f"{_root(tenant)}/open311/v2",
        )  # fmt: skip


@blueprint.get("/<tenant>/data/proposals.csv")
@rule(Verb.SEE, "public")
def proposals(tenant: str) -> Response:
    """Published proposals as a table."""
    with _of(tenant) as (connection, _):
        return _csv(tables.proposals(connection, tenant), f"{tenant}-proposals.csv")


@blueprint.get("/<tenant>/data/hearings.csv")
@rule(Verb.SEE, "public")
def hearings(tenant: str) -> Response:
    """Approved hearings as a table."""
    with _of(tenant) as (connection, _):
        return _csv(tables.of_hearings(connection, tenant), f"{tenant}-hearings.csv")


@blueprint.get("/<tenant>/data/works.csv")
@rule(Verb.SEE, "public")
def works(tenant: str) -> Response:
    """Works as a table."""
    with _of(tenant) as (connection, _):
        return _csv(tables.works(connection, tenant), f"{tenant}-works.csv")


def _csv(raw: bytes, name: str) -> Response:
    return answers.body(raw, "text/csv; charset=utf-8; header=present", name=name)


@blueprint.get("/<tenant>/data/proposals.geojson")
@rule(Verb.SEE, "public")
def points(tenant: str) -> Response:
    """Published proposals at public places, for maps."""
    with _of(tenant) as (connection, found):
        told = source.proposals(connection, tenant, Wanted(placed=True), POINTS_MAX)
        return answers.json(written.features(found, told, _root(tenant)), mimetype="application/geo+json")


@blueprint.get("/<tenant>/data/proposals.atom")
@rule(Verb.SEE, "public")
def feed(tenant: str) -> Response:
    """The newest published proposals, for readers of news."""
    with _of(tenant) as (connection, found):
        told = source.proposals(connection, tenant, Wanted(), ENTRIES)
        own = f"{_root(tenant)}/data/proposals.atom"
        raw = written.atom(found, told, _root(tenant), own, gettext("data.proposals"))
        return answers.body(raw, "application/atom+xml; charset=utf-8")


def _in_its_form(root: str, item: str) -> Callable:
    """Write what a view gives as XML or JSON, and refusals as the standard has them."""

    def declare(view):
        @wraps(view)
        def answered(tenant: str, form: str, **named: str) -> Response:
            try:
                with _of(tenant) as (connection, found):
                    if request.values.get("jurisdiction_id", tenant) != tenant:
                        raise Refused(404, "jurisdiction_id was not found")
                    said, status = view(connection, found, **named), 200
            except Refused as refused:
                return _errors(form, refused.status, refused.description)
            except Problem as problem:
                return _errors(form, problem.status, problem.code)
            return _write(form, root, item, said, status)

        return answered

    return declare


def _errors(form: str, status: int, description: str) -> Response:
    return _write(form, "errors", "error", [{"code": status, "description": description}], status)


def _write(form: str, root: str, item: str, said: object, status: int) -> Response:
    raw = written.xml(root, item, said) if form == "xml" else answers.dumps(said)
    if status == 200 and request.method in ("GET", "HEAD"):
        return answers.body(raw, f"{FORMS[form]}; charset=utf-8")
    response = Response(raw, status=status, content_type=f"{FORMS[form]}; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<tenant>/open311/discovery.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("discovery", "endpoint")
def discovery(_connection: Connection, tenant: Tenant) -> dict:
    """Where the service is."""
    root = _root(tenant.id)
    return open311.discovery(tenant, f"{root}/open311/v2", f"{root}/data")


@blueprint.get(f"{V2}/services.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("services", "service")
def services(connection: Connection, tenant: Tenant) -> list[dict]:
    """The categories."""
    return open311.services(connection, tenant.id)


@blueprint.get(f"{V2}/services/<code>.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_definition", "attribute")
def definition(connection: Connection, tenant: Tenant, code: str) -> dict:
    """The questions of a category."""
    return open311.definition(connection, tenant.id, code)


@blueprint.get(f"{V2}/requests.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_requests", "request")
def requests(connection: Connection, tenant: Tenant) -> list[dict]:
    """Published proposals as requests."""
    return open311.requests(connection, tenant, request.args)


@blueprint.get(f"{V2}/requests/<request_id>.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_requests", "request")
def one_request(connection: Connection, tenant: Tenant, request_id: str) -> list[dict]:
    """One of them."""
    return [open311.one_request(connection, tenant, request_id)]


@blueprint.post(f"{V2}/requests.<any(xml, json):form>")
@csrf.exempt  # a key is the proof, and this host keeps no session
@rule(Verb.SEND, "request")
def hand_in(tenant: str, form: str) -> Response:
    """Hand in a request, with a key of the office."""
    try:
        with _of(tenant) as (_, found):
            pass
        if request.values.get("jurisdiction_id", tenant) != tenant:
            raise Refused(404, "jurisdiction_id was not found")
        if "api_key" in request.args:
            raise Refused(400, "api_key belongs into the form, not into the address")
        made = [open311.post(found, request.form)]
    except Refused as refused:
        return _errors(form, refused.status, refused.description)
    except Problem as problem:
        return _errors(form, problem.status, problem.code)
    return _write(form, "service_requests", "request", made, 201)
