"""P1: a citizen follows a proposal by the code on his slip. No sign-in, no script, no personal value (scenario 17).

The code is asked for in a form and travels in the body: it stands in no address and no log (I7). Only fields that the
catalogue calls public are read, and a place is shown only where it is a public one.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from sqlalchemy import Connection

from server import findings, limits
from server.extensions import csrf
from server.problems import Problem
from server.projections import code_mark
from server.rules import rule
from server.store import loop, records, tenants
from server.store.unit_of_work import reading
from server.who import Verb
from sync import codes, merge
from sync.catalogue import BY_NAME
from sync.op import Value
from sync.record import Record

blueprint = Blueprint("follow", __name__)
MISSES_MAX, WINDOW_S = 20, 900  # of one address: 20 guesses in a quarter of an hour at 2**60 codes find nothing


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a proposal's way. `day`: local date, or empty; `words`: msgid of what happened."""

    day: str
    words: str
    text: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What the page says."""

    code: str
    title: str
    body: str
    unit: str
    status: str
    reason: str
    due_on: str
    events: list[Event]


@blueprint.get("/<tenant>/follow")
@rule(Verb.SEE, "public")
def ask(tenant: str) -> str:
    """The form."""
    with reading() as connection:
        _known(connection, tenant)
    return render_template("public/follow.html", tenant=tenant, typed="", wrong="", found=None)


@blueprint.post("/<tenant>/follow")
@csrf.exempt  # changes nothing, and this host keeps no session
@rule(Verb.SEE, "public")
def follow(tenant: str) -> str:
    """What became of the proposal with this code."""
    address = request.remote_addr or ""
    limits.refuse_if_spent("follow-miss", MISSES_MAX, WINDOW_S, address)
    typed = request.form.get("code", "")[:40]
    code = codes.read(typed)
    with reading() as connection:
        _known(connection, tenant)
        found = followed(connection, tenant, code) if code else None
    wrong = "" if found else "follow.no_code" if code is None else "follow.not_found"
    if code and not found:
        limits.hit("follow-miss", MISSES_MAX, WINDOW_S, address)
    return render_template("public/follow.html", tenant=tenant, typed=typed, wrong=wrong, found=found)


def _known(connection: Connection, tenant: str) -> None:
    if tenant not in tenants.names(connection):
        raise Problem("not-found")


def followed(connection: Connection, tenant: str, code: str) -> Followed | None:
    """The proposal with `code`, with all public that was written of it."""
    of_code = loop.proposal_of_code(connection, tenant, code_mark(tenant, code))
    proposal = records.load_open(connection, tenant, [of_code] if of_code else []).get(of_code or "")
    if proposal is None or merge.is_deleted(proposal):
        return None
    written = [
        record
        for kind in ("referral", "measure", "verification")
        for record in records.load_open(
            connection, tenant, loop.of_proposal(connection, tenant, kind, proposal.id)
        ).values()
    ]
    wanted = {_said(proposal, "unit"), _said(proposal, "hearing"), *(_said(record, "body") for record in written)}
    others = records.load_open(connection, tenant, [one for one in wanted if type(one) is str])
    name = {one: _said(record, "name") or "" for one, record in others.items()}
    hearing = others.get(_said(proposal, "hearing") or "")
    events = [Event((hearing and _said(hearing, "held_on")) or "", "choice.recorded", who=_at(name, proposal, "unit"))]
    for record in written:
        events += _events(record, name)
    dues = [_said(record, "due_on") or "" for record in written if record.type == "referral"]
    return Followed(
        codes.shown(code),
        str(_said(proposal, "title") or _said(proposal, "body") or ""),
        str(_said(proposal, "body") or ""),
        _at(name, proposal, "unit"),
        _state(connection, tenant, proposal, [record for record in written if record.type == "verification"]),
        str(_said(proposal, "competent_body") or _said(proposal, "status_reason") or ""),
        max(dues, default=""),
        sorted(events, key=lambda event: event.day, reverse=True),
    )


def _state(connection: Connection, tenant: str, proposal: Record, checked: list[Record]) -> str:
    """How it stands: what halls found counts."""
    halls = records.load_open(connection, tenant, {str(_said(one, "hearing") or "") for one in checked})
    days = {hall: str(_said(record, "held_on") or "") for hall, record in halls.items()}
    found = [findings.of_record(one, days) for one in checked]
    said = str(_said(proposal, "status") or "recorded")
    return findings.state(said, found, str(_said(proposal, "status_after") or ""))


def _events(record: Record, name: dict[str, Value]) -> list[Event]:
    who = _at(name, record, "body")
    if record.type == "measure":
        return [Event(str(_said(record, "taken_on") or ""), "follow.measure", str(_said(record, "text") or ""), who)]
    if record.type == "verification":
        return [Event("", f"choice.{_said(record, 'finding')}", str(_said(record, "note") or ""))]
    events = [Event(str(_said(record, "sent_on") or ""), "choice.forwarded", who=who)]
    if _said(record, "answered_on"):
        answer = str(_said(record, "answer_text") or "")
        events.append(Event(str(_said(record, "answered_on")), "choice.answered", answer, who))
    return events


def _at(name: dict[str, Value], record: Record, path: str) -> str:
    return str(name.get(_said(record, path) or "", ""))


def _said(record: Record, path: str) -> Value:
    """The shown value of a public field; None for every other."""
    declared = BY_NAME[record.type].field(path)
    return merge.value_of(record, path) if declared is not None and declared.public else None
