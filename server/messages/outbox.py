"""The outbox: rows are written in the transaction of the act that causes them, each once (P7).

A row is unique by event, person and channel; the event is the act itself (epoch, batch, proposal). So an act that is
tried again tells nobody twice, and one that is rolled back tells nobody.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from server import clock, local_day
from server.messages import causes, gateways, quiet, readers
from server.messages.causes import News
from server.messages.readers import Reach
from server.models.messages import Message
from server.store import bulk, records, settings, tenants
from sync import merge
from sync.chain import base32
from sync.op import Sets
from sync.record import Record

table = Message.__table__
SENT_BY_US = ("sms", "email")
CHANNELS = (*SENT_BY_US, "call", "board")
GRACE_MS = 5 * 60_000  # what is taken back at once was never told
FRESH_MS = 60 * 24 * 3_600_000  # what nobody called or pinned up by then is no news any more
OLD_DAYS = 730  # of a hearing: what is written down of older ones is an archive, and no news
_columns = "tenant id event person channel kind unit proposal said state why attempts due_at leased_at gateway_id"
COLUMNS = (*_columns.split(), "made_at", "by")


class Row(NamedTuple):
    """A message as the outbox keeps it."""

    id: str
    person: str
    channel: str
    kind: str
    unit: str
    proposal: str
    said: str
    state: str
    why: str
    attempts: int
    due_at: int
    leased_at: int
    gateway_id: str
    made_at: int


_row = select(*[table.c[name] for name in Row._fields])


def tell_in(connection: Connection, tenant: str, batch: int, stated: Iterable[tuple[str, str, Sets]]) -> int:
    """Queue what these statements are news of; how many rows. Within the unit of work of the act."""
    found = causes.news(stated)
    event = f"{tenants.epoch(connection, tenant)}.{batch}" if found else ""
    return sum(_tell(connection, tenant, event, one) for one in found)


def _tell(connection: Connection, tenant: str, event: str, news: News) -> int:
    known = records.load_open(connection, tenant, [news.about])
    about = known.get(news.about)
    if about is None:
        return 0
    named = merge.value_of(about, "proposal") if news.type == "referral" else news.about
    if type(named) is str and named != news.about:
        about = records.load_open(connection, tenant, [named]).get(named)
    if about is None or merge.is_deleted(about):
        return 0
    if _is_old(connection, tenant, about):
        return 0
    people = set() if news.kind in causes.BOARD_ONLY else readers.of_proposal(connection, tenant, about)
    unit = merge.value_of(about, "unit")
    said = {**news.said, "title": str(merge.value_of(about, "title") or merge.value_of(about, "body") or "")[:200]}
    return queue(connection, tenant, f"{event}.{about.id}", news.kind, str(unit or ""), about.id, said, people)


def _is_old(connection: Connection, tenant: str, about: Record) -> bool:
    hearing = merge.value_of(about, "hearing")
    found = records.load_open(connection, tenant, [hearing] if type(hearing) is str else [])
    first = f"{clock.now() - timedelta(days=OLD_DAYS):%Y-%m-%d}"
    return any(str(merge.value_of(one, "held_on") or "9") < first for one in found.values())


def queue(
    connection: Connection,
    tenant: str,
    event: str,
    kind: str,
    unit: str,
    proposal: str,
    said: Mapping[str, str],
    people: Collection[str],
) -> int:
    """Queue one event for these people, by the way that each left, and for the notice board; how many rows are new."""
    now = clock.now_ms()
    there = local_day.zone(connection, tenant, unit)
    later = quiet.after(now + GRACE_MS, there, settings.house(connection, tenant).settings)
    wanted = [("", "board")]
    for person in sorted(people):
        reach = readers.reach(connection, tenant, person)
        if type(reach) is Reach:
            wanted.append((person, channel_of(tenant, reach)))
    same = (kind, unit, proposal, json.dumps(dict(said), ensure_ascii=False), "waiting", "", 0)
    rows = []
    for person, channel in wanted:
        message = _id(tenant, event, person, channel)
        due_at = later if channel in SENT_BY_US else now
        rows.append((tenant, message, event, person, channel, *same, due_at, 0, "", now, ""))
    return bulk.insert(connection, table, COLUMNS, sorted(rows), on_conflict="nothing")


def channel_of(tenant: str, reach: Reach) -> str:
    """SMS where a gateway is set up, e-mail for who left only that, else somebody calls."""
    known = gateways.known(tenant)
    if reach.number:
        return "sms" if "sms" in known else "call"
    return "email"


def _id(tenant: str, event: str, person: str, channel: str) -> str:
    """The same message has the same id: it is the key by which a gateway knows a repetition."""
    return base32(sha256(f"{tenant}/{event}/{person}/{channel}".encode()).digest()[:16])


def due(connection: Connection, tenant: str, now: int, limit: int) -> list[Row]:
    """Messages that a worker may take in hand now, oldest first."""
    here = [table.c.tenant == tenant, table.c.state == "waiting", table.c.channel.in_(SENT_BY_US)]
    rows = _row.where(*here, table.c.due_at <= now, table.c.leased_at <= now).order_by(table.c.due_at, table.c.id)
    return [Row(*row) for row in connection.execute(rows.limit(limit))]


def move(connection: Connection, tenant: str, row: Row, **values: object) -> bool:
    """Change a message if it still stands as `row` says; whether it did. Who lost it to another changes nothing."""
    here = [table.c.tenant == tenant, table.c.id == row.id, table.c.state == row.state]
    here.append(table.c.leased_at == row.leased_at)
    return connection.execute(update(table).where(*here).values(**values)).rowcount == 1


def sent_today(connection: Connection, tenant: str, since_ms: int) -> int:
    """How many went out since a time, delivered or not."""
    here = [table.c.tenant == tenant, table.c.channel == "sms", table.c.ended_at >= since_ms]
    here.append(table.c.state.in_(("sent", "delivered", "failed")))
    return connection.execute(select(func.count()).select_from(table).where(*here)).scalar_one()


def undelivered(connection: Connection, tenant: str, limit: int) -> list[Row]:
    """Messages that a gateway took and has not said delivered."""
    here = [table.c.tenant == tenant, table.c.state == "sent", table.c.gateway_id != ""]
    return [Row(*row) for row in connection.execute(_row.where(*here).order_by(table.c.ended_at).limit(limit))]


def find(connection: Connection, tenant: str, message: str) -> Row | None:
    """One message."""
    found = connection.execute(_row.where(table.c.tenant == tenant, table.c.id == message)).one_or_none()
    return None if found is None else Row(*found)


def said(connection: Connection, tenant: str, row: Row) -> dict[str, str]:
    """What a message says; of an extension also the day that stands now and the notice: the outbox holds no text."""
    known = json.loads(row.said)
    found = records.load_open(connection, tenant, [known["referral"]] if "referral" in known else [])
    for one in found.values():
        known["stands"] = str(merge.value_of(one, "extended_to") or "")
        known["notice"] = str(merge.value_of(one, "extension_notice") or "")
    return known


def listed(
    connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, str], limit: int = 5000
) -> list[Row]:
    """Messages within `units` that fit what was said of channel, state, kind; newest first."""
    rows = _row.where(table.c.tenant == tenant)
    if units is not None:
        rows = rows.where(table.c.unit.in_(sorted(units)))
    for name in ("channel", "state", "kind"):
        if name in said:
            rows = rows.where(table.c[name] == said[name])
    if "fresh" in said:
        rows = rows.where(table.c.made_at > clock.now_ms() - FRESH_MS)
    return [Row(*row) for row in connection.execute(rows.order_by(table.c.made_at.desc(), table.c.id).limit(limit))]


def of_people(connection: Connection, tenant: str, people: Collection[str]) -> list[Row]:
    """What was told to these entries of the register."""
    rows = _row.where(table.c.tenant == tenant, table.c.person.in_(sorted(people)))
    return [Row(*row) for row in connection.execute(rows.order_by(table.c.made_at.desc()).limit(200))]


def drop(connection: Connection, tenant: str, where: list, why: str) -> int:
    """Messages that wait and are not to be told any more; how many."""
    here = [table.c.tenant == tenant, table.c.state == "waiting", *where]
    values = {"state": "dropped", "why": why, "ended_at": clock.now_ms(), "leased_at": 0}
    return connection.execute(update(table).where(*here).values(**values)).rowcount


def drop_old(connection: Connection, tenant: str) -> int:
    """Calls and papers that nobody came to in FRESH_MS."""
    return drop(connection, tenant, [table.c.made_at <= clock.now_ms() - FRESH_MS], "too-old")


def drop_unreachable(connection: Connection, tenant: str, people: Collection[str]) -> int:
    """What waits for people who are not to be told any more."""
    gone = [one for one in sorted(people) if type(readers.reach(connection, tenant, one)) is not Reach]
    return drop(connection, tenant, [table.c.person.in_(gone)], "no-consent") if gone else 0
