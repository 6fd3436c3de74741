"""What each page of the room holds, read in one transaction: plain values by name, for templates and tests."""

from sqlalchemy import Connection

from server.office.hearings import arrived, collisions, history, media, service, waiting
from server.office.hearings.collisions import Wish
from server.office.hearings.desk import Desk
from server.store import hearings
from server.who import Actor, Verb
from sync.op import Value
from sync.record import Record, references

OTHERS = [kind for kind in hearings.KINDS if kind not in ("attendance", "proposal", "decision")]
WAITING_MAX = 20  # on the page of a hearing; the whole list has a page of its own


def merged(connection: Connection, actor: Actor, hearing_id: str) -> dict:
    """One hearing as all tablets brought it."""
    desk = Desk(connection, actor)
    found = service.find_hearing(desk, hearing_id)
    cards, reviews = service.open_collisions(desk, found)
    tables = {kind: service.table(desk, found, kind) for kind in ("proposal", "decision")}
    own = service.cells(found)
    stands = waiting.listed(desk, found, limit=WAITING_MAX) if desk.may(Verb.SEE, "review") else None
    files = media.media_of(desk, found)
    shown = [found, *(row.record for rows, _ in tables.values() for row in rows), *(card.row.record for card in files)]
    return {
        "hearing": found,
        "cells": own,
        "cards": cards,
        "reviews": reviews,
        "tables": tables,
        "media": files,
        "people": service.people(desk, found),
        "turnout": hearings.turnouts(connection, desk.tenant, [found.id]).get(found.id, hearings.Turnout(0, 0)),
        "sizes": hearings.sizes(connection, desk.tenant, [found.id]),
        "others": OTHERS,
        "waiting": stands,
        "arrived": arrived.by_tablet(desk, found),
        "origins": desk.origins(service.ops_of(own, cards)),
        "names": desk.names(service.references_in(shown, cards) | pointed(stands) | {card.record.id for card in cards}),
        "choices": choices(desk, cards),
        "may_decide": desk.may(Verb.DECIDE, "review"),
    }


def table(connection: Connection, actor: Actor, hearing_id: str, kind: str, after: str = "") -> dict:
    """All records of one type of a hearing, deleted ones with the rest."""
    desk = Desk(connection, actor)
    found = service.find_hearing(desk, hearing_id)
    rows, further = service.table(desk, found, kind, after, deleted=True)
    names = desk.names(service.references_in([found, *(row.record for row in rows)], []))
    return {"hearing": found, "kind": kind, "rows": rows, "after": further, "names": names}


def record(connection: Connection, actor: Actor, record_id: str, wish: Wish | None = None) -> dict:
    """One record: every field with who, which tablet and when; its collisions; what a `wish` that failed had meant."""
    desk = Desk(connection, actor)
    found = desk.find(record_id)
    cells, origins, cards = service.record_page(desk, found)
    return {
        "record": found,
        "cells": cells,
        "origins": origins,
        "cards": cards,
        "hearings": desk.names(service.hearings_of(desk, found)),
        "names": desk.names({*service.references_in([found], cards), found.id}),
        "choices": choices(desk, cards),
        "may_decide": desk.may(Verb.DECIDE, "review"),
        "wish": wish,
        "wished": _wished(desk, found, wish) if wish else None,
    }


def _wished(desk: Desk, record: Record, wish: Wish) -> history.Word | None:
    """The word that a wish chose, live or replaced by now."""
    told, _ = history.entries(desk, record, wish.path)
    return next((word for entry in told for word in entry.words if entry.origin.op == wish.op), None)


def record_history(connection: Connection, actor: Actor, record_id: str, path: str = "") -> dict:
    """Every op of a record, or of one of its fields."""
    desk = Desk(connection, actor)
    found = desk.find(record_id)
    entries, more = history.entries(desk, found, path)
    words = [word for entry in entries for word in entry.words]
    fields = {word.path: collisions.field_of(found.type, word.path) for word in words}
    referred = {word.value for word in words if fields[word.path] and fields[word.path].kind == "reference"}
    names = desk.names({*referred, found.id})
    return {"record": found, "path": path, "entries": entries, "more": more, "names": names, "fields": fields}


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
        hall = next(iter(sorted(references(card.record, "hearing"))), "")
        ids = hearings.candidates(desk.connection, desk.tenant, target, hall, references(card.record, "unit"))
        found[target] = sorted(desk.names(ids).items(), key=lambda pair: pair[1])
    return found
