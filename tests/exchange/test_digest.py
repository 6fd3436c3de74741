"""The daily digest (DESIGN §5.10): equal where tablet and server hold the same rows, and then nothing travels."""

import json
from functools import reduce
from hashlib import sha256
from operator import xor

import pytest

from server import acts
from server.exchange.digest import DIGEST_BYTES, ROOTS_MAX, SYMBOLS
from server.models.tablets import Tablet as TabletRow
from server.store import feed
from server.store.unit_of_work import write
from sync import scope
from sync.chain import from_base64url
from tests.bench.deployment import drain
from tests.tablet import MEDIA_TYPE


def ask(world, tablet, *under, path="/api/v1/digest", **header):
    """(status, head, rows as lines) of one question."""
    body = tablet.body(1, 0, under=list(under), **header)
    answer = world.client.post(path, body, {"Content-Type": MEDIA_TYPE})
    head, *lines = answer.data.split(b"\n")
    return answer.status_code, json.loads(head), [line for line in lines if line]


def feed_from_0(world, tablet):
    """Record id → the lines that a feed from 0 brings, and the cursor at its end."""
    fresh, rows, more = tablet.cursor[:6] + ".0", {}, True
    cursor = fresh
    while more:
        body = tablet.body(1, 0, cursor=cursor)
        head, *lines = world.client.post("/api/v1/sync", body, {"Content-Type": MEDIA_TYPE}).data.split(b"\n")
        said = json.loads(head)
        cursor, more = said["cursor"], said.get("more", False)
        last = ""
        for line in filter(None, lines):
            last = last if line.startswith(b"[") else json.loads(line)["id"]
            rows[last] = [*rows[last], line] if line.startswith(b"[") else [line]
        for gone in said.get("leave", []):
            rows.pop(gone, None)
    tablet.cursor = cursor
    return rows


def digests_of(rows, beginning):
    """What the server should say under `beginning`, reckoned from the feed's own bytes."""
    found = []
    for symbol in SYMBOLS:
        mine = [b"\n".join(lines) for record, lines in rows.items() if record.startswith(beginning + symbol)]
        parts = [int.from_bytes(sha256(whole).digest()[:DIGEST_BYTES]) for whole in mine]
        found.append(reduce(xor, parts, 0).to_bytes(DIGEST_BYTES))
    return b"".join(found)


@pytest.fixture
def filled(world):
    """Two tablets; one has written proposals and people in both baghs."""
    author, reader = world.enrol(), world.enrol("Рашаант")
    for place in range(40):
        unit = world.units["Рашаант" if place % 2 else "Бугат"]
        author.say("proposal", unit=unit, title=f"Санал {place}")
        author.say("person", unit=unit, sex="female", _personal={"given_name": f"Нэр {place}"})
    world.sync(author)
    drain(world, reader)
    return world, author, reader


def test_the_digests_are_those_of_the_rows_that_a_feed_from_0_brings(filled):
    world, author, reader = filled
    for tablet in (author, reader):
        rows = feed_from_0(world, tablet)
        _, head, _ = ask(world, tablet, "")
        assert from_base64url(head["digests"][""]) == digests_of(rows, "")
        _, head, _ = ask(world, tablet, "a", "7")
        assert {key: from_base64url(said) for key, said in head["digests"].items()} == {
            key: digests_of(rows, key) for key in ("a", "7")
        }


def test_under_two_symbols_stand_the_rows_byte_for_byte_as_the_feed_sends_them(filled):
    world, _, reader = filled
    rows = feed_from_0(world, reader)
    some = sorted({record[:2] for record in rows})[:5]
    status, head, lines = ask(world, reader, *some, "zz" if "zz" not in some else "zy")
    wanted = {record: found for record, found in rows.items() if record[:2] in some}
    assert (status, head["rows"], len(head["under"])) == (200, len(wanted), 6)
    assert sorted(lines) == sorted(line for found in wanted.values() for line in found)


def test_what_stands_outside_its_scopes_is_neither_told_nor_counted(filled):
    """I9."""
    world, author, reader = filled
    hidden = feed_from_0(world, author).keys() - feed_from_0(world, reader).keys()
    assert len(hidden) == 40
    before = ask(world, reader, "")[1]["digests"]
    author.say("proposal", unit=world.units["Бугат"], title="Хөрш")
    world.sync(author)
    feed_from_0(world, reader)
    assert ask(world, reader, "")[1]["digests"] == before
    _, head, lines = ask(world, reader, *sorted({record[:2] for record in hidden})[:60])
    assert hidden.isdisjoint(json.loads(line)["id"] for line in lines if line.startswith(b"{"))
    assert head["under"]


def test_a_grant_that_was_taken_back_leaves_nothing_in_the_digest(filled):
    world, author, reader = filled
    with world.app.app_context():
        bugat = [scope.of_unit(world.units["Бугат"])]
        write(lambda connection: feed.grant(connection, world.tenant, reader.inc, bugat, []))
        write(lambda connection: feed.grant(connection, world.tenant, author.inc, [], bugat))
    for tablet in (author, reader):
        rows = feed_from_0(world, tablet)
        assert from_base64url(ask(world, tablet, "")[1]["digests"][""]) == digests_of(rows, "")


def test_an_erased_person_does_not_come_back(filled):
    """M19: nothing is cached; what the question finds is what the store holds now."""
    world, _, reader = filled
    rows = feed_from_0(world, reader)
    person = next(record for record, lines in rows.items() if len(lines) == 2)
    world.state(acts.Statement("person", person, {"_erased": (True, ())}))
    assert ask(world, reader, "")[1]["behind"] is True
    feed_from_0(world, reader)
    _, _, lines = ask(world, reader, person[:2])
    (mine,) = [place for place, line in enumerate(lines) if person.encode() in line]
    assert b'"erased":true' in lines[mine]
    assert not lines[mine + 1 : mine + 2] or lines[mine + 1].startswith(b"{")


@pytest.mark.parametrize("cursor", ["{0}.0", "aaaaaa.7", "{0}.9007199254740991"])
def test_a_tablet_that_is_not_at_the_end_of_the_feed_hears_only_that(filled, cursor):
    """An old cursor, another epoch, a forged number: the sync call is what it needs (I3, M18)."""
    world, _, reader = filled
    status, head, lines = ask(world, reader, "", cursor=cursor.format(reader.cursor[:6]))
    assert (status, head["behind"], lines) == (200, True, [])
    assert "digests" not in head


def test_a_revoked_tablet_hears_nothing(filled):
    world, _, reader = filled
    table = TabletRow.__table__
    with world.app.app_context():
        write(lambda c: c.execute(table.update().where(table.c.inc == reader.inc).values(revoked_at=1)))
    assert ask(world, reader, "ab")[1].keys() == {"server_time", "behind"}


TOO_MANY = [f"{first}{second}" for first in "abc" for second in SYMBOLS]


@pytest.mark.parametrize(
    "under", [[], ["", "a"], ["a", "a"], ["A"], ["1"], ["abc"], [7], "a", {}, [None], ["а"], TOO_MANY]
)
def test_beginnings_that_are_none_are_refused(filled, under):
    world, _, reader = filled
    body = reader.body(1, 0, under=under)
    answer = world.client.post("/api/v1/digest", body, {"Content-Type": MEDIA_TYPE})
    assert (answer.status_code, answer.json["code"], answer.json.get("field")) == (400, "bad-header", "under")


@pytest.mark.parametrize("without", ["a", ["a"], [7], ["a" * 26] * 65, {"a": 1}])
def test_hearings_that_are_none_are_refused(filled, without):
    world, _, reader = filled
    assert ask(world, reader, "", without=without)[1]["field"] == "without"


def test_a_hearing_that_was_taken_off_the_tablet_is_left_out(filled):
    world, author, reader = filled
    before = ask(world, reader, "")[1]["digests"]
    unit = world.units["Рашаант"]
    hearing = world.state(acts.creation("hearing", {"unit": unit, "title": "Хурал", "held_on": "2026-11-22"}))
    inside = author.say("proposal", unit=unit, hearing=hearing, title="Түүний")
    beside = author.say("proposal", unit=unit, title="Энэ тухай", body=f"{hearing} дээр")
    world.sync(author)
    rows = feed_from_0(world, reader)
    digests = from_base64url(ask(world, reader, "", without=[hearing])[1]["digests"][""])
    assert digests == digests_of({key: row for key, row in rows.items() if key not in (hearing, inside)}, "")
    assert digests != from_base64url(before[""])  # what only mentions it is compared
    assert beside in rows


def test_the_question_proves_its_inc_and_cannot_be_put_to_the_sync_call(filled):
    world, author, reader = filled
    assert ask(world, reader, "", path="/api/v1/sync")[1]["code"] == "bad-header"
    body = reader.body(1, 0, under=[""])
    others = body.replace(reader.inc.encode(), author.inc.encode())
    for stolen in (body.replace(b'"under":[""]', b'"under":["a"]'), others):
        answer = world.client.post("/api/v1/digest", stolen, {"Content-Type": MEDIA_TYPE})
        assert (answer.status_code, answer.json["code"]) == (401, "bad-signature")
    asked = world.client.post("/api/v1/digest?inc=" + reader.inc, body, {"Content-Type": MEDIA_TYPE})
    assert asked.json["code"] == "bad-request"


def test_reading_everything_is_not_for_every_minute(filled):
    world, _, reader = filled
    answers = [ask(world, reader, "")[0] for _ in range(ROOTS_MAX + 1)]
    assert answers == [200] * ROOTS_MAX + [429]
    assert ask(world, reader, "ab")[0] == 200


def test_a_tracking_code_stays_with_its_author_and_counts_nowhere(filled):
    """Its personal line never travels (DESIGN §11), so only the open line is compared."""
    world, author, reader = filled
    code = author.say("tracking_code", unit=world.units["Рашаант"], _personal={"code": "A1B0C3E1H0K3X"})
    world.sync(author)
    rows = feed_from_0(world, reader)
    assert len(rows[code]) == 1
    assert from_base64url(ask(world, reader, code[:1])[1]["digests"][code[:1]]) == digests_of(rows, code[:1])
    assert b"A1B0C3E1H0K3" not in b"".join(ask(world, reader, code[:2])[2])
