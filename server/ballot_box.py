"""Ballot boxes: open sessions hidden, sealed ballots opened, a closed session counted again (T9, DOMAIN §H 14).

The twin of pwa/src/store/box.ts, which says what each field holds, and of the counting part of pwa/src/voting.ts.
tests/vectors/ballots.json holds both together. Before the closing the server could open a box with the deployment's
key (`spare_key`), for the day on which the leader's tablet is lost; it does so when asked, never by itself.
"""

from collections.abc import Callable, Collection, Iterable
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
    """A session counted anew. `is_same`: whether the tablet wrote the same (None: it wrote no hash).

    `late`: records that came after voting was over.
    """

    result: Result
    is_same: bool | None
    late: int


def recount(session: Record, ballots: Iterable[Record], tallies: Iterable[Record]) -> Recount | None:
    """What a closed session comes to. None while it is open: nobody is to know (scenario 14)."""
    values = values_of(session)
    if not is_closed(session):
        return None
    counted = values.get("counted")
    names = None if counted is None else opset.decode(str(counted))
    parts = [[one for one in records if not merge.is_deleted(one)] for records in (ballots, tallies)]
    papers, hands = ({one.id: values_of(one) for one in records if _is_counted(one, names)} for records in parts)
    late = sum(map(len, parts)) - len(papers) - len(hands)
    result = rank(values, opened(str(values.get("key") or ""), papers), hands)
    written = values.get("result_hash")
    return Recount(result, None if written is None else result_hash(result) == written, late)


def is_closed(session: Record) -> bool:
    """Whether the session's result was written; until then nothing of what was cast may be shown or exported."""
    return merge.value_of(session, "closed_at") is not None


HIDDEN = ("ballot", "tally")  # until their session is closed


def without_open(found: dict[str, Record], load: Callable[[set[str]], dict[str, Record]]) -> dict[str, Record]:
    """`found` without the ballots and hand counts of open sessions; `load` gives records by id.

    What names no session, or one that is not here, is hidden as well: nobody can say that it was closed.
    """
    sessions = {one.id: merge.value_of(one, "session") for one in found.values() if one.type in HIDDEN}
    if not sessions:
        return found
    closed = {one.id for one in load({str(one) for one in sessions.values()}).values() if is_closed(one)}
    return {name: one for name, one in found.items() if name not in sessions or sessions[name] in closed}


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
