"""Comments of the office, and a hearing's records in the order of their ids.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "agenda_item attendance group proposal supporter ranking_session ballot tally decision "
    "minutes poll signature seal media handover verification manifest "
).split()


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "p_comment",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=True),
        sa.Column("hearing", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_p_comment")),
    )
    op.create_index("ix_p_comment_hearing", "p_comment", ["tenant", "hearing", "id"], unique=False)
    for name in TABLES:
        op.drop_index(f"ix_p_{name}_hearing", f"p_{name}")
        op.create_index(f"ix_p_{name}_hearing", f"p_{name}", ["tenant", "hearing", "id"], unique=False)
