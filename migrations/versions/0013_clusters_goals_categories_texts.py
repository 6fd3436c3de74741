"""Clusters, policy goals, categories and texts of the office; who is named by an indexed map.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(length=200), nullable=True) for name in names]


def upgrade() -> None:
    """Bring the tables forward."""
    for name, columns in (
        ("cluster", _text("title", "category")),
        ("goal", _text("number", "title", "document")),
        (
            "category",
            [
                *_text("slug"),
                sa.Column("position", sa.BigInteger(), nullable=True),
                sa.Column("hidden", sa.Boolean(), nullable=True),
            ],
        ),
        ("wording", _text("key", "language")),
    ):
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("deleted", sa.Boolean(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("tenant", "id", name=op.f(f"pk_p_{name}")),
        )
    for name in ("cluster_proposals", "proposal_goals"):
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("key", sa.String(length=200), nullable=False),
            sa.Column("value", sa.String(length=26), nullable=False),
            sa.PrimaryKeyConstraint("tenant", "id", "key", name=op.f(f"pk_p_{name}")),
        )
        op.create_index(f"ix_p_{name}_value", f"p_{name}", ["tenant", "value"], unique=False)
