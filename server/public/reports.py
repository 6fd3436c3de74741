"""P4: what the office reported: to each bagh every 15 days, to the centre every month; as issued, frozen.

GET /<tenant>/reports        all of them, the last first
GET /<tenant>/reports/<id>   one, from its own frozen content; who signed is said by post alone
GET /<tenant>/reports/<id>.pdf   the paper as it went out; its ETag is the hash of what was frozen
Reports come with the record type `report` (sync/report_records.py); without it there are none.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, Response, render_template, request

from server import limits
from server.office.reports import papers, terms
from server.problems import Problem
from server.public import answers, listing
from server.public.pages import frame, page
from server.public.places import baghs
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.store.unit_of_work import reading
from server.who import Verb
from sync.catalogue import BY_NAME

blueprint = Blueprint("public_reports", __name__)
KIND = "report"
PAPERS = ("fortnight", "monthly_sheet")  # kinds that are set on paper
SET_MAX, WINDOW_S = 60, 600  # papers that one address may have set anew
PAPERS_KEPT = 32  # in one process
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: of what, what became of it, when; money where the line has some."""

    title: str
    word: str = ""
    text: str = ""
    on: str = ""
    cost: int | None = None


@blueprint.get("/<tenant>/reports")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """All reports."""
    units = baghs(reader)
    said = listing.asked(request.args, {"unit": [one for one, _ in units]})
    found = issued(reader, said.get("unit", ""))
    cut = listing.cut(request.args, len(found))
    rows = found[cut.before : cut.before + listing.ROWS]
    return render_template("public/reports.html", **frame(reader), units=dict(units), said=said, cut=cut, reports=rows)


@blueprint.get("/<tenant>/reports/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One report."""
    report = reader.find(KIND, record_id)
    content = content_of(report)
    unit = reader.names([report.get("unit")]).get(report.text("unit"), "")
    shown = {"report": report, "content": content, "lines": lines_of(content), "unit": unit}
    return render_template("public/report.html", **frame(reader), **shown, has_paper=report.get("kind") in PAPERS)


@blueprint.get("/<tenant>/reports/<record_id>.pdf")
@rule(Verb.SEE, "public")
def paper(tenant: str, record_id: str) -> Response:
    """The paper as it went out."""
    with reading() as connection:
        report = Reader(connection, answers.known(connection, tenant)).find(KIND, record_id)
        margins = terms.sheet_margins(connection, tenant)
    if report.get("kind") not in PAPERS:
        raise Problem("not-found")
    tag = report.text("content_hash")
    if tag in request.if_none_match:
        return answers.for_all(Response(status=304), tag, DAY_S)
    limits.hit("public-paper", SET_MAX, WINDOW_S, request.remote_addr or "")
    response = Response(_set(text_of(report), tuple(margins.items())), content_type="application/pdf")
    return answers.for_all(response, tag, DAY_S)


@lru_cache(PAPERS_KEPT)
def _set(text: str, margins: tuple) -> bytes:
    return papers.paper(json.loads(text), dict(margins))


def issued(reader: Reader, unit: str = "") -> list[Shown]:
    """The reports that no later one corrects, the last first."""
    if KIND not in BY_NAME:
        return []
    connection, tenant = reader.connection, reader.tenant
    ids = published.of_unit(connection, tenant, KIND, unit) if unit else published.of_type(connection, tenant, KIND)
    found = reader.load(ids)
    corrected = {one.get("corrects") for one in found.values()}
    standing = [one for one in found.values() if one.id not in corrected]
    return sorted(standing, key=lambda one: (one.text("issued_on"), one.id), reverse=True)


def text_of(report: Shown) -> str:
    """The frozen content: JSON text in pieces, in the order of their numbers."""
    pieces = report.map("content")
    return "".join(str(pieces[key]) for key in sorted(pieces, key=int))


def content_of(report: Shown) -> dict:
    """What was frozen; nothing where it is no JSON."""
    try:
        said = json.loads(text_of(report))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def lines_of(content: dict) -> list[Line]:
    """The lines of any kind of report."""
    found = []
    for line in content.get("lines", ()):
        text = {name: str(line.get(name) or "") for name in ("title", "word", "text", "on", "place", "funding")}
        cost = line.get("cost") if type(line.get("cost")) is int else None
        more = " · ".join(part for part in (text["text"], text["place"], text["funding"]) if part)
        word = text["word"] if text["word"] != "none" else ""
        found.append(Line(text["title"], word, more, text["on"], cost))
    return found
