"""The trivially right model: a replica is the set of ops it holds; a value is live when no held op names it.

It knows nothing of order, arrival or incremental state, so it cannot share a mistake with sync/merge.py. The only thing
that it takes from the server is who was parked or refused; what is late it works out by itself (M15).
"""

from collections.abc import Iterable

from server.simulation.log import Logged
from sync import lifecycle, opset, text
from sync.chain import is_office
from sync.merge import ERASED, TEXT_PATHS
from sync.op import Op, Sets
from sync.record import Record


class Model:
    """What the ops of a log add up to, record by record."""

    def __init__(self, logged: Iterable[Logged]) -> None:
        self.ops: dict[str, dict[str, Op]] = {}
        self.aside: set[str] = set()
        for found in logged:
            self.ops.setdefault(found.op.record, {})[found.id] = found.op
            if found.outcome.state in ("parked", "refused"):
                self.aside.add(found.id)
        self.types = {record: self._type(ops.values()) for record, ops in self.ops.items()}
        self.seals = self._seals()

    def _type(self, ops: Iterable[Op]) -> str:
        ours = [op.type for op in ops if op.id not in self.aside]
        return ours[0] if ours else next(iter(ops)).type

    def _seals(self) -> dict[str, set[str]]:
        """Hearing → what its seals had seen together."""
        seals: dict[str, set[str]] = {}
        for record, kind in self.types.items():
            for op in self.ops[record].values() if kind == "seal" else ():
                hearing, seen = op.sets.get("hearing", (None,))[0], op.sets.get("seen", (None,))[0]
                if op.id not in self.aside and type(hearing) is str and type(seen) is str:
                    seals.setdefault(hearing, set()).update(opset.decode(seen))
        return seals

    def hearings(self, record: str) -> set[str]:
        """The hearings of a record: a schedule never moves a record from one to another."""
        kind = self.types[record]
        if kind == "hearing":
            return {record}
        if kind not in lifecycle.SEALABLE:
            return set()
        said = [op.sets["hearing"][0] for op in self._counting(record) if "hearing" in op.sets]
        return {hearing for hearing in said if type(hearing) is str}

    def _counting(self, record: str) -> list[Op]:
        return [op for op in self.ops[record].values() if op.id not in self.aside]

    def fate(self, op: Op) -> str:
        """What becomes of an op: applied, late or aside."""
        if op.id in self.aside:
            return "aside"
        sealed = [self.seals[hearing] for hearing in self.hearings(op.record) if hearing in self.seals]
        is_late = bool(sealed) and not is_office(op.inc) and not any(op.id in seen for seen in sealed)
        return "late" if is_late else "applied"

    def is_erased(self, record: str) -> bool:
        """Whether an erasure is among the record's ops."""
        return any(ERASED in op.sets and self.fate(op) == "applied" for op in self.ops[record].values())

    def sets(self, op: Op) -> Sets:
        """What an op says, once what is erased is gone."""
        return op.sets if self.is_erased(op.record) else {**op.sets, **op.personal}

    def named(self, record: str, path: str) -> set[str]:
        """All ids that applied ops name at `path`, and what those of them that do not count had named (M7)."""
        held = self.ops[record]
        waiting = [op for op in held.values() if self.fate(op) == "applied"]
        named: set[str] = set()
        while waiting:
            for base in self.sets(waiting.pop()).get(path, (None, ()))[1]:
                if base not in named:
                    named.add(base)
                    if base in held and self.fate(held[base]) != "applied":
                        waiting.append(held[base])
        return named

    def record(self, record_id: str) -> Record:
        """The causal state that the engine must have come to."""
        held = self.ops[record_id]
        record = Record(self.types[record_id], record_id, erased=self.is_erased(record_id))
        record.seen = set(held)
        record.top = max(op.n for op in held.values())
        by_fate: dict[str, dict[str, Op]] = {"applied": {}, "late": {}, "aside": {}}
        for op in held.values():
            by_fate[self.fate(op)][op.id] = op
        if not record.erased:
            for op in (*by_fate["applied"].values(), *by_fate["late"].values()):
                record.personal.update(op.personal)
        texts = {path for kind, path in TEXT_PATHS if kind == record.type}
        for path in {path for op in held.values() for path in self.sets(op)} - texts - {ERASED}:
            self._add_path(record, path, by_fate["applied"])
        record.late = {
            id: {path: [value, *bases] for path, (value, bases) in self.sets(op).items()}
            for id, op in by_fate["late"].items()
        }
        record.aside = {
            id: {path: list(bases) for path, (_, bases) in self.sets(op).items() if bases}
            for id, op in by_fate["aside"].items()
        }
        for op in by_fate["applied"].values():
            for path in texts & op.sets.keys():
                record.texts[path] = text.merge(record.texts.get(path, ""), str(op.sets[path][0] or ""))
        return record

    def _add_path(self, record: Record, path: str, applied: dict[str, Op]) -> None:
        named = self.named(record.id, path)
        said = {id: self.sets(op)[path][0] for id, op in applied.items() if path in self.sets(op)}
        live = {id: (value, applied[id].n) for id, value in said.items() if id not in named}
        if live:
            record.live[path] = live
        if waiting := named - applied.keys():
            record.named[path] = waiting
