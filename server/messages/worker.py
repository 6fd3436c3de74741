"""Sends what is due: take in hand, ask again whether he may be told, send, note what came of it.

Two workers never send one message: it is taken in hand by one statement that only one of them wins, for longer than a
gateway may take. Where nobody knows whether it went (a hang, a fault), it is tried again with the same key, later each
time. After FAULTS_MAX faults in a row the gateway is left alone until the next round.
"""

from collections import Counter

from server import clock, local_day
from server.messages import gateways, outbox, quiet, readers, words
from server.messages.gateways import Later, Never
from server.messages.outbox import Row
from server.messages.readers import Reach
from server.store import records, settings, tenants
from server.store.settings import House
from server.store.unit_of_work import reading, write
from sync import merge

IN_HAND = 20
LEASE_MS = (IN_HAND * gateways.TIMEOUT_S + 60) * 1000
TRIES_MAX = 12
FAULTS_MAX = 5
MINUTE_MS = 60_000
WAIT_MAX = 360  # minutes
DAY_MS = 24 * 3_600_000
DAY_MAX = 2000  # SMS a day, unless `message.day_max` says otherwise (H79)


def send_all() -> dict[str, Counter[str]]:
    """One round for every tenant: tenant → what became of how many messages."""
    with reading() as connection:
        names = tenants.names(connection)
    return {name: send_due(name) for name in names}


def send_due(tenant: str) -> Counter[str]:
    """Send all that is due for a tenant, and ask how far those are that went."""
    done: Counter[str] = Counter()
    faults = 0
    known = gateways.known(tenant)
    while faults < FAULTS_MAX and (rows := _take(tenant)):
        with reading() as connection:
            house = settings.house(connection, tenant)
        for place, row in enumerate(rows):
            if faults >= FAULTS_MAX:
                _let_go(tenant, rows[place:])
                break
            state = _send(tenant, known, house, row)
            done[state] += 1
            faults = faults + 1 if state == "later" else 0
    done["delivered"] += _ask(tenant, known)
    return +done


def _take(tenant: str) -> list[Row]:
    """The next messages, in our hands alone until their lease ends; none where the day's number is spent."""

    def work(connection) -> list[Row]:
        now = clock.now_ms()
        left = _day_max(connection, tenant) - outbox.sent_today(connection, tenant, now - DAY_MS)
        found = outbox.due(connection, tenant, now, max(min(IN_HAND, left), 0))
        return [
            row._replace(leased_at=now + LEASE_MS)
            for row in found
            if outbox.move(connection, tenant, row, leased_at=now + LEASE_MS)
        ]

    return write(work)


def _day_max(connection, tenant: str) -> int:
    said = settings.house(connection, tenant).settings.get("message.day_max", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else DAY_MAX


def _let_go(tenant: str, rows: list[Row]) -> None:
    write(lambda connection: [outbox.move(connection, tenant, row, leased_at=0) for row in rows])


def _send(tenant: str, known: dict[str, gateways.Said], house: House, row: Row) -> str:
    """Send one message that is in hand; what became of it."""
    now = clock.now_ms()
    with reading() as connection:
        reach = readers.reach(connection, tenant, row.person)
        said = outbox.said(connection, tenant, row)
        is_true = _is_true(connection, tenant, row, said)
        due = quiet.after(now, local_day.zone(connection, tenant, row.unit), house.settings)
    if type(reach) is not Reach or not is_true:
        return _end(tenant, row, "dropped", "overtaken" if type(reach) is Reach else reach)
    if due > now:
        return _move(tenant, row, "waiting", due_at=due, leased_at=0)
    to = reach.number if row.channel == "sms" else reach.email
    if not to or row.channel not in known:
        return _end(tenant, row, "dropped", "no-address" if not to else "no-gateway")
    text = words.text(row.kind, reach.language, said, house, tenant)
    try:
        answer = gateways.send(known[row.channel], row.id, to, text)
    except Never as reason:
        return _end(tenant, row, "failed", str(reason))
    except Later as reason:
        if row.attempts + 1 >= TRIES_MAX:
            return _end(tenant, row, "failed", str(reason))
        wait = min(2**row.attempts, WAIT_MAX) * MINUTE_MS
        values = {"attempts": row.attempts + 1, "due_at": now + wait, "leased_at": 0, "why": str(reason)[:60]}
        _move(tenant, row, "waiting", **values)
        return "later"
    return _end(tenant, row, answer.state, "", gateway_id=answer.id)


def _is_true(connection, tenant: str, row: Row, said: dict[str, str]) -> bool:
    """Whether what the message tells of, a state or a day, still stands: what was taken back is not told."""
    name, _, state = row.kind.partition(".")
    found = records.load_open(connection, tenant, [row.proposal]).get(row.proposal)
    if found is None or merge.is_deleted(found):
        return False
    if row.kind == "due":
        return said["due_on"] == said.get("stands")
    return name != "state" or merge.value_of(found, "status") == state


def _end(tenant: str, row: Row, state: str, why: str, **more: object) -> str:
    return _move(tenant, row, state, why=why[:60], leased_at=0, ended_at=clock.now_ms(), **more)


def _move(tenant: str, row: Row, state: str, **values: object) -> str:
    write(lambda connection: outbox.move(connection, tenant, row, state=state, **values))
    return state


def _ask(tenant: str, known: dict[str, gateways.Said]) -> int:
    """Ask the gateways how far their messages are; how many are delivered."""
    with reading() as connection:
        rows = [row for row in outbox.undelivered(connection, tenant, 200) if row.channel in known]
    count = 0
    for row in rows:
        state = gateways.ask(known[row.channel], row.gateway_id)
        if state is None:
            break
        if state != "sent":
            _end(tenant, row, state, "")
            count += state == "delivered"
    return count
