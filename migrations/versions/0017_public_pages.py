"""Remarks on public pages, voices by code, counts of visits.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "public_remark",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("of", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(length=26), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_public_remark")),
    )
    op.create_index("ix_public_remark_state", "public_remark", ["tenant", "state", "created_at"], unique=False)
    op.create_index("ix_public_remark_decided_at", "public_remark", ["tenant", "decided_at"], unique=False)
    op.create_index("ix_public_remark_of", "public_remark", ["tenant", "of", "state"], unique=False)
    op.create_table(
        "public_voice",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=44), nullable=False),
        sa.Column("proposal", sa.String(length=26), nullable=False),
        sa.Column("finding", sa.String(length=10), nullable=False),
        sa.Column("record", sa.String(length=26), nullable=False),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "mark", "proposal", name=op.f("pk_public_voice")),
    )
    op.create_table(
        "public_visit",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "page", "day", name=op.f("pk_public_visit")),
    )
