"""Accounts: made, found, listed, switched off. One e-mail address, one account, over all tenants."""

import re
import secrets
import uuid
from collections.abc import Iterable, Mapping

from flask_security import hash_password
from sqlalchemy import func, select

from server import account_deeds
from server.clock import now_ms
from server.extensions import db, security
from server.models.accounts import Account, AccountDeed, AccountUnit
from server.problems import Problem
from server.store import hearings, tenants
from server.store.unit_of_work import reading
from server.who import ROLES, Actor, Thing, Verb, check
from sync.chain import base32

LIST_MAX = 2000
NAME_MAX, EMAIL_MAX = 200, 254
_email = re.compile(r"[^@\s]+@[^@\s]+")

table = Account.__table__


def create(
    tenant: str,
    email: str,
    name: str,
    role: str,
    password: str | None = None,
    units: Iterable[str] | None = (),
    by: str = "",
    more: Mapping[str, object] | None = None,
) -> Account:
    """Make an account. `units` None: every unit of the tenant; `by`: who invited; `more`: further columns.

    Raises ValueError, with the field, for what cannot be one.
    """
    email = email.strip().lower()
    if role not in ROLES:
        raise ValueError("role")
    if not _email.fullmatch(email) or len(email) > EMAIL_MAX:
        raise ValueError("email")
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_MAX:
        raise ValueError("name")
    with reading() as connection:
        if tenant not in tenants.names(connection):
            raise ValueError("tenant")
        if by and not set(units or ()) <= hearings.units(connection, tenant, None).keys():
            raise ValueError("units")
    if db.session.scalar(select(Account.id).where(Account.email == email)):
        raise ValueError("email")
    account = Account(
        tenant=tenant,
        id=base32(secrets.token_bytes(16)),
        email=email,
        name=name,
        role=role,
        all_units=units is None,
        password=hash_password(security.password_util.normalize(password)) if password else None,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        fs_webauthn_user_handle=uuid.uuid4().hex,
        created_at=now_ms(),
        assigned=[AccountUnit(tenant=tenant, unit=unit) for unit in sorted(set(units or ()))],
        **(more or {}),
    )
    db.session.add(account)
    if by:
        db.session.add(AccountDeed(**account_deeds.row(tenant, account.id, by, "invited", role)))
    db.session.commit()
    return account


def find(actor: Actor, account_id: str) -> Account:
    """The account with this id in the actor's tenant; `not-found` elsewhere (I9)."""
    account = db.session.get(Account, (actor.tenant, account_id))
    if account is None:
        raise Problem("not-found")
    return account


def by_email(email: str) -> Account | None:
    """The account with this address, in whichever tenant; for the command line."""
    return db.session.scalar(select(Account).where(func.lower(Account.email) == email.strip().lower()))


def tenants_of(emails: Iterable[str]) -> dict[str, str]:
    """Address, in lower case, → the tenant in which it has an account; for those that have one."""
    rows = select(table.c.email, table.c.tenant).where(table.c.email.in_(sorted(emails)))
    with reading() as connection:
        return dict(map(tuple, connection.execute(rows)))


def listed(actor: Actor) -> list[Account]:
    """The accounts of the actor's tenant by name, at most LIST_MAX."""
    check(actor, Verb.SEE, Thing("account", actor.tenant))
    rows = select(Account).where(Account.tenant == actor.tenant).order_by(Account.name, Account.id).limit(LIST_MAX)
    return list(db.session.scalars(rows))


def reset(email: str, password: str, without_second_step: bool = False) -> None:
    """Give an account a new password and end its sessions; for the command line. ValueError: no such account."""
    account = by_email(email)
    if account is None:
        raise ValueError("email")
    account.password = hash_password(security.password_util.normalize(password))
    security.datastore.set_uniquifier(account)
    if without_second_step:
        account.tf_primary_method = account.tf_totp_secret = account.totp_counter = None
        account.webauthn.clear()
    db.session.commit()
