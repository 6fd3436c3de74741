"""Long texts: which updates are taken, and how they add up (README §4.5; compared on text, never on Yjs bytes)."""

import time
from base64 import b64decode, b64encode
from itertools import permutations

import pytest
from pycrdt import Doc, Map, Text

from sync import text
from sync.update import CLIENT_MAX, CLOCK_MAX, is_update, written
from tests.sync.build import Author


def encoded(raw):
    return b64encode(raw).decode()


def number(value):
    """An unsigned number as Yjs writes it: seven bits a byte, the last without the high bit."""
    bits = bytearray()
    while value >= 128:
        bits.append(value & 127 | 128)
        value >>= 7
    return bytes(bits) + bytes([value])


def update(*structs, deletes=b"\x00", client=5, clock=0):
    """An update of one client."""
    return b"\x01" + number(len(structs)) + number(client) + number(clock) + b"".join(structs) + deletes


ROOTED = b"\x04\x01\x01t"  # a string in the root `t`
HI = ROOTED + b"\x02hi"


def session(*deeds, client=7):
    """The updates of one editing session: each deed changes the text."""
    document = Doc(client_id=client)
    document["t"] = shown = Text()
    updates = []
    for deed in deeds:
        before = document.get_state()
        deed(shown)
        updates.append(encoded(document.get_update(before)))
    return updates, str(shown)


def append(words):
    return lambda shown: shown.insert(len(str(shown).encode()), words)


def cut(shown):
    del shown[0:4]


def test_updates_add_up_to_the_text_in_any_order():
    """trap_40: updates are merged whole; nobody counts units of text by index."""
    updates, shown = session(append("Гар "), append("😀 худаг "), cut, append("гаргах"))
    for order in permutations(updates):
        merged = ""
        for said in order:
            merged = text.merge(merged, said)
        assert text.read(merged) == shown
        assert is_update(merged)


def test_an_update_whose_predecessor_is_missing_waits_and_is_not_lost():
    updates, shown = session(append("Гар "), append("худаг"))
    assert text.read(updates[1]) == ""
    assert text.read(text.merge(text.merge(updates[1], ""), updates[0])) == shown


def test_merging_twice_is_merging_once():
    updates, shown = session(append("Гар "), append("худаг"))
    whole = text.merge(*updates)
    assert text.read(text.merge(text.merge(whole, whole), updates[0])) == shown


def test_words_of_two_people_both_stay():
    ana, bold = Author("a", "minutes"), Author("b", "minutes")
    first = ana.write_text("text", "Эхлэв. ")
    bold.hear(first)
    ours, theirs = ana.write_text("text", "Дэмжив. "), bold.write_text("text", "Татгалзав. ")
    shown = text.read(ana.hear(theirs).record.texts["text"])
    assert shown == text.read(bold.hear(ours).record.texts["text"])
    assert sorted(shown.split()) == ["Дэмжив.", "Татгалзав.", "Эхлэв."]


def test_an_empty_text_has_no_update():
    assert text.read("") == ""
    assert text.merge("", "") == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x00",
        update(HI),
        update(HI, HI),
        update(ROOTED + b"\x04\xf0\x9f\x98\x80"),
        update(b"\x00\x03"),
        update(b"\x0a\x03", HI),
        update(b"\x01\x01\x01t\x03"),
        update(b"\x84\x05\x00\x01x", clock=1),
        update(b"\x44\x09\x07\x01x"),
        update(b"\xc4\x09\x07\x08\x02\x01x"),
        update(HI, client=CLIENT_MAX),
        update(HI, deletes=b"\x01\x05\x01\x00\x02"),
        update(HI, clock=CLOCK_MAX - 2),
    ],
)
def test_an_update_of_plain_text_is_taken(raw):
    assert is_update(encoded(raw))
    assert is_update(text.merge(encoded(raw), ""))
    text.read(encoded(raw))


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00",
        b"\x00\x00\x00",
        b"\x01",
        b"\xff\xff\xff\xff\x0f",
        update(),
        update(HI, client=CLIENT_MAX + 1),
        update(b"\x04\x80" + b"\x80" * 9),
        update(HI, clock=CLOCK_MAX - 1),
        update(b"\x00\x00"),
        update(b"\x04\x01\x01u\x02hi"),
        update(b"\x04\x00\x01t\x02hi"),
        update(b"\x04\x02\x01t\x02hi"),
        update(ROOTED + b"\x00"),
        update(ROOTED + b"\x7fhi"),
        update(ROOTED + b"\x05hi"),
        update(ROOTED + b"\x01\xff"),
        update(ROOTED + b"\x01\x00"),
        update(ROOTED + b"\x01\x7f"),
        update(b"\x24\x01\x01t\x00\x02hi"),
        update(b"\x07\x01\x01t\x01"),
        update(b"\x84\x05\x01\x01x", clock=1),
        update(HI)[:-1],
        update(HI) + b"\x00",
        b"\x02" + update(HI)[1:-1] + update(HI)[1:],
        update(HI, deletes=b"\x01\x05\x00"),
        update(HI, deletes=b"\x01\x05\x01\x00\x00"),
        update(HI, deletes=b"\x01\x05\x01" + number(CLOCK_MAX) + b"\x01"),
        update(HI, deletes=b"\x02\x05\x01\x00\x01\x05\x01\x01\x01"),
    ],
)
def test_an_update_that_is_broken_or_holds_other_things_is_not_taken(raw):
    assert not is_update(encoded(raw))


def test_a_document_of_another_shape_is_not_taken():
    document = Doc(client_id=3)
    document["t"] = Map({"a": 1})
    assert not is_update(encoded(document.get_update()))


def test_formatted_text_is_not_taken():
    document = Doc(client_id=3)
    document["t"] = shown = Text("Худаг")
    shown.format(0, 4, {"bold": True})
    assert not is_update(encoded(document.get_update()))


def test_no_broken_byte_of_a_good_update_makes_trouble():
    updates, _ = session(append("Гар "), append("худаг"), cut)
    good = b64decode(text.merge(text.merge(updates[0], updates[1]), updates[2]))
    began = time.process_time()
    for place in range(len(good)):
        for byte in (0, 1, 127, 128, 255):
            broken = encoded(good[:place] + bytes([byte]) + good[place + 1 :])
            if is_update(broken):
                assert isinstance(text.read(text.merge(broken, updates[0])), str)
    assert time.process_time() - began < 5


def test_what_a_session_wrote_can_be_read_where_the_text_it_stands_in_is_not_known():
    known = Doc(client_id=7)
    known["t"] = shown = Text()
    shown += "Гар худаг"
    later = Doc(client_id=8)
    later["t"] = more = Text()
    later.apply_update(known.get_update())
    before = later.get_state()
    more += " гаргах"
    alone = encoded(later.get_update(before))
    assert text.read(alone) == ""
    assert written(alone) == " гаргах"
    assert written("") == ""
