"""What happened to the proposals and works of a unit since a moment: the matter of its next report.

Told by when it came to the server, not by the day that somebody wrote: what is entered late is in the next report, and
nothing is left out (I10). Only fields that the catalogue calls public are read: a report goes on the notice board.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from server.store import records, reports
from server.text import collate, says
from sync.merge import is_deleted, value_of
from sync.record import Record

CHANGES_MAX = 200
_told_by = {  # type → the paths of which the last word makes the change
    "proposal": ("status",),
    "measure": ("text",),
    "referral": ("answered_on", "answer"),
    "work": ("state", "progress_percent"),
}
_day_of = {"measure": "taken_on", "referral": "answered_on"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened. `kind`: status, measure, reply, work; `word`: the state that it brought."""

    kind: str
    record: str
    proposal: str
    title: str
    word: str
    text: str
    on: str
    at: int


def since(connection: Connection, tenant: str, unit: str, zone: str, after_ms: int) -> list[Change]:
    """What came after `after_ms`, by proposal and day; at most CHANGES_MAX, the last of them."""
    known: dict[str, Record] = {}
    for kind in _told_by:
        known |= records.load_open(connection, tenant, reports.of_unit(connection, tenant, kind, [unit]))
    standing = {one.id: one for one in known.values() if not is_deleted(one)}
    came = reports.arrived_at(connection, tenant, {op for one in standing.values() for op in _ops(one)})
    found = []
    for one in standing.values():
        at = max((came.get(op, 0) for op in _ops(one)), default=0)
        if at > after_ms and (change := _change(one, standing, says.local_day(at, zone), at)):
            found.append(change)
    last = sorted(found, key=lambda change: (change.at, change.record))[-CHANGES_MAX:]
    return sorted(last, key=lambda change: (collate.key(change.title), change.on, change.record))


def _ops(record: Record) -> Iterable[str]:
    return (op for path in _told_by[record.type] for op in record.live.get(path, {}))


def _change(one: Record, known: dict[str, Record], on: str, at: int) -> Change | None:
    day = str(value_of(one, _day_of[one.type]) or on) if one.type in _day_of else on
    if one.type == "work":
        word = str(value_of(one, "state") or "planned")
        percent = value_of(one, "progress_percent")
        return Change(
            "work", one.id, "", _said(one, "name"), word, f"{percent}{says.NO_BREAK}%" if percent else "", day, at
        )
    if one.type == "proposal":
        word = str(value_of(one, "status") or "")
        return (
            Change("status", one.id, one.id, title_of(one), word, _said(one, "status_reason"), day, at)
            if word
            else None
        )
    proposal = str(value_of(one, "proposal") or "")
    title = title_of(known[proposal]) if proposal in known else ""
    if one.type == "measure":
        return Change("measure", one.id, proposal, title, "", _said(one, "text"), day, at)
    word, text = str(value_of(one, "answer") or "none"), _said(one, "answer_text")
    return Change("reply", one.id, proposal, title, word, text, day, at) if text or word != "none" else None


def title_of(proposal: Record) -> str:
    """What a proposal is called on paper."""
    return _said(proposal, "title") or _said(proposal, "body")[:200]


def _said(record: Record, path: str) -> str:
    return str(value_of(record, path) or "")
