"""Services of the room: lists of messages, calls ticked off, papers pinned up, who wants no more, the words."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server import acts, clock, opened
from server.messages import outbox, readers, words
from server.messages.causes import KINDS
from server.messages.outbox import Row
from server.messages.readers import LANGUAGES, Reach
from server.office.privacy.overview import set_setting
from server.office.tables import Asked, Column, Cut
from server.privacy import ending, purposes
from server.problems import Problem
from server.store import hearings, people, settings
from server.store.unit_of_work import reading, write
from server.who import Actor, Thing, Verb, check
from sync import merge

COLUMNS = (
    Column("made_at", "messages.made_at"),
    Column("channel", "messages.channel"),
    Column("what", "messages.what"),
    Column("unit", "hearing.unit"),
    Column("state", "messages.state"),
)
FILTERS = ("channel", "state")
STATES = ("waiting", "sent", "delivered", "failed", "dropped")
CALLS_MAX, BOARD_MAX = 100, 40
CALLS = {"channel": "call", "state": "waiting", "fresh": "1"}
CALLS_TRIED = 3  # not reached so often: the call is given up
TEMPLATE_MAX = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A message in words. `reach` only where somebody has to call;"""

    row: Row
    title: str
    text: str
    unit: str
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of all messages."""

    asked: Asked
    cut: Cut


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Listing:
    """The messages within reach that fit; no names."""
    check(actor, Verb.SEE, Thing("message", actor.tenant))
    asked = Asked.of(said, COLUMNS, FILTERS)
    rows = outbox.listed(connection, actor.tenant, actor.units, asked.filters)
    units = hearings.units(connection, actor.tenant, actor.units)
    cut = asked.cut([Line(row, _title(row), "", units.get(row.unit, "")) for row in rows])
    return Listing(asked, cut)


def calls(connection: Connection, actor: Actor) -> list[Line]:
    """Whom to call now: name, number, and what to say; who wants no more calls is not shown."""
    check(actor, Verb.CHANGE, Thing("message", actor.tenant))
    rows = outbox.listed(connection, actor.tenant, actor.units, CALLS)
    units = hearings.units(connection, actor.tenant, actor.units)
    house = settings.house(connection, actor.tenant)
    found = []
    for row in reversed(rows):
        reach = readers.reach(connection, actor.tenant, row.person)
        if type(reach) is Reach and len(found) < CALLS_MAX:
            text = words.text(row.kind, reach.language, outbox.said(connection, actor.tenant, row), house, actor.tenant)
            found.append(Line(row, _title(row), text, units.get(row.unit, ""), reach))
    opened.note_ids(line.row.person for line in found)
    return found


def board(connection: Connection, actor: Actor) -> list[Line]:
    """What is to be pinned up: the newest, nothing that names a person."""
    check(actor, Verb.SEE, Thing("message", actor.tenant))
    rows = outbox.listed(
        connection, actor.tenant, actor.units, {"channel": "board", "state": "waiting", "fresh": "1"}, BOARD_MAX
    )
    units = hearings.units(connection, actor.tenant, actor.units)
    return [Line(row, _title(row), json.loads(row.said).get("due_on", ""), units.get(row.unit, "")) for row in rows]


def _title(row: Row) -> str:
    return str(json.loads(row.said).get("title", ""))


def tick(actor: Actor, message: str, deed: str) -> None:
    """Note of a call or a paper: `told`, `unreached`, or `undo` of what was noted."""

    def work(connection: Connection) -> None:
        row = outbox.find(connection, actor.tenant, message)
        if row is None or row.channel not in ("call", "board"):
            raise Problem("not-found")
        check(actor, Verb.CHANGE, Thing("message", actor.tenant, frozenset([row.unit] if row.unit else [])))
        values = _after(row, deed) | {"by": actor.id}
        if not outbox.move(connection, actor.tenant, row, **values):
            raise Problem("stale")

    write(work)


def _after(row: Row, deed: str) -> dict:
    if deed == "undo" and row.state in ("delivered", "failed"):
        return {"state": "waiting", "ended_at": None, "why": ""}
    if row.state != "waiting" or deed not in ("told", "unreached"):
        raise Problem("bad-state")
    if deed == "told":
        return {"state": "delivered", "ended_at": clock.now_ms()}
    attempts = row.attempts + 1
    if attempts >= CALLS_TRIED:
        return {"state": "failed", "attempts": attempts, "why": "unreached", "ended_at": clock.now_ms()}
    return {"attempts": attempts}


def board_told(actor: Actor, messages: list[str]) -> int:
    """The papers with these lines were pinned up."""
    for message in messages[:BOARD_MAX]:
        tick(actor, message, "told")
    return len(messages[:BOARD_MAX])


def stop(actor: Actor, number: str) -> int:
    """Somebody answered STOP: whoever has this number takes back his consent to be told; how many entries.

    It is the same withdrawal as on a tablet, and what follows from it follows at once (server/privacy).
    """
    check(actor, Verb.CHANGE, Thing("message", actor.tenant))
    wanted = readers.NUMBER.fullmatch(re.sub(r"[\s().-]", "", number))
    if wanted is None:
        raise Problem("bad-values", reasons=["number"])
    with reading() as connection:
        found = [
            person.record
            for person in people.of_units(connection, actor.tenant, actor.units)
            if (own := readers.NUMBER.fullmatch(re.sub(r"[\s().-]", "", str(person.values["phone"] or ""))))
            and own[1] == wanted[1]
        ]
    for person in found:
        write(lambda connection, person=person: _withdraw(connection, actor, person))
        ending.settle(actor.tenant, person, actor.id)
    return len(found)


def _withdraw(connection: Connection, actor: Actor, person: str) -> None:
    him = ending.subjects.find(connection, actor.tenant, person, lock=True)
    path = f"consents/{purposes.ANSWER}"
    entries = [one for one in (him.entries if him else []) if not one.erased and path in one.live]
    statements = [acts.resolution(one, path, None) for one in entries if merge.value_of(one, path) is not None]
    if statements:
        acts.state_in(connection, actor.tenant, actor.id, statements)


def templates(connection: Connection, actor: Actor) -> list[tuple[str, str, str, str]]:
    """(kind, language, the words now, ours) of every message."""
    check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
    said = settings.house(connection, actor.tenant).settings
    return [(kind, one, words.template(kind, one, said), words.own(kind, one)) for kind in KINDS for one in LANGUAGES]


def set_template(actor: Actor, kind: str, language: str, text: str) -> None:
    """Say a message in the organisation's own words; empty: in ours again."""
    check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
    text = " ".join(text.split())
    if kind not in KINDS or language not in LANGUAGES or len(text) > TEMPLATE_MAX:
        raise Problem("bad-values", reasons=["template"])
    own = text if text and text != words.own(kind, language) else None
    set_setting(actor, {f"message.{language}.{kind}": own})


def waiting(connection: Connection, actor: Actor) -> int:
    """How many calls wait."""
    return len(outbox.listed(connection, actor.tenant, actor.units, CALLS, CALLS_MAX))
