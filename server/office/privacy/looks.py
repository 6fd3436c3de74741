"""The log of who was shown whose data, as the administrator reads it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import Connection, func, select

from server.models.privacy import Opened
from server.office.tables import Asked, Column, Cut
from server.store import origins
from server.who import Actor, Thing, Verb, check

LISTED_MAX = 5000
WITHOUT_ROOM = {"search": "office.search.title"}
ROOM_OF = {"book": "hearings", "media": "hearings", "lists": "exports", "codes": "accounts"}  # pages within a room
COLUMNS = (
    Column("at", "privacy.log.at", sorts=True, is_down_first=True),
    Column("account", "privacy.log.account"),
    Column("page", "privacy.log.page"),
    Column("count", "privacy.log.count", is_number=True),
)
_table = Opened.__table__


@dataclass(frozen=True, slots=True)
class Look:
    """One page that somebody was shown: when, who, which, and how many people's records it held."""

    at: int
    account: str
    name: str
    page: str
    count: int


def page_name(endpoint: str) -> str:
    """What a page is called: by its room."""
    name = endpoint.partition(".")[0]
    msgid = WITHOUT_ROOM.get(name, f"room.{ROOM_OF.get(name, name)}")
    said = gettext(msgid)
    return endpoint if said == msgid else said


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> tuple[Asked, Cut]:
    """The log, newest first, a row for each hour, account and page."""
    check(actor, Verb.SEE, Thing("audit", actor.tenant))
    asked = Asked.of(said, COLUMNS, ("account",), "-at")
    rows = select(func.max(_table.c.at), _table.c.account, _table.c.page, func.count()).where(
        _table.c.tenant == actor.tenant
    )
    if "account" in asked.filters:
        rows = rows.where(_table.c.account == asked.filters["account"])
    rows = rows.group_by(_table.c.hour, _table.c.account, _table.c.page)
    order = func.max(_table.c.at).desc() if asked.is_down else func.max(_table.c.at)
    found = connection.execute(rows.order_by(order, _table.c.account, _table.c.page).limit(LISTED_MAX)).all()
    return asked, asked.cut(_named(connection, actor.tenant, found))


def of_records(connection: Connection, tenant: str, ids: Collection[str]) -> list[Look]:
    """Who was shown any of these records, newest first: for the paper that tells a person what is held of him."""
    rows = select(func.max(_table.c.at), _table.c.account, _table.c.page, func.count()).where(
        _table.c.tenant == tenant, _table.c.record.in_(sorted(ids)[:500])
    )
    rows = rows.group_by(_table.c.hour, _table.c.account, _table.c.page).order_by(func.max(_table.c.at).desc())
    return _named(connection, tenant, connection.execute(rows.limit(200)).all())


def _named(connection: Connection, tenant: str, found: Collection) -> list[Look]:
    names = origins.account_names(connection, tenant, {row[1] for row in found})
    return [Look(at, account, names.get(account, ""), page, count) for at, account, page, count in found]
