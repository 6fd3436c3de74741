"""Seals: what they cover, and what happens to ops that came before a seal which had not seen them (M15)."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from server.exchange.batch import Batch, Glance
from server.models.projections import TABLES
from server.store import bulk, log, records
from server.store.records import Held
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import lock
from sync import lifecycle, merge, op
from sync.chain import is_office
from sync.op import Op
from sync.outcome import LATE
from sync.record import Record


def meet_at_hearings(connection: Connection, glances: Iterable[Glance]) -> None:
    """PostgreSQL: a seal waits for batches that make records of its hearing, and they for it (M15)."""
    alone: dict[str, bool] = {}
    for seen in glances:
        if hearing := _told_hearing(seen):
            alone[hearing] = alone.get(hearing, False) or seen.type == "seal"
    for hearing in sorted(alone):
        lock(connection, hearing, alone[hearing])


def hearings_met(held: dict[str, Held], glances: Iterable[Glance]) -> set[str]:
    """The hearings whose seals a batch may meet."""
    hearings = set().union(*(lifecycle.hearings_of(item.record) for item in held.values() if not item.is_new))
    return hearings | {hearing for seen in glances if (hearing := _told_hearing(seen))}


def _told_hearing(seen: Glance) -> str | None:
    if seen.type == "hearing":
        return seen.record
    return seen.hearing if seen.type == "seal" or seen.type in lifecycle.SEALABLE else None


def said_hearings(found: Op) -> set[str]:
    """The hearing that an op of a sealable record names."""
    if found.type == "hearing":
        return {found.record}
    said = found.sets.get("hearing", (None,))[0] if found.type in lifecycle.SEALABLE else None
    return {said} if type(said) is str else set()


def seals_over(
    connection: Connection, tenant: str, hearings: Collection[str], keys: SubjectKeys
) -> dict[str, frozenset[str]]:
    """What the seals of these hearings had seen; hearings without a seal are not there."""
    table = TABLES["seal"]
    by_hearing: dict[str, list[Record]] = {}
    ids = [seal for (seal,) in bulk.select_in(connection, table, ("id",), tenant, "hearing", hearings)]
    for seal in records.load(connection, tenant, ids, keys).values():
        by_hearing.setdefault(str(merge.value_of(seal, "hearing")), []).append(seal)
    seen = {hearing: lifecycle.seen_by(seals) for hearing, seals in by_hearing.items()}
    return {hearing: ids for hearing, ids in seen.items() if ids is not None}


def seal_over(batch: Batch, found: Op, record: Record) -> frozenset[str] | None:
    if not batch.seals or found.type not in lifecycle.SEALABLE:
        return None
    hearings = lifecycle.hearings_of(record) | said_hearings(found)
    seen = [batch.seals[hearing] for hearing in hearings if hearing in batch.seals]
    return frozenset().union(*seen) if seen else None


def seal(batch: Batch, hearing: str) -> None:
    """A seal came after ops that it had not seen: fold those records again, so that the ops stand late (M15)."""
    connection, tenant = batch.connection, batch.writer.tenant
    table = TABLES["hearing"]
    ids = set(connection.execute(select(table.c.id).where(table.c.tenant == tenant, table.c.id == hearing)).scalars())
    for kind in sorted(lifecycle.SEALABLE - {"hearing"}):
        table = TABLES[kind]
        rows = select(table.c.id).where(table.c.tenant == tenant, table.c.hearing == hearing)
        ids |= set(connection.execute(rows).scalars())
    ids |= _late_records(connection, tenant, hearing, batch.keys)
    ids |= {record_id for record_id, item in batch.held.items() if hearing in lifecycle.hearings_of(item.record)}
    found = records.load_numbered(connection, tenant, ids - batch.held.keys(), batch.keys, lock=True)
    for record_id, (record, n) in found.items():
        batch.held[record_id] = records.hold(record, n)
    newest = [item.record for item in batch.held.values() if item.record.type == "seal"]
    known = batch.seals.get(hearing, frozenset())
    seen = known | (
        lifecycle.seen_by(seal for seal in newest if merge.value_of(seal, "hearing") == hearing) or frozenset()
    )
    batch.seals[hearing] = seen
    for record_id in sorted(ids):
        item = batch.held.get(record_id)
        if item and any(_stands_wrong(item.record, name, seen) for name in item.record.seen):
            _refold(batch, item, seen)


def place_late(batch: Batch, record_id: str) -> None:
    """An op told a record's sealed hearing after others had come: which of them are late is judged anew (M15, I2)."""
    item = batch.held[record_id]
    hearings = lifecycle.hearings_of(item.record)
    seen = frozenset().union(*(batch.seals[hearing] for hearing in hearings if hearing in batch.seals))
    if hearings & batch.seals.keys() and any(_stands_wrong(item.record, name, seen) for name in item.record.seen):
        _refold(batch, item, seen)


def _stands_wrong(record: Record, op_id: str, seal: frozenset[str]) -> bool:
    """Whether an op counts though the seal has not seen it, or stands late though it has."""
    return op_id not in record.aside and not is_office(op_id) and (op_id in record.late) is (op_id in seal)


def _late_records(connection: Connection, tenant: str, hearing: str, keys: SubjectKeys) -> set[str]:
    """Records that only late notes place in `hearing`: no projection says so, nor the log while it is replayed."""
    ids: set[str] = set()
    for kind in sorted(lifecycle.SEALABLE - {"hearing"}):
        table = TABLES[kind]
        rows = select(table.c.id).where(table.c.tenant == tenant, table.c.hearing.is_(None))
        ids |= set(connection.execute(rows).scalars())
    found = records.load(connection, tenant, ids, keys)
    return {record.id for record in found.values() if record.late and hearing in lifecycle.hearings_of(record)}


def _refold(batch: Batch, item: Held, seal: frozenset[str]) -> None:
    """Fold a record again from the log and the batch in hand; standings that change are written down."""
    record = Record(item.record.type, item.record.id)
    for row in log.ops_by_id(batch.connection, batch.writer.tenant, item.record.seen):
        personal = batch.keys.open(record.id, row.personal, row.id)
        found = op.read(row.line, personal, row.inc, row.seq, row.tag)
        if row.outcome in ("parked", "refused"):
            merge.set_aside(record, found)
            continue
        outcome = merge.apply(record, found, seal)
        if outcome is not None and outcome.state != row.outcome:
            log.set_outcome(batch.connection, batch.writer.tenant, found.id, outcome)
    for found, verdict in batch.own.get(record.id, ()):
        if verdict is not None and verdict != LATE:
            merge.set_aside(record, found)
        elif merge.apply(record, found, seal) == LATE:
            batch.taken.outcomes[found.seq] = LATE
        else:
            batch.taken.outcomes.pop(found.seq, None)  # late by the seal before, admitted by this one
    item.record, item.written = record, None
    item.changed = True
    batch.taken.refolded.add(record.id)
