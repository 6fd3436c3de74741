"""The daily step: consents that lapsed, withdrawals that nothing followed yet, classes whose time is over (X1).

Idempotent: run it as often as you like, broken off it goes on. `yavuul privacy` runs it; withdrawals that arrive by
exchange or are said in the office follow at once (`heard`).
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import Connection, delete, insert, select

from server import acts, clock, followers, local_day, opened
from server.backup import erasures
from server.messages import outbox
from server.models.messages import Message
from server.models.privacy import Erasure
from server.privacy import ending, retention
from server.privacy.retention import TERMS, Term
from server.public import remarks
from server.store import records, settings, subject
from server.store.unit_of_work import reading, write

PAGE = 400
BATCH = 200  # records in one transaction
DAY_MS = 24 * 3_600_000
MONTH_MS = 30 * DAY_MS


@dataclass(slots=True)
class Swept:
    """What a round did: record types of people erased, and rows or records by class whose time was over."""

    people: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)


def register(app: Flask) -> None:
    """Follow people whose consents change."""
    followers.follow(app, "person", heard)


def heard(tenant: str, changed: list[str]) -> None:
    """Let follow at once what a withdrawal asks for."""
    with reading() as connection:
        people = ending.touched(connection, tenant, changed)
    for person in people:
        ending.settle(tenant, person)


def sweep(tenant: str) -> Swept:
    """One round for a tenant."""
    done = Swept()
    for person in _spoken(tenant):
        done.people += ending.settle(tenant, person)
    with reading() as connection:
        said, today = settings.house(connection, tenant).settings, local_day.today(connection, tenant, "")
    for term in TERMS:
        if months := retention.months(term, said):
            done.classes[term.name] += _let_go(tenant, term, months, today)
            if term.name == "photos":
                done.classes[term.name] += remarks.let_photos_go(tenant, clock.now_ms() - months * MONTH_MS)
    done.classes["messages"] += write(lambda connection: outbox.drop_old(connection, tenant))
    erasures.note(tenant)
    return done


def _spoken(tenant: str) -> list[str]:
    """People of whom a consent was said that does not hold any more, by what stands open; page by page."""
    found, after = [], ""
    with reading() as connection:
        day = local_day.today(connection, tenant, "")
        while ids := subject.people_page(connection, tenant, after, PAGE):
            known = records.load_open(connection, tenant, ids)
            found += [one.id for one in known.values() if not one.erased and ending.may_have_ended(one, day)]
            after = ids[-1]
    return found


def _let_go(tenant: str, term: Term, months: int, today: str) -> int:
    if term.kind:
        return _erase(tenant, term, retention.first_day(today, months))
    before = clock.now_ms() - months * MONTH_MS
    deeds: dict[str, Callable[[Connection], int]] = {
        "access_log": lambda connection: opened.forget(connection, tenant, before),
        "messages": lambda connection: forget_messages(connection, tenant, before),
    }
    return write(deeds[term.name]) if term.name in deeds else 0


def forget_messages(connection: Connection, tenant: str, before_ms: int) -> int:
    """Let go of messages that ended before a time."""
    table = Message.__table__
    here = [table.c.tenant == tenant, table.c.ended_at.is_not(None), table.c.ended_at < before_ms]
    return connection.execute(delete(table).where(*here)).rowcount


def _erase(tenant: str, term: Term, before: str) -> int:
    with reading() as connection:
        ids = sorted(one.id for one in retention.over(connection, tenant, term, before))
    for start in range(0, len(ids), BATCH):
        write(lambda connection, some=ids[start : start + BATCH]: _erase_some(connection, tenant, term, some))
    return len(ids)


def _erase_some(connection: Connection, tenant: str, term: Term, ids: list[str]) -> None:
    found = records.load_open(connection, tenant, ids)
    statements = ending.forgotten(found.values())
    if statements:
        acts.state_in(connection, tenant, "", statements)
        counts = json.dumps({f"{term.kind}": len(statements)})
        row = {"tenant": tenant, "id": acts.new_id(), "person": "", "unit": "", "why": ending.RETENTION, "account": ""}
        connection.execute(insert(Erasure), row | {"at": clock.now_ms(), "counts": counts, "left": "[]"})


def done_last(connection: Connection, tenant: str, limit: int = 200) -> list:
    """What was erased, newest first."""
    table = Erasure.__table__
    rows = select(table).where(table.c.tenant == tenant).order_by(table.c.at.desc(), table.c.id)
    return list(connection.execute(rows.limit(limit)))
