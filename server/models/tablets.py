"""Enrol codes and tablets. A row of `tablet` is one inc: one person on one tablet installation."""

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class EnrolCode(db.Model):
    """A one-time code. The first symbols, the handle, find it; of the whole only an HMAC is kept."""

    __tablename__ = "enrol_code"
    tenant: Mapped[str] = columns.tenant()
    handle: Mapped[str] = mapped_column(String(6), primary_key=True)
    hmac: Mapped[bytes] = mapped_column(LargeBinary(32))
    account: Mapped[str] = mapped_column(columns.Id)
    role: Mapped[str] = mapped_column(columns.Role)
    units: Mapped[str | None] = mapped_column(Text)  # ids with spaces between; null: all of the tenant
    created_by: Mapped[str] = mapped_column(columns.Id)
    created_at: Mapped[int] = mapped_column(columns.At)
    expires_at: Mapped[int] = mapped_column(columns.At)
    used_at: Mapped[int | None] = mapped_column(columns.At)
    inc: Mapped[str | None] = mapped_column(columns.Inc)  # the tablet that it connected
    cancelled_at: Mapped[int | None] = mapped_column(columns.At)
    misses: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (
        ForeignKeyConstraint(["tenant", "account"], ["account.tenant", "account.id"]),
        Index("ix_enrol_code_handle", "handle"),
    )


class Tablet(db.Model):
    """An enrolled inc. Figures of its last contact are what it said itself: evidence, not truth (I10)."""

    __tablename__ = "tablet"
    tenant: Mapped[str] = columns.tenant()
    inc: Mapped[str] = mapped_column(columns.Inc, primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(65))
    account: Mapped[str] = mapped_column(columns.Id)  # no foreign key: a certificate may outlive a restore (M23)
    role: Mapped[str] = mapped_column(columns.Role)
    units: Mapped[str | None] = mapped_column(Text)  # ids with spaces between; null: all of the tenant
    serial: Mapped[str] = mapped_column(String(26))  # of the certificate in force
    not_after: Mapped[int] = mapped_column(columns.At)
    created_at: Mapped[int] = mapped_column(columns.At)
    revoked_at: Mapped[int | None] = mapped_column(columns.At)
    revoked_by: Mapped[str | None] = mapped_column(columns.Id)
    revoked_why: Mapped[str | None] = mapped_column(String(500))
    wipe_asked_at: Mapped[int | None] = mapped_column(columns.At)  # wiping: asked, handed in, wiped (server/wipe.py)
    wipe_asked_by: Mapped[str | None] = mapped_column(columns.Id)
    wipe_why: Mapped[str | None] = mapped_column(String(500))
    handed_in_at: Mapped[int | None] = mapped_column(columns.At)
    wiped_at: Mapped[int | None] = mapped_column(columns.At)
    last_contact_at: Mapped[int | None] = mapped_column(columns.At)
    app_version: Mapped[str | None] = mapped_column(String(40))
    clock_offset_ms: Mapped[int | None] = mapped_column(columns.At)  # tablet's clock minus ours, at last contact
    unsent_ops: Mapped[int | None] = mapped_column(Integer)
    unsent_media: Mapped[int | None] = mapped_column(Integer)
    free_mb: Mapped[int | None] = mapped_column(Integer)
    is_kept: Mapped[bool | None] = mapped_column(Boolean)  # the browser has promised to keep what lies there
    beside: Mapped[str | None] = mapped_column(Text)  # the other incs on the same tablet, with spaces between
    __table_args__ = (
        Index("ix_tablet_inc", "inc"),
        Index("ix_tablet_account", "tenant", "account"),
    )
