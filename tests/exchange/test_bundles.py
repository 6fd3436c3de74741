"""Bundles that a tablet carries to the server: the authors' ops arrive as if sent by them, and nothing else does."""

import gzip
import json
import random
from hashlib import sha256

import pytest

from server import keys
from server.backup.ship import ship
from server.exchange.bundles import open_bundle, take_file
from server.problems import Problem
from sync import bundle
from sync.bundle import BadBundle
from sync.chain import base64url, tag
from sync.op import dump
from tests.sealing import seal
from tests.tablet import Tablet

HEARING = "h" * 26


def run(tablet, first, last, certificate=None):
    """A push as its author signs it for a bundle: no cursor, no clock, his certificate."""
    cursor, tablet.cursor = tablet.cursor, ""
    body = tablet.body(first, last, **({"certificate": certificate} if certificate else {}))
    tablet.cursor = cursor
    return body


def sealed(world, *runs, code="C" * 32):
    with world.app.app_context():
        deployment = keys.point(keys.current().sealing)
    return seal(bundle.write(HEARING, "Рашаант", list(runs)), deployment, code)


def relay(world, carrier, *bundles, **header):
    """What the server answers to a carrier: status and head."""
    rest = b"".join(base64url(one).encode() + b"\n" for one in bundles)
    head = dump({"inc": carrier.inc, **header})[:-1]
    signature = base64url(keys.sign(carrier.key, head + sha256(rest).digest()))
    body = head + b',"sig":"' + signature.encode() + b'"}\n' + rest
    response = world.client.post("/api/v1/relay", body, {"Content-Type": "application/x-ndjson"})
    return response.status_code, json.loads(response.data)


@pytest.fixture
def bold(world):
    tablet = world.enrol("Бугат")
    for title in ("Худаг", "Гүүр", "Далан"):
        tablet.say("proposal", unit=world.units["Бугат"], hearing=HEARING, title=title)
    return tablet


def test_a_carrier_outside_the_hearing_brings_the_authors_ops_and_hears_of_them(world, bold):
    carrier = world.enrol("Рашаант")
    package = sealed(world, run(bold, 1, 3))
    status, head = relay(world, carrier, package)
    assert status == 200
    assert head["bundles"] == {bundle.name_of(package): "taken"}
    assert head["arrived"] == {bold.inc: [[1, 3, tag(bold.hashes[3])]]}
    assert world.sync(bold).head["arrived"] == [[1, 3, tag(bold.hashes[3])]]  # the author's own push finds them there
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 3
    assert "proposal" not in {row["type"] for row, _ in world.sync(carrier).rows}  # carrying opens no scope


def test_a_bundle_that_comes_twice_and_in_parts_takes_effect_once(world, bold):
    carrier = world.enrol("Бугат")
    late, early = sealed(world, run(bold, 3, 3)), sealed(world, run(bold, 1, 2))
    assert relay(world, carrier, late)[1]["held"] == {bold.inc: [[3, 3, tag(bold.hashes[3])]]}
    assert "arrived" not in relay(world, carrier, late)[1]  # its beginning is missing (M24)
    last, middle = [1, 3, tag(bold.hashes[3])], [1, 2, tag(bold.hashes[2])]
    assert relay(world, carrier, early, late)[1]["arrived"] == {bold.inc: [middle, last]}
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 3


def test_who_asks_hears_how_far_an_author_has_got_in_his_own_organisation_only(world, bold):
    carrier = world.enrol("Бугат")
    world.sync(bold)
    asks = [[bold.inc, 2, tag(bold.hashes[2])], [bold.inc, 3, "a" * 8], ["a" * 20, 1, "a" * 8]]
    head = relay(world, carrier, asks=asks)[1]
    assert head["held"] == head["arrived"] == {bold.inc: [[1, 2, tag(bold.hashes[2])]]}
    assert "safe" not in head
    for bad in ("x", [bold.inc], [[bold.inc, 0, "a" * 8]], [[bold.inc, 1, "tag"]], [asks[0]] * 501):
        assert relay(world, carrier, asks=bad)[0] == 400
    world.found("buyant", ("Цагаан",))
    stranger = world.enrol("Цагаан", tenant="buyant")
    assert relay(world, stranger, asks=asks)[1].keys() == {"server_time", "epoch"}


def test_a_run_with_a_false_signature_is_named_and_the_others_are_taken(world, bold):
    tuya = world.enrol("Бугат")
    tuya.say("proposal", unit=world.units["Бугат"], hearing=HEARING, title="Гэрэл")
    forged = run(bold, 1, 3).replace("Худаг".encode(), "Будаг".encode())
    package = sealed(world, forged, run(tuya, 1, 1))
    assert relay(world, tuya, package)[1]["bundles"] == {bundle.name_of(package): "bad-signature"}
    assert {row[1] for row in world.everything()["op"] if not row[1].startswith("office")} == {tuya.inc}


def test_what_is_altered_torn_foreign_or_grows_without_end_stores_nothing(world, bold):
    carrier = world.enrol("Бугат")
    before = world.everything()["op"]
    good = sealed(world, run(bold, 1, 3))
    other = seal(bundle.write(HEARING, "", [run(bold, 1, 3)]), keys.point(bold.key))
    with world.app.app_context():
        deployment = keys.point(keys.current().sealing)
    bomb = seal(b"", deployment, packed=gzip.compress(b"a" * 40_000_000))
    for bad in (good[:-1], good[:100] + b"\0" + good[101:], other, b"YVB1", b"YVB2" + good[4:], b"", bomb):
        with world.app.app_context(), pytest.raises(Problem):
            open_bundle(bad)
        status, head = relay(world, carrier, bad or b"?")
        assert (status, "taken" in head.get("bundles", {}).values()) == (200, False)
    assert world.everything()["op"] == before


def test_only_an_enrolled_tablet_may_carry(world, bold):
    carrier, package = world.enrol("Бугат"), sealed(world, run(bold, 1, 3))
    good, carrier.key = carrier.key, bold.key
    assert relay(world, carrier, package)[1]["code"] == "bad-signature"
    carrier.key, carrier.inc = good, "a" * 20
    assert relay(world, carrier, package)[1]["code"] == "unknown-inc"
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 0


def test_an_author_whom_a_restore_forgot_is_known_by_the_certificate_in_his_run(world):
    """M23."""
    carrier, author = world.enrol("Бугат"), Tablet(random.Random(7))
    author.say("proposal", unit=world.units["Бугат"], hearing=HEARING, title="Гэрэл")
    package = sealed(world, run(author, 1, 1, world.certificate(author)))
    assert relay(world, carrier, package)[1]["arrived"] == {author.inc: [[1, 1, tag(author.hashes[1])]]}
    unknown = Tablet(random.Random(8))
    unknown.say("proposal", unit=world.units["Бугат"], hearing=HEARING, title="Хаалга")
    bare = sealed(world, run(unknown, 1, 1))
    assert relay(world, carrier, bare)[1]["bundles"] == {bundle.name_of(bare): "unknown-inc"}


def test_a_bundle_that_came_as_a_file_is_taken_by_the_command_and_a_torn_one_is_not(world, bold, tmp_path):
    good, torn = tmp_path / "good.txt", tmp_path / "torn.txt"
    good.write_text(bundle.to_text([sealed(world, run(bold, 1, 2)), sealed(world, run(bold, 3, 3))]))
    torn.write_text(good.read_text()[:-50])
    with world.app.app_context():
        with pytest.raises(BadBundle, match="torn"):
            take_file(torn.read_text())
        assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 0
        assert [*take_file(good.read_text()).values()] == ["taken", "taken"]
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 3


def test_who_heard_an_author_learns_when_the_backup_has_him_and_not_before(world, bold, tmp_path):
    """I5, M20: of the first two, which it covers; of the third, which came later, not yet."""
    carrier = world.enrol("Бугат")
    relay(world, carrier, sealed(world, run(bold, 1, 2)))
    asks = [[bold.inc, seq, tag(bold.hashes[seq])] for seq in (2, 3)]
    assert "safe" not in relay(world, carrier, asks=asks)[1]
    with world.app.app_context():
        ship(tmp_path)
    relay(world, carrier, sealed(world, run(bold, 3, 3)))
    head = relay(world, carrier, asks=asks)[1]
    assert head["safe"] == {bold.inc: [[1, 2, tag(bold.hashes[2])]]}
    assert [1, 3, tag(bold.hashes[3])] in head["arrived"][bold.inc]
