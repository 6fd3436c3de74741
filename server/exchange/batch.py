"""A batch in hand: who writes, which records are held, what became of each op. Shared by the steps of the merge."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from server.store.log import OpRow
from server.store.records import Held
from server.store.subjects import SubjectKeys
from sync import op
from sync.op import Malformed, Op
from sync.outcome import Outcome

SOME_DIGEST = b'"' + b"A" * 43 + b'"'  # stands for a personal line where only the open line matters


@dataclass(frozen=True, slots=True)
class Writer:
    """Who sends: the tenant, the role, the units it may write to (None: all), whether it was revoked."""

    tenant: str
    inc: str
    role: str
    units: frozenset[str] | None
    is_revoked: bool = False


@dataclass(slots=True)
class Taken:
    """What became of a batch: outcomes by seq (applied is not listed), feed numbers by record, and rows for the log."""

    rows: list[OpRow] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    refolded: set[str] = field(default_factory=set)  # records that a seal of this batch made anew (M15)
    feed_n: int = 0
    batch: int = 0


@dataclass(slots=True)
class Batch:
    """The work in hand."""

    connection: Connection
    writer: Writer
    keys: SubjectKeys
    held: dict[str, Held]
    seals: dict[str, frozenset[str]]
    taken: Taken
    own: dict[str, list[tuple[Op, Outcome | None]]] = field(default_factory=dict)  # by record, as judged
    sealed_now: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)  # known records that an op put into a sealed hearing


def subject_of(line: bytes, inc: str) -> str:
    """Under whose key an op's personal line stands: its record's, or its inc's where the open line is no op."""
    try:
        return op.read(line, SOME_DIGEST, inc, 1, "").record
    except Malformed:
        return inc
