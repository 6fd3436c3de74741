"""What lists and maps of proposals show: supporters and place in their own columns, all of it in one index

Databases that are older have them empty until `yavuul rebuild`.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    with op.batch_alter_table("p_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supporters", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(length=200), nullable=True))
        batch_op.drop_index("ix_p_proposal_hearing")
        batch_op.create_index(
            "ix_p_proposal_hearing",
            ["tenant", "hearing", "id", "deleted", "unit", "category", "status", "needs_investment", "cost",
             "supporters", "place"],
            unique=False,
        )
