"""What rooms of the office keep beside the log: filters that somebody named, and lists that are being taken in."""

from sqlalchemy import Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class SavedFilter(db.Model):
    """What an account asked of a list, under a name (O13). `removed_at`: gone, but the undo still finds it."""

    __tablename__ = "saved_filter"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    account: Mapped[str] = mapped_column(columns.Id)
    path: Mapped[str] = mapped_column(String(200))
    query: Mapped[str] = mapped_column(String(1000))  # as the address says it, without page
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[int] = mapped_column(columns.At)
    removed_at: Mapped[int | None] = mapped_column(columns.At)
    __table_args__ = (UniqueConstraint("tenant", "account", "path", "name"),)


class Import(db.Model):
    """A list on its way into the register (O18). `cells`: its rows, sealed under the master key; gone when done.

    `done` of `total` statements are made. Each step raises `done` from what it found, in the transaction that makes
    the statements: two that carry out the same list cannot both take a step.
    """

    __tablename__ = "register_import"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    account: Mapped[str] = mapped_column(columns.Id)
    unit: Mapped[str] = mapped_column(columns.Id)
    state: Mapped[str] = mapped_column(String(8))  # planned, running, done
    cells: Mapped[bytes | None] = mapped_column(LargeBinary)
    counts: Mapped[str] = mapped_column(Text)  # deed → rows, as JSON: no names
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[int] = mapped_column(columns.At)
    ended_at: Mapped[int | None] = mapped_column(columns.At)
    __table_args__ = (Index("ix_register_import_created_at", "tenant", "created_at"),)
