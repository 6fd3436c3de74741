"""Who may send at all (H1, H2, H4–H8, H34): a signature by an enrolled key, and nothing beside it."""

import random
import re

import pytest

from server import accounts, keys
from server.models.log import ops
from server.models.tablets import Tablet as TabletRow
from server.store.unit_of_work import write
from sync.chain import base64url, genesis, tag
from sync.op import dump
from tests.tablet import MEDIA_TYPE, Tablet

PASSWORD = "Ховдын таван толгой"


def push(world, **header):
    """A tablet with one op to send, and the body that would send it."""
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Гар худаг гаргах")
    return bold, bold.body(1, 1, **header)


def with_signature(body, signature):
    """`body` with another text where its signature stands."""
    head, rest = body.split(b',"sig":"')
    return head + b',"sig":"' + signature + rest[86:]


@pytest.mark.parametrize(
    "signature", [b"A" * 86, b"_" * 86, b"", b"A" * 85, b"A" * 87, b"\xff" * 86, b"A" * 85 + b"B", b"A" * 10_000]
)
def test_h01_without_a_signature_that_holds_nothing_is_stored(world, nothing, signature):
    bold, body = push(world)
    with nothing():
        answer = bold.post(world.client, with_signature(body, signature))
    assert (answer.status, answer.head["code"]) == (401, "bad-signature")


def test_h01_a_signature_over_other_words_is_none(world, nothing):
    bold, body = push(world)
    other = body.replace("Гар".encode(), "Хар".encode())
    cut = body.rsplit(b"\n", 1)[0]
    with nothing():
        for forged in (other, body.replace(b'"catalogue":1', b'"catalogue":2'), body + b"\n" + body.split(b"\n")[1]):
            assert bold.post(world.client, forged).head["code"] == "bad-signature"
        assert bold.post(world.client, cut).status == 400  # a header that promises ops, and none


def test_h01_an_inc_that_nobody_enrolled_is_told_to_enrol(world, nothing):
    stranger = Tablet(random.Random(4))
    stranger.say("proposal", title="Хэн ч биш")
    with nothing():
        for said in ({}, {"certificate": "a.b"}, {"certificate": "я.я"}, {"certificate": "." * 7_999}):
            answer = stranger.sync(world.client, **said)
            assert (answer.status, answer.head["do"]) == (401, "enrol")


def test_h01_nothing_that_proves_who_asks_is_taken_from_the_url(world, nothing):
    bold, body = push(world)
    headers = {"Content-Type": MEDIA_TYPE}
    with nothing():
        for query in ("?inc=" + bold.inc, "?sig=x", "?token=x"):
            answer = world.client.post("/api/v1/sync" + query, data=body, headers=headers)
            assert (answer.status_code, answer.json["code"]) == (400, "bad-request")
            assert bold.inc not in answer.text


def test_h02_a_revoked_tablet_hands_in_and_neither_hears_nor_changes_anything(world):
    bold, tuya = world.enrol(), world.enrol()
    proposal = tuya.say("proposal", unit=world.units["Бугат"], title="Нууц")
    world.sync(tuya)
    table = TabletRow.__table__
    with world.app.app_context():
        write(lambda connection: connection.execute(table.update().where(table.c.inc == bold.inc).values(revoked_at=5)))
    before = {name: rows for name, rows in world.derived().items() if name.startswith("p_")}
    bold.say("proposal", proposal, _n=9, title="Хулгайлсан", _bases={"title": (tuya.op_id(1),)})
    for answer in (world.sync(bold), world.sync(bold)):
        assert answer.head["commands"] == ["revoked"]
        assert answer.rows == []
        assert "cursor" not in answer.head
    assert {name: rows for name, rows in world.derived().items() if name.startswith("p_")} == before
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 1


def test_h04_the_same_op_again_is_acknowledged_and_changes_nothing(world):
    """Also F17 and trap_13: a duplicate returns the first verdict, after a commit of its own (finding 1)."""
    bold = world.enrol("Рашаант")
    bold.say("proposal", unit=world.units["Рашаант"], title="Худаг")
    bold.say("proposal", unit=world.units["Бугат"], title="Хөрш")
    first = world.sync(bold, at=bold.at)
    before, derived = world.everything(), world.derived()
    again = world.sync(bold, first=1, last=2, at=bold.at - 5_000)
    for part in ("outcomes", "held", "arrived"):
        assert again.head[part] == first.head[part]
    assert world.derived() == derived
    changed = [name for name, rows in world.everything().items() if rows != before[name]]
    assert changed == ["tablet"]  # its last contact: the commit that the acknowledgement rests on


def test_h05_other_bytes_under_an_op_id_that_stands_are_refused_whole(world):
    """A forger finds two lines of his own whose 40-bit tags meet in seconds; here the stored hash is bent instead."""
    bold, body = push(world)
    world.sync(bold)
    with world.app.app_context():
        write(lambda c: c.execute(ops.update().where(ops.c.inc == bold.inc).values(hash=b"\0" * 32)))
    before = world.everything()
    answer = bold.post(world.client, body)
    assert (answer.status, answer.head["code"], answer.head["do"]) == (409, "cloned", "new-inc")
    assert world.everything() == before


def test_h06_nobody_speaks_for_another_inc(world, nothing):
    bold, tuya = world.enrol(), world.enrol()
    tuya.say("proposal", unit=world.units["Бугат"], title="Болдын нэрээр")
    thief = world.enrol()
    thief.inc, thief.lines = bold.inc, tuya.lines
    thief.hashes = [genesis(bold.inc), tuya.hashes[1]]
    with nothing():
        assert thief.sync(world.client).head["code"] == "bad-signature"
        thief.inc = "office-" + bold.cursor[:6]
        assert thief.sync(world.client).head["code"] == "bad-header"


@pytest.mark.parametrize("seq", [2**63, 2**53, -1, 0, 1.5, "1", True, None, [1]])
def test_h07_a_number_that_is_no_place_on_a_chain_is_refused(world, nothing, seq):
    bold, _ = push(world)
    head = dump({"catalogue": 1, "inc": bold.inc, "first_seq": seq, "prev": base64url(bold.hashes[0])})[:-1]
    body = head + b',"sig":"' + b"A" * 86 + b'"}\n' + bold.lines[0][0]
    with nothing():
        answer = bold.post(world.client, body)
    assert (answer.status, answer.head["code"]) == (400, "bad-header")


def test_h07_a_chain_does_not_run_over_the_greatest_number(world, nothing):
    bold, _ = push(world)
    bold.say("proposal", unit=world.units["Бугат"], title="Хоёр")
    head = dump({"catalogue": 1, "inc": bold.inc, "first_seq": 2**53 - 1, "prev": base64url(bold.hashes[0])})[:-1]
    body = b"\n".join([head + b',"sig":"' + b"A" * 86 + b'"}', *(line[0] for line in bold.lines)])
    with nothing():
        assert bold.post(world.client, body).head["code"] == "bad-header"


def test_h07_a_gap_of_a_thousand_million_is_held_and_does_not_arrive(world):
    bold, _ = push(world)
    far = 10**9
    head = dump({"catalogue": 1, "inc": bold.inc, "first_seq": far, "prev": base64url(bold.hashes[0])})[:-1]
    signature = base64url(keys.sign(bold.key, head + bold.hashes[1])).encode()
    answer = bold.post(world.client, head + b',"sig":"' + signature + b'"}\n' + bold.lines[0][0])
    assert answer.head["held"] == [[far, far, tag(bold.hashes[1])]]
    assert "arrived" not in answer.head


@pytest.mark.parametrize("at", [253_402_300_800_000, -1, 2**53 - 1, 0])
def test_h08_any_clock_is_taken_as_evidence(world, at):
    bold = world.enrol()
    bold.at = at - 1_000
    bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    assert "outcomes" not in world.sync(bold, at=at).head


@pytest.mark.parametrize("at", ["NaN", 2**53, "1970", 1.5, [], True])
def test_h08_what_is_no_clock_is_refused(world, nothing, at):
    bold, body = push(world, at=at)
    with nothing():
        assert bold.post(world.client, body).head["code"] == "bad-header"


def test_h34_an_office_cookie_beside_a_signature_adds_nothing_and_alone_is_nobody(world, nothing):
    """The tablet's host reads no cookie, so there is nothing ambiguous: the signature alone counts (I9)."""
    bold, tuya = world.enrol("Рашаант"), world.enrol()
    secret = tuya.say("proposal", unit=world.units["Бугат"], title="Хөрш багийн санал")
    world.sync(tuya)
    with world.app.app_context():
        accounts.create(world.tenant, "boss@jargalant.mn", "Б.Дарга", "administrator", PASSWORD, None)
    office = world.app.test_client()
    cookie = _signed_in_cookie(office)
    with nothing():
        headers = {"Content-Type": MEDIA_TYPE, "Cookie": cookie}
        assert world.client.post("/api/v1/sync", data=b"", headers=headers).status_code == 401
    bold.say("proposal", unit=world.units["Рашаант"], title="Миний", status="done")
    answer = bold.post(world.client, bold.body(1, 1), Cookie=cookie)
    assert answer.head["outcomes"] == {"1": ["parked", "office-field"]}  # still a tablet, not the office
    assert secret not in {row["id"] for row, _ in answer.rows}


def _signed_in_cookie(browser):
    base = "http://office.localhost:8000"
    page = browser.get("/sign-in", base_url=base).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    fields = {"csrf_token": token, "email": "boss@jargalant.mn", "password": PASSWORD}
    browser.post("/sign-in", data=fields, base_url=base)
    assert browser.get("/me", base_url=base).status_code == 200
    return "yavuul=" + browser.get_cookie("yavuul", "office.localhost").value
