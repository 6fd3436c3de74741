"""Fuzz of the API: whatever is sent, never a 5xx, and nothing is stored unless the answer is 200 (H12–H20, Q7).

`quick` repeats the same examples; YAVUUL_HYPOTHESIS=search looks for new ones.
"""

import gzip
import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server import keys
from sync.chain import base64url
from sync.op import dump
from tests.media_lane import PIECE_TYPE
from tests.stores import sqlite_world
from tests.tablet import MEDIA_TYPE, Tablet

__all__ = ["sqlite_world"]
bounded = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
names = st.sampled_from(["wire", "catalogue", "inc", "cursor", "at", "want_bytes", "certificate", "first_seq", "prev"])
headers = st.dictionaries(names | st.text(max_size=8), json_values, max_size=9)
paths = st.sampled_from(["title", "cost", "unit", "place", "media/a", "_deleted", "_erased", "mood"]) | st.text(
    max_size=9
)
kinds = st.sampled_from(["proposal", "person", "hearing", "attendance", "group", "household", "seal", "unit", "drone"])

changes = st.tuples(
    st.floats(0, 1), st.sampled_from(["flip", "cut", "double", "drop"]), st.integers(1, 255)
)  # where, what, how much


def stored(world):
    return {name: rows for name, rows in world.everything().items() if name != "rate_count"}


def ask(world, body, **headers):
    """Send; whatever comes, it is no fault of the server's, and ∅ unless it is 200."""
    before = stored(world)
    answer = world.client.post("/api/v1/sync", body, {"Content-Type": MEDIA_TYPE, **headers})
    assert answer.status_code < 500, answer.data
    if answer.status_code != 200:
        assert stored(world) == before
        assert answer.json["code"]
    return answer


def a_tablet(world):
    tablet = world.enrol()
    tablet.say("proposal", unit=world.units["Бугат"], title="Худаг")
    tablet.say("person", unit=world.units["Бугат"], _personal={"given_name": "Дулмаа"})
    return tablet


@bounded
@given(body=st.binary(max_size=400), encoding=st.sampled_from(["", "gzip", "identity", "br"]))
def test_any_bytes_are_refused_without_a_fault(sqlite_world, body, encoding):
    assert ask(sqlite_world, body, **{"Content-Encoding": encoding}).status_code != 200


@bounded
@given(said=headers, rest=st.binary(max_size=60))
def test_any_json_header_is_read_without_a_fault(sqlite_world, said, rest):
    head = json.dumps(said)[:-1].encode(errors="surrogatepass")
    ask(sqlite_world, head + b',"sig":"' + b"A" * 86 + b'"}\n' + rest)


@bounded
@given(said=headers)
def test_any_json_header_that_is_signed_is_read_without_a_fault(sqlite_world, said):
    """The signature holds, so what is behind it is reached."""
    bold = sqlite_world.enrol()
    head = json.dumps({"catalogue": 1, **said, "inc": bold.inc})[:-1].encode(errors="surrogatepass")
    ask(sqlite_world, head + b',"sig":"' + base64url(keys.sign(bold.key, head)).encode() + b'"}')


@bounded
@given(data=st.data())
def test_a_request_with_bytes_changed_is_refused_without_a_fault(sqlite_world, data):
    bold = a_tablet(sqlite_world)
    whole = bold.body(1, 2)
    is_packed = data.draw(st.booleans())
    body = bytearray(gzip.compress(whole, mtime=0) if is_packed else whole)
    for part, change, by in data.draw(st.lists(changes, min_size=1, max_size=4)):
        place = int(part * (len(body) - 1))
        if change == "flip":
            body[place] ^= by
        elif change == "cut":
            del body[max(place, 1) :]
        elif change == "double":
            body[place:place] = body[place : place + by]
        else:
            body[place : place + by] = b" "
    answer = ask(sqlite_world, bytes(body), **({"Content-Encoding": "gzip"} if is_packed else {}))
    if not is_packed and answer.status_code == 200:
        assert bytes(body).rstrip(b"\n") == whole


@bounded
@given(
    lines=st.lists(st.tuples(kinds, st.dictionaries(paths, st.lists(json_values, max_size=3), max_size=4)), max_size=6)
)
def test_any_ops_that_are_signed_are_all_kept_without_a_fault(sqlite_world, lines):
    """What they say may be refused or parked; they arrive, and later ops pass (Q6, Q7). Records meet on purpose."""
    world = sqlite_world
    bold = world.enrol()
    ids = ["a" * 25 + "ab"[i % 2] for i in range(len(lines))] + [*world.units.values()]
    for i, (kind, sets) in enumerate(lines):
        line = {"type": kind, "id": ids[i % len(ids)], "n": i + 1, "at": i, "cat": 1, "set": sets}
        bold.add(json.dumps(line, ensure_ascii=i % 2 == 0).encode(errors="replace").replace(b"\n", b" "))
    bold.say("proposal", unit=world.units["Бугат"], title="Эцсийн")
    answer = bold.post(world.client, bold.body(1, len(bold.lines)))
    assert answer.status == 200, answer.head
    assert answer.head["arrived"][0][:2] == [1, len(bold.lines)]
    assert str(len(bold.lines)) not in answer.head.get("outcomes", {})


@bounded
@given(certificate=st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]{4,40}\.[A-Za-z0-9_-]{86}", fullmatch=True))
def test_any_certificate_is_refused_without_a_fault(sqlite_world, certificate):
    stranger = Tablet()
    head = dump({"catalogue": 1, "inc": stranger.inc, "certificate": certificate.encode(errors="replace").decode()})[
        :-1
    ]
    body = head + b',"sig":"' + base64url(keys.sign(stranger.key, head)).encode() + b'"}'
    assert ask(sqlite_world, body).status_code in (400, 401)


@schemathesis.serializer(MEDIA_TYPE, PIECE_TYPE)
def _as_it_is(_context, value):
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


def test_the_api_keeps_to_its_description_and_never_fails(sqlite_world):
    """Every operation of the OpenAPI document, with made-up requests: no 5xx, and every refusal is a problem."""

    def on_the_tablets_host(environ, start_response):
        return sqlite_world.app(environ | {"HTTP_HOST": "app.localhost:8000"}, start_response)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", on_the_tablets_host)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {operation.path for operation in operations} >= {"/api/v1/sync", "/api/v1/enrol", "/api/v1/health"}
    for operation in operations:
        _try(operation)


def _try(operation):
    @settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def run(case):
        answer = case.call()
        assert answer.status_code < 500, (case.method, case.path)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    run()


@pytest.mark.slow
@settings(bounded, max_examples=600)
@given(data=st.data())
def test_long_fuzz_of_changed_requests(sqlite_world, data):
    test_a_request_with_bytes_changed_is_refused_without_a_fault.hypothesis.inner_test(sqlite_world, data)
