"""Works reach the tablets of the units below theirs: those that are there already, too.

Under their own numbers: a tablet whose cursor is past them gets them at its next daily comparison.

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.execute(
        "INSERT INTO feed (tenant, scope, n, record, gone) "
        "SELECT feed.tenant, 'below:' || substr(feed.scope, 6), feed.n, feed.record, feed.gone FROM feed "
        "JOIN p_work ON p_work.tenant = feed.tenant AND p_work.id = feed.record WHERE feed.scope LIKE 'unit:%'"
    )
