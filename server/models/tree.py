"""Tables of the Merkle tree over the log (server/store/tree.py), its published heads, and what tablets witnessed."""

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, String, Table

from server.extensions import db

_tenant = 40

trees = Table(
    "log_tree",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("batch", BigInteger, nullable=False),  # the tree holds the log up to this batch
    Column("size", BigInteger, nullable=False),  # ops
)

tiles = Table(
    "log_tile",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("level", BigInteger, primary_key=True, autoincrement=False),  # 0: leaves; above: roots of whole tiles below
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("batch", BigInteger, nullable=False),  # of its first leaf; 0 above the leaves
    Column("hashes", LargeBinary, nullable=False),  # up to 256, one behind the other
)

heads = Table(
    "log_head",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),  # ms, the server's clock
    Column("epoch", String(6), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("sig", LargeBinary, nullable=False),  # by the deployment's key
)

witnesses = Table(
    "log_witness",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("inc", String(24), primary_key=True),
    Column("size", BigInteger, nullable=False),  # of the head that the tablet showed last
    Column("agrees", Boolean, nullable=False),  # our log begins with it
    Column("at", BigInteger, nullable=False),
)
