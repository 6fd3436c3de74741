"""An evening's tablets, all pushing at once: bodies made and packed before the clock starts.

Only the header waits for the answer before it, since it carries the cursor and is signed. So that nothing but the
header is packed while the clock runs, a body is one gzip member of two independent parts.
"""

import json
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from threading import Barrier

from sync.chain import tag
from tests.bench.deployment import BAGHS, drain, hearing, propose
from tests.bench.gunicorn import HOST, Server
from tests.tablet import MEDIA_TYPE, Tablet
from tests.world import World

BATCH_BYTES_MAX = 48_000  # as a tablet packs them
BATCH_RECORDS = 480  # what they carry
WARM_UPS = 6  # idle syncs of each tablet, so that every worker has met its tables
_gzip_head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@dataclass(slots=True)
class Batch:
    """Ops `first`…`last` of a tablet, as plain lines and as packed."""

    first: int
    last: int
    plain: bytes
    packed: bytes


def prepare(world: World, records: int) -> list[tuple[Tablet, list[Batch]]]:
    """A tablet in each bagh, with its share of new proposals."""
    share = records // len(BAGHS)
    evening = []
    for bagh in BAGHS:
        tablet = world.enrol(bagh)
        drain(world, tablet)
        propose(tablet, share, world.units[bagh], hearing(world, bagh))
        evening.append((tablet, [_batch(tablet, first, last) for first, last in _paces(share)]))
    return evening


def _paces(share: int) -> list[tuple[int, int]]:
    """First and last seq of each batch: a tablet begins with a third and doubles until it is at the most."""
    cuts, size = [0], BATCH_RECORDS // 3
    while cuts[-1] < share:
        cuts.append(min(cuts[-1] + size, share))
        size = min(size * 2, BATCH_RECORDS)
    return [(before + 1, last) for before, last in pairwise(cuts)]


def _batch(tablet: Tablet, first: int, last: int) -> Batch:
    plain = b"".join(b"\n" + line for op in tablet.lines[first - 1 : last] for line in op)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(plain) + packer.flush()
    assert len(packed) < BATCH_BYTES_MAX, len(packed)
    return Batch(first, last, plain, packed)


def _body(header: bytes, batch: Batch) -> bytes:
    """The gzip of header and lines, of which only the header is packed now."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    start = packer.compress(header) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(batch.plain, zlib.crc32(header))
    return _gzip_head + start + batch.packed + struct.pack("<LL", check, len(header) + len(batch.plain))


def run(server: Server, evening: list[tuple[Tablet, list[Batch]]], is_sync: bool = True) -> tuple[float, float]:
    """Let all tablets push at once; wall seconds and CPU seconds of the server. `is_sync` False: an echo answers."""
    spent: list[tuple[float, float]] = []
    barrier = Barrier(len(evening), lambda: spent.append((time.monotonic(), server.cpu_s())))
    with ThreadPoolExecutor(len(evening)) as pool:
        done = [pool.submit(_push, server, tablet, batches, is_sync, barrier) for tablet, batches in evening]
        for future in done:
            future.result()
    (began, cpu_before), (wall, cpu) = spent[0], (time.monotonic(), server.cpu_s())
    return wall - began, cpu - cpu_before


def _push(server: Server, tablet: Tablet, batches: list[Batch], is_sync: bool, barrier: Barrier) -> None:
    with closing(server.connect()) as connection:
        for _ in range(WARM_UPS):
            _post(connection, tablet.body(1, 0), {})
        barrier.wait()
        for batch in batches:
            header = tablet.body(batch.first, batch.last).partition(b"\n")[0]
            head = _post(connection, _body(header, batch), {"Content-Encoding": "gzip"})
            if is_sync:
                assert head["arrived"] == [[1, batch.last, tag(tablet.hashes[batch.last])]], head
                tablet.cursor, tablet.sent = head["cursor"], batch.last


def _post(connection, body: bytes, headers: dict[str, str]) -> dict:
    headers = {"Host": HOST, "Content-Type": MEDIA_TYPE, **headers}
    connection.request("POST", "/api/v1/sync", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    assert answer.status == 200, (answer.status, said)
    return json.loads(said.partition(b"\n")[0])
