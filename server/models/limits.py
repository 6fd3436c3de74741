"""The counters of the rate limits: in the database, so that they hold across workers and restarts."""

from sqlalchemy import BigInteger, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class RateCount(db.Model):
    """How often one key was counted in its present window. The key is a digest: it may hold an address or a
    name."""

    __tablename__ = "rate_count"
    tenant: Mapped[str] = columns.tenant()  # always empty: a limit comes before anybody is known
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (Index("ix_rate_count_expires_at", "expires_at"),)
