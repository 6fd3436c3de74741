"""A server that is told to end or to begin anew (F29), and whoever holds its connections (F46, trap 20)."""

import contextlib
import json
import os
import select
import signal
import socket
import threading
import time

from server.extensions import db
from tests.faults.test_disk import each_connection
from tests.serving import serve, until
from tests.tablet import MEDIA_TYPE

PUSHES = 12
IDLE, IDLE_S_MAX = 120, 12  # over 32 threads that wait half a second each: 2 s; over threads that wait 5 s, 15 s


def proposal(world, tablet):
    tablet.say("proposal", unit=world.units["Бугат"], title="Санал")


def head(server, body, *lines):
    said = [f"Host: app.localhost:{server.port}", f"Content-Type: {MEDIA_TYPE}", f"Content-Length: {len(body)}"]
    return "\r\n".join(["POST /api/v1/sync HTTP/1.1", *said, *lines, "", ""]).encode()


def answer_of(connection):
    """The status and the first line of the body that the server sends before it closes."""
    raw = b""
    while piece := connection.recv(65_536):
        raw += piece
    top, _, body = raw.partition(b"\r\n\r\n")
    return int(top.split()[1]), json.loads(body.splitlines()[0])


def test_f29_a_rolling_restart_and_an_end_lose_no_push_that_was_acknowledged(sqlite_world):
    world = sqlite_world
    bold, tuya = world.enrol(), world.enrol()
    acknowledged, halfway = [], threading.Event()

    def push_on():
        while len(acknowledged) < PUSHES:
            proposal(world, bold)
            try:
                answer = bold.sync(server, first=len(acknowledged) + 1, last=len(bold.lines))
            except OSError:
                continue  # the worker that took the connection ended: the same again
            assert answer.status == 200
            acknowledged.append(answer.head["arrived"][0][1])
            if len(acknowledged) == PUSHES // 3:
                halfway.set()

    with serve(world) as server:
        before = server.workers()
        pushing = threading.Thread(target=push_on)
        pushing.start()
        assert halfway.wait(60)
        server.process.send_signal(signal.SIGHUP)  # new workers, while the old ones finish
        until(lambda: not set(before) & set(server.workers()) and server.workers(), "the new workers")
        pushing.join(60)
        assert acknowledged[-1] == len(bold.lines)

        proposal(world, tuya)
        body = tuya.body(1, 1)
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            connection.sendall(head(server, body, "Expect: 100-continue", "Connection: close"))
            assert connection.recv(100).startswith(b"HTTP/1.1 100")  # a worker has begun with it
            connection.sendall(body[:-9])
            listening = os.listdir(f"/proc/{server.process.pid}/fd")
            server.process.send_signal(signal.SIGTERM)
            until(lambda: len(os.listdir(f"/proc/{server.process.pid}/fd")) < len(listening), "the server to end")
            connection.sendall(body[-9:])
            status, said = answer_of(connection)
        assert (status, said["arrived"][0][:2]) == (200, [1, 1])
        assert server.process.wait(60) == 0
    seqs = sorted(row[2] for row in world.everything()["op"] if row[1] == bold.inc)
    assert seqs == list(range(1, len(bold.lines) + 1))


def test_trap_20_f46_a_slow_tablet_and_many_idle_ones_kill_no_worker_and_hold_up_nobody(sqlite_world):
    """gunicorn's sync workers die of one slow client; ours are threads. Here silence may last 3 seconds, not 120."""
    world = sqlite_world
    bold, tuya = world.enrol(), world.enrol()
    proposal(world, bold)
    proposal(world, tuya)
    body = bold.body(1, 1)
    with serve(world, GUNICORN_CMD_ARGS="--timeout 3") as server, contextlib.ExitStack() as idle:
        workers, begun = server.workers(), time.monotonic()
        for _ in range(IDLE):
            idle.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
        assert tuya.sync(server).status == 200
        assert time.monotonic() - begun < IDLE_S_MAX
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as slow:
            slow.sendall(head(server, body, "Connection: close"))
            pieces = [body[place : place + len(body) // 10] for place in range(0, len(body), len(body) // 10)]
            for piece in pieces[:-1]:
                slow.sendall(piece)
                assert not select.select([slow], [], [], 0.35)[0]  # the link itself: nothing waits on this
                assert server.ask("GET", "/api/v1/health").status_code == 200
            slow.sendall(pieces[-1])
            assert answer_of(slow)[0] == 200
        assert server.workers() == workers


def test_f46_where_all_connections_to_the_database_are_taken_we_say_busy(sqlite_world):
    world = sqlite_world
    bold = world.enrol()
    proposal(world, bold)
    each_connection(world, lambda _connection: None)
    with world.app.app_context():
        pool = db.engine.pool
        assert pool._timeout <= 10
        pool._timeout = 0.05
        held = [db.engine.connect() for _ in range(pool.size() + pool._max_overflow)]
        answer = bold.sync(world.client)
        assert (answer.status, answer.head["code"], answer.head["do"]) == (503, "busy", "retry")
        assert world.client.ask("GET", "/api/v1/health").status_code == 503  # alive, and says so
        for connection in held:
            connection.close()
    assert world.sync(bold).head["arrived"][0][:2] == [1, 1]
