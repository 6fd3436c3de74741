"""A year of the local fund, as everybody may read it: the citizens' order, the governor's list, why they differ, the
resolution, the works (DOMAIN §C1: publish why the final list differs).

GET /<tenant>/funds/<id>   one year of a unit; the page of works leads here
"""

from flask import Blueprint, render_template

from server.office.works import funds
from server.public.hearings import rankings
from server.public.pages import frame, page
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.who import Verb

blueprint = Blueprint("public_funds", __name__)
YEARS_MAX = 100


def years(reader: Reader) -> list[Shown]:
    """All years, the last first."""
    found = reader.load(published.of_type(reader.connection, reader.tenant, "ldf_cycle", YEARS_MAX)).values()
    return sorted(found, key=lambda one: (-int(one.get("year") or 0), one.id))


@blueprint.get("/<tenant>/funds/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One year. Of a session whose hearing is not approved yet, nothing is told."""
    cycle = reader.find("ldf_cycle", record_id)
    sessions = [one for one in reader.load(cycle.map("sessions").values()).values() if one.type == "ranking_session"]
    lines = funds.lines(_ranked(reader, sessions), cycle.map("places"), cycle.map("reasons"))
    names = reader.names(
        [cycle.get("unit"), *(one.get("hearing") for one in sessions), *(one.proposal for one in lines)]
    )
    lines = [line for line in lines if line.proposal in names]
    limit = cycle.get("limit")
    works = reader.load(published.works(reader.connection, reader.tenant, {"cycle": cycle.id})).values()
    return render_template(
        "public/fund.html",
        **frame(reader),
        cycle=cycle,
        sessions=sessions,
        lines=lines,
        funded=funds.funded([line for line in lines if line.place], limit),
        works=works,
        names=names,
    )


def _ranked(reader: Reader, sessions: list[Shown]) -> list[tuple[str, str, int, int | None]]:
    """(session, proposal, citizens' place, cost) of these sessions, counted again."""
    chosen = {one.id for one in sessions}
    found = []
    for hall in sorted({one.text("hearing") for one in sessions}):
        for shown in rankings(reader, hall):
            items = shown.session.map("items")
            found += [
                (shown.session.id, str(items[place.key]), place.rank or len(shown.places), place.cost)
                for place in shown.places
                if shown.session.id in chosen and place.key in items
            ]
    return found
