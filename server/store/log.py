"""The log: op lines byte for byte, the batches they came in, and the chains they stand on. Only added to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_, update

from server.models.log import batches, chains, ops
from server.store import bulk
from server.store.records import chunks
from sync.chain import Range
from sync.outcome import Outcome


class OpRow(NamedTuple):
    """One op as the log keeps it; `personal` is sealed under the subject's key."""

    inc: str
    seq: int
    tag: str
    hash: bytes
    batch: int
    line: bytes
    personal: bytes | None
    personal_digest: bytes | None
    outcome: str
    code: str

    @property
    def id(self) -> str:
        """`inc.seq.tag`."""
        return f"{self.inc}.{self.seq}.{self.tag}"


class Chain(NamedTuple):
    """One branch of an inc's chain that is held without holes from `first` to `last`."""

    branch: str
    first: int
    last: int
    tag: str
    before: bytes
    hash: bytes
    safe: int = 0
    safe_tag: str = ""

    @property
    def range(self) -> Range:
        """As a receipt says it (M5)."""
        return Range(self.first, self.last, self.tag)


_op_columns = ("tenant", *OpRow._fields)


def add_ops(connection: Connection, tenant: str, rows: Sequence[OpRow]) -> None:
    """Add op rows, in the order of seq."""
    bulk.insert(connection, ops, _op_columns, [(tenant, *row) for row in rows])


_batch_columns = tuple(column.name for column in batches.c)


def add_batch(connection: Connection, tenant: str, **values: object) -> None:
    """Add the batch that the op rows name."""
    bulk.insert(connection, batches, _batch_columns, [(tenant, *(values[name] for name in _batch_columns[1:]))])


# Statements of the hot path are built once: building one costs more than running it.
_chains_of = (
    select(*[chains.c[name] for name in Chain._fields])
    .where(chains.c.tenant == bindparam("tenant"), chains.c.inc == bindparam("inc"))
    .order_by(chains.c.first)
)
_chains_of_locked = _chains_of.with_for_update()


def chains_of(connection: Connection, tenant: str, inc: str, lock: bool = False) -> list[Chain]:
    """All branches of an inc: one, unless ops are missing or the tablet was cloned."""
    rows = _chains_of_locked if lock and connection.dialect.name == "postgresql" else _chains_of
    return [Chain(*row) for row in connection.execute(rows, {"tenant": tenant, "inc": inc})]


def put_chain(connection: Connection, tenant: str, inc: str, chain: Chain) -> None:
    """Write one branch."""
    bulk.insert(connection, chains, ("tenant", "inc", *Chain._fields), [(tenant, inc, *chain)], on_conflict="update")


def drop_chain(connection: Connection, tenant: str, inc: str, branch: str) -> None:
    """Forget the row of a branch that another row now covers. The ops stay."""
    connection.execute(delete(chains).where(chains.c.tenant == tenant, chains.c.inc == inc, chains.c.branch == branch))


def hashes_between(
    connection: Connection, tenant: str, inc: str, first: int, last: int
) -> dict[tuple[int, str], bytes]:
    """(seq, tag) → chain hash of the stored ops of an inc from `first` to `last`, on all branches."""
    rows = select(ops.c.seq, ops.c.tag, ops.c.hash).where(
        ops.c.tenant == tenant, ops.c.inc == inc, ops.c.seq.between(first, last)
    )
    return {(seq, tag): found for seq, tag, found in connection.execute(rows)}


def outcomes_between(
    connection: Connection, tenant: str, inc: str, first: int, last: int
) -> dict[tuple[int, str], Outcome]:
    """(seq, tag) → first outcome of the stored ops that were not simply applied."""
    rows = select(ops.c.seq, ops.c.tag, ops.c.outcome, ops.c.code).where(
        ops.c.tenant == tenant, ops.c.inc == inc, ops.c.seq.between(first, last), ops.c.outcome != "applied"
    )
    return {(seq, tag): Outcome(outcome, code) for seq, tag, outcome, code in connection.execute(rows)}


def ops_by_id(connection: Connection, tenant: str, ids: Iterable[str]) -> list[OpRow]:
    """The ops with these ids that are stored, ordered by inc, seq, tag."""
    found: list[OpRow] = []
    columns = [ops.c[name] for name in OpRow._fields]
    for chunk in chunks(ids):
        keys = [(inc, int(seq), tag) for inc, seq, tag in (op_id.split(".") for op_id in chunk)]
        rows = select(*columns).where(ops.c.tenant == tenant, tuple_(ops.c.inc, ops.c.seq, ops.c.tag).in_(keys))
        found += [OpRow(*row) for row in connection.execute(rows)]
    return sorted(found)


def arrivals_of(connection: Connection, tenant: str, ids: Iterable[str]) -> list[str]:
    """Those of `ids` that are stored, the last to arrive first."""
    found: list[tuple[int, str, int, str]] = []
    for chunk in chunks(ids):
        keys = [(inc, int(seq), tag) for inc, seq, tag in (op_id.split(".") for op_id in chunk)]
        rows = select(ops.c.batch, ops.c.inc, ops.c.seq, ops.c.tag).where(
            ops.c.tenant == tenant, tuple_(ops.c.inc, ops.c.seq, ops.c.tag).in_(keys)
        )
        found += connection.execute(rows)
    return [f"{inc}.{seq}.{tag}" for _, inc, seq, tag in sorted(found, reverse=True)]


def ops_of_batch(connection: Connection, tenant: str, batch: int) -> list[OpRow]:
    """The ops that were stored with a batch, in the order of seq."""
    head = connection.execute(
        select(batches.c.inc, batches.c.first_seq, batches.c.last_seq).where(
            batches.c.tenant == tenant, batches.c.n == batch
        )
    ).one()
    columns = [ops.c[name] for name in OpRow._fields]
    rows = (
        select(*columns)
        .where(ops.c.tenant == tenant, ops.c.inc == head.inc, ops.c.seq.between(head.first_seq, head.last_seq))
        .where(ops.c.batch == batch)
        .order_by(ops.c.seq)
    )
    return [OpRow(*row) for row in connection.execute(rows)]


def batches_after(connection: Connection, tenant: str, after: int, limit: int) -> list:
    """The next `limit` batches in the order of arrival."""
    rows = select(batches).where(batches.c.tenant == tenant, batches.c.n > after).order_by(batches.c.n).limit(limit)
    return list(connection.execute(rows))


def set_outcome(connection: Connection, tenant: str, op_id: str, outcome: Outcome) -> None:
    """Note that an op's standing changed (a seal made it late; a newer server came to know its type)."""
    inc, seq, tag = op_id.split(".")
    connection.execute(
        update(ops)
        .where(ops.c.tenant == tenant, ops.c.inc == inc, ops.c.seq == int(seq), ops.c.tag == tag)
        .values(outcome=outcome.state, code=outcome.code)
    )


def waiting(connection: Connection, tenant: str, states: Iterable[str], limit: int, after: int = 0) -> list[OpRow]:
    """Ops that were not simply applied (`states` of parked, refused, late), oldest batch first."""
    columns = [ops.c[name] for name in OpRow._fields]
    rows = (
        select(*columns)
        .where(
            ops.c.tenant == tenant,
            ops.c.outcome.in_(list(states)),
            ops.c.batch > after,
            ops.c.outcome != "applied",
        )
        .order_by(ops.c.batch, ops.c.seq)
        .limit(limit)
    )
    return [OpRow(*row) for row in connection.execute(rows)]


class Sending(NamedTuple):
    """One batch of an inc: when it came, by how much its clock was off then, how many ops it brought."""

    received_at: int
    clock_offset: int | None
    ops: int


def sendings(connection: Connection, tenant: str, inc: str, limit: int, ops_max: int = 5_000) -> list[Sending]:
    """The last batches of an inc, the last first; found by its last ops, so nothing but the log keeps them."""
    last = select(ops.c.batch).where(ops.c.tenant == tenant, ops.c.inc == inc).order_by(ops.c.seq.desc()).limit(ops_max)
    counts = Counter(connection.execute(last).scalars())
    numbers = sorted(counts, reverse=True)[:limit]
    rows = bulk.select_in(connection, batches, ("n", "received_at", "clock_offset"), tenant, "n", numbers)
    return [Sending(at, offset, counts[n]) for n, at, offset in sorted(rows, reverse=True)]


def outcome_counts(connection: Connection, tenant: str, inc: str) -> dict[str, int]:
    """How many ops of an inc are here, by outcome."""
    rows = select(ops.c.outcome, func.count()).where(ops.c.tenant == tenant, ops.c.inc == inc).group_by(ops.c.outcome)
    return dict(connection.execute(rows).all())
