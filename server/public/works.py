"""P3: works: what is built or done, where, for what, with whose money.

GET /<tenant>/works        by bagh, state and year
GET /<tenant>/works/<id>   one, with the proposals that it came from
"""

from flask import Blueprint, render_template, request
from flask_babel import gettext

from server.public import atlas, listing
from server.public.pages import frame, page
from server.public.places import baghs, places
from server.public.reader import Reader
from server.rules import rule
from server.store import published
from server.who import Verb

blueprint = Blueprint("public_works", __name__)
STATES = ("planned", "begun", "done", "stopped")


@blueprint.get("/<tenant>/works")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """Those that fit what was asked; the sums count a package once (scenario 9)."""
    units = baghs(reader)
    years = [str(year) for year in published.work_years(reader.connection, reader.tenant)]
    said = listing.asked(request.args, {"unit": [one for one, _ in units], "state": STATES, "year": years})
    ids = published.works(reader.connection, reader.tenant, said)
    cut = listing.cut(request.args, len(ids))
    known = reader.load(ids)
    shown = [known[one] for one in ids if one in known]
    rows = shown[cut.before : cut.before + listing.ROWS]
    pins = [(one.get("place"), one.text("state")) for one in shown[: atlas.PINS_MAX] if one.get("place")]
    return render_template(
        "public/works.html",
        **frame(reader),
        units=units,
        years=years,
        states=STATES,
        said=said,
        cut=cut,
        works=rows,
        names=reader.names({one.get("unit") for one in rows}),
        total=total(shown),
        map=atlas.drawn(gettext("public.map"), places(reader, {}, said.get("unit")) if pins else [], pins),
    )


def total(works) -> int:
    """The money of works; several works of one package have its amount together, so it counts once."""
    packages = {one.text("package"): int(one.get("amount") or 0) for one in works if one.text("package")}
    return sum(packages.values()) + sum(int(one.get("amount") or 0) for one in works if not one.text("package"))


@blueprint.get("/<tenant>/works/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One work."""
    work = reader.find("work", record_id)
    unit = reader.names([work.get("unit")]).get(work.text("unit"), "")
    rows = listing.rows(reader, [str(one) for one in work.map("proposals").values()])
    return render_template("public/work.html", **frame(reader), work=work, unit=unit, rows=rows)
