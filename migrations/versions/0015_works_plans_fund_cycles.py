"""Progress of works, joint plans, fund cycles; who is named by a work; what halls found in columns.

Databases that are older have the columns and the table of links empty until `yavuul rebuild`.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.String(length=200), nullable=True) for name in names]


def upgrade() -> None:
    """Bring the tables forward."""
    for name in ("work_progress", "plan_line", "ldf_cycle"):
        own = _text("work") if name == "work_progress" else [sa.Column("year", sa.BigInteger(), nullable=True)]
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("deleted", sa.Boolean(), nullable=False),
            *_text("unit"),
            *own,
            sa.PrimaryKeyConstraint("tenant", "id", name=op.f(f"pk_p_{name}")),
        )
        op.create_index(f"ix_p_{name}_unit", f"p_{name}", ["tenant", "unit"], unique=False)
    op.create_index("ix_p_work_progress_work", "p_work_progress", ["tenant", "work"], unique=False)
    for name in ("work_proposals", "plan_line_proposals"):
        op.create_table(
            f"p_{name}",
            sa.Column("tenant", sa.String(length=40), nullable=False),
            sa.Column("id", sa.String(length=26), nullable=False),
            sa.Column("key", sa.String(length=200), nullable=False),
            sa.Column("value", sa.String(length=26), nullable=False),
            sa.PrimaryKeyConstraint("tenant", "id", "key", name=op.f(f"pk_p_{name}")),
        )
        op.create_index(f"ix_p_{name}_value", f"p_{name}", ["tenant", "value"], unique=False)
    with op.batch_alter_table("p_verification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("finding", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("corrects", sa.String(length=200), nullable=True))
    with op.batch_alter_table("p_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status_after", sa.String(length=200), nullable=True))
        batch_op.drop_index("ix_p_proposal_hearing")
        batch_op.create_index(
            "ix_p_proposal_hearing",
            ["tenant", "hearing", "id", "deleted", "unit", "category", "status", "needs_investment", "cost",
             "supporters", "place", "merged_into", "kind"],
            unique=False,
        )
    with op.batch_alter_table("p_survey", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invalid", sa.Boolean(), nullable=True))
    with op.batch_alter_table("p_work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cycle", sa.String(length=200), nullable=True))
        batch_op.create_index("ix_p_work_cycle", ["tenant", "cycle"], unique=False)
