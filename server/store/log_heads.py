"""Published heads of the log, and what tablets witnessed of them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Row, func, select

from server.models.projections import TABLES
from server.models.tree import heads, witnesses
from server.store import bulk
from sync.log_head import Head

_head_columns = ("tenant", "at", "epoch", "size", "root", "sig")
_witness_columns = ("tenant", "inc", "size", "agrees", "at")


def _head(row: Row) -> Head:
    return Head(row.tenant, row.epoch, row.size, bytes(row.root), row.at, bytes(row.sig))


def newest(connection: Connection, tenant: str) -> Head | None:
    """The head that was published last."""
    found = published(connection, tenant, 1)
    return found[0] if found else None


def published(connection: Connection, tenant: str, limit: int, before: int = 2**62) -> Sequence[Head]:
    """The last `limit` heads that were published before `before` (ms), the last first."""
    rows = select(heads).where(heads.c.tenant == tenant, heads.c.at < before).order_by(heads.c.at.desc()).limit(limit)
    return [_head(row) for row in connection.execute(rows)]


def add(connection: Connection, head: Head) -> None:
    """Write down a head that is published from now on."""
    row = (head.tenant, head.at, head.epoch, head.size, head.root, head.sig)
    bulk.insert(connection, heads, _head_columns, [row], on_conflict="nothing")


def note_witness(connection: Connection, tenant: str, inc: str, size: int, agrees: bool, at: int) -> None:
    """The head that a tablet showed last, and whether our log begins with it."""
    bulk.insert(connection, witnesses, _witness_columns, [(tenant, inc, size, agrees, at)], on_conflict="update")


def witnessed(connection: Connection, tenant: str, since: int) -> tuple[int, int]:
    """How many tablets have shown a head since `since`: (those that agree, those that do not)."""
    rows = select(witnesses.c.agrees, func.count()).where(witnesses.c.tenant == tenant, witnesses.c.at >= since)
    found = dict(connection.execute(rows.group_by(witnesses.c.agrees)).all())
    return found.get(True, 0), found.get(False, 0)


def disagreeing(connection: Connection, tenant: str, limit: int = 100) -> list[tuple[str, int, int]]:
    """(inc, size, at) of tablets whose last head is not the beginning of our log."""
    rows = select(witnesses.c.inc, witnesses.c.size, witnesses.c.at).where(
        witnesses.c.tenant == tenant, witnesses.c.agrees.is_(False)
    )
    return [tuple(row) for row in connection.execute(rows.order_by(witnesses.c.at.desc()).limit(limit))]


RECORDS_MAX = 200  # of one type, of one hearing


def ids_of(connection: Connection, tenant: str, hearing: str, kinds: Iterable[str]) -> list[str]:
    """The records of these types that belong to a hearing."""
    ids: list[str] = []
    for table in (TABLES[kind] for kind in kinds):
        rows = select(table.c.id).where(
            table.c.tenant == tenant, table.c.hearing == hearing, table.c.deleted.is_(False)
        )
        ids += connection.execute(rows.order_by(table.c.id).limit(RECORDS_MAX)).scalars()
    return ids
