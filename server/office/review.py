"""The room «review»: everything that waits for a word of the office, over all hearings (O2).

Collisions (oldest first), ops that stand aside, hearings that nobody has judged. Each leads to the page where it is
decided (server/office/hearings).
"""

from dataclasses import dataclass

from flask import Blueprint, render_template
from sqlalchemy import Connection

from server.office.hearings import service, shown, waiting
from server.office.hearings.desk import Desk
from server.office.hearings.service import Item
from server.office.rooms import Room
from server.rules import actor, rule
from server.store import hearings, log
from server.store.unit_of_work import reading
from server.who import Actor, Thing, Verb, check
from sync.record import Record, references

LIST_MAX = 100
READ_MAX = 1000
BADGE_MAX = 100

blueprint = Blueprint("review", __name__)
blueprint.context_processor(shown.tools)


@dataclass(frozen=True, slots=True)
class Open:
    """One collision: where it is decided, and since when it is open."""

    item: Item
    hearing: str  # empty: it belongs to none that is known
    place: str
    since: int | None


def collected(connection: Connection, officer: Actor) -> dict:
    """What the page shows: at most LIST_MAX collisions, oldest first, and how many wait in all."""
    check(officer, Verb.SEE, Thing("review", officer.tenant))
    desk = Desk(connection, officer)
    found = hearings.reviews_after(connection, officer.tenant, (0, "", ""), READ_MAX)
    known = desk.load({one.record for one in found})
    mine = [one for one in found if one.record in known][:LIST_MAX]
    names = desk.names({one.record for one in mine})
    halls = {one.record: _hearing_of(desk, known[one.record]) for one in mine}
    places = desk.names(halls.values())
    since = _since(desk, {one.record: known[one.record] for one in mine})
    opened = [
        Open(
            Item(one.type, one.record, names.get(one.record, one.record[:6]), one.path),
            halls[one.record] if halls[one.record] in places else "",
            places.get(halls[one.record], ""),
            since.get((one.record, one.path)),
        )
        for one in mine
    ]
    count, _ = hearings.review_counts(connection, officer.tenant, officer.units)
    spots = hearings.spots(connection, officer.tenant, officer.units, {"review": "none"})
    return {
        "open": opened,
        "count": count,
        "aside": waiting.listed(desk, limit=BADGE_MAX).items,
        "unjudged": len(spots),
    }


def _hearing_of(desk: Desk, record: Record) -> str:
    return next(iter(sorted(references(record, "hearing") or set(service.hearings_of(desk, record)))), "")


def _since(desk: Desk, known: dict[str, Record]) -> dict[tuple[str, str], int]:
    """(record, path) → when the last of its colliding ops came."""
    origins = desk.origins({op_id for one in known.values() for live in one.live.values() for op_id in live})
    return {
        (one.id, path): max((origins[op_id].received_at for op_id in live if op_id in origins), default=0)
        for one in known.values()
        for path, live in one.live.items()
    }


@blueprint.get("/review")
@rule(Verb.SEE, "review")
def index() -> str:
    """All that waits."""
    with reading() as connection:
        view = collected(connection, actor())
    return render_template("office/review.html", **view)


def badge(officer: Actor) -> int:
    """How many collisions and parked ops wait within reach, for the menu; read at every page, so kept to counts."""
    with reading() as connection:
        count, _ = hearings.review_counts(connection, officer.tenant, officer.units)
        parked = log.waiting(connection, officer.tenant, ["parked"], BADGE_MAX) if officer.units is None else []
        aside = hearings.undecided(connection, officer.tenant, (0, "", 0), BADGE_MAX, ["parked"]) if parked else []
        return count + len(aside)


ROOM = Room("review", "review.index", Verb.SEE, "review", place=30, icon="split", waiting=badge)
