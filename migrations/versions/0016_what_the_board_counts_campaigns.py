"""What the board counts (sex and age of those who came, heads, replies) in columns; campaigns

Databases that are older have the columns empty until `yavuul rebuild`.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    for name in ("p_person", "p_attendance"):
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("sex", sa.String(length=200), nullable=True))
            batch_op.add_column(sa.Column("age_band", sa.String(length=200), nullable=True))
    with op.batch_alter_table("p_hearing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("head_counts", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("at_least", sa.Boolean(), nullable=True))
    op.add_column("p_referral", sa.Column("answered_on", sa.String(length=200), nullable=True))
    for name in ("proposal", "kind"):
        op.add_column("p_petition", sa.Column(name, sa.String(length=200), nullable=True))
    op.create_table(
        "p_campaign",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        *[sa.Column(name, sa.String(length=200), nullable=True) for name in ("unit", "kind", "title", "state")],
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_p_campaign")),
    )
    op.create_index("ix_p_campaign_unit", "p_campaign", ["tenant", "unit"], unique=False)
