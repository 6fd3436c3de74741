"""What only a real server can show: bad framing, slow bodies and bounded memory (H19–H22; F26)."""

import gzip
import select
import socket

import pytest

from tests.hostile.test_bodies import header
from tests.serving import serve
from tests.stores import sqlite_world
from tests.tablet import MEDIA_TYPE

__all__ = ["sqlite_world"]
MIB = 1024 * 1024


@pytest.fixture
def server(sqlite_world):
    with serve(sqlite_world, YAVUUL_TEST_BODY_DEADLINE_S="1") as running:
        yield running


def head(server, *lines):
    said = ["POST /api/v1/sync HTTP/1.1", f"Host: app.localhost:{server.port}", f"Content-Type: {MEDIA_TYPE}"]
    return "\r\n".join([*said, *lines, "", ""]).encode()


FRAMING = {
    "both": (["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\nGET /api/v1/health HTTP/1.1\r\n\r\n"),
    "both, the other way": (["Transfer-Encoding: chunked", "Content-Length: 5"], b"0\r\n\r\n"),
    "two lengths": (["Content-Length: 5", "Content-Length: 6"], b"{}{}{}"),
    "no number": (["Content-Length: abc"], b"{}"),
    "negative": (["Content-Length: -5"], b"{}"),
    "bad chunk size": (["Transfer-Encoding: chunked"], b"zz\r\n{}\r\n0\r\n\r\n"),
    "chunk without end": (["Transfer-Encoding: chunked"], b"2\r\n{}{}0\r\n\r\n"),
    "unknown coding": (["Transfer-Encoding: chunked, nonsense"], b"0\r\n\r\n"),
    "chunked twice": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], b"0\r\n\r\n"),
    "space before the colon": (["Content-Length : 5"], b"{}{}{"),
    "folded": (["X-A: b", " Content-Length: 5"], b"{}{}{"),
}


def test_h21_framing_that_two_servers_could_read_differently_is_refused(server, sqlite_world):
    before = sqlite_world.everything()
    for name, (lines, body) in FRAMING.items():
        answer = server.raw(head(server, *lines), body)
        statuses = [line.split()[1] for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
        assert len(statuses) <= 1, f"{name}: a second request was smuggled"
        assert not statuses or statuses[0][:1] == b"4" or statuses[0] == b"501", (name, answer[:80])
    assert sqlite_world.everything() == before
    assert server.ask("GET", "/api/v1/health").status_code == 200


def test_h22_a_body_of_a_byte_a_second_is_given_up_and_its_worker_is_free(server, sqlite_world):
    before = sqlite_world.everything()
    slow = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(4)]
    for connection in slow:
        connection.sendall(head(server, "Content-Length: 50000") + b"{")
    assert server.ask("GET", "/api/v1/health").status_code == 200  # while four are dripping
    for connection in slow:
        while not select.select([connection], [], [], 0.2)[0]:
            connection.sendall(b" ")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 408")
        connection.close()
    assert server.ask("GET", "/api/v1/health").status_code == 200
    assert sqlite_world.everything() == before


def monsters():
    """Bodies that want to become large, by what they want to be."""
    packed = {"Content-Encoding": "gzip"}
    first = header(first_seq=1)
    yield "h20 zeros", gzip.compress(bytes(256 * MIB), 9), packed
    yield "h20 line feeds", gzip.compress(first + b"\n" * (4 * MIB - 1_000), 9), packed
    yield "h19 short ops", gzip.compress(first + b"\n{}" * (MIB // 2), 9), packed
    yield "h19 one long line", gzip.compress(first + b"\n" + b"x" * (3 * MIB), 9), packed
    yield "h12 brackets", gzip.compress(b'{"at":' + b"[" * (3 * MIB) + first[-95:], 9), packed
    yield "h19 plain", first + bytes(30 * MIB), {}


def test_h19_h20_f26_no_body_costs_fifty_megabytes_of_memory(server, sqlite_world):
    before = sqlite_world.everything()
    server.post("/api/v1/sync", gzip.compress(header()), {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"})
    for name, body, headers in monsters():
        peak = server.peak_bytes()
        for _ in range(2):
            try:
                answer = server.post("/api/v1/sync", body, {"Content-Type": MEDIA_TYPE, **headers})
            except ConnectionError:
                continue  # refused while it was still being sent
            assert 400 <= answer.status_code < 500, name
        assert server.peak_bytes() - peak < 50 * MIB, name
    assert sqlite_world.everything() == before
