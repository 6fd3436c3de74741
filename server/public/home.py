"""The first page of an organisation, and what machines ask for: a list of all pages.

GET /<tenant>        the headline number, what comes, what was done last
GET /sitemap.xml     addresses of public pages; GET /robots.txt where it stands
"""

from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import IO

from flask import Blueprint, Response, render_template, url_for
from sqlalchemy import Connection

from server import clock, config
from server.office.works.headline import headline
from server.public import files, funds, listing
from server.public.pages import frame, page
from server.public.places import baghs
from server.public.reader import Reader
from server.rules import rule
from server.store import published, tenants
from server.store.unit_of_work import reading
from server.store.works import Scope
from server.text import says
from server.who import Verb

blueprint = Blueprint("public_home", __name__)
COMING_MAX, DONE_MAX, SITEMAP_MAX = 3, 5, 20_000
ROOMS = (
    *("public_home.index", "public_proposals.index", "public_works.index", "public_hearings.index"),
    *("public_units.index", "public_reports.index", "open_data.index", "log.index", "notice.notice"),
)
BECAME = ("done", "confirmed")


@blueprint.get("/<tenant>", strict_slashes=False)
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """Where a citizen begins."""
    shared = frame(reader)
    connection, tenant = reader.connection, reader.tenant
    today = says.local_day(clock.now_ms(), shared["zone"])
    spots = published.hearings(connection, tenant, {}, since=today, is_down=False)[:COMING_MAX]
    known = reader.load([spot.id for spot in spots])
    ids = published.proposals(connection, tenant, {"among": reader.among(BECAME)}, 0, DONE_MAX)
    return render_template(
        "public/home.html",
        **shared,
        wishes=headline(connection, tenant, Scope(is_public=True)),
        coming=[known[spot.id] for spot in spots if spot.id in known],
        names=reader.names({one.get("unit") for one in known.values()}),
        rows=listing.rows(reader, ids),
        units=baghs(reader),
    )


@blueprint.get("/robots.txt")
@rule(Verb.SEE, "public")
def robots() -> Response:
    """Everything public may be found; forms need not be."""
    said = "User-agent: *\nDisallow: /*/follow\nDisallow: /*/remark\n"
    said += f"Sitemap: {config.current().origin()}/sitemap.xml\n"
    return Response(said, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@rule(Verb.SEE, "public")
def sitemap() -> Response:
    """The addresses of all pages, at most SITEMAP_MAX."""
    with reading() as connection:
        names = tenants.names(connection)
        version = [(name, tenants.epoch(connection, name), published.version(connection, name)) for name in names]
        return files.send("sitemap.xml", str(version), partial(_listed, connection, names), "application/xml")


def _listed(connection: Connection, names: Iterable[str], file: IO[bytes]) -> None:
    origin = config.current().origin()
    found = (place for name in names for place in places(connection, name))
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    file.writelines(f"<url><loc>{origin}{place}</loc></url>".encode() for place in islice(found, SITEMAP_MAX))
    file.write(b"</urlset>")


def places(connection, tenant: str) -> list[str]:
    """The paths of a tenant's pages."""
    found = [url_for(one, tenant=tenant) for one in ROOMS]
    reader = Reader(connection, tenant)
    found += [url_for("public_units.one", tenant=tenant, record_id=one) for one, _ in baghs(reader)]
    halls = [one.id for one in published.hearings(connection, tenant, {})]
    found += [url_for("public_hearings.one", tenant=tenant, record_id=one) for one in halls]
    found += [url_for("public_funds.one", tenant=tenant, record_id=one.id) for one in funds.years(reader)]
    works = published.works(connection, tenant, {})
    found += [url_for("public_works.one", tenant=tenant, record_id=one) for one in works]
    ids = published.proposals(connection, tenant, {}, 0, SITEMAP_MAX)
    return found + [url_for("public_proposals.one", tenant=tenant, record_id=one) for one in ids]
