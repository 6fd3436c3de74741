"""What letters need beside the log: counters of document numbers, links by which a body replies, the papers issued."""

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class DocumentNumber(db.Model):
    """The last number given to documents of a kind in a year (server/office/numbers.py)."""

    __tablename__ = "document_number"
    tenant: Mapped[str] = columns.tenant()
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class ReplyLink(db.Model):
    """A letter's link for replies: `serial` is part of what its signature covers, so that a new one ends the old."""

    __tablename__ = "reply_link"
    tenant: Mapped[str] = columns.tenant()
    letter: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    serial: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[int] = mapped_column(columns.At)
    revoked_at: Mapped[int | None] = mapped_column(columns.At)


class IssuedPaper(db.Model):
    """The very bytes of a paper that was issued, by its record: printed again, it is the same paper."""

    __tablename__ = "issued_paper"
    tenant: Mapped[str] = columns.tenant()
    record: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
