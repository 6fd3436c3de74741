"""People and tablets: what a tablet says of itself, wiping it, one-time codes that are watched, what was done to accounts.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLET = (
    ("free_mb", sa.Integer()),
    ("is_kept", sa.Boolean()),
    ("beside", sa.Text()),
    ("revoked_why", sa.String(length=500)),
    ("wipe_asked_at", sa.BigInteger()),
    ("wipe_asked_by", sa.String(length=26)),
    ("wipe_why", sa.String(length=500)),
    ("handed_in_at", sa.BigInteger()),
    ("wiped_at", sa.BigInteger()),
)
CODE = (("inc", sa.String(length=24)), ("cancelled_at", sa.BigInteger()))
ACCOUNT = (("welcome_hmac", sa.LargeBinary(length=32)), ("welcome_until_at", sa.BigInteger()))


def upgrade() -> None:
    """Bring the tables forward."""
    for table, columns in (("tablet", TABLET), ("enrol_code", CODE), ("account", ACCOUNT)):
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    op.create_table(
        "account_deed",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account", sa.String(length=26), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=False),
        sa.Column("deed", sa.String(length=24), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_account_deed")),
    )
    op.create_index("ix_account_deed_account", "account_deed", ["tenant", "account", "at"], unique=False)
    op.create_index("ix_account_deed_at", "account_deed", ["tenant", "at"], unique=False)
