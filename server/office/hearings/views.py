"""What each page of the room holds, read in one transaction: plain values by name, for templates and tests."""

from collections.abc import Mapping

from sqlalchemy import Connection

from server import ballot_box
from server.office.hearings import (
    arrived,
    collisions,
    comments,
    history,
    judgements,
    media,
    proposal,
    rankings,
    service,
    turnout,
    waiting,
)
from server.office.hearings.collisions import Wish
from server.office.hearings.desk import Desk
from server.office.tables import Asked
from server.office.works import views as works
from server.problems import Problem
from server.store import hearings, proposals
from server.text import collate
from server.who import Actor, Verb
from sync import merge
from sync.op import Value
from sync.record import Record, references

TABS = ("attendance", "proposal", "ranking_session", "decision", "minutes", "media")  # in the order of a hearing
OTHERS = [kind for kind in hearings.KINDS if kind not in (*TABS, "comment")]
WAITING_MAX = 20  # on the page of a hearing; the whole list has a page of its own


def hall(desk: Desk, hearing_id: str) -> dict:
    """What every tab of a hearing shows: its head, tabs with counts, what arrived, what is open."""
    found = service.find_hearing(desk, hearing_id)
    own = service.cells(found)
    items = service.items(desk, found)
    stands = waiting.listed(desk, found, limit=WAITING_MAX) if desk.may(Verb.SEE, "review") else None
    parked = sum(item.origin.outcome == "parked" for item in stands.items) if stands else 0
    sizes = hearings.sizes(desk.connection, desk.tenant, [found.id])
    return {
        "hearing": found,
        "cells": own,
        "items": items,
        "waiting": stands,
        "undecided": len(items) + parked,
        "turnout": hearings.turnouts(desk.connection, desk.tenant, [found.id]).get(found.id, hearings.Turnout(0, 0)),
        "sizes": {kind: sizes.get((found.id, kind), 0) for kind in hearings.KINDS},
        "tabs": TABS,
        "arrived": arrived.by_tablet(desk, found),
        "names": desk.names(service.references_in([found], [])),
        "token": judgements.token(found),
        "may_decide": desk.may(Verb.DECIDE, "review"),
        "zone": desk.zone_of(found),
        "day_held": str(merge.value_of(found, "held_on") or ""),
        "room": "review" if items or parked else "hearings",
    }


def merged(connection: Connection, actor: Actor, hearing_id: str) -> dict:
    """One hearing as all tablets brought it: the tab «overview»."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    found, stands = view["hearing"], view["waiting"]
    told, _ = history.entries(desk, found)
    own = service.cells(found, history.counts(told))
    return view | {
        "tab": "overview",
        "cells": own,
        "others": [kind for kind in OTHERS if view["sizes"][kind]],
        "comments": comments.of_hearing(desk, found),
        "origins": desk.origins(service.ops_of(own, [])),
        "names": view["names"] | desk.names(pointed(stands)),
    }


def people(connection: Connection, actor: Actor, hearing_id: str, said: Mapping[str, str]) -> dict:
    """Who came to a hearing, in figures and by name."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    came = turnout.of_hearing(desk, view["hearing"])
    asked = Asked.of(said, (), ())
    return view | {"tab": "attendance", "came": came, "asked": asked, "cut": asked.cut(came.people, service.ROWS_MAX)}


def table(connection: Connection, actor: Actor, hearing_id: str, kind: str, after: str = "") -> dict:
    """All records of one type of a hearing, deleted ones with the rest."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    rows, further = service.table(desk, view["hearing"], kind, after, deleted=True)
    names = desk.names(service.references_in([row.record for row in rows], []))
    is_hidden = kind in ballot_box.HIDDEN and len(rows) < min(view["sizes"][kind], service.ROWS_MAX)
    shown = {"tab": kind, "kind": kind, "rows": rows, "after": further, "is_hidden": is_hidden}
    return view | shown | {"names": view["names"] | names}


def ranked(connection: Connection, actor: Actor, hearing_id: str) -> dict:
    """What a hearing has ranked, counted again here; of what is still voted on, that it is."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    sessions = rankings.of_hearing(desk, view["hearing"])
    names = desk.names({place.proposal for one in sessions for place in one.places})
    return view | {"tab": "ranking_session", "sessions": sessions, "names": view["names"] | names}


def files(connection: Connection, actor: Actor, hearing_id: str, after: str = "") -> dict:
    """Photos and voice notes of a hearing: what has come, and what has not."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    cards, further = media.media_of(desk, view["hearing"], after)
    names = desk.names(service.references_in([card.row.record for card in cards], []))
    return view | {"tab": "media", "media": cards, "after": further, "names": view["names"] | names}


def on_map(connection: Connection, actor: Actor, hearing_id: str, after: str = "") -> dict:
    """The proposals of a hearing beside a map of them; a page of rows at a time, the map has all that say a place."""
    view = table(connection, actor, hearing_id, "proposal", after)
    sums = proposals.by_hearing(connection, actor.tenant, actor.units, {"hearing": hearing_id})
    return view | {"tab": "map", "placed": sum(one.placed for one in sums.values())}


def hall_history(connection: Connection, actor: Actor, hearing_id: str, said: Mapping[str, str]) -> dict:
    """The ops of all records of a hearing, those that came last first."""
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    asked = Asked.of(said, (), history.FILTERS)
    told = history.of_hearing(desk, view["hearing"], asked)
    shown = {"tab": "history", "asked": asked, "cut": told.cut, "by": told.hands, "has_late": told.has_late}
    return view | shown | _told(desk, told.entries, view["names"])


def _told(desk: Desk, entries: list[history.Entry], names: dict[str, str]) -> dict:
    """Entries with the names of what they point to."""
    words = [(entry.record.type, word) for entry in entries for word in entry.words]
    fields = {(kind, word.path): collisions.field_of(kind, word.path) for kind, word in words}
    referred = {word.value for kind, word in words if (one := fields[kind, word.path]) and one.kind == "reference"}
    known = desk.names({*referred, *(entry.record.id for entry in entries)})
    return {"entries": entries, "names": names | known}


def review(connection: Connection, actor: Actor, hearing_id: str, record_id: str = "", path: str = "") -> dict:
    """One open collision of a hearing with its record, and its place among the others; the first where none is named.

    `card` None: nothing is open (any more).
    """
    desk = Desk(connection, actor)
    view = hall(desk, hearing_id)
    items = view["items"]
    place = next((n for n, one in enumerate(items) if (one.record, one.path) == (record_id, path)), 0)
    if record_id and not any((one.record, one.path) == (record_id, path) for one in items):
        raise Problem("not-found")
    if not items:
        return view | {"card": None}
    found = desk.find(items[place].record)
    shown = record_parts(desk, found)
    card = next(one for one in shown["cards"] if one.path == items[place].path)
    tab = found.type if found.type in TABS else "overview"
    shown |= {"names": view["names"] | shown["names"], "day_held": view["day_held"], "cards": [card]}
    return view | shown | {"card": card, "place": place, "tab": tab}


def record_parts(desk: Desk, found: Record) -> dict:
    """A record's cells with their hands, its collisions, and what they name."""
    cells, origins, cards, told = service.record_page(desk, found)
    commons = {card.path: one for card in cards if (one := collisions.common(desk, card))}
    origins |= desk.origins({op_id for op_id, _ in commons.values()})
    for card in cards:  # as they were written, by the tablets' clocks: an order for the eye, no more (I10)
        if card.path == merge.DELETED:
            continue
        card.sides.sort(key=lambda side: min((origins[one].at or 0 for one in side.ops if one in origins), default=0))
    return {
        "record": found,
        "cells": cells,
        "origins": origins,
        "cards": cards,
        "all_ops": told,
        "commons": commons,
        "names": desk.names({*service.references_in([found], cards), found.id}),
        "choices": choices(desk, cards),
        "may_decide": desk.may(Verb.DECIDE, "review"),
        "zone": desk.zone_of(found),
        "day_held": _day_of(desk, found),
        "wish": None,
    }


def _day_of(desk: Desk, record: Record) -> str:
    """The day of the record's hearing: times of that day are shown without their date."""
    for one in desk.load(service.hearings_of(desk, record)).values():
        return str(merge.value_of(one, "held_on") or "")
    return ""


def record(connection: Connection, actor: Actor, record_id: str, wish: Wish | None = None) -> dict:
    """One record: every field with who, which tablet and when; its collisions; what a `wish` that failed had meant."""
    desk = Desk(connection, actor)
    found = desk.find(record_id)
    halls = service.hearings_of(desk, found)
    said = [one for hall in desk.load(halls).values() for one in comments.of_hearing(desk, hall, found.id)]
    shown = record_parts(desk, found)
    more = proposal.parts(desk, found, shown["all_ops"]) if found.type == "proposal" else {}
    if more:
        more |= works.of_proposal(desk, found)
        named = {*more["merged_here"], *service.references_in([card.row.record for card in more["media"]], [])}
        shown["names"] |= desk.names(named | {event.value for event in more["events"] if event.kind == "merged"})
    return (
        shown
        | more
        | {
            "hearings": desk.names(halls),
            "comments": said,
            "wish": wish,
            "wished": _wished(desk, found, wish) if wish else None,
        }
    )


def _wished(desk: Desk, record: Record, wish: Wish) -> history.Word | None:
    """The word that a wish chose, live or replaced by now."""
    told, _ = history.entries(desk, record, wish.path)
    return next((word for entry in told for word in entry.words if entry.origin.op == wish.op), None)


def record_history(connection: Connection, actor: Actor, record_id: str, said: Mapping[str, str]) -> dict:
    """Every op of a record, or of one of its fields; of one hand, or only what came after the seal."""
    desk = Desk(connection, actor)
    found = desk.find(record_id)
    asked = Asked.of(said, (), history.FILTERS)
    path = asked.filters.get("path", "")
    all_told, more = history.entries(desk, found, path)
    hands = history.hands(desk, found.seen)
    entries = [entry for entry in all_told if history.fits(entry.origin.op, asked, found.late)]
    halls = desk.names(service.hearings_of(desk, found))
    view = {"record": found, "path": path, "more": more, "zone": desk.zone_of(found), "hearings": halls, "day_held": ""}
    view |= {"asked": asked, "by": hands, "has_late": bool(found.late)}
    return view | _told(desk, entries, desk.names([found.id]))


def stands_aside(connection: Connection, actor: Actor, after: waiting.Place = (0, "", 0)) -> dict:
    """Ops that stand aside, within reach."""
    desk = Desk(connection, actor)
    page = waiting.listed(desk, after=after)
    return {"waiting": page, "names": desk.names(pointed(page)), "may_decide": desk.may(Verb.DECIDE, "review")}


def pointed(page: waiting.Page | None) -> set[Value]:
    """The records that waiting ops are about, and values of theirs that may be ids."""
    items = page.items if page else []
    values = {value for item in items if item.said for value, _ in item.said.sets.values()}
    return {value for value in values if type(value) is str and len(value) == 26} | {item.record for item in items}


def choices(desk: Desk, cards: list[collisions.Collision]) -> dict[str, list[tuple[str, str]]]:
    """What a colliding reference may name instead: its type → (id, name), by name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for card in cards:
        target = card.field.target if card.field and card.field.kind == "reference" else None
        if target is None or target in found:
            continue
        near = next(iter(sorted(references(card.record, "hearing"))), "")
        ids = hearings.candidates(desk.connection, desk.tenant, target, near, references(card.record, "unit"))
        found[target] = sorted(desk.names(ids).items(), key=lambda pair: collate.key(pair[1]))
    return found
