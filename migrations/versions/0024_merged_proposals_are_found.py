"""Merged proposals are found without reading the others.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    is_merged = sa.text("merged_into IS NOT NULL")
    where = {"sqlite_where": is_merged, "postgresql_where": is_merged}
    op.create_index("ix_p_proposal_merged", "p_proposal", ["tenant", "merged_into", "id"], unique=False, **where)
