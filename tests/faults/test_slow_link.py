"""A 2G link with 2 s of round trip and 5 % loss (F23): everything gets through, and an op costs few bytes (Q7)."""

from http.client import HTTPException

import pytest

from tests.faults.slow_link import slow_link
from tests.serving import Server, serve

OPS, BATCH, SEED = 60, 20, 1
BYTES_PER_OP_MAX = 250  # both ways together


@pytest.mark.slow
def test_f23_over_two_seconds_of_round_trip_and_losses_every_op_arrives(sqlite_world):
    """The link is a proxy of ours, not the kernel's: the same on every machine, and no root is needed."""
    world = sqlite_world
    bold = world.enrol()
    for i in range(OPS):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Гар худаг гаргах {i}", cost=6_000_000 + i)
    moved, tries = 0, 0
    link = {"seed": SEED, "delay_s": 1.0, "loss": 0.05, "cut": 0.3, "bytes_per_s": 5_000}
    with serve(world) as server, slow_link(server.port, **link) as port:
        client = Server(port, server.process)
        while bold.sent < OPS:
            tries += 1
            assert tries < 20, f"seed {SEED}: never drained"
            try:
                answer = bold.sync(client, last=min(bold.sent + BATCH, OPS))
            except (OSError, EOFError, HTTPException):
                continue  # broken on the way: the same again
            assert answer.status == 200
            moved += answer.sent_bytes + answer.got_bytes
    assert answer.head["arrived"][0][:2] == [1, OPS]
    assert moved / OPS <= BYTES_PER_OP_MAX
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == OPS
