"""Reports as they were issued, what came back on them; from when a unit's cycle of reports counts; keys, exports.

The day of sending is empty in databases that are older until `yavuul rebuild`.

Revision ID: 0012
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None

PROJECTIONS = {
    "report": ("unit", "kind", "number", "to_on", "issued_on"),
    "sheet_decision": ("unit", "report"),
}


def upgrade() -> None:
    """Bring the tables forward."""
    for name, columns in PROJECTIONS.items():
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("deleted", sa.Boolean(), nullable=False),
            *[sa.Column(column, sa.String(length=200), nullable=True) for column in columns],
            sa.PrimaryKeyConstraint("tenant", "id", name=op.f(f"pk_p_{name}")),
        )
        op.create_index(f"ix_p_{name}_unit", f"p_{name}", ["tenant", "unit"], unique=False)
    op.create_index("ix_p_sheet_decision_report", "p_sheet_decision", ["tenant", "report"], unique=False)
    op.add_column("p_referral", sa.Column("sent_on", sa.String(length=200), nullable=True))
    op.create_table(
        "api_key",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("units", sa.Text(), nullable=True),
        sa.Column("lists", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=26), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_api_key")),
    )
    op.create_index("ix_api_key_digest", "api_key", ["digest"], unique=False)
    op.create_table(
        "export_entry",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("by", sa.String(length=26), nullable=False),
        sa.Column("list", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("asked", sa.String(length=500), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_export_entry")),
    )
    op.create_index("ix_export_entry_at", "export_entry", ["tenant", "at"], unique=False)
