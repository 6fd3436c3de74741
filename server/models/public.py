"""What the public pages keep beside the log: remarks that wait for a moderator, voices by code, counts of visits.

No address of a reader and no name stand in any of them.
"""

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class Remark(db.Model):
    """What somebody wrote on a public page (P5, P6). Private until a moderator publishes it.

    `text` is sealed under the master key, and goes when the remark is refused; so does its photo, a media file of `id`.
    """

    __tablename__ = "public_remark"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    of: Mapped[str] = mapped_column(columns.Id)  # the proposal that it is about
    kind: Mapped[str] = mapped_column(String(10))  # comment; confirmed, not_done: beside a voice by code
    state: Mapped[str] = mapped_column(String(10))  # waiting, published, kept, refused
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    may_publish: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[int] = mapped_column(columns.At)
    decided_at: Mapped[int | None] = mapped_column(columns.At)
    decided_by: Mapped[str | None] = mapped_column(columns.Id)
    __table_args__ = (
        Index("ix_public_remark_state", "tenant", "state", "created_at"),
        Index("ix_public_remark_decided_at", "tenant", "decided_at"),
        Index("ix_public_remark_of", "tenant", "of", "state"),
    )


class Voice(db.Model):
    """The one voice of a code on whether a proposal was done (P6); `mark` is the code's HMAC, never the code."""

    __tablename__ = "public_voice"
    tenant: Mapped[str] = columns.tenant()
    mark: Mapped[str] = mapped_column(String(44), primary_key=True)
    proposal: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    finding: Mapped[str] = mapped_column(String(10))
    record: Mapped[str] = mapped_column(columns.Id)  # the verification that says so
    said_at: Mapped[int] = mapped_column(columns.At)


class Visit(db.Model):
    """How often a page was asked for on a day (P9). The page `` counts all."""

    __tablename__ = "public_visit"
    tenant: Mapped[str] = columns.tenant()
    page: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)  # empty: of all days
    count: Mapped[int] = mapped_column(Integer)
