"""What was done to accounts, by whom and when: on each person's page, and before the eyes of the other administrators.

A second step that was taken away is the usual way into somebody's account: no administrator does it unseen.
"""

import secrets
from typing import NamedTuple

from sqlalchemy import Connection, select

from server import who
from server.clock import now_ms
from server.models.accounts import Account, AccountDeed
from server.store.unit_of_work import reading
from server.who import Actor, Thing, Verb
from sync.chain import base32

DEEDS = ("invited", "welcomed", "rights", "off", "on", "sessions", "second-step", "code")
WATCHED = ("second-step",)  # what every other administrator is shown for a while
WATCHED_MS = 14 * 24 * 3600 * 1000
SHOWN_MAX, SAID_MAX = 50, 500

deeds, accounts = AccountDeed.__table__, Account.__table__


class Done(NamedTuple):
    """One deed. `name` is whose account, `by_name` who did it (empty: the operator)."""

    account: str
    deed: str
    said: str
    at: int
    name: str | None
    by_name: str | None


def row(tenant: str, account: str, by: str, deed: str, said: str = "") -> dict[str, object]:
    """The values of a row that says it."""
    assert deed in DEEDS, deed
    at, deed_id = now_ms(), base32(secrets.token_bytes(16))
    return {"tenant": tenant, "id": deed_id, "account": account, "by": by, "deed": deed, "said": said, "at": at}


def note(connection: Connection, tenant: str, account: str, by: str, deed: str, said: str = "") -> None:
    """Write it down, in the transaction that does it."""
    connection.execute(deeds.insert().values(row(tenant, account, by, deed, said[:SAID_MAX])))


def of(actor: Actor, account: str) -> list[Done]:
    """What was done to one account, the last first, at most SHOWN_MAX."""
    who.check(actor, Verb.SEE, Thing("account", actor.tenant))
    return _read(actor, deeds.c.account == account)


def watched(actor: Actor) -> list[Done]:
    """What others did lately that an administrator should know of; nothing for other roles."""
    if not who.has_role(actor, Verb.CHANGE, "account"):
        return []
    since = deeds.c.at > now_ms() - WATCHED_MS
    return _read(actor, since, deeds.c.deed.in_(WATCHED), deeds.c.by != actor.id)


def _read(actor: Actor, *which) -> list[Done]:
    doer = accounts.alias("doer")
    same = deeds.c.tenant == accounts.c.tenant
    rows = (
        select(deeds.c.account, deeds.c.deed, deeds.c.said, deeds.c.at, accounts.c.name, doer.c.name)
        .outerjoin(accounts, same & (accounts.c.id == deeds.c.account))
        .outerjoin(doer, (doer.c.tenant == deeds.c.tenant) & (doer.c.id == deeds.c.by))
        .where(deeds.c.tenant == actor.tenant, *which)
        .order_by(deeds.c.at.desc(), deeds.c.id)
        .limit(SHOWN_MAX)
    )
    with reading() as connection:
        return [Done(*found) for found in connection.execute(rows)]
