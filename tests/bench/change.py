"""The cost of a sync follows the change and not the store: the same twenty changes in a small and in a large store.

Both apps run in this process, and their turns alternate, so that whatever else the machine does meets both. Figures are
the median of the ratios of pairs.
"""

import gc
import gzip
import io
import json
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from werkzeug.test import create_environ

from tests.bench.deployment import BAGHS, drain, edit, fresh, hearing, propose
from tests.bench.figure import Figure, at_most, beside, progress
from tests.tablet import MEDIA_TYPE, Tablet
from tests.world import World

SMALL, LARGE, LARGE_QUICK = 2_000, 100_000, 10_000
CHANGES = 20
FILL_RECORDS = 300  # a batch; not packed, it stays below the limit of a body
PULLS, PUSHES = 200, 60
RATIO_MAX = 1.25


@dataclass(slots=True)
class Store:
    """A deployment whose every record is in the one bagh that everybody reads."""

    world: World
    author: Tablet
    reader: Tablet
    ids: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)  # record → the op whose title is shown
    pull_bytes: int = 0

    def request(self, body: bytes) -> tuple[float, bytes]:
        """CPU seconds of one request, and the answer as sent."""
        headers = {"Content-Type": MEDIA_TYPE, "Accept-Encoding": "gzip"}
        environ = create_environ("/api/v1/sync", "http://app.localhost:8000", method="POST", headers=headers)
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        statuses: list[str] = []
        began = time.process_time()
        answer = b"".join(self.world.app(environ, lambda status, *_: statuses.append(status)))
        spent = time.process_time() - began
        assert statuses == ["200 OK"], (statuses, answer)
        return spent, answer

    def change(self, round_: int) -> bytes:
        """Edit the titles of some records; returns the body that says so."""
        first = len(self.author.lines) + 1
        for record in self.author.random.sample(self.ids, CHANGES):
            said = f"Багийн төвд шинээр гар худаг гаргах {round_}"
            self.shown[record] = edit(self.author, record, "title", said, (self.shown[record],))
        return self.author.body(first, len(self.author.lines))

    def push(self, body: bytes) -> float:
        """Send what `change` gave, follow the cursor; CPU seconds."""
        spent, answer = self.request(body)
        plain = answer if answer.startswith(b"{") else gzip.decompress(answer)
        self.author.cursor = json.loads(plain.partition(b"\n")[0])["cursor"]
        self.author.sent = len(self.author.lines)
        return spent

    def pull(self, body: bytes) -> float:
        """Ask for what is new since the cursor in `body`; CPU seconds."""
        spent, answer = self.request(body)
        self.pull_bytes = len(body) + len(answer)
        return spent


def measure(is_quick: bool) -> list[Figure]:
    """The four ratios, and what one request costs."""
    large = LARGE_QUICK if is_quick else LARGE
    with ExitStack() as stack:
        stores = [_fill(stack.enter_context(fresh()), count) for count in (SMALL, large)]
        gc.collect()
        gc.freeze()
        try:
            pulls, pushes = _pull_in_turns(stores), _push_in_turns(stores)
        finally:
            gc.unfreeze()
    small_bytes, large_bytes = (store.pull_bytes for store in stores)
    name = f"{CHANGES} changes in {large} records / in {SMALL}"
    return [
        at_most(f"pull of {name}: server CPU", _ratio(pulls), "ratio", RATIO_MAX),
        at_most(f"pull of {name}: bytes", large_bytes / small_bytes, "ratio", RATIO_MAX),
        beside(f"push of {name}: server CPU", _ratio(pushes), "ratio"),
        beside(f"pull of {CHANGES} changes in {large} records: server CPU", _large_ms(pulls), "ms"),
        beside(f"push of {CHANGES} changes in {large} records: server CPU", _large_ms(pushes), "ms"),
    ]


def _ratio(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(large / small for small, large in pairs)


def _large_ms(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(large for _, large in pairs) * 1000


def _fill(world: World, count: int) -> Store:
    """A store of `count` proposals, through the real sync call."""
    bagh = BAGHS[0]
    store = Store(world, world.enrol(bagh), world.enrol(bagh))
    author, unit, of_hearing = store.author, world.units[bagh], hearing(world, bagh)
    drain(world, author)
    while len(store.ids) < count:
        made = propose(author, min(FILL_RECORDS, count - len(store.ids)), unit, of_hearing)
        for seq, record in enumerate(made, author.sent + 1):
            store.ids.append(record["id"])
            store.shown[record["id"]] = author.op_id(seq)
        answer = author.post(world.client, author.body(author.sent + 1, len(author.lines)), gzipped=False)
        assert answer.status == 200, answer.head
        author.sent, author.cursor = len(author.lines), answer.head["cursor"]
    progress(f"filled a store with {count} records")
    return store


def _pull_in_turns(stores: list[Store]) -> list[tuple[float, float]]:
    bodies = []
    for store in stores:
        store.reader.cursor = store.author.cursor
        store.push(store.change(0))
        bodies.append(store.reader.body(1, 0))
    return _in_turns(PULLS, lambda place, _: stores[place].pull(bodies[place]))


def _push_in_turns(stores: list[Store]) -> list[tuple[float, float]]:
    return _in_turns(PUSHES, lambda place, round_: stores[place].push(stores[place].change(round_)))


def _in_turns(rounds: int, run) -> list[tuple[float, float]]:
    """`run(place, round)` for both places, now this one first, now that one; the first rounds only warm up."""
    pairs = []
    for round_ in range(rounds):
        order = (0, 1) if round_ % 2 else (1, 0)
        spent = {place: run(place, round_) for place in order}
        pairs.append((spent[0], spent[1]))
    return pairs[rounds // 10 :]
