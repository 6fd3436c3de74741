"""The pages of the room: parse, one service, answer.

GET  /clusters?sort=&page=            all within reach; what was said in several baghs and is in no cluster yet
POST /clusters                        a new one: of `proposal` (several), or of an offer (`sign`)
GET  /clusters/<id>                   every voice in its own words, who stands behind it, what else is alike
POST /clusters/<id>                   title and note
POST /clusters/<id>/voices            link `proposal`; with `unlink` the other way
POST /clusters/<id>/removal           off the list; with `undo` back again
GET  /clusters/like/<proposal>        what is like one proposal
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from server.office.clusters import candidates, service
from server.office.hearings import shown
from server.office.letters.draft import CHOSEN_MAX
from server.problems import Problem
from server.rules import actor, rule
from server.store.unit_of_work import reading
from server.who import Verb

blueprint = Blueprint("clusters", __name__, url_prefix="/clusters")
blueprint.context_processor(shown.tools)


@blueprint.get("")
@rule(Verb.SEE, "cluster")
def index() -> str:
    """The clusters, and what may become one."""
    with reading() as connection:
        view = service.listed(connection, actor(), request.args)
        offers = candidates.offers(connection, actor()) if view.cut.page == 1 else []
    return render_template(
        "office/clusters/index.html", list=view, columns=service.COLUMNS, offers=offers, is_khoroo=view.is_khoroo
    )


@blueprint.post("")
@rule(Verb.CHANGE, "cluster")
def found() -> Response:
    """A new cluster."""
    sign = request.form.get("sign", "")
    proposals = candidates.of_offer(actor(), sign) if sign else request.form.getlist("proposal")
    cluster = service.found(actor(), proposals, request.form.get("title", ""))
    return _to(cluster, done="founded")


@blueprint.get("/<cluster_id>")
@rule(Verb.SEE, "cluster")
def cluster(cluster_id: str) -> str:
    """One cluster."""
    return _page(cluster_id)


def _page(cluster_id: str, problem: Problem | None = None) -> str:
    with reading() as connection:
        view = service.page(connection, actor(), cluster_id)
    tried = request.form if problem else {}
    return render_template(
        "office/clusters/cluster.html",
        page=view,
        problem=problem,
        tried=tried,
        is_khoroo=view.is_khoroo,
        letter_max=CHOSEN_MAX,
    )


@blueprint.post("/<cluster_id>")
@rule(Verb.CHANGE, "cluster")
def change(cluster_id: str) -> Response | tuple[str, int]:
    """Title and note; what was stale or did not fit is shown again with what was written."""
    try:
        service.change(actor(), cluster_id, request.form.get("token", ""), request.form)
    except Problem as problem:
        if problem.code not in ("stale", "bad-values"):
            raise
        return _page(cluster_id, problem), problem.status
    return _to(cluster_id, done="saved")


@blueprint.post("/<cluster_id>/voices")
@rule(Verb.CHANGE, "cluster")
def link(cluster_id: str) -> Response:
    """Link a proposal, or unlink it."""
    proposal, unlinks = request.form.get("proposal", ""), bool(request.form.get("unlink"))
    service.link(actor(), cluster_id, [proposal], not unlinks)
    return _to(cluster_id, done="unlinked" if unlinks else "linked", proposal=proposal)


@blueprint.post("/<cluster_id>/removal")
@rule(Verb.CHANGE, "cluster")
def remove(cluster_id: str) -> Response:
    """Off the list, or back."""
    if request.form.get("undo"):
        service.remove(actor(), cluster_id, is_gone=False)
        return _to(cluster_id, done="back")
    service.remove(actor(), cluster_id)
    return redirect(url_for("clusters.index", removed=cluster_id), 303)


@blueprint.get("/like/<proposal_id>")
@rule(Verb.SEE, "cluster")
def like(proposal_id: str) -> str:
    """What is like one proposal."""
    with reading() as connection:
        record, found = candidates.for_proposal(connection, actor(), proposal_id)
        held = service.of_proposal(connection, actor(), proposal_id)
    return render_template("office/clusters/like.html", record=record, candidates=found, held=held)


def _to(cluster_id: str, **said: str) -> Response:
    return redirect(url_for("clusters.cluster", cluster_id=cluster_id, **said), 303)
