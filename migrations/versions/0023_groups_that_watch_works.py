"""Groups of citizens that watch works.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "p_monitoring_group",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_p_monitoring_group")),
    )
    op.create_index("ix_p_monitoring_group_unit", "p_monitoring_group", ["tenant", "unit"], unique=False)
    for name in ("p_monitoring_group_members", "p_monitoring_group_works"):
        op.create_table(
            name,
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("key", sa.String(length=200), nullable=False),
            sa.Column("value", sa.String(length=26), nullable=False),
            sa.PrimaryKeyConstraint("tenant", "id", "key", name=op.f(f"pk_{name}")),
        )
        op.create_index(f"ix_{name}_value", name, ["tenant", "value"], unique=False)
