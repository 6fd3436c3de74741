"""Accounts: made, found, listed, switched off. One e-mail address, one account, over all tenants."""

import secrets
import uuid
from collections.abc import Iterable

from flask_security import hash_password
from sqlalchemy import func, select

from server.clock import now_ms
from server.extensions import db, security
from server.models.accounts import Account, AccountUnit
from server.problems import Problem
from server.store import tenants
from server.store.unit_of_work import reading
from server.who import ROLES, Actor, Thing, Verb, check
from sync.chain import base32

LIST_MAX = 500


def create(
    tenant: str,
    email: str,
    name: str,
    role: str,
    password: str | None = None,
    units: Iterable[str] | None = (),
) -> Account:
    """Make an account. `units` None: every unit of the tenant. Raises ValueError for what cannot be one."""
    email = email.strip().lower()
    if role not in ROLES:
        raise ValueError("role")
    if "@" not in email:
        raise ValueError("email")
    with reading() as connection:
        if tenant not in tenants.names(connection):
            raise ValueError("tenant")
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
    )
    db.session.add(account)
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


def listed(actor: Actor) -> list[Account]:
    """The accounts of the actor's tenant by name, at most LIST_MAX."""
    check(actor, Verb.SEE, Thing("account", actor.tenant))
    rows = select(Account).where(Account.tenant == actor.tenant).order_by(Account.name, Account.id).limit(LIST_MAX)
    return list(db.session.scalars(rows))


def set_active(actor: Actor, account_id: str, is_active: bool) -> None:
    """Switch an account on or off; off ends all its sessions (H52)."""
    check(actor, Verb.CHANGE, Thing("account", actor.tenant))
    account = find(actor, account_id)
    account.active = is_active
    security.datastore.set_uniquifier(account)
    db.session.commit()


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
