"""Routes of open data (P8): parse, one reading, answer. Bounded, with ETag, open to every origin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import IO

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from server import config
from server.extensions import csrf
from server.problems import Problem
from server.public import answers, files, kept, pages
from server.public.open_data import open311, source, tables, written
from server.public.open_data.open311 import Refused
from server.public.open_data.source import ROWS_MAX, Tenant
from server.public.pages import frame, language, page
from server.public.reader import Reader
from server.rules import rule
from server.store import published, tenants
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("open_data", __name__)
FORMS = {"xml": "text/xml", "json": "application/json"}
V2 = "/<tenant>/open311/v2"
ENTRIES = 50  # of the feed


@contextmanager
def _of(tenant: str) -> Iterator[tuple[Reader, Tenant]]:
    with reading() as connection:
        reader = Reader(connection, answers.known(connection, tenant))
        yield reader, source.tenant_of(reader)


def _root(tenant: str) -> str:
    return f"{config.current().origin()}/{tenant}"


@blueprint.get("/<tenant>/data")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """What there is, in which forms, under which licence, and of when."""
    files = {name: url_for(f"open_data.{name}", tenant=reader.tenant) for name in ("proposals", "hearings", "works")}
    root = _root(reader.tenant)
    return render_template("public/data.html", **frame(reader), files=files, root=root)


@blueprint.get("/<tenant>/data/proposals.csv")
@rule(Verb.SEE, "public")
def proposals(tenant: str) -> Response:
    """Published proposals as a table."""
    return _csv(tenant, "proposals", tables.PROPOSALS, tables.proposals)


@blueprint.get("/<tenant>/data/hearings.csv")
@rule(Verb.SEE, "public")
def hearings(tenant: str) -> Response:
    """Hearings as a table."""
    return _csv(tenant, "hearings", tables.HEARINGS, tables.of_hearings)


@blueprint.get("/<tenant>/data/works.csv")
@rule(Verb.SEE, "public")
def works(tenant: str) -> Response:
    """Works as a table."""
    return _csv(tenant, "works", tables.WORKS, tables.works)


@blueprint.get("/<tenant>/data/works.geojson")
@rule(Verb.SEE, "public")
def work_points(tenant: str) -> Response:
    """Works that say where they are, for maps."""
    return _file(
        tenant,
        "works.geojson",
        "application/geo+json; charset=utf-8",
        lambda file, reader, found: written.collection(
            file, found, tables.placed_works(reader), f"{_root(tenant)}/works"
        ),
    )


def _csv(tenant: str, name: str, heads: tuple, rows: Callable[[Reader], Iterator[list]]) -> Response:
    return _file(
        tenant,
        f"{name}.csv",
        "text/csv; charset=utf-8; header=present",
        lambda file, reader, _: written.sheet(file, heads, rows(reader)),
    )


@blueprint.get("/<tenant>/data/proposals.geojson")
@rule(Verb.SEE, "public")
def points(tenant: str) -> Response:
    """Published proposals at public places, for maps."""
    return _file(
        tenant,
        "proposals.geojson",
        "application/geo+json; charset=utf-8",
        lambda file, reader, found: written.features(
            file, found, source.proposals(reader, {"placed": "yes"}, ROWS_MAX), _root(tenant)
        ),
    )


def _file(tenant: str, name: str, content_type: str, fill: Callable[[IO[bytes], Reader, Tenant], None]) -> Response:
    """A whole list, kept once per version, in whatever language it is asked for."""
    with _of(tenant) as (reader, found):
        version = f"{tenants.epoch(reader.connection, tenant)}{published.version(reader.connection, tenant)}"
        save_as = f"{tenant}-{name}" if name.endswith(".csv") else ""
        return files.send(f"{tenant}/{name}", version, lambda file: fill(file, reader, found), content_type, save_as)


@blueprint.get("/<tenant>/data/proposals.atom")
@rule(Verb.SEE, "public")
def feed(tenant: str) -> Response:
    """The newest published proposals, for readers of news."""

    def draw(reader: Reader, found: Tenant) -> bytes:
        told = list(source.proposals(reader, {}, ENTRIES))
        own = f"{_root(tenant)}/data/proposals.atom"
        return written.atom(found, told, _root(tenant), own, gettext("data.proposals"))

    return _kept(tenant, "application/atom+xml", draw)


def _kept(tenant: str, mimetype: str, draw: Callable[[Reader, Tenant], bytes]) -> Response:
    """An answer that stays in memory until the tenant's data change."""
    with _of(tenant) as (reader, found):
        version = pages.version(reader.connection, tenant)
        one = kept.kept((request.full_path, language()), version, lambda: draw(reader, found))
    response = answers.of_kept(one, f"{mimetype}; charset=utf-8")
    response.vary.add("Accept-Language")
    return response


def _in_its_form(root: str, item: str) -> Callable:
    """Write what a view gives as XML or JSON, and refusals as the standard has them."""

    def declare(view):
        @wraps(view)
        def answered(tenant: str, form: str, **named: str) -> Response:
            try:
                if request.values.get("jurisdiction_id", tenant) != tenant:
                    raise Refused(404, "jurisdiction_id was not found")
                return _kept(tenant, FORMS[form], lambda *who: _formed(form, root, item, view(*who, **named)))
            except Refused as refused:
                return _errors(form, refused.status, refused.description)
            except Problem as problem:
                return _errors(form, problem.status, problem.code)

        return answered

    return declare


def _errors(form: str, status: int, description: str) -> Response:
    return _write(form, "errors", "error", [{"code": status, "description": description}], status)


def _formed(form: str, root: str, item: str, said: object) -> bytes:
    return written.xml(root, item, said) if form == "xml" else answers.dumps(said)


def _write(form: str, root: str, item: str, said: object, status: int) -> Response:
    response = Response(_formed(form, root, item, said), status, content_type=f"{FORMS[form]}; charset=utf-8")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<tenant>/open311/discovery.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("discovery", "endpoint")
def discovery(_reader: Reader, tenant: Tenant) -> dict:
    """Where the service is."""
    root = _root(tenant.id)
    return open311.discovery(tenant, f"{root}/open311/v2", f"{root}/data")


@blueprint.get(f"{V2}/services.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("services", "service")
def services(reader: Reader, _tenant: Tenant) -> list[dict]:
    """The categories."""
    return open311.services(reader)


@blueprint.get(f"{V2}/services/<code>.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_definition", "attribute")
def definition(reader: Reader, _tenant: Tenant, code: str) -> dict:
    """The questions of a category."""
    return open311.definition(reader, code)


@blueprint.get(f"{V2}/requests.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_requests", "request")
def requests(reader: Reader, tenant: Tenant) -> list[dict]:
    """Published proposals as requests."""
    return open311.requests(reader, tenant, request.args)


@blueprint.get(f"{V2}/requests/<request_id>.<any(xml, json):form>")
@rule(Verb.SEE, "public")
@_in_its_form("service_requests", "request")
def one_request(reader: Reader, tenant: Tenant, request_id: str) -> list[dict]:
    """One of them."""
    return [open311.one_request(reader, tenant, request_id)]


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
