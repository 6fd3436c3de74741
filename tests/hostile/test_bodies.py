"""Bodies that are no request (H12–H14, H17–H20): refused before anything is looked up, and nothing is stored."""

import gzip
import json
import zlib

import pytest

from server import wire
from sync.op import dump
from tests.stores import sqlite_world
from tests.tablet import MEDIA_TYPE

__all__ = ["sqlite_world"]

SIGNATURE = b',"sig":"' + b"A" * 86 + b'"}'


@pytest.fixture
def world(sqlite_world):
    """One store is enough: none of this comes as far as the store."""
    return sqlite_world


def post(world, body, **headers):
    return world.client.post("/api/v1/sync", data=body, headers={"Content-Type": MEDIA_TYPE, **headers})


def header(**said):
    """A header that can be read, with a signature that has the right shape."""
    return dump({"catalogue": 1, "inc": "a" * 20} | said)[:-1] + SIGNATURE


def raw_header(members):
    return b'{"catalogue":1,"inc":"' + b"a" * 20 + b'",' + members + SIGNATURE


HEADERS = {
    "h12 deep": raw_header(b'"at":' + b"[" * 5_000 + b"]" * 5_000),
    "h13 long": raw_header(b'"at":' + b"9" * 5_000),
    "h13 float": raw_header(b'"at":1e400'),
    "h13 NaN": raw_header(b'"at":NaN'),
    "h14 twice": raw_header(b'"at":1,"at":2'),
    "h15 half a sign": raw_header(b'"prev":"\\ud800"'),
    "h17 not UTF-8": raw_header(b'"prev":"\xff\xfe"'),
    "h17 UTF-16": header().decode().encode("utf-16"),
    "h17 mark of order": "\ufeff".encode() + header(),
    "h18 list": b'["a"' + SIGNATURE[:-1] + b"]",
    "h18 text": b'"a"' + SIGNATURE,
    "h18 null": b"null" + SIGNATURE,
    "h18 nothing": b"",
    "h23 proto": raw_header(b'"__proto__":{"inc":"b"}'),
    "stray bits in prev": raw_header(b'"first_seq":2,"prev":"' + b"A" * 42 + b'B"') + b"\n{}",
    "wire": raw_header(b'"wire":2'),
    "wire as text": raw_header(b'"wire":"1"'),
    "negative want": raw_header(b'"want_bytes":-1'),
    "long certificate": raw_header(b'"certificate":"' + b"a" * 9_000 + b'"'),
    "inc of the office": header(inc="office-aaaaaa"),
    "inc with a tail": header(inc="a" * 20 + "\n"),
}


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_h12_to_h18_a_header_that_is_none_is_refused(world, nothing, name):
    with nothing():
        answer = post(world, HEADERS[name])
    assert answer.status_code in (400, 401)
    assert answer.json["code"] in ("bad-header", "bad-signature", "unknown-wire")
    assert answer.content_type == "application/problem+json"


def test_no_answer_repeats_what_was_sent(world):
    """Of no problem anything comes back, neither a value nor the name of a field that was made up (I7)."""
    for members in (b'"canary":1', b'"at":"canary"', b'"certificate":"canary"', b'"prev":"canary"'):
        assert "canary" not in post(world, raw_header(members)).text


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "multipart/form-data", "a" * 5_000])
def test_h18_another_media_type_is_refused(world, nothing, content_type):
    with nothing():
        answer = post(world, header(), **{"Content-Type": content_type})
    assert (answer.status_code, answer.json["code"]) == (415, "wrong-content-type")


def test_h19_trap_18_a_batch_too_large_is_told_how_large_it_may_be(world, nothing):
    """Also F25: 413 says `max_bytes`, and *halve*, so that no tablet is stuck for ever."""
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Том", body=bold.random.randbytes(4_500).hex())
    with nothing():
        for body in (bytes(30 * 1024 * 1024), bytes(wire.BODY_BYTES_MAX + 1)):
            answer = post(world, body)
            assert (answer.status_code, answer.json["code"], answer.json["do"]) == (413, "too-large", "halve")
            assert answer.json["max_bytes"] == wire.BODY_BYTES_MAX
    assert world.sync(bold, first=1, last=1).status == 200


def test_h19_a_hundred_thousand_ops_are_refused_by_their_number(world, nothing):
    packed = gzip.compress(header(first_seq=1) + b"\n{}" * 100_001)
    with nothing():
        answer = post(world, packed, **{"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json["max_ops"]) == (413, wire.OPS_MAX)


def test_h19_an_op_line_too_long_is_refused_by_its_length(world, nothing):
    packed = gzip.compress(header(first_seq=1) + b"\n{" + b" " * 600_000 + b"}")
    with nothing():
        answer = post(world, packed, **{"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def bomb(size):
    return gzip.compress(bytes(size), 9, mtime=0)


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (bomb(64 * 1024 * 1024), "gzip", 413),
        (gzip.compress(bomb(64 * 1024 * 1024)), "gzip", 401),  # inside stands no header; it is not unpacked twice
        (bomb(1024), "gzip, gzip", 415),
        (zlib.compress(b"{}"), "deflate", 415),
        (b"{}", "br", 415),
        (b"{}", "zstd", 415),
        (b"{}", "gzip", 400),
        (bomb(1024) + b"tail", "gzip", 400),
        (bomb(1024) + bomb(1024), "gzip", 400),
        (bomb(1024)[:-4], "gzip", 400),
        (b"", "gzip", 400),
    ],
    ids=["bomb", "nested", "twice", "deflate", "br", "zstd", "plain", "tail", "two", "torn", "empty"],
)
def test_h20_trap_21_nothing_is_unpacked_beyond_its_bound(world, nothing, body, encoding, status):
    with nothing():
        answer = post(world, body, **{"Content-Encoding": encoding})
    assert answer.status_code == status


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(world, nothing, method):
    with nothing():
        client = world.app.test_client()
        answer = client.open("/api/v1/sync", method=method, base_url="http://app.localhost:8000")
    assert answer.status_code in (403, 404, 405)


def test_trap_19_every_refusal_is_json_of_ours_and_never_a_page(world):
    """A tablet tells a proxy's error page from our word by the content type, so ours always has it."""
    for path in ("/api/v1/sync", "/api/v1/enrol", "/api/v1/nothing"):
        answer = world.client.post(path, data=b"<html>", headers={"Content-Type": "text/html"})
        assert answer.content_type == "application/problem+json"
        assert json.loads(answer.data)["do"]
