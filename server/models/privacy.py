"""What privacy keeps beside the log (DESIGN §1): who opened whose data, what was asked of us, what was erased and why.

No row holds a personal value: people stand here by the ids of their records, which say nothing to anybody.
"""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class Opened(db.Model):
    """Somebody of the office was shown a record that holds personal values. One row an hour, page and record."""

    __tablename__ = "access_log"
    tenant: Mapped[str] = columns.tenant()
    hour: Mapped[int] = mapped_column(columns.At, primary_key=True)  # hours since 1970
    record: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    account: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    page: Mapped[str] = mapped_column(String(60), primary_key=True)  # the endpoint
    at: Mapped[int] = mapped_column(columns.At)
    __table_args__ = (Index("ix_access_log_record", "tenant", "record", "at"),)


class PrivacyRequest(db.Model):
    """What a citizen asks: to see what is held of him, or to be forgotten. One asks for him, another says yes."""

    __tablename__ = "privacy_request"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))  # access, erasure
    person: Mapped[str] = mapped_column(columns.Id)
    unit: Mapped[str] = mapped_column(columns.Id)
    paper: Mapped[str] = mapped_column(String(80))  # number and day of what he signed
    state: Mapped[str] = mapped_column(String(8))  # asked, granted, declined
    asked_by: Mapped[str] = mapped_column(columns.Id)
    asked_at: Mapped[int] = mapped_column(columns.At)
    decided_by: Mapped[str | None] = mapped_column(columns.Id)
    decided_at: Mapped[int | None] = mapped_column(columns.At)
    why: Mapped[str | None] = mapped_column(String(200))  # of a refusal
    __table_args__ = (Index("ix_privacy_request_asked_at", "tenant", "asked_at"),)


class Erasure(db.Model):
    """What was erased of one person, and why. `left`: records whose free text still says his name, as JSON."""

    __tablename__ = "privacy_erasure"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    person: Mapped[str] = mapped_column(columns.Id)
    unit: Mapped[str] = mapped_column(columns.Id)
    why: Mapped[str] = mapped_column(String(12))  # withdrawn, lapsed, request, retention
    account: Mapped[str] = mapped_column(columns.Id)  # empty: by the rule itself
    at: Mapped[int] = mapped_column(columns.At)
    counts: Mapped[str] = mapped_column(Text)  # record type → how many, as JSON
    left: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_privacy_erasure_at", "tenant", "at"),)
