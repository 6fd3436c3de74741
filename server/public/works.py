"""P3: works: what is built or done, where, for what, with whose money.

GET /<tenant>/works        by bagh, state and year
GET /<tenant>/works/<id>   one, with the proposals that it came from, how far it is, photos of that, who watches it
GET /<tenant>/works/<id>/photos/<photo>.jpg, …/small-<photo>.jpg
"""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from server.office.works import packages
from server.problems import Problem
from server.public import atlas, funds, listing
from server.public.pages import frame, page, picture
from server.public.places import baghs, places
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.store import works as works_store
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Verb

blueprint = Blueprint("public_works", __name__)
STATES = ("planned", "begun", "done", "stopped")
STEPS_MAX, PHOTOS_MAX = 60, 120


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
    cycles = funds.years(reader)
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
        names=reader.names({one.get("unit") for one in (*rows, *cycles)}),
        cycles=cycles,
        total=packages.sums(map(money_of, shown)).amount,
        amount=lambda work: money_of(work).amount,
        map=atlas.drawn(gettext("public.map"), places(reader, {}, said.get("unit")) if pins else [], pins),
    )


def money_of(work: Shown) -> packages.Money:
    """The money of a work as everybody may see it."""
    return packages.money(work.id, work.get, work.map("funding"))


@blueprint.get("/<tenant>/works/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One work."""
    work = reader.find("work", record_id)
    unit = reader.names([work.get("unit")]).get(work.text("unit"), "")
    rows = listing.rows(reader, [str(one) for one in work.map("proposals").values()])
    steps = reader.load(published.of_work(reader.connection, reader.tenant, "work_progress", work.id, STEPS_MAX))
    photos: dict[str, list[Shown]] = {}
    ids = published.of_work(reader.connection, reader.tenant, "work_photo", work.id, PHOTOS_MAX)
    for one in reader.load(ids).values():
        photos.setdefault(one.text("progress"), []).append(one)
    named = works_store.naming(reader.connection, reader.tenant, [work.id], "monitoring_group", "works")
    watchers = sorted(reader.load(named.get(work.id, [])).values(), key=lambda one: (collate.key(one.name), one.id))
    latest = sorted(steps.values(), key=lambda step: (step.text("on"), step.id), reverse=True)
    return render_template(
        "public/work.html",
        **frame(reader),
        work=work,
        money_of=money_of(work),
        unit=unit,
        rows=rows,
        steps=latest,
        photos=photos,
        watchers=[(one, reader.members(one)) for one in watchers],
    )


@blueprint.get("/<tenant>/works/<record_id>/photos/small-<photo_id>.jpg", defaults={"is_small": True})
@blueprint.get("/<tenant>/works/<record_id>/photos/<photo_id>.jpg", defaults={"is_small": False})
@rule(Verb.SEE, "public")
def photo(tenant: str, record_id: str, photo_id: str, is_small: bool) -> Response:
    """A photo of what was reached, if it is to be seen by everybody: only what was written anew, without EXIF."""
    with reading() as connection:
        reader = Reader(connection, tenant)
        found = reader.find("work_photo", photo_id)
        if found.text("work") != reader.find("work", record_id).id or not reader.load([found.get("progress")]):
            raise Problem("not-found")
        taken = reader.photo(found, is_small)
    if taken is None:
        raise Problem("not-found")
    return picture(*taken)
