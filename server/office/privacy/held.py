"""All that is held of one person, in words, for the paper that he is given when he asks (X1)."""

from dataclasses import dataclass

from sqlalchemy import Connection

from server.messages import outbox
from server.messages.outbox import Row
from server.office.hearings.desk import Desk, Origin
from server.office.privacy import looks
from server.office.privacy.looks import Look
from server.privacy import ending, requests
from server.privacy.purposes import Standing
from server.privacy.requests import GRANTED, Request
from server.problems import Problem
from server.store import origins, works
from server.who import Actor
from sync import merge
from sync.catalogue import BY_NAME
from sync.op import Value
from sync.record import Record

HIDDEN = {("signature", "strokes"), ("tracking_code", "code"), ("media", "sha256")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One record: its type, what it says by path, and where each of its words came from."""

    record: Record
    said: list[tuple[str, Value]]
    origins: list[Origin]


@dataclass(frozen=True, slots=True)
class Held:
    """The whole paper."""

    request: Request
    accounts: dict[str, str]
    standings: dict[str, Standing]
    sheets: list[Sheet]
    words: list[Record]  # proposals that he brought
    groups: list[Record]  # that watch works, of which he is one
    names: dict[str, str]
    looks: list[Look]
    messages: list[Row]


def held(connection: Connection, actor: Actor, request: str) -> Held:
    """What is held, for a request that was granted; `bad-state` for another."""
    found = requests.find(connection, actor, request)
    if found.state != GRANTED or found.kind != requests.ACCESS:
        raise Problem("bad-state")
    verdict = ending.judge(connection, actor.tenant, found.person)
    if verdict is None:
        raise Problem("gone")
    him = verdict.subject
    desk = Desk(connection, actor)
    mine = [*him.personal(), *him.media]
    known = desk.load({one.id for one in mine})
    sheets = [_sheet(desk, known.get(one.id, one)) for one in mine]
    entries = {one.id for one in him.entries}
    watching = works.naming(connection, actor.tenant, entries, "monitoring_group", "members")
    wanted = {value for sheet in sheets for _, value in sheet.said if type(value) is str}
    return Held(
        found,
        origins.account_names(connection, actor.tenant, {found.asked_by, found.decided_by or ""}),
        verdict.standings,
        sheets,
        him.proposals,
        list(desk.load(one for ids in watching.values() for one in ids).values()),
        desk.names(one for one in wanted if len(one) == 26),
        looks.of_records(connection, actor.tenant, {one.id for one in mine}),
        outbox.of_people(connection, actor.tenant, entries),
    )


def _sheet(desk: Desk, record: Record) -> Sheet:
    declared = BY_NAME[record.type]
    paths = [
        path
        for path in sorted(record.live)
        if not path.startswith(("_", "consents/")) and declared.field(path.partition("/")[0])
    ]
    said = [(path, merge.value_of(record, path)) for path in paths if (record.type, path) not in HIDDEN]
    ops = {op_id for live in record.live.values() for op_id in live}
    return Sheet(
        record,
        [(path, value) for path, value in said if value is not None],
        sorted(desk.origins(ops).values(), key=lambda one: one.received_at),
    )
