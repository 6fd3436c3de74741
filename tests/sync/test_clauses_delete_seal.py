"""The clauses of deleting, sealing and erasing: each test fails if its clause is taken out (README §4)."""

from itertools import permutations

from sync import merge
from sync.lifecycle import seal_over
from sync.opset import decode as ids
from sync.record import encode
from tests.sync.build import HEARING, OFFICE, RECORD, Author, erased, replica, values


def test_m11_an_edit_beside_a_delete_is_for_review():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг")
    bold.hear(first)
    removal, edit = ana.delete(), bold.edit(title="Гүн худаг")
    for order in permutations((first, removal, edit)):
        record = replica(*order)
        assert merge.is_deleted(record)
        assert merge.reviews(record) == ["_deleted"]


def test_m11_an_edit_that_the_deleter_had_seen_or_that_is_no_longer_live_is_not():
    ana, bold, office = Author("a"), Author("b"), Author(OFFICE)
    first = ana.edit(title="Худаг")
    edit = bold.hear(first).edit(title="Гүн худаг")
    removal = ana.delete()
    assert merge.reviews(replica(first, removal)) == []
    known = office.hear(first, edit).delete()
    assert merge.reviews(replica(first, edit, removal, known)) == []
    assert merge.reviews(replica(first, edit, removal)) == ["_deleted"]


def test_m11_what_was_dead_before_the_delete_is_not_though_it_came_after():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг")
    dead, last = bold.hear(first).edit(title="Гүн худаг"), bold.edit(title="Шинэ худаг")
    removal = ana.hear(last).delete()
    assert merge.reviews(replica(first, last, removal, dead)) == []


def test_m11_words_written_into_a_long_text_beside_a_delete_are_for_review():
    ana, bold = Author("a", "minutes"), Author("b", "minutes")
    first = ana.write_text("text", "Эхлэв. ")
    bold.hear(first)
    removal, words = ana.delete(), bold.write_text("text", "Дэмжив.")
    assert merge.reviews(replica(first, removal, kind="minutes")) == []
    for order in permutations((first, removal, words)):
        assert merge.reviews(replica(*order, kind="minutes")) == ["_deleted"]
    assert merge.reviews(replica(first, removal, words, aside=[words], kind="minutes")) == []


def test_m12_two_deletes_are_equal_whatever_they_saw():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг")
    bold.hear(first)
    more = ana.edit(cost=1)
    record = replica(first, more, ana.delete(), bold.delete())
    assert len(record.live["_deleted"]) == 2
    assert len(set(values(record, "_deleted"))) == 2
    assert merge.reviews(record) == []
    assert merge.is_deleted(record)


def test_m12_a_delete_and_a_restoration_side_by_side_are_for_review():
    ana, bold, cecilia = Author("a"), Author("b"), Author("c")
    first = ana.edit(title="Худаг")
    removal = ana.delete()
    restoring = bold.hear(first, removal).edit(title="Гүн худаг")
    again = cecilia.hear(first).delete()
    assert merge.reviews(replica(first, removal, restoring, again)) == ["_deleted"]


def test_m13_editing_what_is_shown_as_deleted_restores_it_without_a_review():
    ana, bold, cecilia = Author("a"), Author("b"), Author("c")
    first = ana.edit(title="Худаг")
    bold.hear(first)
    removals = [ana.delete(), bold.delete()]
    edit = cecilia.hear(first, *removals).edit(title="Гүн худаг")
    assert edit.sets["_deleted"] == (False, tuple(sorted(said.id for said in removals)))
    for order in permutations((first, *removals, edit)):
        record = replica(*order)
        assert not merge.is_deleted(record)
        assert merge.reviews(record) == []


def test_m13_deleting_again_is_no_restoration():
    ana = Author("a")
    ana.edit(title="Худаг")
    ana.delete()
    again = ana.edit({"_deleted": seal_over([ana.record])})
    assert again.sets.keys() == {"_deleted"}
    assert merge.is_deleted(ana.record)


def test_m15_a_late_note_is_what_the_seal_had_not_seen_wherever_it_arrives():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг", hearing=HEARING)
    seal = ids(seal_over([ana.record]))
    bold.hear(first)
    note = bold.edit(title="Гүн худаг")
    rows = {encode(replica(*order, seal=seal)) for order in permutations((first, note))}
    assert len(rows) == 1
    record = replica(note, first, seal=seal)
    assert values(record, "title") == ["Худаг"]
    assert record.late == {note.id: {"title": ["Гүн худаг", first.id]}}
    assert merge.reviews(record) == []


def test_m15_what_the_seal_had_seen_is_never_late_however_late_it_comes():
    ana = Author("a")
    first, second = ana.edit(title="Худаг"), ana.edit(title="Гүн худаг")
    seal = ids(seal_over([ana.record]))
    assert replica(second, first, seal=seal).late == {}
    assert values(replica(second, first, seal=seal), "title") == ["Гүн худаг"]


def test_m15_a_record_is_folded_again_when_the_seal_is_known():
    ana = Author("a")
    ops = [ana.edit(title="Худаг"), ana.edit(title="Гүн худаг")]
    before = merge.fold("proposal", RECORD, ops)
    after = merge.fold("proposal", RECORD, ops, {ops[0].id})
    assert merge.value_of(before, "title") == "Гүн худаг"
    assert merge.value_of(after, "title") == "Худаг"
    assert after.late.keys() == {ops[1].id}


def test_m15_the_office_is_never_late():
    ana, office = Author("a"), Author(OFFICE)
    first = ana.edit(title="Худаг")
    decision = office.hear(first).edit(status="accepted")
    assert values(replica(first, decision, seal={first.id}), "status") == ["accepted"]


def test_m15_an_op_that_stood_aside_is_admitted_as_a_late_note():
    ana = Author("a")
    first = ana.edit(title="Худаг")
    parked = ana.edit(title="Гүн худаг")
    record = replica(first, parked, aside=[parked], seal={first.id})
    assert merge.admit(record, parked, {first.id}).state == "late"
    assert encode(record) == encode(replica(first, parked, seal={first.id}))


def _subject():
    ana, office = Author("a", "person"), Author(OFFICE, "person")
    ops = [ana.edit_personal(phone="99112233"), ana.edit(sex="female"), ana.edit_personal(phone="88112233")]
    return ops, office.hear(*ops).say({"_erased": True})


def test_m19_erasing_takes_every_personal_value_for_ever_in_any_order():
    ops, erasure = _subject()
    rows = {encode(replica(*order, kind="person")) for order in permutations((*ops, erasure))}
    assert len(rows) == 1
    (line, personal) = rows.pop()
    assert personal is None
    assert b"112233" not in line
    assert b'"erased":true' in line
    assert b'"female"' in line


def test_m19_a_record_folded_from_digests_is_the_same_record():
    ops, erasure = _subject()
    whole = replica(*ops, erasure, kind="person")
    assert encode(replica(*map(erased, ops), erasure, kind="person")) == encode(whole)


def test_m19_erasing_reaches_late_notes_and_what_stands_aside():
    ops, erasure = _subject()
    seal, aside = {ops[1].id}, ops[:1]
    whole = encode(replica(*ops, erasure, aside=aside, seal=seal, kind="person"))
    assert encode(replica(erasure, *ops, aside=aside, seal=seal, kind="person")) == whole
    assert b"112233" not in whole[0]
    assert whole[1] is None
    rest = [erased(said) for said in ops]
    assert encode(replica(*rest, erasure, aside=rest[:1], seal=seal, kind="person")) == whole


def test_m19_only_true_erases():
    ana = Author("a", "person")
    said = ana.edit_personal(phone="99112233")
    record = replica(said, Author(OFFICE, "person").say({"_erased": False}), kind="person")
    assert not record.erased
    assert values(record, "phone") == ["99112233"]
