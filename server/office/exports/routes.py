"""The pages of the room: parse, one service, answer.

GET  /exports                       what can be taken out; for the administrator keys, and what was taken
GET  /exports/<list>.<form>?…       a list as XLSX, CSV or GeoJSON, with the filters of its page
POST /exports/keys                  a new key, shown once
POST /exports/keys/<id>/revocation
GET  /hearings/<id>/minutes.pdf     the minutes on paper
"""

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for

from server import clock
from server.exports import api_keys, files, minutes, rows, taking
from server.office.hearings import shown
from server.rules import actor, rule
from server.store import exports, hearings, origins
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Verb, has_role

blueprint = Blueprint("exports", __name__)
blueprint.context_processor(shown.tools)


@blueprint.app_context_processor
def tools() -> dict:
    """What `tables.files` asks."""
    return {"may_export": lambda: has_role(actor(), Verb.EXPORT, "export")}


@blueprint.get("/exports")
@rule(Verb.EXPORT, "export")
def index() -> str:
    """What can be taken out."""
    return _index()


def _index(fresh: str = "") -> str:
    asking = actor()
    may_keys = has_role(asking, Verb.CHANGE, "key")
    with reading() as connection:
        units = sorted(hearings.units(connection, asking.tenant, asking.units).items(), key=_by_name)
        keys = exports.keys(connection, asking.tenant) if may_keys else []
        taken = exports.entries(connection, asking.tenant) if has_role(asking, Verb.SEE, "audit") else []
        names = origins.account_names(connection, asking.tenant, {one.by for one in taken})
    return render_template(
        "office/exports/index.html",
        lists=rows.LISTS,
        api_lists=api_keys.LISTS,
        units=units,
        keys=keys,
        may_keys=may_keys,
        taken=taken,
        names=names | {key.id: key.name for key in keys},
        fresh=fresh,
    )


def _by_name(pair: tuple[str, str]):
    return collate.key(pair[1])


@blueprint.get("/exports/<name>.<form>")
@rule(Verb.EXPORT, "export")
def take(name: str, form: str) -> Response:
    """A list as a file."""
    file = taking.take(actor(), name, form, request.args)
    day = says.local_day(clock.now_ms(), "UTC")
    response = send_file(file, files.KINDS[form], as_attachment=True, download_name=f"{name}-{day}.{form}", max_age=0)
    response.call_on_close(file.close)
    return response


@blueprint.post("/exports/keys")
@rule(Verb.CHANGE, "key")
def make_key() -> str:
    """A new key: the page that answers is the one that shows it."""
    form = request.form
    return _index(api_keys.make(actor(), form.get("name", ""), form.getlist("list"), form.getlist("unit") or None))


@blueprint.post("/exports/keys/<key_id>/revocation")
@rule(Verb.CHANGE, "key")
def revoke_key(key_id: str) -> Response:
    """It opens nothing any more."""
    api_keys.revoke(actor(), key_id)
    return redirect(url_for("exports.index") + "#keys", 303)


@blueprint.get("/hearings/<hearing_id>/minutes.pdf")
@rule(Verb.SEE, "hearing")
def minutes_pdf(hearing_id: str) -> Response:
    """The minutes on paper, the same each time from the same data."""
    with reading() as connection:
        paper, name = minutes.paper(connection, actor(), hearing_id)
    response = Response(paper, content_type="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{name}.pdf")
    return response
