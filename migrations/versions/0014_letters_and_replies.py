"""Routes, letters, replies; what a referral says of its clock; document numbers, reply links, issued papers.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_text = sa.String(length=200)
_records = {
    "route": {"category": _text, "place": _text, "body": _text},
    "letter": {"number": _text, "issued_on": _text, "body": _text},
    "reply": {"unit": _text, "referral": _text},
}
_service = {
    "document_number": (
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kind", "year", name=op.f("pk_document_number")),
    ),
    "reply_link": (
        sa.Column("letter", sa.String(length=26), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "letter", name=op.f("pk_reply_link")),
    ),
    "issued_paper": (
        sa.Column("record", sa.String(length=26), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "record", name=op.f("pk_issued_paper")),
    ),
}


def upgrade() -> None:
    """Bring the tables forward."""
    for name, columns in _records.items():
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("deleted", sa.Boolean(), nullable=False),
            *[sa.Column(column, kind, nullable=True) for column, kind in columns.items()],
            sa.PrimaryKeyConstraint("tenant", "id", name=op.f(f"pk_p_{name}")),
        )
    op.create_index("ix_p_reply_unit", "p_reply", ["tenant", "unit"], unique=False)
    op.create_index("ix_p_reply_referral", "p_reply", ["tenant", "referral"], unique=False)
    with op.batch_alter_table("p_referral", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("extended_to", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("reply_waits", sa.Boolean(), nullable=True))
        batch_op.create_index("ix_p_referral_letter", ["tenant", "letter"], unique=False)
        batch_op.create_index("ix_p_referral_closed_on", ["tenant", "closed_on"], unique=False)
    for name, columns in _service.items():
        op.create_table(name, sa.Column("tenant", sa.String(length=40), nullable=False), *columns)
