"""The Merkle tree over the log: its tiles, published heads, what tablets witnessed, and keys of programs.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TENANT = ("tenant", sa.String(length=40))


def upgrade() -> None:
    """Bring the tables forward."""
    _create("log_tree", [TENANT], ("batch", sa.BigInteger()), ("size", sa.BigInteger()))
    _create(
        "log_tile",
        [TENANT, ("level", sa.BigInteger()), ("n", sa.BigInteger())],
        ("batch", sa.BigInteger()),
        ("hashes", sa.LargeBinary()),
    )
    _create(
        "log_head",
        [TENANT, ("at", sa.BigInteger())],
        ("epoch", sa.String(length=6)),
        ("size", sa.BigInteger()),
        ("root", sa.LargeBinary()),
        ("sig", sa.LargeBinary()),
    )
    _create(
        "log_witness",
        [TENANT, ("inc", sa.String(length=24))],
        ("size", sa.BigInteger()),
        ("agrees", sa.Boolean()),
        ("at", sa.BigInteger()),
    )
    op.create_table(
        "request_key",
        sa.Column("tenant", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("hmac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "id", name=op.f("pk_request_key")),
    )


def _create(name: str, keys: list, *others) -> None:
    columns = [sa.Column(column, kind, nullable=False, autoincrement=False) for column, kind in keys]
    columns += [sa.Column(column, kind, nullable=False) for column, kind in others]
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*[column for column, _ in keys], name=op.f(f"pk_{name}")))
