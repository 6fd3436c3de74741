"""The outbox: what is to be told to whom, once (P7). Neither name, nor number, nor text stands here.

Whom to reach and with what words is read from the records when a message is sent: so a consent withdrawn, a number
corrected, a person erased counts at once.
"""

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.extensions import db
from server.models import columns


class Message(db.Model):
    """One thing to tell one person by one channel. `id` is also the key by which a gateway knows a repetition."""

    __tablename__ = "outbox"
    tenant: Mapped[str] = columns.tenant()
    id: Mapped[str] = mapped_column(columns.Id, primary_key=True)
    event: Mapped[str] = mapped_column(String(60))  # what happened: the record and the day, or the act's own name
    person: Mapped[str] = mapped_column(columns.Id)  # empty: the notice board
    channel: Mapped[str] = mapped_column(String(8))  # sms, email, call, board
    kind: Mapped[str] = mapped_column(String(30))  # which template
    unit: Mapped[str] = mapped_column(columns.Id)
    proposal: Mapped[str] = mapped_column(columns.Id)
    said: Mapped[str] = mapped_column(Text)  # what the template needs that is public, as JSON
    state: Mapped[str] = mapped_column(String(10))  # waiting, sent, delivered, failed, dropped
    why: Mapped[str] = mapped_column(String(60), default="")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[int] = mapped_column(columns.At)  # not before
    leased_at: Mapped[int] = mapped_column(columns.At, default=0)  # until when a worker has it in hand
    gateway_id: Mapped[str] = mapped_column(String(120), default="")
    made_at: Mapped[int] = mapped_column(columns.At)
    ended_at: Mapped[int | None] = mapped_column(columns.At)
    by: Mapped[str] = mapped_column(columns.Id, default="")  # who told it, of a call or the board
    __table_args__ = (
        UniqueConstraint("tenant", "event", "person", "channel"),
        Index("ix_outbox_due", "tenant", "state", "due_at"),
        Index("ix_outbox_person", "tenant", "person"),
    )
