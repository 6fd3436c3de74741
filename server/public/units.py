"""P4: what was done in a bagh: measures, works, hearings, and the notice for its board (A4, A3).

GET /<tenant>/units               the baghs, with how much was proposed and done
GET /<tenant>/units/<id>          one of them
GET /<tenant>/units/<id>/notice   «Та хэлсэн. Ингэж шийдэв.», for the printer
"""

from collections import Counter
from io import BytesIO

import segno
from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from server import clock, config
from server.public import listing, reports
from server.public.facets import facets
from server.public.listing import Row
from server.public.pages import frame, page
from server.public.places import baghs
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.text import says
from server.who import Verb

blueprint = Blueprint("public_units", __name__)
DONE, ENDED = ("done", "confirmed", "partly_done"), ("declined", "not_competent", "answered", "withdrawn", "planned")
NOTICE_ROWS, MEASURES_MAX, HEARINGS_MAX, REPORTS_MAX = 6, 30, 10, 5
SIZES = ("a4", "a3")


@blueprint.get("/<tenant>/units")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """All baghs."""
    counted = facets(reader)
    counts = counted.by("unit", {})
    done = sum((counted.by("unit", {"status": status}) for status in DONE), Counter())
    return render_template("public/units.html", **frame(reader), units=baghs(reader), counts=counts, done=done)


@blueprint.get("/<tenant>/units/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """What was proposed, decided and done in one bagh."""
    unit = reader.find("unit", record_id)
    connection, tenant = reader.connection, reader.tenant
    ids = published.proposals(connection, tenant, {"unit": record_id}, 0, listing.ROWS)
    works = reader.load(published.of_unit(connection, tenant, "work", record_id, listing.ROWS))
    spots = published.hearings(connection, tenant, {"unit": record_id})[:HEARINGS_MAX]
    halls = reader.load([spot.id for spot in spots])
    return render_template(
        "public/unit.html",
        **frame(reader),
        unit=unit,
        figures=_figures(reader, record_id),
        measures=_measures(reader, record_id),
        rows=listing.rows(reader, ids),
        works=works.values(),
        halls=[halls[spot.id] for spot in spots if spot.id in halls],
        reports=reports.issued(reader, record_id)[:REPORTS_MAX],
    )


@blueprint.get("/<tenant>/units/<record_id>/notice")
@rule(Verb.SEE, "public")
@page
def notice(reader: Reader, record_id: str) -> str:
    """The notice for the board of a bagh."""
    unit = reader.find("unit", record_id)
    shared = frame(reader)
    today = says.local_day(clock.now_ms(), shared["zone"])
    rows, figures = _answered_first(reader, record_id), _figures(reader, record_id)
    coming = published.hearings(reader.connection, reader.tenant, {"unit": record_id}, since=today, is_down=False)
    next_hall = reader.load([coming[0].id]).get(coming[0].id) if coming else None
    size = request.args.get("size", SIZES[0])
    address = config.current().origin() + url_for("public_units.one", tenant=reader.tenant, record_id=record_id)
    return render_template(
        "public/notice.html",
        **shared,
        unit=unit,
        figures=figures,
        rows=rows,
        more=max(0, figures["all"] - len(rows)),
        next_hall=next_hall,
        today=today,
        size=size if size in SIZES else SIZES[0],
        sizes=SIZES,
        address=address,
        qr=qr(address),
    )


def qr(text: str) -> Markup:
    """A QR code as SVG, with the quiet margin that cameras want."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by segno from our own address


def _figures(reader: Reader, unit: str) -> dict[str, int]:
    """How many proposals; of these done, answered otherwise, and still without an answer."""
    by = facets(reader).by("status", {"unit": unit})
    whole = sum(by.values()) - by.get("merged", 0)
    done, ended = (sum(by.get(status, 0) for status in some) for some in (DONE, ENDED))
    return {"all": whole, "done": done, "answered": ended, "waiting": max(0, whole - done - ended)}


def _answered_first(reader: Reader, unit: str) -> list[Row]:
    """Some of the bagh's proposals: what was done first, then what was decided, then what waits."""
    begun, waiting = ("in_progress", "funding_asked"), ("reopened", "extended", "forwarded", "under_review", "recorded")
    order = (*DONE, *begun, *ENDED, "accepted", *waiting)
    there = facets(reader).by("status", {"unit": unit})
    ids: list[str] = []
    for status in order:
        if there.get(status) and len(ids) < NOTICE_ROWS:
            said = {"unit": unit, "among": reader.among((status,))}
            ids += published.proposals(reader.connection, reader.tenant, said, 0, NOTICE_ROWS - len(ids))
    return listing.rows(reader, ids)


def _measures(reader: Reader, unit: str) -> list[tuple[Shown, str, Shown | None]]:
    """(measure, who took it, of what proposal), the latest first."""
    ids = published.measures(reader.connection, reader.tenant, unit, MEASURES_MAX)
    found = reader.load(ids)
    latest = [found[one] for one in ids if one in found]
    others = reader.load([one.get(path) for one in latest for path in ("body", "proposal")])
    names = {one: shown.name for one, shown in others.items()}
    return [(one, names.get(one.text("body"), ""), others.get(one.text("proposal"))) for one in latest]
