"""What letters need beside the log: links by which a body replies, the papers issued."""

from sqlalchemy import Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


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
