"""Where ops came from: their batches, tablets and people, by id, a page of them at a time."""

import json
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection

from server.models.accounts import Account
from server.models.log import batches
from server.models.tablets import Tablet
from server.store import bulk


class Arrival(NamedTuple):
    """The batch that brought an op. `account`: who acted, where it was the office."""

    received_at: int
    clock_offset: int | None
    account: str


class Holder(NamedTuple):
    """A tablet and the account that holds it. `units` None: all of the tenant."""

    account: str
    units: frozenset[str] | None
    last_contact_at: int | None
    is_revoked: bool
    unsent: int | None  # ops that it said it still held, at last contact


def arrivals(connection: Connection, tenant: str, numbers: Collection[int]) -> dict[int, Arrival]:
    """Batch number → how it came."""
    columns = ("n", "inc", "header", "received_at", "clock_offset")
    return {
        n: Arrival(received_at, offset, _account(header) if inc.startswith("office-") else "")
        for n, inc, header, received_at, offset in bulk.select_in(connection, batches, columns, tenant, "n", numbers)
    }


def _account(header: bytes) -> str:
    return json.loads(bytes(header)).get("account", "") if header else ""


def holders(connection: Connection, tenant: str, incs: Collection[str]) -> dict[str, Holder]:
    """Inc → its tablet."""
    columns = ("inc", "account", "units", "last_contact_at", "revoked_at", "unsent_ops")
    rows = bulk.select_in(connection, Tablet.__table__, columns, tenant, "inc", incs)
    return {
        inc: Holder(account, None if units is None else frozenset(units.split()), contact, revoked is not None, unsent)
        for inc, account, units, contact, revoked, unsent in rows
    }


def account_names(connection: Connection, tenant: str, accounts: Collection[str]) -> dict[str, str]:
    """Account → name."""
    wanted = [account for account in accounts if account]
    return dict(bulk.select_in(connection, Account.__table__, ("id", "name"), tenant, "id", wanted))
