"""Step 4 of the sync call: the answer. A head in one line, then feed rows as they are stored (README §3, §5).

The feed is read after the commit, in one consistent view: the counter first, then rows up to it, so the cursor never
passes an uncommitted change (I3). Rows leave as the bytes that are stored; only personal parts are opened.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from server.exchange.batch import Taken
from server.store import feed, log
from server.store.feed import Change
from server.store.subjects import SubjectKeys
from sync import scope
from sync.catalogue import RECORDS
from sync.chain import Range
from sync.op import dump
from sync.outcome import Outcome
from sync.record import decode

PAGE_ROWS = 500
PAGE_BYTES = 256 * 1024  # plain; about a tenth of it travels
# Records with a code: their personal line never travels. Who made it has it; a lost slip gets another (DESIGN §11).
_STAY = tuple(
    f'{{"type":"{record.name}",'.encode() for record in RECORDS if any(field.kind == "code" for field in record.fields)
)
SAFE_NOTE = "~safe"  # the note in an inc's scope that its *safe* has moved


class Reader(NamedTuple):
    """Who asks for the feed."""

    tenant: str
    inc: str
    scopes: list[str]
    epoch: str | None  # of the cursor; None: no feed is wanted
    after: int
    want_bytes: int


class Page(NamedTuple):
    """What the reader is told of the feed."""

    lines: list[bytes]
    leave: list[str]
    cursor: int
    more: bool
    settled: bool
    safe: bool
    rows: int
    left: int = 0  # feed rows that are still to come


def read_feed(connection: Connection, reader: Reader, last: int, after: int, own: dict[str, int]) -> Page:
    """The page after number `after`, up to counter `last`, and how much is left behind it (DESIGN §5.9)."""
    page = _read_page(connection, reader, last, after, own)
    if not page.more:
        return page
    return page._replace(left=feed.count(connection, reader.tenant, reader.scopes, page.cursor, last))


def _read_page(connection: Connection, reader: Reader, last: int, after: int, own: dict[str, int]) -> Page:
    """The page itself.

    `own`: record → feed number of what this very push changed and nobody else had; not sent back (README §6), if the
    page reaches to the end.
    """
    if len(own) == last - after:  # nobody else said anything
        return Page([], [], last, False, True, False, 0)
    found = feed.page(connection, reader.tenant, reader.scopes, after, last, PAGE_ROWS + 1)
    if len(found) > PAGE_ROWS:
        last = found[PAGE_ROWS - 1].n  # what shares a number is never cut apart
        page = _fill(connection, reader, [change for change in found if change.n <= last], last)
        return page._replace(more=True, settled=False)
    page = _fill(connection, reader, [change for change in found if own.get(change.record) != change.n], last)
    return _fill(connection, reader, found, last) if page.more and own else page


def _fill(connection: Connection, reader: Reader, found: list[Change], last: int) -> Page:
    """As many of the changes as the reader wants bytes."""
    changes = once(found)
    states = feed.states(connection, reader.tenant, (change.record for change in changes if not change.gone))
    keys = SubjectKeys(connection, reader.tenant)
    keys.fetch(record_id for record_id, (_, personal) in states.items() if personal)
    budget = min(reader.want_bytes or PAGE_BYTES, PAGE_BYTES)
    lines: list[bytes] = []
    leave: list[str] = []
    safe = False
    rows = used = cursor = 0
    for change in changes:
        if used > budget:
            return Page(lines, leave, cursor, True, False, safe, rows)
        cursor = change.n
        state, sealed = states.get(change.record, (None, None))
        if change.record == SAFE_NOTE:
            safe = True
        elif change.gone or (state is not None and not may_see(reader.inc, reader.scopes, change, state)):
            leave.append(change.record)
        elif state is not None:
            personal = personal_line(keys, change.record, state, sealed)
            lines += [state, personal] if personal else [state]
            used += len(state) + len(personal or b"")
            rows += 1
    return Page(lines, leave, last, False, True, safe, rows)


def personal_line(keys: SubjectKeys, record: str, state: bytes, sealed: bytes | None) -> bytes | None:
    """The personal line that goes with a row; None where there is none, where it was erased, or where it stays here."""
    return None if state.startswith(_STAY) else keys.open(record, sealed, record)


def once(changes: list[Change]) -> list[Change]:
    """Each record once: its last word, and a leave only where no scope of the reader still carries it."""
    last: dict[str, Change] = {}
    for change in changes:
        earlier = last.get(change.record)
        if earlier is None or not change.gone or (earlier.gone and change.n >= earlier.n):
            last[change.record] = change
    return sorted(last.values(), key=lambda change: change.n)


def may_see(inc: str, scopes: list[str], change: Change, state: bytes) -> bool:
    """A row of the inc's own scope was laid there by a grant: the record may have moved on since (I9)."""
    if change.record.startswith("~") or change.scope != scope.of_inc(inc):
        return True
    return not set(scope.scopes(decode(state))).isdisjoint(scopes)


def head(
    now_ms: int,
    receipts: dict[str, list[Range]],
    outcomes: dict[int, Outcome],
    commands: list[str],
    epoch: str | None,
    page_end: tuple[Page, str, bool] | None = None,
) -> bytes:
    """Line 1 of the answer; only what says something (README §3).

    `epoch`: to be said, because the question does not name it. `page_end`: the page, its cursor, whether that moved.
    """
    said: dict[str, object] = {"server_time": now_ms}
    if epoch is not None:
        said["epoch"] = epoch
    said |= {name: ranges for name, ranges in receipts.items() if ranges}
    if outcomes:
        said["outcomes"] = {str(seq): [part for part in outcome if part] for seq, outcome in sorted(outcomes.items())}
    if page_end is not None:
        page, cursor, has_moved = page_end
        parts = {
            "settled": page.settled,
            "leave": page.leave,
            "rows": page.rows,
            "cursor": has_moved and cursor,
            "more": page.more,
            "left": page.left,
        }
        said |= {name: part for name, part in parts.items() if part}
    if commands:
        said["commands"] = commands
    return dump(said)


def receipts(connection: Connection, tenant: str, inc: str, everything: bool, safe: bool) -> dict[str, list[Range]]:
    """All ranges held of an inc (`everything`: a new epoch, M8), or how far it is safe (I5)."""
    if not everything and not safe:
        return {}
    chains = log.chains_of(connection, tenant, inc)
    ranges = {"safe": [Range(chain.first, chain.safe, chain.safe_tag) for chain in chains if chain.safe]}
    if everything:
        ranges["held"] = [chain.range for chain in chains]
        ranges["arrived"] = [chain.range for chain in chains if chain.first == 1]
    return ranges


def only_mine(taken: Taken, after: int) -> dict[str, int]:
    """Of the records that a push changed, those of which the sender had seen everything: it folds them itself."""
    return {
        record_id: n
        for record_id, n in taken.numbers.items()
        if record_id not in taken.refolded
        and taken.held[record_id].written.is_plain
        and taken.held[record_id].n <= after
    }
