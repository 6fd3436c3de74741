"""The sync call (DESIGN §5): one request pushes, acknowledges and pulls. The steps, each a module:

1. `wire.read`      bytes → header and lines, each with its chain hash
2. `recognise`      whose inc, with which rights; the signature over header and last hash
3. `place`, `take`  where the batch stands on its chain; judge, merge, store: one write transaction
4. `answer`         receipts, outcomes, and the feed after the cursor

Nothing is acknowledged but what a commit of this very request made durable, duplicates included (R2; finding 1).
"""

from server import clock, followers, wire
from server.exchange.answer import Page, Reader, head, only_mine, read_feed, receipts
from server.exchange.batch import Taken, Writer
from server.exchange.place import Place, place
from server.exchange.recognise import Sender, recognise
from server.exchange.take import take
from server.store import feed, log, tablets
from server.store.unit_of_work import reading, write
from server.wire import Header, Line
from sync.chain import Range
from sync.outcome import Outcome

CONTACT_MS = 60_000  # an idle sync notes the contact at most this often


class Pushed:
    """What a push came to: the range it proves, outcomes, and the records that only the sender touched."""

    __slots__ = ("complete", "forked", "outcomes", "own", "range", "taken")

    def __init__(
        self, found: Place, last: Line, outcomes: dict[int, Outcome], own: dict[str, int], taken: Taken | None
    ) -> None:
        self.range: Range = found.receipt(last)
        self.complete = found.chain.first == 1
        self.outcomes = outcomes
        self.own = own
        self.forked = found.forked
        self.taken = taken


def sync(body: bytes, encoding: str) -> bytes:
    """Answer one sync request; raises `Problem` where it cannot be served, with nothing stored."""
    request = wire.read(body, encoding)
    sender = recognise(request)
    now_ms = clock.now_ms()
    pushed = push(sender, request.header, request.lines, now_ms) if request.lines else None
    said = request.header.about, request.header.wipe
    if pushed is None and (any(said) or now_ms - sender.last_contact_at > CONTACT_MS):
        sender = write(lambda connection: _note(connection, sender, request.header, now_ms))
    return _answer(sender, request.header, pushed, now_ms)


def _note(connection, sender: Sender, header: Header, now_ms: int) -> Sender:
    """Write down a contact without ops, and what the tablet says of itself; the sender as he stands then."""
    tablets.note_contact(connection, sender.tenant, sender.inc, now_ms, about=header.about)
    if header.wipe == "done":
        tablets.note_wiped(connection, sender.tenant, sender.inc, now_ms)
        return sender._replace(is_to_wipe=False, is_revoked=True)
    if header.wipe == "ready":
        is_wanted = tablets.note_handed_in(connection, sender.tenant, sender.inc, now_ms)
        return sender._replace(is_to_wipe=is_wanted and sender.is_to_wipe)
    return sender


def push(sender: Sender, header: Header, lines: list[Line], now_ms: int) -> Pushed:
    """Store and merge a batch; one transaction, done again whole if it met another."""

    def work(connection) -> Pushed:
        tablets.lock(connection, sender.tenant, sender.inc)
        found = place(connection, sender.tenant, sender.inc, lines, header.prev)
        outcomes: dict[int, Outcome] = {}
        own: dict[str, int] = {}
        taken: Taken | None = None
        if found.known:
            stored = log.outcomes_between(
                connection, sender.tenant, sender.inc, found.known[0].seq, found.known[-1].seq
            )
            tags = {(line.seq, line.tag) for line in found.known}
            outcomes |= {seq: outcome for (seq, tag), outcome in stored.items() if (seq, tag) in tags}
        if found.new:
            writer = Writer(sender.tenant, sender.inc, sender.role, sender.units, sender.is_revoked)
            taken = take(connection, writer, found.new)
            outcomes |= taken.outcomes
            _store_batch(connection, sender, header, found, taken, now_ms)
            if header.epoch is not None and not sender.is_revoked:
                own = only_mine(taken, header.after)
        offset = None if header.at is None else header.at - now_ms
        tablets.note_contact(connection, sender.tenant, sender.inc, now_ms, offset, header.about)
        return Pushed(found, lines[-1], outcomes, own, taken)

    pushed = write(work)
    if pushed.taken is not None:
        followers.tell(sender.tenant, pushed.taken)
        pushed.taken = None  # its records are not needed any more
    return pushed


def _store_batch(connection, sender: Sender, header: Header, found: Place, taken: Taken, now_ms: int) -> None:
    for branch in found.dropped:
        log.drop_chain(connection, sender.tenant, sender.inc, branch)
    log.put_chain(connection, sender.tenant, sender.inc, found.chain)
    log.add_batch(
        connection,
        sender.tenant,
        n=taken.batch,
        inc=sender.inc,
        first_seq=found.new[0].seq,
        last_seq=found.new[-1].seq,
        header=header.raw,
        feed_n=taken.feed_n,
        received_at=now_ms,
        clock_offset=None if header.at is None else header.at - now_ms,
    )


def commands_to(sender: Sender) -> list[str]:
    """What the office wants of the tablet: read nothing more; go, when all that it holds is safe (server/wipe.py)."""
    return ["revoked"] * sender.is_revoked + ["wipe"] * sender.is_to_wipe


def _answer(sender: Sender, header: Header, pushed: Pushed | None, now_ms: int) -> bytes:
    commands = commands_to(sender)
    if pushed is not None and pushed.forked:
        commands.append("new-inc")
    reader = Reader(sender.tenant, sender.inc, sender.scopes, header.epoch, header.after, header.want_bytes)
    with reading() as connection:
        epoch, last = feed.counters(connection, sender.tenant)
        page: Page | None = None
        is_new_epoch = header.epoch is not None and header.epoch != epoch
        asks_what_is_held = header.epoch is None and pushed is None  # a closed inc, which wants no feed
        if header.epoch is not None and not sender.is_revoked:
            after = 0 if is_new_epoch else min(header.after, last)
            page = read_feed(connection, reader, last, after, pushed.own if pushed and not is_new_epoch else {})
        everything = is_new_epoch or asks_what_is_held
        safe = bool(commands) or (page is not None and page.safe)  # who reads no feed must hear it too
        told = receipts(connection, sender.tenant, sender.inc, everything, safe)
    if pushed is not None and not is_new_epoch:
        told["held"] = [pushed.range]
        told["arrived"] = [pushed.range] if pushed.complete else []
    if page is not None and (pushed is None or is_new_epoch):
        page = page._replace(settled=False)
    news = epoch if is_new_epoch or asks_what_is_held else None
    end = None
    if page is not None:
        cursor = f"{epoch}.{page.cursor}"
        end = (page, cursor, cursor != f"{header.epoch}.{header.after}")
    line = head(now_ms, told, pushed.outcomes if pushed else {}, commands, news, end)
    return b"\n".join([line, *(page.lines if page else []), b""]) if page and page.lines else line
