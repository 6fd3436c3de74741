"""Survey sheets, petitions, and the log of counters beside a hearing.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    for name in ("survey", "petition", "service"):
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("deleted", sa.Boolean(), nullable=False),
            sa.Column("unit", sa.String(length=200), nullable=True),
            sa.Column("hearing", sa.String(length=200), nullable=True),
            sa.PrimaryKeyConstraint("tenant", "id", name=op.f(f"pk_p_{name}")),
        )
        op.create_index(f"ix_p_{name}_hearing", f"p_{name}", ["tenant", "hearing", "id"], unique=False)
