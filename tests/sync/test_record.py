"""A record's line: canonical and complete (README §5)."""

import json

import pytest

from sync import merge
from sync.record import Record, decode, encode, references, shown_id
from tests.sync.build import RECORD, UNIT, Author, replica, values


def row(record):
    line, personal = encode(record)
    return json.loads(line), personal and json.loads(personal)


def test_an_empty_record_is_its_type_and_id():
    assert encode(Record("proposal", RECORD)) == (f'{{"type":"proposal","id":"{RECORD}"}}'.encode(), None)
    assert decode(f'{{"type":"proposal","id":"{RECORD}"}}') == Record("proposal", RECORD)


def test_the_op_with_most_sole_values_is_not_repeated():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг", cost=1, unit=UNIT)
    second = bold.hear(first).edit(cost=2)
    assert row(replica(first, second))[0] == {
        "type": "proposal",
        "id": RECORD,
        "n": 1,
        "op": first.id,
        "set": {"title": "Худаг", "unit": UNIT},
        "live": {"cost": [[second.id, 2, 2]]},
    }


def test_of_two_equally_frequent_ops_the_greater_id_is_the_default():
    first, second = Author("a").edit(title="Худаг"), Author("b").edit(cost=1)
    assert row(replica(first, second))[0]["op"] == second.id


def test_colliding_values_stand_sorted_by_op_id_and_no_default_is_needed():
    ops = [Author(name).edit(title=name) for name in "cab"]
    found = row(replica(*ops))[0]
    assert "op" not in found
    assert [entry[1] for entry in found["live"]["title"]] == ["a", "b", "c"]


def test_what_is_dead_unknown_aside_or_late_is_in_the_row():
    ana, bold = Author("a"), Author("b")
    first, second, third = ana.edit(title="1"), ana.edit(title="2"), ana.edit(title="3")
    parked, late = bold.hear(first).edit(cost=5), bold.edit(title="late")
    found = row(replica(second, third, parked, late, aside=[parked], seal={second.id, third.id, parked.id}))[0]
    assert found["named"] == {"title": [first.id]}
    assert found["aside"] == {parked.id: {}}
    assert found["late"] == {late.id: {"title": ["late", first.id]}}
    assert (found["n"], "top" in found) == (third.n, False)
    assert set(found["seen"].split(";")) == {f"{ana.inc}:2.{second.tag}", f"{bold.inc}:1.{parked.tag},2.{late.tag}"}


def test_the_highest_n_is_told_where_no_live_value_has_it():
    ana = Author("a")
    first, parked = ana.edit(title="1"), ana.edit(title="2")
    found = row(replica(first, parked, aside=[parked]))[0]
    assert (found["n"], found["top"]) == (1, 2)
    assert "top" not in row(replica(first))[0]


def test_personal_paths_stand_in_a_line_of_their_own():
    ana, bold = Author("a", "person"), Author("b", "person")
    first = ana.say({"sex": "female"}, {"phone": "99112233", "given_name": "Бат"})
    second = bold.edit_personal(phone="88112233")
    open_row, personal = row(replica(first, second, kind="person"))
    assert open_row["set"] == {"sex": "female"}
    assert "live" not in open_row
    assert personal == [
        "",
        {"set": {"given_name": "Бат"}, "live": {"phone": [[first.id, "99112233", 1], [second.id, "88112233", 1]]}},
    ]


def test_a_late_note_keeps_its_personal_part_apart():
    note = Author("a", "person").say({"sex": "female"}, {"phone": "99112233"})
    record = replica(note, seal=set(), kind="person")
    open_row, personal = row(record)
    assert open_row["late"] == {note.id: {"sex": ["female"]}}
    assert personal == ["", {"late": {note.id: {"phone": ["99112233"]}}}]
    assert decode(*encode(record)) == record


def test_a_late_note_with_nothing_open_is_known_to_be_late():
    note = Author("a", "person").edit_personal(phone="99112233")
    record = replica(note, seal=set(), kind="person")
    assert row(record)[0]["late"] == {note.id: {}}
    assert decode(*encode(record)).late == {note.id: {"phone": ["99112233"]}}


def test_a_personal_line_that_has_nothing_left_is_left_out():
    ana, bold = Author("a", "person"), Author("b", "person")
    first = ana.edit_personal(phone="1")
    record = replica(first, kind="person")
    merge.apply(record, bold.say({"_erased": True}))
    assert encode(record)[1] is None
    assert record.personal == set()
    record.personal.add("phone")
    assert encode(record)[1] is None


@pytest.mark.parametrize("value", ["", 'Худаг\n"😀', 0, -1, 2**53 - 1, True, False, None])
def test_every_value_comes_back_as_it_was(value):
    said = Author("a").edit(title=value)
    record = decode(*encode(replica(said)))
    assert record == replica(said)
    assert type(values(record, "title")[0]) is type(value)


def test_shown_is_the_highest_n_as_number_then_the_highest_id():
    live = {"b.1.a": ("x", 9), "a.2.a": ("y", 10), "a.1.a": ("z", 10)}
    assert shown_id(live) == "a.2.a"


def test_long_texts_are_in_the_row():
    ana = Author("a", "minutes")
    said = ana.write_text("text", "Эхлэв.")
    assert row(ana.record)[0]["texts"] == {"text": said.sets["text"][0]}
    assert decode(*encode(ana.record)) == ana.record


def test_an_erased_record_of_one_op_says_so():
    said = Author("a", "person").say({"_erased": True, "sex": "male"})
    record = replica(said, kind="person")
    head = {"type": "person", "id": RECORD, "n": 1, "op": said.id}
    assert row(record)[0] == head | {"set": {"sex": "male"}, "erased": True}
    assert decode(*encode(record)) == record


def test_references_are_the_ids_among_live_values():
    ana, bold = Author("a"), Author("b")
    record = replica(ana.edit(unit=UNIT), bold.edit(unit=None))
    assert references(record, "unit") == {UNIT}
    assert references(record, "hearing") == set()
