"""P4: reports to citizens and monthly sheets as they were issued. No sign-in, no script, nothing that is not public.

GET /<tenant>/reports/<id>.pdf   the paper; its ETag is the hash of what was frozen
"""

import json
from functools import lru_cache

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from server import limits
from server.office.reports import frozen, papers, terms
from server.problems import Problem
from server.rules import rule
from server.store import records, tenants
from server.store.unit_of_work import reading
from server.who import Verb
from sync.merge import value_of
from sync.record import Record

KINDS = ("fortnight", "monthly_sheet")
SET_MAX, WINDOW_S = 60, 600  # papers that one address may have set anew
PAPERS_KEPT = 32  # in one process

blueprint = Blueprint("report_papers", __name__)


@blueprint.get("/<tenant>/reports/<report_id>.pdf")
@rule(Verb.SEE, "public")
def paper(tenant: str, report_id: str) -> Response:
    """The paper as it went out."""
    with reading() as connection:
        found = _find(connection, tenant, report_id)
        margins = terms.sheet_margins(connection, tenant)
    tag = str(value_of(found, "content_hash"))
    if tag in request.if_none_match:
        response = Response(status=304)
    else:
        limits.hit("public-paper", SET_MAX, WINDOW_S, request.remote_addr or "")
        response = Response(_set(frozen.text_of(found), tuple(margins.items())), content_type="application/pdf")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _find(connection: Connection, tenant: str, report_id: str) -> Record:
    if tenant not in tenants.names(connection):
        raise Problem("not-found")
    found = records.load_open(connection, tenant, [report_id]).get(report_id)
    if found is None or found.type != "report" or value_of(found, "kind") not in KINDS:
        raise Problem("not-found")
    return found


@lru_cache(PAPERS_KEPT)
def _set(text: str, margins: tuple) -> bytes:
    return papers.paper(json.loads(text), dict(margins))
