"""The page of one proposal, beside what every record's page has: its way, files, place and neighbours (O1).

The timeline is made of what was said and when it came: nothing is kept for it. Its order is that of arrival; the
tablet's clock is shown where the capture itself is told, as evidence (I10).
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from server.office.hearings import history, media, service
from server.office.hearings.desk import Desk, Origin, name_of
from server.office.proposals import states
from server.problems import Problem
from server.store import hearings, proposals
from server.text import places
from server.who import Actor, Verb
from sync.merge import value_of
from sync.op import Value
from sync.record import Record, references

EVENTS_MAX = 40
JUDGED = ("approved", "held", "returned")


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a proposal's way.

    `kind`: captured, arrived, edited, decided, status, merged, verified, or a judgement of its hearing. `at` is the
    time that is shown; `received_at` the order. `value`: the status, the finding, or the record that it went into.
    """

    kind: str
    origin: Origin
    at: int | None
    value: Value = None
    count: int = 0  # of edits

    @property
    def order(self) -> tuple:
        """The later, the greater; what one batch brought stands in the order of its deeds."""
        return (self.origin.received_at, self.kind != "captured", self.kind != "arrived", self.origin.op)


def parts(desk: Desk, record: Record, told: list[history.Entry]) -> dict:
    """What the page of a proposal shows beside its cells. `told`: its ops, newest first."""
    hearing = next(iter(sorted(references(record, "hearing"))), "")
    hall = desk.load([hearing]).get(hearing) if hearing else None
    ids = hearings.of_proposal(desk.connection, desk.tenant, "media", record.id, hearing)
    standing = states.standing(desk, record)
    return {
        "words": _words(told) or name_of(record, {}),
        "events": timeline(desk, record, told, hall),
        "media": media.cards(desk, service.rows(desk, list(desk.load(ids).values()))),
        "hall": hall,
        "beside": proposals.beside(desk.connection, desk.tenant, hearing, record.id) if hall else None,
        "status": standing.state,
        "standing": standing,
        "next_states": states.steps(standing.state),
        "needs": states.NEEDS,
        "step_token": states.token(record),
        "may_step": desk.may(Verb.DECIDE, "proposal"),
        "merged_here": proposals.merged_into(desk.connection, desk.tenant, record.id),
        **_place(desk, record),
    }


def _words(told: list[history.Entry]) -> str:
    """What was written down in the hall, as a tablet last had it; what the office corrected stands in the title."""
    said = [
        (word.path, str(word.value))
        for entry in told
        if not entry.origin.is_office
        for word in entry.words
        if word.path in ("body", "title") and word.value and word.state not in ("parked", "refused")
    ]
    return next((value for path, value in said if path == "body"), said[0][1] if said else "")


def _place(desk: Desk, record: Record) -> dict:
    """`at`: the proposal's point; `unit_at`: its unit's; `away`: kilometres between them. None where not known."""
    units = desk.load(sorted(references(record, "unit"))[:1])
    unit_at = next((places.position(value_of(one, "place")) for one in units.values()), None)
    at = places.position(value_of(record, "place"))
    away = places.kilometres(at, unit_at) if at and unit_at else None
    return {"at": at, "unit_at": unit_at, "away": away}


def timeline(desk: Desk, record: Record, told: list[history.Entry], hall: Record | None) -> list[Event]:
    """What happened, newest first, at most EVENTS_MAX."""
    found = _of_record(told)
    if hall is not None:
        judged, _ = history.entries(desk, hall, "review")
        found += [
            Event(str(word.value), entry.origin, entry.origin.received_at)
            for entry in judged
            for word in entry.words
            if word.value in JUDGED
        ]
    ids = hearings.of_proposal(desk.connection, desk.tenant, "verification", record.id)
    checked = desk.load(ids).values()
    origins = desk.origins(op_id for one in checked for op_id in one.live.get("finding", ()))
    found += [
        Event("verified", origins[op_id], origins[op_id].received_at, value)
        for one in checked
        for op_id, (value, _) in one.live.get("finding", {}).items()
        if op_id in origins
    ]
    return sorted(found, key=lambda event: event.order, reverse=True)[:EVENTS_MAX]


def _of_record(told: list[history.Entry]) -> list[Event]:
    """The steps that the proposal's own ops tell; edits of one hand after each other are one step."""
    if not told:
        return []
    *later, first = told
    at = first.origin.received_at
    if first.origin.is_office:
        found = [Event("captured", first.origin, at)]
    else:
        found = [Event("captured", first.origin, first.origin.at), Event("arrived", first.origin, at)]
    edits: list[history.Entry] = []
    for entry in reversed(later):
        words = {word.path: word for word in entry.words}
        for path, kind in (("status", "status"), ("merged_into", "merged")):
            if path in words and words[path].state not in ("parked", "refused"):
                found.append(Event(kind, entry.origin, entry.origin.received_at, words[path].value))
        if not {"status", "merged_into"} & words.keys():
            edits.append(entry)
    by_hand: dict[str, list[history.Entry]] = {}
    for entry in edits:
        by_hand.setdefault("office" if entry.origin.is_office else entry.origin.inc, []).append(entry)
    for some in by_hand.values():
        last = max(some, key=lambda entry: entry.origin.received_at)
        is_choice = last.origin.is_office and any(len(word.bases) > 1 for entry in some for word in entry.words)
        kind = "decided" if is_choice else "edited"
        found.append(Event(kind, last.origin, last.origin.received_at, count=len(some)))
    return found


def card(connection: Connection, actor: Actor, record_id: str) -> dict:
    """A proposal in a few words, for the map."""
    desk = Desk(connection, actor)
    found = desk.find(record_id)
    if found.type != "proposal":
        raise Problem("not-found")
    names = desk.names([*references(found, "unit"), *references(found, "hearing")])
    return {"record": found, "name": name_of(found, {}), "names": names, "status": states.standing(desk, found).state}
