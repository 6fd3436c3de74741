"""What an account may do, changed by an administrator: role, units, on and off, sessions, second step.

Each is one transaction with the note of who did it (server/account_deeds.py). Its tablets follow in the same one: what
they may read or write now is in their rows, and what came or went flows by the feed (`feed.grant`). Somebody who can
change accounts is always left: nobody takes the last administrator's role away, nor his own account.
"""

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update

from server import account_deeds, slips, who
from server.clock import now_ms
from server.models.accounts import Account, AccountUnit, Passkey
from server.models.tablets import Tablet
from server.problems import Problem
from server.store import feed, hearings
from server.store import tablets as tablet_rows
from server.store.unit_of_work import lock, write
from server.who import ADMINISTRATOR, FACILITATOR, ROLES, TABLET_ROLES, Actor, Thing, Verb

accounts, assigned, tablets = Account.__table__, AccountUnit.__table__, Tablet.__table__


def change(actor: Actor, account_id: str, role: str, units: Collection[str] | None) -> None:
    """Give the account this role and these units (None: all of the tenant), and its tablets with it."""

    def work(connection: Connection) -> None:
        account = _begin(connection, actor, account_id)
        known = hearings.units(connection, actor.tenant, None)
        if role not in ROLES:
            raise Problem("bad-values", field="role")
        if units is not None and not set(units) <= known.keys():
            raise Problem("bad-values", field="units")
        if account.role == ADMINISTRATOR != role:
            _leave_an_administrator(connection, actor.tenant, account_id)
        reach = None if units is None or role == ADMINISTRATOR else frozenset(units)
        _update(connection, actor.tenant, account_id, role=role, all_units=reach is None)
        here = (assigned.c.tenant == actor.tenant, assigned.c.account == account_id)
        connection.execute(delete(assigned).where(*here))
        rows = [{"tenant": actor.tenant, "account": account_id, "unit": unit} for unit in sorted(reach or ())]
        if rows:
            connection.execute(insert(assigned), rows)
        _regrant(connection, actor.tenant, account_id, role, reach)
        names = "" if reach is None else ", ".join(sorted(known[unit] for unit in reach))
        account_deeds.note(connection, actor.tenant, account_id, actor.id, "rights", f"{role}: {names}".strip(": "))

    write(work)


def _regrant(connection: Connection, tenant: str, account_id: str, role: str, reach: frozenset[str] | None) -> None:
    """Let the tablets of an account read and write what it now may; revoked ones read nothing anyway."""
    mine = (tablets.c.tenant == tenant, tablets.c.account == account_id, tablets.c.revoked_at.is_(None))
    for inc, units in connection.execute(select(tablets.c.inc, tablets.c.units).where(*mine)).all():
        text = None if reach is None else " ".join(sorted(reach))
        on_tablet = role if role in TABLET_ROLES else FACILITATOR
        connection.execute(update(tablets).where(*mine, tablets.c.inc == inc).values(role=on_tablet, units=text))
        slips.tell_rights(connection, tenant, inc, on_tablet, None if reach is None else sorted(reach))
        before = None if units is None else frozenset(units.split())
        feed.grant(
            connection,
            tenant,
            inc,
            tablet_rows.scopes_of(connection, tenant, inc, before),
            tablet_rows.scopes_of(connection, tenant, inc, reach),
        )


def switch(actor: Actor, account_id: str, is_active: bool, revoke_tablets: bool = False) -> None:
    """Switch an account off or on; off ends all its sessions (H52), and on wish revokes its tablets."""

    def work(connection: Connection) -> None:
        account = _begin(connection, actor, account_id)
        if not is_active and account_id == actor.id:
            raise Problem("last-administrator")
        if not is_active and account.role == ADMINISTRATOR:
            _leave_an_administrator(connection, actor.tenant, account_id)
        _update(connection, actor.tenant, account_id, active=is_active, **_ended(), welcome_hmac=None)
        if revoke_tablets and not is_active:
            mine = (tablets.c.tenant == actor.tenant, tablets.c.account == account_id, tablets.c.revoked_at.is_(None))
            connection.execute(update(tablets).where(*mine).values(revoked_at=now_ms(), revoked_by=actor.id))
        account_deeds.note(connection, actor.tenant, account_id, actor.id, "on" if is_active else "off")

    write(work)


def end_sessions(actor: Actor, account_id: str) -> None:
    """Sign the person out everywhere (H52)."""

    def work(connection: Connection) -> None:
        _begin(connection, actor, account_id)
        _update(connection, actor.tenant, account_id, **_ended())
        account_deeds.note(connection, actor.tenant, account_id, actor.id, "sessions")

    write(work)


def reset_second_step(actor: Actor, account_id: str, why: str) -> None:
    """Take authenticator app and passkeys away from who lost them, for a reason that all administrators are shown."""
    if not why.strip():
        raise Problem("bad-values", field="why")

    def work(connection: Connection) -> None:
        _begin(connection, actor, account_id)
        none = {"tf_primary_method": None, "tf_totp_secret": None, "totp_counter": None}
        _update(connection, actor.tenant, account_id, **none, **_ended())
        passkeys = Passkey.__table__
        mine = (passkeys.c.tenant == actor.tenant, passkeys.c.account == account_id)
        connection.execute(delete(passkeys).where(*mine))
        account_deeds.note(connection, actor.tenant, account_id, actor.id, "second-step", why.strip())

    write(work)


def _begin(connection: Connection, actor: Actor, account_id: str):
    """The account, if the actor may change it; no two changes of one tenant's accounts meet."""
    who.check(actor, Verb.CHANGE, Thing("account", actor.tenant))
    lock(connection, f"accounts:{actor.tenant}", alone=True)
    here = (accounts.c.tenant == actor.tenant, accounts.c.id == account_id)
    account = connection.execute(select(accounts.c.role, accounts.c.active).where(*here)).one_or_none()
    if account is None:
        raise Problem("not-found")
    return account


def _leave_an_administrator(connection: Connection, tenant: str, but: str) -> None:
    others = select(func.count()).where(
        accounts.c.tenant == tenant, accounts.c.role == ADMINISTRATOR, accounts.c.active, accounts.c.id != but
    )
    if connection.execute(others).scalar_one() == 0:
        raise Problem("last-administrator")


def _ended() -> dict[str, str]:
    """What ends all sessions."""
    return {"fs_uniquifier": secrets.token_hex(32)}


def _update(connection: Connection, tenant: str, account_id: str, **values: object) -> None:
    here = (accounts.c.tenant == tenant, accounts.c.id == account_id)
    connection.execute(update(accounts).where(*here).values(**values))
