"""Who opened whose data, what citizens asked of us, what was erased; and the outbox of messages.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_tenant, _id, _at = sa.String(length=40), sa.String(length=26), sa.BigInteger()


def _line(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "access_log",
        _line("tenant", _tenant),
        _line("hour", _at),
        _line("record", _id),
        _line("account", _id),
        _line("page", sa.String(length=60)),
        _line("at", _at),
        sa.PrimaryKeyConstraint("tenant", "hour", "record", "account", "page", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_record", "access_log", ["tenant", "record", "at"], unique=False)
    op.create_table(
        "privacy_request",
        _line("tenant", _tenant),
        _line("id", _id),
        _line("kind", sa.String(length=8)),
        _line("person", _id),
        _line("unit", _id),
        _line("paper", sa.String(length=80)),
        _line("state", sa.String(length=8)),
        _line("asked_by", _id),
        _line("asked_at", _at),
        _line("decided_by", _id, nullable=True),
        _line("decided_at", _at, nullable=True),
        _line("why", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_privacy_request")),
    )
    op.create_index("ix_privacy_request_asked_at", "privacy_request", ["tenant", "asked_at"], unique=False)
    op.create_table(
        "privacy_erasure",
        _line("tenant", _tenant),
        _line("id", _id),
        _line("person", _id),
        _line("unit", _id),
        _line("why", sa.String(length=12)),
        _line("account", _id),
        _line("at", _at),
        _line("counts", sa.Text()),
        _line("left", sa.Text()),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_privacy_erasure")),
    )
    op.create_index("ix_privacy_erasure_at", "privacy_erasure", ["tenant", "at"], unique=False)
    op.create_table(
        "outbox",
        _line("tenant", _tenant),
        _line("id", _id),
        _line("event", sa.String(length=60)),
        _line("person", _id),
        _line("channel", sa.String(length=8)),
        _line("kind", sa.String(length=30)),
        _line("unit", _id),
        _line("proposal", _id),
        _line("said", sa.Text()),
        _line("state", sa.String(length=10)),
        _line("why", sa.String(length=60)),
        _line("attempts", sa.Integer()),
        _line("due_at", _at),
        _line("leased_at", _at),
        _line("gateway_id", sa.String(length=120)),
        _line("made_at", _at),
        _line("ended_at", _at, nullable=True),
        _line("by", _id),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "tenant", "event", "person", "channel", name=op.f("uq_outbox_tenant_event_person_channel")
        ),
    )
    op.create_index("ix_outbox_due", "outbox", ["tenant", "state", "due_at"], unique=False)
    op.create_index("ix_outbox_person", "outbox", ["tenant", "person"], unique=False)
