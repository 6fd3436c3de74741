"""A batch in hand: who writes, which records are held, what became of each op. Shared by the steps of the merge."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

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
    meets_seals: bool = False  # seals are here or known: ops and records are kept in hand until the end
    own: dict[str, list[tuple[Op, Outcome | None]]] = field(default_factory=dict)  # by record, as judged
    erased: set[str] = field(default_factory=set)  # records that the office erases
    sealed_now: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)  # known records that an op put into a sealed hearing


class Glance(NamedTuple):
    """What a line is about, seen without reading it: keys stand in a fixed order (README §2)."""

    type: str
    record: str
    hearing: str | None


_glance = re.compile(rb'\{"type":"([a-z][a-z0-9_]{0,39})","id":"([a-z2-7]{26})","n":')
_hearing = re.compile(rb'[{,]"hearing":\["([a-z2-7]{26})"')


def glance(line: bytes) -> Glance | None:
    """The glance at an op line; None where it is no op."""
    start = _glance.match(line)
    if start is None:
        return None
    hearing = _hearing.search(line)
    return Glance(start[1].decode(), start[2].decode(), hearing[1].decode() if hearing else None)


def subject_of(line: bytes, inc: str) -> str:
    """Under whose key an op's personal line stands: its record's, or its inc's where the open line is no op."""
    try:
        return op.read(line, SOME_DIGEST, inc, 1, "").record
    except Malformed:
        return inc
