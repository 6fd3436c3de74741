"""Tables of the log and of what is derived from it. Only `server.store` touches them.

Every key begins with `tenant`, so that a distributed PostgreSQL can shard by it (DESIGN §8). Core tables, no ORM
classes: the sync call writes them in bulk.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, text

from server.extensions import db

_tenant = 40
_inc = 24
_id = 26
_scope = 40

tenants = Table(
    "tenant",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),  # short name, also the path of its public pages
    Column("epoch", String(6), nullable=False),  # id of this history; a new one after each restore
    Column("feed_n", BigInteger, nullable=False, default=0),  # the one feed counter (I3)
    Column("batch_n", BigInteger, nullable=False, default=0),
)

batches = Table(
    "batch",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),  # order of arrival: what backup and rebuild follow
    Column("inc", String(_inc), nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("header", LargeBinary, nullable=False),  # as sent, with its signature; empty for the office
    Column("feed_n", BigInteger, nullable=False),  # the counter before this batch: rebuild numbers rows as they were
    Column("received_at", BigInteger, nullable=False),  # ms, the server's clock
    Column("clock_offset", BigInteger),  # ms, tablet's clock minus the server's at receipt; evidence only
)

ops = Table(
    "op",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("inc", String(_inc), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("tag", String(8), primary_key=True),  # two branches of a cloned tablet stand side by side (M4)
    Column("hash", LargeBinary, nullable=False),
    Column("batch", BigInteger, nullable=False),
    Column("line", LargeBinary, nullable=False),  # byte for byte as sent
    Column("personal", LargeBinary),  # the personal line under the subject's key; null when none, or erased
    Column("personal_digest", LargeBinary),  # SHA-256 of the personal line; null when none
    Column("outcome", String(8), nullable=False),
    Column("code", String(24), nullable=False),
)
Index(
    "ix_op_waiting",
    ops.c.tenant,
    ops.c.outcome,
    ops.c.batch,
    sqlite_where=text("outcome <> 'applied'"),
    postgresql_where=text("outcome <> 'applied'"),
)

chains = Table(
    "chain",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("inc", String(_inc), primary_key=True),
    Column("branch", String(8), primary_key=True),  # tag of the first op that is this branch's own
    Column("first", BigInteger, nullable=False),  # 1 when the chain is complete (M24)
    Column("last", BigInteger, nullable=False),
    Column("tag", String(8), nullable=False),  # of op `last`
    Column("before", LargeBinary, nullable=False),  # h before op `first`
    Column("hash", LargeBinary, nullable=False),  # h of op `last`
    Column("safe", BigInteger, nullable=False, default=0),  # ops up to here are in the verified backup
    Column("safe_tag", String(8), nullable=False, default=""),  # of op `safe`
)

records = Table(
    "record",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("id", String(_id), primary_key=True),
    Column("type", String(40), nullable=False),
    Column("state", LargeBinary, nullable=False),  # sync.record.encode: the very line that the feed sends
    Column("personal", LargeBinary),  # its personal line, under the subject's key (I7)
    Column("n", BigInteger, nullable=False),  # feed number of its last change: where its feed rows stand
)

feed = Table(
    "feed",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("scope", String(_scope), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),  # so rows are only ever added at the end
    Column("record", String(40), nullable=False),  # a record id, or `~…` for what is no record (slips, receipts)
    Column("gone", Boolean, nullable=False, default=False),  # take it off the tablet: a `leave`
    sqlite_with_rowid=False,
)

subjects = Table(
    "subject_key",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("subject", String(_id), primary_key=True),  # the record that holds the personal values
    Column("wrapped", LargeBinary),  # under the deployment's master key; null once destroyed: a lasting mark (M19)
    sqlite_with_rowid=False,
)

reviews = Table(
    "review",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("record", String(_id), primary_key=True),
    Column("path", String(120), primary_key=True),
    Column("type", String(40), nullable=False),
    Column("opened_n", BigInteger, nullable=False),
)

slips = Table(
    "slip",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("id", String(40), primary_key=True),  # `~` + random; travels in the scope `inc:<id>`
    Column("inc", String(_inc), nullable=False),
    Column("body", LargeBinary, nullable=False),  # one JSON line: what became of an op of this inc, in codes
)

backups = Table(
    "backup",
    db.metadata,
    Column("tenant", String(_tenant), primary_key=True),
    Column("place", String(200), primary_key=True),
    Column("batch_n", BigInteger, nullable=False),  # verified up to this batch
    Column("verified_at", BigInteger, nullable=False),
    Column("bytes", Integer, nullable=False),
)
