"""What becomes of each table in a backup (DESIGN §1): carried beside the log, made again from it, or let go.

Every table of the models stands in exactly one of SAVED, DERIVED and LET_GO; a test holds that.
"""

from base64 import b64decode, b64encode
from datetime import datetime

from sqlalchemy import Column, Connection, DateTime, LargeBinary, Table, insert, select

from server.models.accounts import Account, AccountDeed, AccountUnit, Passkey
from server.models.exports import ApiKey, ExportEntry
from server.models.letters import ReplyLink
from server.models.log import slips, subjects
from server.models.media import files
from server.models.messages import Message
from server.models.privacy import Erasure, PrivacyRequest
from server.models.projections import LINKS, TABLES
from server.models.public import Remark, Visit, Voice
from server.models.request_keys import RequestKey
from server.models.rooms import SavedFilter
from server.models.tablets import Tablet
from server.models.tree import heads, witnesses

SAVED: tuple[Table, ...] = (
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
    ApiKey.__table__,
    ExportEntry.__table__,
    ReplyLink.__table__,
    Remark.__table__,
    Voice.__table__,
    Visit.__table__,
    SavedFilter.__table__,
    PrivacyRequest.__table__,
    Erasure.__table__,
    Message.__table__,
)
DERIVED = frozenset(
    # the log itself is in the segments; what follows from it is made again (server/replay.py), or when it is wanted
    {"tenant", "batch", "op", "chain", "record", "review", "feed", "log_tree", "log_tile", "issued_paper"}
    | {table.name for table in TABLES.values()}
    | {table.name for links in LINKS.values() for table in links.values()}
)
LET_GO = {
    "access_log": "one row an hour, person and page: by far the longest, and this is written anew each minute",
    "backup": "what this machine verified at its places; another machine verifies itself",
    "enrol_code": "lives for minutes; a new one is made",
    "media_upload": "its bytes are not in the backup; the tablet begins it again",
    "rate_count": "counts minutes",
    "register_import": "a list that is being taken in; taken in once more it says the same",
}


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
        for table in SAVED
    }


def load_service(connection: Connection, said: dict[str, list[dict]]) -> None:
    """Put the rows into empty tables."""
    for table in SAVED:
        rows = [_stored(table, row) for row in said.get(table.name, [])]
        if rows:
            connection.execute(insert(table), rows)
