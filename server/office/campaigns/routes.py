"""The pages of the room: parse, one service, answer.

GET  /campaigns?kind=&state=          all within reach
GET  /campaigns/new?<filter of the list of proposals>, ?proposal=, ?cluster=    the form, with what it would be built on
POST /campaigns
GET  /campaigns/<id>                  one, with its proposals
GET  /campaigns/<id>/evidence         to print: counts, map, voices without names
GET  /campaigns/<id>/edit, POST /campaigns/<id>
POST /campaigns/<id>/proposals        take a proposal off, or put it (back) on
"""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.campaigns import evidence, service
from server.office.hearings import shown
from server.office.hearings.desk import Desk
from server.office.programmes import service as programmes
from server.office.rooms import Room
from server.rules import actor, rule
from server.store import hearings
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Verb, has_role

blueprint = Blueprint("campaigns", __name__, url_prefix="/campaigns")
blueprint.context_processor(shown.tools)
blueprint.context_processor(lambda: {"lines_of": service.lines_of, "choices_of": service.CHOICES})


@blueprint.get("")
@rule(Verb.SEE, "campaign")
def index() -> str:
    """All within reach that fit."""
    asked = {name: request.args[name] for name in service.CHOICES if request.args.get(name)}
    with reading() as connection:
        desk = Desk(connection, actor())
        found = service.campaigns(desk, asked)
        units = hearings.units(connection, desk.tenant, desk.actor.units)
    return render_template("office/campaigns/index.html", found=found, asked=asked, units=units, may_change=_may())


@blueprint.get("/new")
@rule(Verb.CHANGE, "campaign")
def new() -> str:
    """The form."""
    return _form("", request.args.to_dict(), {"kind": request.args.get("as", "thematic"), "state": "planned"}, [])


@blueprint.post("")
@rule(Verb.CHANGE, "campaign")
def create() -> Response | tuple[str, int]:
    """Make one."""
    return _saved("")


@blueprint.get("/<campaign_id>/edit")
@rule(Verb.CHANGE, "campaign")
def edit(campaign_id: str) -> str:
    """The form with what stands."""
    with reading() as connection:
        record = service.find(Desk(connection, actor()), campaign_id)
    said = {path: shown.value_of(record, path) for path in (*service.PATHS, "unit")}
    said |= {name: "\n".join(service.lines_of(record, name)) for name in service.LISTS}
    return _form(campaign_id, {}, said, [])


@blueprint.post("/<campaign_id>")
@rule(Verb.CHANGE, "campaign")
def change(campaign_id: str) -> Response | tuple[str, int]:
    """Change one."""
    return _saved(campaign_id)


@blueprint.get("/<campaign_id>")
@rule(Verb.SEE, "campaign")
def campaign(campaign_id: str) -> str:
    """One campaign."""
    return _page("campaign", campaign_id)


@blueprint.get("/<campaign_id>/evidence")
@rule(Verb.SEE, "campaign")
def pack(campaign_id: str) -> str:
    """What it is built on, to print."""
    return _page("evidence", campaign_id)


@blueprint.post("/<campaign_id>/proposals")
@rule(Verb.CHANGE, "campaign")
def put(campaign_id: str) -> Response:
    """Take a proposal off, or put it back; the answer offers the way back."""
    proposal, is_there = request.form.get("proposal", ""), request.form.get("deed") == "add"
    service.put(actor(), campaign_id, proposal, is_there)
    off = {} if is_there else {"off": proposal}
    return redirect(url_for("campaigns.campaign", campaign_id=campaign_id, **off), 303)


def _may() -> bool:
    return has_role(actor(), Verb.CHANGE, "campaign")


def _page(name: str, campaign_id: str) -> str:
    with reading() as connection:
        desk = Desk(connection, actor())
        record = service.find(desk, campaign_id)
        proposals = service.proposals_of(desk, record)
        found = evidence.of_proposals(desk, proposals)
        calls = shown.value_of(record, "calls")
        names = desk.names([shown.value_of(record, path) for path in ("unit", "programme", "calls")])
        hearing = desk.load([calls] if calls else []).get(str(calls))
    return render_template(
        f"office/campaigns/{name}.html",
        one=record,
        proposals=proposals,
        found=found,
        names=names,
        hearing=hearing,
        off=request.args.get("off", ""),
        may_change=_may(),
    )


def _saved(campaign_id: str) -> Response | tuple[str, int]:
    said = request.form.to_dict()
    picked = request.form.getlist("pick")[: service.PROPOSALS_MAX]
    made, wrong = service.save(actor(), campaign_id, said, picked)
    if wrong:
        return _form(campaign_id, {}, said, wrong, picked), 422
    return redirect(url_for("campaigns.campaign", campaign_id=made), 303)


def _form(
    campaign_id: str, asked: Mapping[str, str], said: Mapping, wrong: list[str], picked: list[str] | None = None
) -> str:
    with reading() as connection:
        desk = Desk(connection, actor())
        chosen = service.chosen(desk, asked)
        if picked:
            found = service.proposals_by_title(desk, picked)
            chosen = service.Chosen(found, len(found), str(said.get("cluster", "")))
        units = hearings.units(connection, desk.tenant, desk.actor.units)
        grants = programmes.programmes(desk)
    return render_template(
        "office/campaigns/form.html",
        campaign_id=campaign_id,
        chosen=chosen,
        said=said,
        wrong=wrong,
        units=sorted(units.items(), key=lambda pair: collate.key(pair[1])),
        reaches_all=actor().units is None,
        grants=grants,
        programme_name=lambda one: shown.value_of(one, "name"),
    )


ROOM = Room("campaigns", "campaigns.index", Verb.SEE, "campaign", place=61, icon="megaphone")
