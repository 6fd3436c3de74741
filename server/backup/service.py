"""The service tables that a backup carries beside the log: what cannot be derived from ops (DESIGN §1).

Not carried: the log of who opened whose data (long, and growing), sessions, enrol codes (they live
minutes), rate limits, grants' feed rows (a new epoch starts anew).
"""

from base64 import b64decode, b64encode
from datetime import datetime

from sqlalchemy import Column, Connection, DateTime, LargeBinary, Table, insert, select

from server.models.accounts import Account, AccountDeed, AccountUnit, Passkey
from server.models.log import slips, subjects
from server.models.media import files
from server.models.messages import Message
from server.models.privacy import Erasure, PrivacyRequest
from server.models.request_keys import RequestKey
from server.models.tablets import Tablet
from server.models.tree import heads, witnesses

TABLES: tuple[Table, ...] = (
    Account.__table__,
    AccountUnit.__table__,
    Passkey.__table__,
    AccountDeed.__table__,
    Tablet.__table__,
    subjects,
    slips,
    files,
    heads,
    witnesses,
    RequestKey.__table__,
    PrivacyRequest.__table__,
    Erasure.__table__,
    Message.__table__,
)


def _plain(table: Table, row) -> dict:
    return {column.name: _write(value) for column, value in zip(table.c, row, strict=True)}


def _write(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def _stored(table: Table, row: dict) -> dict:
    return {name: _read(table.c[name], value) for name, value in row.items() if name in table.c}


def _read(column: Column, value: object) -> object:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return b64decode(value)
    return datetime.fromisoformat(value) if isinstance(column.type, DateTime) else value


def dump_service(connection: Connection, tenant: str) -> dict[str, list[dict]]:
    """All rows of the tenant in these tables, ready for JSON."""
    return {
        table.name: [_plain(table, row) for row in connection.execute(select(table).where(table.c.tenant == tenant))]
        for table in TABLES
    }


def load_service(connection: Connection, said: dict[str, list[dict]]) -> None:
    """Put the rows into empty tables."""
    for table in TABLES:
        rows = [_stored(table, row) for row in said.get(table.name, [])]
        if rows:
            connection.execute(insert(table), rows)
