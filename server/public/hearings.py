"""P2: hearings: the notice before; afterwards result, ranking, decisions, adopted minutes, how many came.

Results are published when the reviewer has approved the hearing; until then its page is the notice, and says so.
GET /<tenant>/hearings        what comes, and what was held
GET /<tenant>/hearings/<id>   one
"""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from server import clock
from server.office.hearings.rankings import figure
from server.public import listing
from server.public.pages import frame, page, to
from server.public.places import baghs
from server.public.reader import Reader, Shown
from server.rules import rule
from server.store import published
from server.text import says
from server.who import Verb

blueprint = Blueprint("public_hearings", __name__)
KINDS = ("discussion", "thematic", "public_meeting", "public_hearing", "visit")
COMING_MAX, PROPOSALS_MAX = 12, 60


@dataclass(frozen=True, slots=True)
class Place:
    """A proposal in a ranking; `rank` None: not bought."""

    rank: int | None
    key: str
    title: str
    href: str
    score: str
    cost: object


@dataclass(frozen=True, slots=True)
class Ranking:
    """A closed session; `is_same`: counted again here it comes to what the tablet wrote."""

    session: Shown
    places: list[Place]
    counts: dict
    is_same: bool | None


@blueprint.get("/<tenant>/hearings")
@rule(Verb.SEE, "public")
@page
def index(reader: Reader) -> str:
    """What comes first, then what was held."""
    shared = frame(reader)
    today = says.local_day(clock.now_ms(), shared["zone"])
    units = baghs(reader)
    said = listing.asked(request.args, {"unit": [one for one, _ in units], "kind": KINDS})
    coming = published.hearings(reader.connection, reader.tenant, said, since=today, is_down=False)[:COMING_MAX]
    held = published.hearings(reader.connection, reader.tenant, said, until=today)
    held = [spot for spot in held if spot.id not in {one.id for one in coming}]
    cut = listing.cut(request.args, len(held))
    known = reader.load([one.id for one in (*coming, *held[cut.before : cut.before + listing.ROWS])])
    return render_template(
        "public/hearings.html",
        **shared,
        units=units,
        kinds=KINDS,
        said=said,
        cut=cut,
        coming=[known[one.id] for one in coming if one.id in known],
        held=[known[one.id] for one in held[cut.before : cut.before + listing.ROWS] if one.id in known],
        names=reader.names({one.get("unit") for one in known.values()}),
    )


@blueprint.get("/<tenant>/hearings/<record_id>")
@rule(Verb.SEE, "public")
@page
def one(reader: Reader, record_id: str) -> str:
    """One hearing: its notice, and its results once they are approved."""
    hearing = reader.find("hearing", record_id)
    shared = frame(reader)
    today = says.local_day(clock.now_ms(), shared["zone"])
    ids = published.proposals(reader.connection, reader.tenant, {"hearing": record_id}, 0, PROPOSALS_MAX, "supporters")
    decisions = sorted(reader.of_hearing("decision", record_id), key=lambda one: (int(one.get("number") or 0), one.id))
    minutes = [one for one in reader.of_hearing("minutes", record_id) if one.get("adopted_at")]
    seals = [one for one in reader.of_hearing("seal", record_id) if one.get("content_hash")]
    known = reader.load([hearing.get("unit"), hearing.get("programme"), *(one.get("body") for one in decisions)])
    return render_template(
        "public/hearing.html",
        **shared,
        hearing=hearing,
        names={one: shown.name for one, shown in known.items()},
        is_coming=hearing.text("held_on") >= today and not reader.is_approved(record_id),
        is_approved=reader.is_approved(record_id),
        agenda=sorted(reader.of_hearing("agenda_item", record_id), key=lambda one: int(one.get("position") or 0)),
        turnout=reader.turnout(record_id),
        rankings=rankings(reader, record_id),
        decisions=decisions,
        minutes=minutes,
        seals=seals,
        polls=polls(reader.of_hearing("poll", record_id)),
        rows=listing.rows(reader, ids),
    )


def rankings(reader: Reader, hearing: str) -> list[Ranking]:
    """The closed sessions of a hearing, counted again; one that a later one corrects is left to that."""
    sessions = [one for one in reader.of_hearing("ranking_session", hearing) if one.get("closed_at")]
    corrected = {one.get("corrects") for one in sessions}
    found = []
    for session in sorted(sessions, key=lambda one: one.text("closed_at")):
        recount = reader.count(session) if session.id not in corrected else None
        if session.id in corrected:
            continue
        items = session.map("items")
        titles = reader.names(items.values())
        places = [
            Place(
                item["rank"],
                item["item"],
                titles.get(str(items.get(item["item"])), ""),
                to("public_proposals.one", record_id=str(items.get(item["item"]))),
                figure(item["score"]),
                session.get(f"costs/{item['item']}"),
            )
            for item in (recount.result["items"] if recount else ())
        ]
        counts = recount.result["counts"] if recount else {}
        found.append(Ranking(session, places, counts, recount.is_same if recount else None))
    return found


def polls(records: list[Shown]) -> list[tuple[str, int | None, int | None]]:
    """(question, share before, share after) in whole percent, of all who were asked; sums of several tablets."""
    asked = {"before": 0, "after": 0}
    hands: dict[str, dict[str, int]] = {}
    words: dict[str, str] = {}
    for one in records:
        moment = one.text("moment")
        if moment not in asked:
            continue
        words |= {key: str(text) for key, text in one.map("question").items()}
        for key, count in one.map("counts").items():
            if key == "asked":
                asked[moment] += int(count or 0)
            elif key in words or "." not in key:
                hands.setdefault(key, {"before": 0, "after": 0})[moment] += int(count or 0)

    def share(key: str, moment: str) -> int | None:
        return round(100 * hands.get(key, {}).get(moment, 0) / asked[moment]) if asked[moment] else None

    return [(text, share(key, "before"), share(key, "after")) for key, text in sorted(words.items())]
