"""A worker that is killed (F27, F28): what was not committed is not there, what was is there once (Q1, Q2, Q4)."""

import os
import signal
import threading

import pytest

from tests.hooks import AFTER_COMMIT, BEFORE_COMMIT
from tests.serving import serve, until

pytestmark = pytest.mark.slow


def kill_at(server, folder, point, tablet):
    """Have `tablet` push, and kill the worker that serves it when it has come to `point`."""
    note = folder / point
    paused = type(server)(server.port, server.process, {"X-Test-Pause": point})
    failures = []

    def push():
        try:
            tablet.post(paused, tablet.body(tablet.sent + 1, len(tablet.lines)))
        except (ConnectionError, OSError) as error:
            failures.append(error)

    pushing = threading.Thread(target=push)
    pushing.start()
    worker = int(until(lambda: note.exists() and note.read_text(), f"the request to reach {point}"))
    assert worker in server.workers()
    os.kill(worker, signal.SIGKILL)
    pushing.join(60)
    assert failures, f"{point}: an answer came all the same"


def say_something(world, tablet, point):
    """Ops that touch all that a push can touch: a record, a collision, a subject's key."""
    unit = world.units["Бугат"]
    proposal = tablet.say("proposal", unit=unit, title=f"Санал {point}")
    tablet.say("proposal", proposal, title="Өөр нэр")
    tablet.say("person", unit=unit, _personal={"given_name": point})


def ops_of(world, tablet):
    return sorted(row[2] for row in world.everything()["op"] if row[1] == tablet.inc)


def test_f27_a_worker_killed_within_the_transaction_leaves_nothing_and_the_same_push_is_taken(world, tmp_path):
    pauses = tmp_path / "pauses"
    pauses.mkdir()
    bold = world.enrol()
    with serve(world, workers=2, YAVUUL_TEST_PAUSES=str(pauses)) as server:
        for point in BEFORE_COMMIT:
            say_something(world, bold, point)
            before = world.everything()
            kill_at(server, pauses, point, bold)
            assert world.everything() == before, point
            answer = bold.sync(server)
            assert (answer.status, answer.head["arrived"][0][1]) == (200, len(bold.lines)), point
    assert ops_of(world, bold) == list(range(1, len(bold.lines) + 1))
    assert len([row for row in world.derived()["record"] if row[2] == "proposal"]) == len(BEFORE_COMMIT)


def test_f28_a_worker_killed_between_commit_and_answer_has_stored_the_push_once(world, tmp_path):
    pauses = tmp_path / "pauses"
    pauses.mkdir()
    bold = world.enrol()
    with serve(world, workers=2, YAVUUL_TEST_PAUSES=str(pauses)) as server:
        for point in AFTER_COMMIT:
            say_something(world, bold, point)
            kill_at(server, pauses, point, bold)
            assert ops_of(world, bold) == list(range(1, len(bold.lines) + 1)), point
            derived = world.derived()
            answer = bold.sync(server)
            assert (answer.status, answer.head["arrived"][0][1]) == (200, len(bold.lines)), point
            assert world.derived() == derived, point
