"""The second copy: what a tablet wrote to a card arrives as the same ops, once, whatever happened to other lines."""

import gzip
from hashlib import sha256

import pytest

from server import keys
from server.exchange.copies import HEAD, NotACopy, take_copy
from sync.chain import base64url, from_base64url
from sync.op import dump
from tests.exchange.test_sealed import _frame


def _line(world, tablet, *ranges):
    """One line of a copy: the ops of `ranges`, each a frame, as pwa/src/exchange/copy.ts writes it."""
    rows = b"".join(_frame(world, tablet, first, last, number) for number, (first, last) in enumerate(ranges))
    head = dump({"inc": tablet.inc, "frames": len(ranges)})[:-1]
    signature = base64url(keys.sign(tablet.key, head + sha256(rows).digest()))
    return base64url(gzip.compress(head + b',"sig":"' + signature.encode() + b'"}\n' + rows)).encode()


def _copy(*lines):
    return b"\n".join([HEAD, *lines, b""])


@pytest.fixture
def bold(world):
    tablet = world.enrol()
    for title in ("Худаг", "Гүүр", "Далан"):
        tablet.say("proposal", unit=world.units["Бугат"], title=title)
    return tablet


def _import(world, data):
    with world.app.app_context():
        return take_copy(data)


def test_a_copy_arrives_as_the_ops_that_the_tablet_would_have_sent_and_twice_is_once(world, bold):
    data = _copy(_line(world, bold, (1, 1), (2, 2)), _line(world, bold, (3, 3)))
    assert _import(world, data).held == {bold.inc: [(1, 3)]}
    before = world.everything()["op"]
    assert _import(world, data).held == {bold.inc: [(1, 3)]}
    assert world.everything()["op"] == before
    assert world.sync(bold).head["arrived"][0][:2] == [1, 3]
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 3


def test_line_ends_of_another_system_and_a_byte_order_mark_change_nothing(world, bold):
    data = b"\xef\xbb\xbf" + _copy(_line(world, bold, (1, 3))).replace(b"\n", b"\r\n")
    assert _import(world, data).held == {bold.inc: [(1, 3)]}


def test_a_torn_or_altered_line_is_named_and_the_others_are_taken(world, bold):
    tuya = world.enrol()
    tuya.say("proposal", unit=world.units["Бугат"], title="Гэрэл")
    torn = _line(world, bold, (2, 2))[:-40]
    done = _import(world, _copy(_line(world, bold, (1, 1)), torn, b"no base64 at all!", _line(world, tuya, (1, 1))))
    assert done.held == {bold.inc: [(1, 1)], tuya.inc: [(1, 1)]}
    assert done.wrong == [(3, "bad-body"), (4, "bad-body")]


def test_a_line_whose_signature_is_anothers_stores_nothing(world, bold):
    before = world.everything()["op"]
    plain = gzip.decompress(from_base64url(_line(world, bold, (1, 3)).decode()))
    forged = plain.replace(bold.inc.encode(), world.enrol().inc.encode(), 1)
    data = _copy(base64url(gzip.compress(forged)).encode())
    assert _import(world, data).wrong == [(2, "bad-signature")]
    assert world.everything()["op"] == before


def test_what_is_no_copy_is_refused(world):
    for data in (b"", b"\n", b"yavuul copy 2\nabc\n", b"%PDF-1.7\n"):
        with pytest.raises(NotACopy):
            _import(world, data)
