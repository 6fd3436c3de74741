"""What a seal covers (M15, DESIGN §3): after it, ops on a hearing's records are late notes, kept beside it.

And what a closed ranking session keeps out (T9).
"""

from collections.abc import Iterable

from sync import opset
from sync.catalogue import RECORDS
from sync.op import Op
from sync.record import Record, references

AFTER_THE_SEAL = {"seal", "manifest"}  # made when a hearing closes or later: never late
SEALABLE = frozenset(
    record.name for record in RECORDS if record.field("hearing") and record.name not in AFTER_THE_SEAL
) | {"hearing"}


def hearings_of(record: Record) -> set[str]:
    """The hearings whose seal covers `record`: itself, or all values of its field `hearing`."""
    if record.type == "hearing":
        return {record.id}
    return references(record, "hearing") if record.type in SEALABLE else set()


def seal_over(records: Iterable[Record]) -> str:
    """The `seen` of a seal: every op that the sealing tablet holds of the hearing's records, as op set."""
    return opset.encode(set().union(*(record.seen for record in records)))


def seen_by(seals: Iterable[Record]) -> frozenset[str] | None:
    """What the seals of one hearing had seen together; None while there is no seal."""
    seen = [
        opset.decode(value) for seal in seals for value, _ in seal.live.get("seen", {}).values() if type(value) is str
    ]
    return frozenset().union(*seen) if seen else None


def is_closed_to(session: Record, op: Op) -> bool:
    """Whether voting was closed, and without `op`: the closing names in `counted` every op that it had seen."""
    closings = session.live.get("closed_at", {}).values() if session.type == "ranking_session" else ()
    if all(value is None for value, _ in closings):
        return False
    counted = [value for value, _ in session.live.get("counted", {}).values() if type(value) is str]
    return not any(op.id in opset.decode(value) for value in counted)
