"""Step 3 of the sync call: ops into records. Judge, merge in memory, write in bulk; one transaction.

Every change of every record passes here: a tablet's, the office's, an import's, a relay's, a replay's (`rebuild`).
Set-wise throughout: one look-up per kind of thing and batch, never per op.
"""

from hashlib import sha256

from sqlalchemy import Connection

from server.exchange.batch import Batch, Glance, Taken, Writer, glance, subject_of
from server.exchange.seals import hearings_met, meet_at_hearings, place_late, said_hearings, seal, seal_over, seals_over
from server.store import feed, log, records
from server.store.log import OpRow
from server.store.records import Held
from server.store.subjects import SubjectKeys
from server.wire import Line
from sync import lifecycle, merge, op, scope
from sync.catalogue import BY_NAME
from sync.chain import from_base64url
from sync.judge import OFFICE, judge
from sync.op import Malformed, Op, erased_digest
from sync.outcome import APPLIED, LATE, Outcome, parked, refused
from sync.record import Record


def take(connection: Connection, writer: Writer, lines: list[Line]) -> Taken:
    """Judge and merge `lines`, all new to the log, and write everything but the batch row."""
    batch, subjects = _merge_lines(connection, writer, lines, None)
    taken = batch.taken
    changed = sum(item.changed for item in batch.held.values())
    taken.feed_n, taken.batch = feed.advance(connection, writer.tenant, changed, batches=1)
    _publish(batch)
    taken.rows = [_row(batch, line, subject) for line, subject in zip(lines, subjects, strict=True)]
    batch.keys.save()
    log.add_ops(connection, writer.tenant, taken.rows)
    for record_id in sorted(batch.erased):
        if batch.held[record_id].record.erased:
            batch.keys.destroy(record_id)
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
) -> tuple[Batch, list[str]]:
    """The ops in `lines`, merged into their records in memory. `given`: their outcomes, if settled before.

    Returns also, line by line, under whose key a personal line stands. Each op is read, judged, merged and written
    down in one go, while it is fresh in the processor's cache; only a glance goes over all lines first.
    """
    tenant = writer.tenant
    keys = SubjectKeys(connection, tenant)
    glances = [glance(line.line) for line in lines]
    seen = [found for found in glances if found]
    personal = {found.record for found, line in zip(glances, lines, strict=True) if found and line.personal}
    keys.fetch(personal | {found.record for found in seen if _is_subject(found.type)})
    meet_at_hearings(connection, seen)
    held = _hold(connection, tenant, seen, keys)
    seals = seals_over(connection, tenant, hearings_met(held, seen), keys)
    batch = Batch(connection, writer, keys, held, seals, Taken(held=held))
    batch.meets_seals = bool(seals) or any(found.type == "seal" for found in seen)
    subjects = _judge_all(batch, list(zip(lines, glances, strict=True)), given)
    for hearing in sorted(batch.sealed_now):
        seal(batch, hearing)
    for record_id in sorted(batch.placed):
        place_late(batch, record_id)
    return batch, subjects


def _publish(batch: Batch) -> None:
    """Number the changed records and write them, with projections, feed rows and reviews."""
    taken, tenant = batch.taken, batch.writer.tenant
    taken.numbers = feed.number(batch.held, taken.feed_n)
    records.save(batch.connection, tenant, batch.held, batch.keys, taken.numbers)
    feed.publish(batch.connection, tenant, batch.held, taken.numbers)
    records.save_reviews(batch.connection, tenant, batch.held, taken.numbers)


def _read(line: Line, seen: Glance | None, inc: str) -> Op | Malformed:
    """The op in `line`. One that says otherwise than it looked (by escapes that need not be) is none."""
    try:
        found = op.read(line.line, line.personal, inc, line.seq, line.tag)
    except Malformed as reason:
        return reason
    if seen is None or (found.type, found.record) != (seen.type, seen.record):
        return Malformed("bad-shape")
    if found.sets.get("hearing", (None,))[0] != seen.hearing and (found.type == "seal" or said_hearings(found)):
        return Malformed("bad-shape")
    return found


def _is_subject(kind: str) -> bool:
    declared = BY_NAME.get(kind)
    return declared is not None and declared.subject


def _hold(connection: Connection, tenant: str, seen: list[Glance], keys: SubjectKeys) -> dict[str, Held]:
    wanted: dict[str, str] = {}
    for found in seen:
        wanted.setdefault(found.record, found.type)
    known = records.load_numbered(connection, tenant, wanted, keys, lock=True)
    if sessions := {_session_of(record) for record, _ in known.values() if record.type == "tally"} - known.keys():
        met = records.load_numbered(connection, tenant, sessions, keys, lock=True)
        known |= met
        wanted |= {record_id: record.type for record_id, (record, _) in met.items()}
    return {
        record_id: records.hold(*known[record_id]) if record_id in known else records.hold(Record(kind, record_id))
        for record_id, kind in wanted.items()
    }


def _judge_all(batch: Batch, lines: list[tuple[Line, Glance | None]], given: dict[int, Outcome] | None) -> list[str]:
    inc = batch.writer.inc
    last = {seen.record: line.seq for line, seen in lines if seen}
    subjects: list[str] = []
    while len(subjects) < len(lines):
        line, seen = lines[len(subjects)]
        found = _read(line, seen, inc)
        if isinstance(found, Malformed):
            batch.taken.outcomes[line.seq] = refused(found.code)
            subjects.append(subject_of(line.line, inc))
            continue
        members = [found]
        while found.group and (more := _next_of_group(lines, len(subjects) + len(members), found)):
            members.append(more)
        verdicts = [given.get(member.seq) if given is not None else _judge(batch, member) for member in members]
        if given is None and found.group and any(verdicts):
            verdicts = [verdict or parked("group") for verdict in verdicts]  # parked whole (M16)
        for member, verdict in zip(members, verdicts, strict=True):
            outcome = _merge(batch, member, verdict)
            if outcome != APPLIED:
                batch.taken.outcomes[member.seq] = outcome
            if last[member.record] == member.seq:
                _write_down(batch, batch.held[member.record])
            subjects.append(member.record)
    return subjects


def _next_of_group(lines: list[tuple[Line, Glance | None]], place: int, first: Op) -> Op | None:
    found = _read(*lines[place], first.inc) if place < len(lines) else None
    return found if isinstance(found, Op) and found.group == first.group else None


def _write_down(batch: Batch, item: Held) -> None:
    if not item.changed:
        return
    item.write_down(batch.writer.tenant)
    if item.is_new and not batch.meets_seals and item.record.id not in batch.erased:
        item.let_go()


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
    if verdict is None and writer.role != OFFICE and _is_closed_to(batch, found):
        return parked("closed")
    return verdict


def _is_closed_to(batch: Batch, found: Op) -> bool:
    """A closed ranking session and the hand counts in it stay as they were counted."""
    session = batch.held[found.record]
    if found.type == "tally":
        session = batch.held.get(_session_of(session.record))
    elif found.type != "ranking_session":
        return False
    return session is not None and lifecycle.is_closed_to(session.record, found)


def _session_of(tally: Record) -> str:
    said = merge.value_of(tally, "session")
    return said if type(said) is str else ""


def _merge(batch: Batch, found: Op, verdict: Outcome | None) -> Outcome:
    item = batch.held[found.record]
    record = item.record
    if found.personal and batch.keys.is_destroyed(found.record):
        found.personal = {}  # erased: taken as its digest only (M19)
    if batch.meets_seals:
        batch.own.setdefault(found.record, []).append((found, verdict))
    if merge.ERASED in found.sets and batch.writer.role == OFFICE:
        batch.erased.add(found.record)
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


def _row(batch: Batch, line: Line, subject: str) -> OpRow:
    taken = batch.taken
    outcome = taken.outcomes.get(line.seq, APPLIED)
    personal = digest = None
    if line.personal is not None:
        said = erased_digest(line.personal)
        digest = from_base64url(said) if said else sha256(line.personal).digest()
        if not said and not batch.keys.is_destroyed(subject):
            personal = batch.keys.seal(subject, line.personal, f"{batch.writer.inc}.{line.seq}.{line.tag}")
    return OpRow(batch.writer.inc, line.seq, line.tag, line.hash, taken.batch, line.line, personal, digest, *outcome)
