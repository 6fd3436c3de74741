"""Step 3 of the sync call: ops into records. Judge, merge in memory, write in bulk; one transaction.

Every change of every record passes here: a tablet's, the office's, an import's, a relay's, a replay's (`rebuild`).
Set-wise throughout: one look-up per kind of thing and batch, never per op.
"""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection

from server.exchange.batch import Batch, Taken, Writer, subject_of
from server.exchange.seals import hearings_met, meet_at_hearings, place, seal, seal_over, seals_over
from server.store import feed, log, records
from server.store.log import OpRow
from server.store.records import Held
from server.store.subjects import SubjectKeys
from server.wire import Line
from sync import merge, op, scope
from sync.catalogue import BY_NAME
from sync.chain import from_base64url
from sync.judge import OFFICE, judge
from sync.op import Malformed, Op, erased_digest
from sync.outcome import APPLIED, LATE, Outcome, parked, refused
from sync.record import Record


def take(connection: Connection, writer: Writer, lines: list[Line]) -> Taken:
    """Judge and merge `lines`, all new to the log, and write everything but the batch row."""
    batch, read = _merge_lines(connection, writer, lines, None)
    taken = batch.taken
    changed = sum(item.changed for item in batch.held.values())
    taken.feed_n, taken.batch = feed.advance(connection, writer.tenant, changed, batches=1)
    _publish(batch)
    taken.rows = [_row(batch, line, found) for line, found in zip(lines, read, strict=True)]
    batch.keys.save()
    log.add_ops(connection, writer.tenant, taken.rows)
    _destroy_erased(batch, read)
    return taken


def replay(
    connection: Connection, writer: Writer, lines: list[Line], outcomes: dict[int, Outcome], feed_n: int
) -> None:
    """Merge lines that are in the log already, with the outcomes they got, numbered from `feed_n` as they were."""
    batch, _ = _merge_lines(connection, writer, lines, outcomes)
    batch.taken.feed_n = feed_n
    _publish(batch)


def _merge_lines(
    connection: Connection, writer: Writer, lines: list[Line], given: dict[int, Outcome] | None
) -> tuple[Batch, list[Op | Malformed]]:
    """The ops in `lines`, merged into their records in memory. `given`: their outcomes, if settled before."""
    tenant = writer.tenant
    keys = SubjectKeys(connection, tenant)
    read = [_read(line, writer.inc) for line in lines]
    ops = [found for found in read if isinstance(found, Op)]
    keys.fetch(found.record for found in ops if found.personal or _is_subject(found.type))
    meet_at_hearings(connection, ops)
    wanted: dict[str, str] = {}
    for found in ops:
        wanted.setdefault(found.record, found.type)
    held = _hold(connection, tenant, wanted, keys)
    seals = seals_over(connection, tenant, hearings_met(held, ops), keys)
    batch = Batch(connection, writer, keys, held, seals, Taken(held=held))
    _judge_all(batch, read, given)
    for hearing in sorted(batch.sealed_now):
        seal(batch, hearing)
    for record_id in sorted(batch.placed):
        place(batch, record_id)
    return batch, read


def _publish(batch: Batch) -> None:
    """Number the changed records and write them, with projections, feed rows and reviews."""
    taken, tenant = batch.taken, batch.writer.tenant
    taken.numbers = feed.number(batch.held, taken.feed_n)
    records.save(batch.connection, tenant, batch.held, batch.keys, taken.numbers)
    feed.publish(batch.connection, tenant, batch.held, taken.numbers)
    records.save_reviews(batch.connection, tenant, batch.held, taken.numbers)


def _read(line: Line, inc: str) -> Op | Malformed:
    try:
        return op.read(line.line, line.personal, inc, line.seq, line.tag)
    except Malformed as reason:
        return reason


def _is_subject(kind: str) -> bool:
    declared = BY_NAME.get(kind)
    return declared is not None and declared.subject


def _hold(connection: Connection, tenant: str, wanted: dict[str, str], keys: SubjectKeys) -> dict[str, Held]:
    found = records.load_numbered(connection, tenant, wanted, keys, lock=True)
    return {
        record_id: records.hold(*found[record_id]) if record_id in found else records.hold(Record(kind, record_id))
        for record_id, kind in wanted.items()
    }


def _judge_all(batch: Batch, read: list[Op | Malformed], given: dict[int, Outcome] | None) -> None:
    place = 0
    while place < len(read):
        found = read[place]
        if isinstance(found, Malformed):
            place += 1
            continue
        together = 1
        while found.group and place + together < len(read) and _group(read[place + together]) == found.group:
            together += 1
        members = read[place : place + together]
        verdicts = [given.get(member.seq) if given is not None else _judge(batch, member) for member in members]
        if given is None and found.group and any(verdicts):
            verdicts = [verdict or parked("group") for verdict in verdicts]  # parked whole (M16)
        for member, verdict in zip(members, verdicts, strict=True):
            outcome = _merge(batch, member, verdict)
            if outcome != APPLIED:
                batch.taken.outcomes[member.seq] = outcome
        place += together


def _group(found: Op | Malformed) -> str | None:
    return found.group if isinstance(found, Op) else None


def _judge(batch: Batch, found: Op) -> Outcome | None:
    """None, or why the op is parked or refused. The law first (what it says), then the sender (who and where)."""
    writer = batch.writer
    if found.type != batch.held[found.record].record.type:
        return refused("bad-shape")  # else a type that one may write would open a record that one may not
    verdict = judge(found, writer.role)
    if verdict is not None and verdict.state == "refused":
        return verdict
    if writer.is_revoked:
        return parked("revoked")
    if verdict is None and writer.units is not None and BY_NAME[found.type].scope == "unit":
        item = batch.held[found.record]
        if not scope.units_of_op(found.sets, None if item.is_new else item.record) <= writer.units:
            return parked("out-of-scope")
    return verdict


def _merge(batch: Batch, found: Op, verdict: Outcome | None) -> Outcome:
    item = batch.held[found.record]
    record = item.record
    if found.personal and batch.keys.is_destroyed(found.record):
        found.personal = {}  # erased: taken as its digest only (M19)
    batch.own.setdefault(found.record, []).append((found, verdict))
    if verdict is not None and verdict != LATE:
        item.changed |= merge.set_aside(record, found)
        return verdict
    outcome = merge.apply(record, found, seal_over(batch, found, record))
    item.changed = True
    if batch.seals and "hearing" in found.sets and len(record.seen) > 1:
        batch.placed.add(found.record)
    if found.type == "seal" and outcome == APPLIED and type(merge.value_of(record, "hearing")) is str:
        batch.sealed_now.add(merge.value_of(record, "hearing"))
    return outcome or APPLIED


def _row(batch: Batch, line: Line, found: Op | Malformed) -> OpRow:
    taken = batch.taken
    if isinstance(found, Malformed):
        outcome = taken.outcomes[line.seq] = refused(found.code)
        subject = subject_of(line.line, batch.writer.inc)
    else:
        outcome, subject = taken.outcomes.get(line.seq, APPLIED), found.record
    personal = digest = None
    if line.personal is not None:
        said = erased_digest(line.personal)
        digest = from_base64url(said) if said else sha256(line.personal).digest()
        if not said and not batch.keys.is_destroyed(subject):
            personal = batch.keys.seal(subject, line.personal, f"{batch.writer.inc}.{line.seq}.{line.tag}")
    return OpRow(batch.writer.inc, line.seq, line.tag, line.hash, taken.batch, line.line, personal, digest, *outcome)


def _destroy_erased(batch: Batch, read: Iterable[Op | Malformed]) -> None:
    """Destroy the key of each subject that this batch erased; only the office's word erases."""
    for found in read:
        if isinstance(found, Malformed) or merge.ERASED not in found.sets or batch.writer.role != OFFICE:
            continue
        if batch.held[found.record].record.erased:
            batch.keys.destroy(found.record)
