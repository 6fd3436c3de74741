"""P3: proposals as a list and on a map, by bagh, category, state and money; and each on a page of its own.

GET  /<tenant>/proposals                  filters stand in the address, twenty a page
GET  /<tenant>/proposals/<id>             the page that people share (2.22)
GET  /<tenant>/proposals/<id>/remark      the form of a remark; POST takes it in, to wait (P5)
GET  /<tenant>/proposals/<id>/photos/<remark>.jpg, …/small-<remark>.jpg    of a remark that was published (P6)
"""

from flask import Blueprint, Response, render_template, request

from server import clock
from server.extensions import csrf
from server.public import atlas, forms, listing, remarks, way, words
from server.public.facets import facets
from server.public.pages import frame, open_page, page, picture
from server.public.places import baghs, places
from server.public.reader import Reader
from server.rules import rule
from server.store import published
from server.store.published import Wishes
from server.store.unit_of_work import reading
from server.text import says
from server.who import Verb

blueprint = Blueprint("public_proposals", __name__)


@blueprint.get("/<tenant>/proposals")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """Those that fit what was asked."""
    units = baghs(reader)
    counted = facets(reader)
    offered = {
        "unit": [one for one, _ in units],
        "category": [*words.CATEGORIES, *counted.by("category", {})],
        "status": words.STATES,
        "money": published.BANDS,
    }
    said = listing.asked(request.args, offered)
    order = listing.asked(request.args, {"sort": published.ORDERS}).get("sort", published.ORDERS[0])
    count, cost = counted.fitting(said)
    cut = listing.cut(request.args, count)
    wishes = {name: value for name, value in said.items() if name != "status"}
    if "status" in said:
        wishes["among"] = reader.among((said["status"],))
    ids = published.proposals(reader.connection, reader.tenant, wishes, cut.before, listing.ROWS, order)
    return render_template(
        "public/proposals.html",
        **frame(reader),
        names=dict(units),
        said=said,
        asked=said | ({"sort": order} if order != published.ORDERS[0] else {}),
        options={name: counted.options(name, offered[name], said) for name in offered},
        order=order,
        count=count,
        cost=cost,
        cut=cut,
        rows=listing.rows(reader, ids),
        map=_map(reader, wishes, counted.by("unit", said), said.get("unit")),
        orders=published.ORDERS,
    )


def _map(reader: Reader, wishes: Wishes, counts: dict[str, int], unit: str | None) -> str:
    ids = published.proposals(reader.connection, reader.tenant, wishes | {"placed": "yes"}, 0, atlas.PINS_MAX, "id")
    shown = reader.load(ids)
    states = reader.standings(shown)
    pins = [(one.get("place"), states[one.id]) for one in shown.values() if one.get("place")]
    return atlas.drawn(words.gettext("public.map"), places(reader, counts, unit), pins)


@blueprint.get("/<tenant>/proposals/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One proposal, without anything of who made it."""
    shared = frame(reader)
    proposal = reader.find("proposal", record_id)
    told = way.told(reader, proposal, says.local_day(clock.now_ms(), shared["zone"]))
    merged = reader.load(published.merged_into(reader.connection, reader.tenant, record_id))
    said = remarks.published(reader.connection, reader.tenant, record_id)
    return render_template("public/proposal.html", **shared, told=told, merged=merged.values(), remarks=said)


@blueprint.get("/<tenant>/proposals/<record_id>/photos/small-<remark>.jpg", defaults={"is_small": True})
@blueprint.get("/<tenant>/proposals/<record_id>/photos/<remark>.jpg", defaults={"is_small": False})
@rule(Verb.SEE, "public")
def photo(tenant: str, record_id: str, remark: str, is_small: bool) -> Response:
    """What a citizen photographed, as it was written anew."""
    with reading() as connection:
        Reader(connection, tenant).find("proposal", record_id)
        return picture(*remarks.photo(connection, tenant, record_id, remark, is_small))


@blueprint.get("/<tenant>/proposals/<record_id>/remark")
@rule(Verb.SEE, "public")
@open_page
def write(reader: Reader, record_id: str) -> str:
    """The form of a remark."""
    return _form(reader, record_id)


@blueprint.post("/<tenant>/proposals/<record_id>/remark")
@csrf.exempt  # there is no session here; forms.check holds the form to its page
@rule(Verb.SEND, "public")
@open_page
def send(reader: Reader, record_id: str) -> str:
    """Take in a remark; nobody reads it before a moderator."""
    forms.check(f"{reader.tenant}/{record_id}")
    reader.find("proposal", record_id)
    remarks.refuse_flood(reader.tenant, request.remote_addr or "")
    text = remarks.clean(request.form.get("text", ""))
    if not text:
        return _form(reader, record_id, "public.remark.empty")
    if not forms.is_trapped():
        remarks.add(reader.tenant, record_id, "comment", text, "publish" in request.form)
    return _form(reader, record_id, is_sent=True)


def _form(reader: Reader, record_id: str, wrong: str = "", is_sent: bool = False) -> str:
    proposal = reader.find("proposal", record_id)
    return render_template(
        "public/remark.html",
        **frame(reader),
        proposal=proposal,
        wrong=wrong,
        is_sent=is_sent,
        token=forms.token(f"{reader.tenant}/{record_id}"),
        trap=forms.TRAP,
        most=remarks.TEXT_MAX,
    )
