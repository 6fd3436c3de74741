"""Filters that somebody named, lists that are taken into the register, and who is the same person as whom.

What was said of persons before stands in the log: `yavuul rebuild` fills the new column from it.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("p_person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_as", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_p_person_same_as", ["tenant", "same_as"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint(
            "tenant", "account", "path", "name", name=op.f("uq_saved_filter_tenant_account_path_name")
        ),
    )
    op.create_table(
        "register_import",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("unit", sa.String(length=26), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("cells", sa.LargeBinary(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_register_import")),
    )
    op.create_index("ix_register_import_created_at", "register_import", ["tenant", "created_at"], unique=False)
