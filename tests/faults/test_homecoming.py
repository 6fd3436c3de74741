"""F57: a thousand tablets come home at once, to one server with two workers, on each store."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from tests.serving import serve

TABLETS, OPS, AT_ONCE, SEED = 1_000, 3, 200, 57
DEADLINE_S = 120


@pytest.mark.slow
def test_f57_a_thousand_tablets_at_once_are_all_served_and_nothing_is_lost(world):
    """Whoever is asked to wait waits by chance (Q7); nobody is told anything but 200, 429 or 503 (Q3)."""
    tablets = [world.enrol("Бугат") for _ in range(TABLETS)]
    for number, tablet in enumerate(tablets):
        for step in range(OPS):
            tablet.say("proposal", unit=world.units["Бугат"], title=f"Санал {number}-{step}")
    statuses: set[int] = set()
    deadline = time.monotonic() + DEADLINE_S

    def come_home(tablet, chance):
        while tablet.sent < OPS:
            assert time.monotonic() < deadline, f"seed {SEED}: not all were served"
            try:
                answer = tablet.sync(server)
            except (OSError, HTTPException):
                time.sleep(chance.random())  # the queue of connections was full: the tablet's own back-off
                continue
            statuses.add(answer.status)
            if answer.status != 200:
                time.sleep(chance.random() * float(answer.head.get("retry_after", 1)))
        return answer.head["arrived"]

    with serve(world, workers=2) as server, ThreadPoolExecutor(AT_ONCE) as crowd:
        chances = [random.Random(SEED + number) for number in range(TABLETS)]
        receipts = list(crowd.map(come_home, tablets, chances))
    assert statuses <= {200, 429, 503}
    assert [receipt[0][:2] for receipt in receipts] == [[1, OPS]] * TABLETS
    incs = {tablet.inc for tablet in tablets}
    assert len([row for row in world.everything()["op"] if row[1] in incs]) == TABLETS * OPS
    assert len([row for row in world.everything()["record"] if row[2] == "proposal"]) == TABLETS * OPS
