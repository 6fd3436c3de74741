"""What a page starts from: tracking codes by their HMAC, and what was written of a proposal

Forward only. Plain SQLAlchemy types; imports nothing of the server, so that it runs the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("p_tracking_code", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_p_tracking_code_code", ["tenant", "code"], unique=False)
    for table in ("p_referral", "p_measure", "p_verification"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(f"ix_{table}_proposal", ["tenant", "proposal"], unique=False)
