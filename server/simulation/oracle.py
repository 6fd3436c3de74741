"""Judges a schedule when all is quiet: nothing acknowledged is lost, nobody differs, nothing is overwritten in silence.

A finding is a sentence; which of the three lists it stands in is what the closing line counts.
"""

import dataclasses
from dataclasses import dataclass, field

from server.replay import rebuild
from server.simulation.deployment import TENANT, Deployment
from server.simulation.log import Logged, derived, read_log, read_readers, read_records, scopes_by_record
from server.simulation.model import Model
from server.store.unit_of_work import reading
from sync import text
from sync.record import Record, decode, encode

Lines = tuple[bytes, bytes | None]


@dataclass
class Verdict:
    """What was found. `acknowledged` counts ops, `destroyed` those that went with their tablets, as they may."""

    acknowledged: int = 0
    destroyed: int = 0
    lost: list[str] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether nothing was found."""
        return not (self.lost or self.diverged or self.silent)


def judge(deployment: Deployment, said: dict) -> Verdict:
    """The verdict on the end of a schedule, of which the tablets' process tells its part in `said`."""
    verdict = Verdict(acknowledged=len(said["acknowledged"]))
    with deployment.app.app_context():
        logged = {found.id: found for found in read_log(TENANT)}
        with reading() as connection:
            found = read_records(connection, TENANT)
            readers = read_readers(connection, TENANT)
            before = derived(connection, TENANT)
        _nothing_is_lost(verdict, deployment, said, logged.keys())
        _equal_scope_equal_records(verdict, said["tablets"], found, readers)
        _no_silent_overwrite(verdict, said["acknowledged"], logged, found)
        rebuild(TENANT)
        with reading() as connection:
            after = derived(connection, TENANT)
        verdict.diverged += [f"rebuild changed {name}" for name in before if before[name] != after[name]]
    verdict.diverged += [*deployment.faults, *said["faults"]]
    return verdict


def _nothing_is_lost(verdict: Verdict, deployment: Deployment, said: dict, logged) -> None:
    """I4, I5: an op that *arrived* is in the log; one that was saved is there, or in its tablet's journal."""
    living = [tablet for tablet in said["tablets"] if tablet["alive"]]
    held = {op for tablet in living for op in tablet["saved"]}
    for op in said["acknowledged"]:
        if op in logged:
            continue
        if op in deployment.dropped and op not in held:
            verdict.destroyed += 1  # not yet safe, its tablet destroyed, then the server too
        else:
            verdict.lost.append(f"{op} was acknowledged")
    for tablet in living:
        missing = set(tablet["saved"]) - logged
        verdict.lost += [f"{op} was saved on {tablet['name']}" for op in sorted(missing - set(tablet["journal"]))]
        verdict.diverged += [f"{op} never left {tablet['name']}" for op in sorted(missing & set(tablet["journal"]))]
    gone = [tablet for tablet in said["tablets"] if not tablet["alive"]]
    verdict.destroyed += len(
        {op for tablet in gone for op in tablet["saved"]} - logged - held - set(said["acknowledged"])
    )


def _equal_scope_equal_records(verdict: Verdict, tablets: list[dict], found: dict[str, Lines], readers: dict) -> None:
    """I8: each tablet shows the server's records of its scopes, byte for byte."""
    scopes = scopes_by_record(found)
    theirs = {id: _canonical(lines) for id, lines in found.items()}
    for tablet in tablets:
        reader = readers.get(tablet["inc"])
        if not tablet["alive"] or tablet["rows"] is None:
            continue
        if reader is None:
            verdict.diverged.append(f"{tablet['name']} is not enrolled")
            continue
        if reader.is_revoked:
            continue
        if tablet["state"] != "idle":
            verdict.diverged.append(f"{tablet['name']} rests as {tablet['state']}")
        due = {id for id in found if not scopes[id].isdisjoint(reader.scopes)}
        shown = {id: _canonical(_bytes(line, personal)) for id, line, personal in tablet["rows"]}
        own = set(tablet["own"])
        for id in sorted(due | shown.keys() - own):
            if id not in due:
                verdict.diverged.append(f"{tablet['name']} shows {id}, which is not for it")
            elif shown.get(id) != theirs[id]:
                verdict.diverged.append(f"{tablet['name']} shows {shown.get(id)} for {theirs[id]}")


def _no_silent_overwrite(
    verdict: Verdict, acknowledged: list[str], logged: dict[str, Logged], found: dict[str, Lines]
) -> None:
    """I2, I4: the server's states are the model's; what arrived is live, named by somebody, beside, or erased."""
    model = Model(logged.values())
    for id in sorted(model.ops.keys() | found.keys()):
        ours = _canonical(encode(model.record(id))) if id in model.ops else None
        theirs = _canonical(found[id]) if id in found else None
        if ours != theirs:
            verdict.silent.append(f"{id} is {theirs}, should be {ours}")
    for op_id in acknowledged:
        if op_id in logged and (path := _overwritten_at(logged[op_id], model, found)):
            verdict.silent.append(f"{op_id} at {path} is neither live nor named")
    for found_op in logged.values():
        if (fate := model.fate(found_op.op)) not in ("aside", found_op.outcome.state):
            verdict.silent.append(f"{found_op.id} is {fate}, its outcome {found_op.outcome.state}")


def _overwritten_at(found_op: Logged, model: Model, found: dict[str, Lines]) -> str | None:
    """A path at which an applied op neither lives nor is named by any op of the log."""
    op = found_op.op
    if found_op.outcome.state != "applied" or op.record not in found:
        return None
    record = decode(*found[op.record])
    for path in model.sets(op):
        others = model.ops[op.record].values()
        is_named = any(op.id in {**other.sets, **other.personal}.get(path, (None, ()))[1] for other in others)
        if op.id not in record.live.get(path, ()) and not is_named and path not in record.texts and path != "_erased":
            return path
    return None


def _bytes(line: str, personal: str | None) -> Lines:
    return line.encode(), None if personal is None else personal.encode()


def _canonical(lines: Lines) -> Lines:
    """The lines with long texts as what they say: Yjs bytes depend on the way there (DESIGN §3)."""
    if b'"texts":' not in lines[0]:
        return lines
    record: Record = decode(*lines)
    return encode(dataclasses.replace(record, texts={path: text.read(said) for path, said in record.texts.items()}))
