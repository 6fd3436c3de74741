"""Numbers of documents follow from what was issued: the counter of letters goes.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.drop_table("document_number")
