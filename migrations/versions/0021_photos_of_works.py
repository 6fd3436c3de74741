"""Photos of what was reached of a work.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "p_work_photo",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=True),
        sa.Column("work", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_p_work_photo")),
    )
    op.create_index("ix_p_work_photo_unit", "p_work_photo", ["tenant", "unit"], unique=False)
    op.create_index("ix_p_work_photo_work", "p_work_photo", ["tenant", "work"], unique=False)
