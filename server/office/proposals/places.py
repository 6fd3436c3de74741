"""Points for the office's maps: proposals that say where they are, and the units' own places (O12).

A map gets ids, places and states, never a word or a name; what a pin is called is asked when somebody opens it.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from server.office.hearings.desk import Desk
from server.office.proposals.listing import FILTERS, filters
from server.office.tables import Asked
from server.office.today import today_of
from server.office.works import headline, views
from server.store import coverage, proposals
from server.store.proposals import POINTS_MAX
from server.store.settings import house
from server.store.states import UNTOUCHED
from server.text.places import position
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of

UNITS_MAX = 400


def points(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """What a map draws of the proposals that fit.

    `points`: [id, longitude, latitude, state] each; `works`: the same of works of the unit asked for;
    `units`: [name, longitude, latitude, how many fit there, id, whether a hearing fell on the days asked for, until
    today] of the baghs and khoroos that say where they are; `is_cut`: there are more points than are sent.
    """
    check(actor, Verb.SEE, Thing("proposal", actor.tenant))
    wanted = filters(Desk(connection, actor), Asked.of(said, (), FILTERS).filters)
    found = proposals.points(connection, actor.tenant, actor.units, wanted, POINTS_MAX + 1)
    stands = headline.standing(connection, actor.tenant)
    shown = [
        [one.id, *at, stands.get(one.id, one.status or UNTOUCHED)]
        for one in found[:POINTS_MAX]
        if (at := position(one.place)) is not None
    ]
    works = views.points(connection, actor, {"unit": wanted["unit"]} if "unit" in wanted else {})
    return {
        "points": shown,
        "works": works["points"],
        "units": _units(connection, actor, wanted),
        "is_cut": len(found) > POINTS_MAX or works["is_cut"],
    }


def _units(connection: Connection, actor: Actor, wanted: Mapping[str, str]) -> list[list]:
    names = coverage.baghs(connection, actor.tenant, actor.units)
    if "unit" in wanted:
        names = {unit: name for unit, name in names.items() if unit == wanted["unit"]}
    counts = proposals.by_unit(connection, actor.tenant, actor.units, wanted)
    today = today_of(house(connection, actor.tenant))
    days = (wanted.get("since", ""), min(wanted.get("until", today), today))
    held = coverage.units_with(connection, actor.tenant, actor.units, *days)
    known = Desk(connection, actor).load(sorted(names)[:UNITS_MAX])
    made = []
    for unit, record in known.items():
        at = position(value_of(record, "place"))
        if at is not None:
            made.append([names[unit], *at, counts.get(unit, 0), unit, unit in held])
    return made
