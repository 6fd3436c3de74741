"""Keys of programs that others wrote and that may hand in requests (P8, Open311)."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class RequestKey(db.Model):
    """A key of which only an HMAC is kept. What comes with it belongs to `unit`."""

    __tablename__ = "request_key"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    hmac: Mapped[bytes] = mapped_column(LargeBinary(32))
    name: Mapped[str] = mapped_column(String(60))  # whose program it is
    unit: Mapped[str] = mapped_column(columns.Id)
    created_at: Mapped[int] = mapped_column(columns.At)
    revoked_at: Mapped[int | None] = mapped_column(columns.At)
