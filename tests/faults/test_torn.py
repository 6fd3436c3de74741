"""Requests that are torn, replayed or too large on the way (F19, F22, F25)."""

import copy
import gzip

import pytest

from server import wire
from tests.serving import serve
from tests.tablet import MEDIA_TYPE


@pytest.fixture
def pushed(world):
    """A tablet with three ops to send, one of them with a personal line, and the request that sends them."""
    bold = world.enrol()
    unit = world.units["Бугат"]
    bold.say("proposal", unit=unit, title="Гар худаг гаргах")
    bold.say("person", unit=unit, _personal={"given_name": "Дулмаа"})
    bold.say("proposal", unit=unit, title="Гүүр")
    return bold, bold.body(1, 3)


def cuts_of(body):
    """One cut of each class: none of it, within the header, its signature, at and beside line feeds, in a letter."""
    feeds = [place for place, byte in enumerate(body) if byte == 10]
    letter = body.index("худаг".encode()) + 1
    beside = [place + step for place in feeds for step in (0, 1, 2)]
    return sorted({0, 1, 20, feeds[0] - 90, feeds[0] - 1, *beside, letter, len(body) - 1} - {len(body)})


def test_f19_a_body_torn_anywhere_stores_nothing(world, pushed):
    bold, body = pushed
    before = world.everything()
    for cut in cuts_of(body):
        answer = bold.post(world.client, body[:cut], gzipped=False)
        assert answer.status in (400, 401), cut
        packed = gzip.compress(body, mtime=0)
        torn = packed[: len(packed) * cut // len(body)]
        headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}
        assert world.client.post("/api/v1/sync", torn, headers).status_code == 400, cut
    assert world.everything() == before
    assert world.sync(bold).head["arrived"][0][:2] == [1, 3]


def test_f19_a_body_shorter_than_it_said_is_to_be_sent_again(sqlite_world):
    bold = sqlite_world.enrol()
    bold.say("proposal", unit=sqlite_world.units["Бугат"], title="Гар худаг гаргах")
    body = bold.body(1, 1)
    before = sqlite_world.everything()
    with serve(sqlite_world) as server:
        for cut in cuts_of(body):
            said = f"Host: app.localhost:{server.port}\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}"
            answer = server.raw(f"POST /api/v1/sync HTTP/1.1\r\n{said}\r\n\r\n".encode(), body[:cut])
            assert answer.startswith(b"HTTP/1.1 400"), cut
            assert b'"do": "retry"' in answer or b'"do":"retry"' in answer, cut
        assert sqlite_world.everything() == before
        assert bold.sync(server).head["arrived"][0][:2] == [1, 1]


@pytest.mark.parametrize("delay", ["+PT10M", "+P21D", "+P3000D"])
def test_f22_a_request_that_comes_again_after_weeks_changes_nothing(world, pushed, monkeypatch, delay):
    bold, body = pushed
    first = bold.post(world.client, body)
    tuya = world.enrol()
    world.sync(tuya)
    record = next(row["id"] for row, _ in world.sync(world.enrol()).rows if row["type"] == "proposal")
    tuya.say("proposal", record, _n=9, title="Өөрчилсөн")
    world.sync(tuya)
    before = world.derived()
    monkeypatch.setenv("YAVUUL_NOW", delay)
    again = bold.post(world.client, body)
    assert (again.head["held"], again.head["arrived"]) == (first.head["held"], first.head["arrived"])
    assert world.derived() == before


def test_f25_a_tablet_that_halves_its_batch_on_413_gets_everything_through(world):
    """A proxy or the server refuses what is too large; one op always fits, so nothing is stuck (also trap_18)."""
    bold = world.enrol()
    for _ in range(12):
        bold.say("proposal", unit=world.units["Бугат"], title="Том", body=bold.random.randbytes(4_900).hex())
    for _ in range(40):
        bold.say("proposal", unit=world.units["Бугат"], title="Том", root_cause=bold.random.randbytes(4_900).hex())
    size, sizes = len(bold.lines), []
    while bold.sent < len(bold.lines):
        last = min(bold.sent + size, len(bold.lines))
        answer = bold.post(world.client, bold.body(bold.sent + 1, last), gzipped=False)
        sizes.append((answer.status, size))
        if answer.status == 413:
            assert (answer.head["do"], answer.head["max_bytes"]) == ("halve", wire.BODY_BYTES_MAX)
            size = max(1, size // 2)
        else:
            bold.sent = last
    assert sizes[0][0] == 413
    assert answer.head["arrived"][0][:2] == [1, len(bold.lines)]


def test_f18_q3_reordered_and_repeated_requests_of_many_weeks_end_in_one_state(world):
    bold = world.enrol()
    for i in range(6):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}")
    bodies = [bold.body(first, first + 1) for first in (5, 1, 3)]
    for body in [*bodies, *copy.copy(bodies)]:
        assert bold.post(world.client, body).status == 200
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 6
    assert world.sync(bold, first=1, last=6).head["arrived"][0][:2] == [1, 6]
