"""Ballot boxes: sealed ballots opened, and a closed session counted again (T9, DOMAIN §H 14).

The twin of pwa/src/store/box.ts, which says what each field holds, and of the counting part of pwa/src/voting.ts.
tests/vectors/ballots.json holds both together. Before the closing the server could open a box with the deployment's
key (`spare_key`), for the day on which the leader's tablet is lost; it does so when asked, never by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec

from server import keys
from sync import merge, opset
from sync.chain import base64url, from_base64url
from sync.kinds import integer
from sync.op import Malformed, Value, read_json
from sync.ranking import Records, Result, Values, rank, result_hash
from sync.record import Record


@dataclass(frozen=True, slots=True)
class Recount:
    """A session counted anew: its result, whether the tablet wrote the same, and how many records came too late."""

    result: Result
    is_same: bool
    late: int


def recount(session: Record, ballots: Iterable[Record], tallies: Iterable[Record]) -> Recount | None:
    """What a closed session comes to. None while it is open: nobody is to know (scenario 14)."""
    values = values_of(session)
    if not is_closed(session):
        return None
    counted = opset.decode(str(values.get("counted") or "")) if values.get("counted") is not None else None
    parts = [[one for one in records if not merge.is_deleted(one)] for records in (ballots, tallies)]
    kept = [{one.id: values_of(one) for one in records if _is_counted(one, counted)} for records in parts]
    lock_key = values.get("key")
    papers = opened(str(lock_key), kept[0]) if lock_key is not None else kept[0]
    result = rank(values, papers, kept[1])
    late = sum(map(len, parts)) - sum(map(len, kept))
    return Recount(result, result_hash(result) == values.get("result_hash"), late)


def is_closed(session: Record) -> bool:
    """Whether the session's result was written; until then nothing of what was cast may be shown or exported."""
    return merge.value_of(session, "closed_at") is not None


def spare_key(session: Record) -> str:
    """The private key of a box, from what was sealed to the deployment. Raises ValueError where it does not open."""
    sealed = str(merge.value_of(session, "spare_key") or "")
    return base64url(_unsealed(keys.current().sealing, session.id, sealed))


def opened(key: str, ballots: Records) -> dict[str, Values]:
    """Ballots with their marks in the clear; one that does not open counts as invalid."""
    try:
        private = keys.private_key(from_base64url(key))
    except ValueError:
        private = None
    return {ballot_id: _opened(private, ballot_id, values) for ballot_id, values in ballots.items()}


def _opened(private: ec.EllipticCurvePrivateKey | None, ballot_id: str, values: Values) -> Values:
    sealed = values.get("sealed")
    if type(sealed) is not str:
        return values
    try:
        marks = _marks(_unsealed(private, ballot_id, sealed)) if private else None
    except ValueError:
        marks = None
    if marks is None:
        return {**values, "invalid": True}
    return {**values, **{f"marks/{key}": mark for key, mark in marks.items()}}


def _unsealed(private: ec.EllipticCurvePrivateKey, bound_to: str, sealed: str) -> bytes:
    ephemeral, _, frame = sealed.partition(".")
    return keys.unseal(private, from_base64url(ephemeral), 0, bound_to, from_base64url(frame))


def _marks(plain: bytes) -> dict[str, Value] | None:
    try:
        said = read_json(plain.rstrip(b" "))
    except Malformed:
        return None
    if type(said) is not dict or any(integer(mark) for mark in said.values()):
        return None
    return said


def _is_counted(record: Record, counted: Collection[str] | None) -> bool:
    return counted is None or all(op_id in counted for live in record.live.values() for op_id in live)


def values_of(record: Record) -> dict[str, Value]:
    """The shown values of a record, by path."""
    return {path: merge.value_of(record, path) for path in record.live}
