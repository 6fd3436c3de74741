"""What the office does, as ops: the one way in which the office changes a record (I6; DESIGN §5.7).

A service checks that the step is allowed (a state machine does not commute), then states it here; merging never
refuses.
The office has one inc per tenant and epoch, `office-<epoch>`; who acted stands in the batch's header.
"""

import secrets
from typing import NamedTuple

from sqlalchemy import Connection

from server import clock, followers
from server.exchange.batch import Taken, Writer
from server.exchange.take import take
from server.messages import outbox
from server.problems import Problem
from server.store import feed, log, records, settings, tablets, tenants
from server.store.log import Chain
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import write
from server.wire import Line
from sync import catalogue, merge
from sync.chain import base32, genesis, link, tag
from sync.judge import OFFICE
from sync.kinds import INTEGER_MAX
from sync.op import Op, Sets, Value, dump
from sync.op import write as write_op
from sync.record import Record


class Statement(NamedTuple):
    """One op to be: the record's type and id, and path → (value, bases)."""

    type: str
    record: str
    sets: Sets


def inc_of(connection: Connection, tenant: str) -> str:
    """The inc by which the office speaks."""
    return "office-" + tenants.epoch(connection, tenant)


def new_id() -> str:
    """A new record id: 128 random bits."""
    return base32(secrets.token_bytes(16))


def creation(kind: str, values: dict[str, Value], record_id: str = "") -> Statement:
    """The statement that makes a new record."""
    return Statement(kind, record_id or new_id(), {path: (value, ()) for path, value in values.items()})


def change(record: Record, values: dict[str, Value]) -> Statement:
    """The statement of an ordinary edit of what is shown."""
    return Statement(record.type, record.id, merge.edit(record, values))


def resolution(record: Record, path: str, value: Value) -> Statement:
    """The statement that settles a collision: it names every live value of the path."""
    return Statement(record.type, record.id, merge.resolve(record, path, value))


def state(tenant: str, account: str, statements: list[Statement]) -> Taken:
    """Make ops of `statements` and merge them, all in one transaction. Returns what became of them.

    What is news to those who spoke is queued for them in the same transaction (server/messages).

    Statements are made from records that the caller read before; their bases say so, and a change that came between
    stays live beside them for review (I4). Raises `Problem` for values that their fields do not take.
    """
    taken = write(lambda connection: state_in(connection, tenant, account, statements))
    followers.tell(tenant, taken)
    return taken


def state_in(connection: Connection, tenant: str, account: str, statements: list[Statement]) -> Taken:
    """As `state`, within a unit of work that is already open."""
    inc = inc_of(connection, tenant)
    held = log.chains_of(connection, tenant, inc, lock=True)
    seq, previous = (held[0].last, held[0].hash) if held else (0, genesis(inc))
    before, first = previous, seq + 1
    known = records.load(
        connection, tenant, {statement.record for statement in statements}, SubjectKeys(connection, tenant)
    )
    now_ms = clock.now_ms()
    lines: list[Line] = []
    tops = {record_id: record.top for record_id, record in known.items()}
    for statement in statements:
        seq += 1
        tops[statement.record] = n = min(tops.get(statement.record, 0) + 1, INTEGER_MAX)
        if catalogue.BY_NAME[statement.type].immutable and merge.ERASED not in statement.sets:
            statement, n = _first(statement), 1
        line, personal = write_op(_op(statement, inc, seq, n, now_ms), secrets.token_bytes(12))
        previous = link(previous, line, personal)
        lines.append(Line(seq, tag(previous), previous, line, personal))
    moves = any(one.type == "unit" and one.record in known and "parent" in one.sets for one in statements)
    read_before = tablets.scopes_by_inc(connection, tenant) if moves else {}
    taken = take(connection, Writer(tenant, inc, OFFICE, None), lines)
    wrong = [outcome.code for outcome in taken.outcomes.values() if outcome.state in ("refused", "parked")]
    if wrong:
        raise Problem("bad-values", reasons=sorted(set(wrong)))
    chain = Chain(held[0].branch if held else lines[0].tag, 1, seq, lines[-1].tag, genesis(inc), previous)
    if held:
        chain = chain._replace(safe=held[0].safe, safe_tag=held[0].safe_tag)
    log.put_chain(connection, tenant, inc, chain)
    log.add_batch(
        connection,
        tenant,
        n=taken.batch,
        inc=inc,
        first_seq=first,
        last_seq=seq,
        header=dump({"account": account, "prev": tag(before)}),
        feed_n=taken.feed_n,
        received_at=now_ms,
        clock_offset=0,
    )
    if moves:  # of units in the tree: tablets read more or less from above than before (I3)
        for reader, scopes in tablets.scopes_by_inc(connection, tenant).items():
            feed.grant(connection, tenant, reader, read_before[reader], scopes)
    outbox.tell_in(connection, tenant, taken.batch, statements)
    return taken


def _first(statement: Statement) -> Statement:
    """An immutable record has one op, which names nothing: what was parked of it does not count anyway."""
    return statement._replace(sets={path: (value, ()) for path, (value, _) in statement.sets.items()})


def _op(statement: Statement, inc: str, seq: int, n: int, now_ms: int) -> Op:
    declared = catalogue.BY_NAME[statement.type]
    personal = {field.name for field in declared.fields if field.personal}
    sets = {path: entry for path, entry in statement.sets.items() if path not in personal}
    hidden = {path: entry for path, entry in statement.sets.items() if path in personal}
    return Op(inc, seq, "", statement.type, statement.record, n, now_ms, catalogue.VERSION, sets, hidden)


def found_tenant(tenant: str, name: str, zone: str, account: str = "") -> str:
    """Create a tenant and its record; returns the record's id. One that has no record yet gets it.

    Raises `Problem`: `bad-state` where it is there already.
    """

    def work(connection: Connection) -> str:
        if tenant not in tenants.names(connection):
            tenants.create(connection, tenant, base32(secrets.token_bytes(4))[:6])
        elif settings.house(connection, tenant).id:
            raise Problem("bad-state")
        record = creation("tenant", {"name": name, "short_name": tenant, "zone": zone, "languages": "mn en"})
        state_in(connection, tenant, account, [record])
        return record.record

    return write(work)
