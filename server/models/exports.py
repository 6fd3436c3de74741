"""Keys by which programs read lists, and what was taken out of the house: by whom, which list, how many rows, when."""

from sqlalchemy import Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class ApiKey(db.Model):
    """A key of a program. Of the key itself a digest alone is kept. `units` None: all of the tenant."""

    __tablename__ = "api_key"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    units: Mapped[str | None] = mapped_column(Text)
    lists: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[str] = mapped_column(columns.Id)
    made_at: Mapped[int] = mapped_column(columns.At)
    used_at: Mapped[int | None] = mapped_column(columns.At)
    revoked_at: Mapped[int | None] = mapped_column(columns.At)
    __table_args__ = (Index("ix_api_key_digest", "digest"),)


class ExportEntry(db.Model):
    """One export. `asked`: the filters as the address says them, which never hold a name (I7)."""

    __tablename__ = "export_entry"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    by: Mapped[str] = mapped_column(columns.Id)  # an account, or a key
    list: Mapped[str] = mapped_column(String(24))
    form: Mapped[str] = mapped_column(String(8))
    asked: Mapped[str] = mapped_column(String(500))
    rows: Mapped[int] = mapped_column(Integer)
    at: Mapped[int] = mapped_column(columns.At)
    __table_args__ = (Index("ix_export_entry_at", "tenant", "at"),)
