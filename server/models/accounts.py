"""Accounts of the office and of those who carry tablets, their units and their passkeys.

One role each: what a role may do stands in server/who.py, nothing of it in the database. The names of columns
that Flask-Security reads are its own (`active`, `password`, `fs_uniquifier`, `tf_…`, `webauthn`).
"""

from dataclasses import dataclass
from datetime import datetime

from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.extensions import db
from server.models import columns
from server.who import ADMINISTRATOR, Actor


@dataclass
class Role(RoleMixin):
    """A role as Flask-Security wants to see it. The roles themselves are in server/who.py, not in a table."""

    name: str

    def __hash__(self) -> int:
        return hash(self.name)


class Account(db.Model, UserMixin):
    """A person who signs in. `all_units`: reaches every unit of the tenant; else those of AccountUnit."""

    __tablename__ = "account"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case; over all tenants unique (server/accounts.py)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(columns.Role)
    all_units: Mapped[bool] = mapped_column(Boolean, default=False)
    language: Mapped[str | None] = mapped_column(String(2))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64))  # changes when all sessions are to end (H52)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))  # encrypted by Flask-Security
    totp_counter: Mapped[int | None] = mapped_column(Integer)  # of the last code used, so that none serves twice
    welcome_hmac: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # of the one-time code for a first password
    welcome_until_at: Mapped[int | None] = mapped_column(columns.At)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[int] = mapped_column(columns.At)
    signed_in_at: Mapped[int | None] = mapped_column(columns.At)
    assigned: Mapped[list["AccountUnit"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    webauthn: Mapped[list["Passkey"]] = relationship(cascade="all, delete-orphan")
    __table_args__ = (
        UniqueConstraint("tenant", "email"),
        UniqueConstraint("tenant", "fs_uniquifier"),
        Index("ix_account_email", "email"),
        Index("ix_account_fs_uniquifier", "fs_uniquifier"),
        Index("ix_account_webauthn_handle", "fs_webauthn_user_handle"),
    )

    @property
    def roles(self) -> list[Role]:
        """The one role, in Flask-Security's form."""
        return [Role(self.role)]

    @property
    def units(self) -> frozenset[str] | None:
        """The units within reach; None is all of the tenant."""
        if self.all_units or self.role == ADMINISTRATOR:
            return None
        return frozenset(row.unit for row in self.assigned)

    def actor(self) -> Actor:
        """This account as the one who acts (server/who.py)."""
        return Actor("account", self.tenant, self.id, self.role, self.units, self.name)


class AccountUnit(db.Model):
    """One unit that an account is assigned to."""

    __tablename__ = "account_unit"
    tenant: Mapped[str] = columns.tenant()
    account: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    unit: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    __table_args__ = (ForeignKeyConstraint(["tenant", "account"], ["account.tenant", "account.id"]),)


class AccountDeed(db.Model):
    """Something done to an account, by whom, when: for its own page, and so that no administrator does it unseen."""

    __tablename__ = "account_deed"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    account: Mapped[str] = mapped_column(columns.Id)
    by: Mapped[str] = mapped_column(columns.Id)
    deed: Mapped[str] = mapped_column(String(24))  # a msgid `office.deed.<deed>`
    said: Mapped[str] = mapped_column(String(500))
    at: Mapped[int] = mapped_column(columns.At)
    __table_args__ = (
        Index("ix_account_deed_account", "tenant", "account", "at"),
        Index("ix_account_deed_at", "tenant", "at"),
    )


class Passkey(db.Model, WebAuthnMixin):
    """A passkey of an account, as Flask-Security keeps it (its column names)."""

    __tablename__ = "passkey"
    tenant: Mapped[str] = columns.tenant()
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), primary_key=True)
    account: Mapped[str] = mapped_column(columns.Id)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer, default=0)
    transports: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: Mapped[bool] = mapped_column(Boolean)
    device_type: Mapped[str] = mapped_column(String(64))
    extensions: Mapped[str | None] = mapped_column(Text)
    create_datetime: Mapped[datetime | None] = mapped_column(DateTime)
    lastuse_datetime: Mapped[datetime] = mapped_column(DateTime)
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "account"], ["account.tenant", "account.id"]),
        Index("ix_passkey_account", "tenant", "account"),
    )

    def get_user_mapping(self) -> dict:
        """How Flask-Security finds the account of this passkey."""
        return {"tenant": self.tenant, "id": self.account}
