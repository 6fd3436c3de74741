"""A worker that is killed (F27, F28): what was not committed is not there, what was is there once (Q1, Q2, Q4)."""

import os
import signal
import threading

import pytest

from tests.hooks import AFTER_COMMIT, BEFORE_COMMIT
from tests.serving import serve, until

AT_ONCE = {"GUNICORN_CMD_ARGS": "--preload"}  # a new worker is there at once; nothing is connected before the fork


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


def killed_within(world, folder, server, tablet, points):
    """Nothing is there of a push whose worker is killed before its commit, and the same push is taken (F27)."""
    for point in points:
        say_something(world, tablet, point)
        before = world.everything()
        kill_at(server, folder, point, tablet)
        assert world.everything() == before, point
        answer = tablet.sync(server)
        assert (answer.status, answer.head["arrived"][0][1]) == (200, len(tablet.lines)), point
    assert ops_of(world, tablet) == list(range(1, len(tablet.lines) + 1))
    assert len([row for row in world.derived()["record"] if row[2] == "proposal"]) == len(points)


def killed_after(world, folder, server, tablet, points):
    """A push whose worker is killed between commit and answer is stored, and when it comes again stored once (F28)."""
    for point in points:
        say_something(world, tablet, point)
        kill_at(server, folder, point, tablet)
        assert ops_of(world, tablet) == list(range(1, len(tablet.lines) + 1)), point
        derived = world.derived()
        answer = tablet.sync(server)
        assert (answer.status, answer.head["arrived"][0][1]) == (200, len(tablet.lines)), point
        assert world.derived() == derived, point


@pytest.fixture
def pauses(tmp_path):
    (folder := tmp_path / "pauses").mkdir()
    return folder


@pytest.mark.parametrize("store", ["sqlite_world", pytest.param("postgres_world", marks=pytest.mark.slow)])
def test_f27_f28_a_worker_killed_at_any_point_leaves_all_of_a_push_or_nothing(request, store, pauses):
    world = request.getfixturevalue(store)
    bold = world.enrol()
    with serve(world, workers=2, **AT_ONCE, YAVUUL_TEST_PAUSES=str(pauses)) as server:
        killed_within(world, pauses, server, bold, BEFORE_COMMIT)
        killed_after(world, pauses, server, bold, AFTER_COMMIT)
