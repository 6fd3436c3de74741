"""Who in the office was shown whose personal data (X1): noted by itself, only added to, without any personal value.

Whoever opens a record for a page says so here (`note`); the rows are written when the page has been made. Once an hour
for each person, record and page, so that turning pages back and forth writes nothing. A page whose note cannot be kept
is not shown (`busy`). The log is kept for as long as the organisation's settings say (server/privacy/sweep.py).
"""

from collections.abc import Collection, Iterable

from flask import Flask, g, has_request_context, request
from sqlalchemy import Connection, delete, func, select

from server import clock
from server.models.privacy import Opened
from server.problems import Problem, answer
from server.rules import actor
from server.store import bulk
from server.store.unit_of_work import reading, write
from server.who import ANONYMOUS, Actor
from sync.catalogue import BY_NAME
from sync.record import Record

HOUR_MS = 3_600_000
_table = Opened.__table__
_columns = ("tenant", "hour", "record", "account", "page", "at")


def note(records: Iterable[Record]) -> None:
    """These records were opened for the page that is being made; those without personal values do not count."""
    if has_request_context():
        opened = g.setdefault("opened_people", set())
        opened.update(one.id for one in records if _is_personal(one))


def note_ids(ids: Iterable[str]) -> None:
    """As `note`, by the ids of records that are known to be people's."""
    if has_request_context():
        g.setdefault("opened_people", set()).update(ids)


def _is_personal(record: Record) -> bool:
    declared = BY_NAME.get(record.type)
    return declared is not None and declared.subject and not record.erased and bool(record.personal)


def register(app: Flask) -> None:
    """Write down what each page of the office was made of."""
    app.before_request(_begin)
    app.after_request(_write)


def _begin() -> None:
    g.pop("opened_people", None)


def _write(response):
    ids = g.pop("opened_people", None)
    if ids and response.status_code == 200 and actor().kind != ANONYMOUS:
        try:
            keep(actor(), request.endpoint or "", ids)
        except Problem as problem:
            return answer(problem)
    return response


def keep(actor: Actor, page: str, ids: Collection[str]) -> None:
    """Note that `actor` was shown these records on `page`; what is noted for this hour already is passed over."""
    now = clock.now_ms()
    hour = now // HOUR_MS
    here = [_table.c.tenant == actor.tenant, _table.c.hour == hour, _table.c.account == actor.id, _table.c.page == page]
    with reading() as connection:
        known = set(connection.execute(select(_table.c.record).where(*here)).scalars())
    rows = [(actor.tenant, hour, one, actor.id, page[:60], now) for one in sorted(set(ids) - known)]
    if rows:
        write(lambda connection: bulk.insert(connection, _table, _columns, rows, on_conflict="nothing"))


def count(connection: Connection, tenant: str, before_ms: int = 2**53) -> int:
    """How many notes there are from before a time."""
    here = [_table.c.tenant == tenant, _table.c.at < before_ms]
    return connection.execute(select(func.count()).select_from(_table).where(*here)).scalar_one()


def forget(connection: Connection, tenant: str, before_ms: int) -> int:
    """Let go of notes from before a time; how many."""
    here = [_table.c.tenant == tenant, _table.c.at < before_ms]
    return connection.execute(delete(_table).where(*here)).rowcount
