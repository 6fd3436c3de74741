"""The clauses of the merge: each test fails if its clause is taken out (README §4).

M5, M8, M16–M18, M20 and M23–M25 are in test_clauses_exchange.py as far as the engine knows of them.
"""

from itertools import permutations

import pytest

from sync import merge, opset
from sync.kinds import INTEGER_MAX
from sync.op import Op
from sync.record import decode, encode
from tests.sync.build import AT, OFFICE, RECORD, Author, replica, values


def test_m01_a_base_named_at_one_path_leaves_the_same_op_alive_at_another():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг", cost=1)
    change = bold.hear(first).edit(title="Гүн худаг")
    late_to_hear = replica(change, first)
    assert values(late_to_hear, "title") == ["Гүн худаг"]
    assert values(late_to_hear, "cost") == [1]


def test_m01_map_keys_are_paths_of_their_own():
    ana, bold = Author("a", "tally"), Author("b", "tally")
    first = ana.edit({"counts/table1": 10, "counts/table2": 20})
    change = bold.hear(first).edit({"counts/table1": 11})
    record = replica(change, first, kind="tally")
    assert values(record, "counts/table1") == [11]
    assert values(record, "counts/table2") == [20]


def test_m02_an_op_that_was_named_before_it_came_is_dead_but_its_bases_are_named_too():
    ana = Author("a")
    first, second, third = ana.edit(title="1"), ana.edit(title="2"), ana.edit(title="3")
    for order in permutations((first, second, third)):
        assert values(replica(*order), "title") == ["3"]


def test_m02_no_op_waits_for_one_that_has_come():
    ana = Author("a")
    first, second = ana.edit(title="1"), ana.edit(title="2")
    assert replica(second, first).named == {}


def test_m02_a_base_that_never_stood_at_the_path_is_waited_for_by_nobody():
    """A careless tablet names an op that says nothing there: the order of arrival must not show (I2)."""
    ana, bold = Author("a"), Author("b")
    first = ana.edit(cost=1)
    careless = bold.say({"title": ("Худаг", (first.id,))})
    assert encode(replica(careless, first)) == encode(replica(first, careless))


def test_m02_ops_that_name_each_other_by_forged_tags_kill_only_themselves():
    """40 bits can be forged with patience; the order of arrival must not show even then."""
    ana = Author("a")
    first = ana.edit(title="1")
    ids = [f"{name * 20}.1.forgedaa" for name in "bc"]
    one, other = (
        Op(name * 20, 1, "forgedaa", "proposal", RECORD, 2, AT, 1, {"title": (name, bases)})
        for name, bases in (("b", (ids[1], first.id)), ("c", (ids[0],)))
    )
    rows = {encode(replica(*order)) for order in permutations((one, other))}
    assert len(rows) == 1
    assert replica(one, other).named == {"title": {first.id}}
    assert replica(one, other, first).live == {}


def test_m03_a_hole_below_the_highest_seq_is_a_hole():
    ana, bold = Author("a"), Author("b")
    first, second = ana.edit(title="1"), ana.edit(cost=2)
    record = replica(second)
    assert first.id not in record.seen
    assert first.id not in opset.decode(merge.delete(record)["_deleted"][0])
    merge.apply(record, first)
    assert values(record, "title") == ["1"]
    assert bold.hear(second).record.seen == {second.id}


def test_m04_both_branches_of_a_cloned_tablet_live():
    ana = Author("a")
    first = ana.edit(title="Худаг")
    twin = ana.clone()
    one, other = ana.edit(title="Гүн худаг"), twin.edit(title="Шинэ худаг")
    assert (one.inc, one.seq) == (other.inc, other.seq)
    record = replica(first, one, other)
    assert values(record, "title") == ["Гүн худаг", "Шинэ худаг"]
    assert merge.reviews(record) == ["title"]


def test_m04_the_tag_also_tells_apart_branches_whose_last_lines_are_equal():
    ana = Author("a")
    ana.edit(title="Худаг")
    twin = ana.clone()
    ana.edit(cost=1)
    twin.edit(cost=2)
    twin.at = ana.at
    ends = [branch.say({"title": "Сургууль"}, n=9) for branch in (ana, twin)]
    assert ana.lines[-1] == twin.lines[-1]
    assert ends[0].id != ends[1].id


@pytest.mark.parametrize("clause", ["m06 own pending op", "m09 op that came by bundle"])
def test_m06_m09_an_op_put_again_over_a_row_that_has_seen_it_changes_nothing(clause):
    """The row's `seen` tells, not a receipt: what the office changed meanwhile stays changed."""
    ana, office = Author("a"), Author(OFFICE)
    pending = ana.edit(title="Худаг")
    change = office.hear(pending).edit(title="Гүн худаг")
    row = encode(replica(pending, change))
    absorbed = decode(*row)
    assert merge.apply(absorbed, pending) is None, clause
    assert encode(absorbed) == row


def test_m07_naming_a_parked_op_names_what_it_named():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="1")
    parked = ana.edit(title="2")
    last = bold.hear(first, parked).edit(title="3")
    for order in permutations((first, parked, last)):
        assert values(replica(*order, aside=[parked]), "title") == ["3"], [said.seq for said in order]


def test_m07_the_chain_of_parked_ops_may_be_long_and_partly_late():
    ana, bold = Author("a"), Author("b")
    ops = [ana.edit(title=str(number)) for number in range(4)]
    last = bold.hear(*ops).edit(title="last")
    seal = {ops[0].id, last.id}
    for order in permutations((*ops, last)):
        record = replica(*order, aside=ops[1:2], seal=seal)
        assert values(record, "title") == ["last"]
        assert record.late.keys() == {ops[2].id, ops[3].id}


def test_m07_a_parked_op_that_nobody_names_names_nobody():
    ana = Author("a")
    first, parked = ana.edit(title="1"), ana.edit(title="2")
    for order in permutations((first, parked)):
        assert values(replica(*order, aside=[parked]), "title") == ["1"]


def test_m07_personal_lines_of_parked_ops_count_as_well():
    ana, bold = Author("a", "person"), Author("b", "person")
    first, parked = ana.edit_personal(phone="1"), ana.edit_personal(phone="2")
    last = bold.hear(first, parked).edit_personal(phone="3")
    for order in permutations((first, parked, last)):
        assert values(replica(*order, aside=[parked], kind="person"), "phone") == ["3"]


def test_m10_a_row_says_all_that_its_record_knows():
    """Absorbing replaces: whatever the tablet had, the row alone decides what later ops do."""
    ana, bold = Author("a"), Author("b")
    first, second = ana.edit(title="1"), ana.edit(title="2")
    row = encode(replica(second))
    absorbed = decode(*row)
    merge.apply(absorbed, first)
    assert values(absorbed, "title") == ["2"]
    other = bold.edit(title="other")
    merge.apply(absorbed, other)
    assert encode(absorbed) == encode(replica(other, first, second))


def test_m14_a_removed_map_entry_against_a_changed_one_is_a_collision():
    ana, bold = Author("a", "tally"), Author("b", "tally")
    first = ana.edit({"counts/table1": 10})
    bold.hear(first)
    removal, change = ana.edit({"counts/table1": None}), bold.edit({"counts/table1": 11})
    record = replica(first, removal, change, kind="tally")
    assert merge.reviews(record) == ["counts/table1"]
    assert values(replica(first, removal, kind="tally"), "counts/table1") == [None]


def test_m21_a_forged_huge_n_wins_the_display_and_nothing_more():
    ana, bold = Author("a"), Author("b")
    forged = ana.say({"title": "FORGED"}, n=INTEGER_MAX)
    honest = bold.edit(title="Худаг")
    record = replica(forged, honest)
    assert merge.value_of(record, "title") == "FORGED"
    assert merge.reviews(record) == ["title"]
    mended = bold.hear(forged).resolve("title", "Худаг")
    assert mended.n == INTEGER_MAX
    assert merge.value_of(bold.record, "title") == "Худаг"
    assert merge.reviews(bold.record) == []


def test_m22_an_ordinary_edit_leaves_the_hidden_value_for_review():
    ana, bold, cecilia = Author("a"), Author("b"), Author("c")
    hidden, shown = ana.edit(title="hidden"), bold.edit(title="shown")
    edit = cecilia.hear(hidden, shown).edit(title="new")
    assert edit.sets["title"][1] == (shown.id,)
    assert values(cecilia.record, "title") == ["hidden", "new"]


def test_m22_an_ordinary_edit_names_the_equals_of_the_shown_value():
    ana, bold, cecilia = Author("a"), Author("b"), Author("c")
    same = [ana.edit(title="Худаг"), bold.edit(title="Худаг")]
    assert merge.reviews(cecilia.hear(*same).record) == []
    cecilia.edit(title="Гүн худаг")
    assert values(cecilia.record, "title") == ["Гүн худаг"]


def test_m22_a_resolution_names_all_and_a_late_op_opens_the_review_again():
    ana, bold, office = Author("a"), Author("b"), Author(OFFICE)
    office.hear(ana.edit(title="1"), bold.edit(title="2")).resolve("title", "both")
    assert merge.reviews(office.record) == []
    office.hear(bold.edit(title="3"))
    assert merge.reviews(office.record) == ["title"]


def test_m22_true_and_one_are_different_values():
    ana, bold = Author("a"), Author("b")
    assert merge.reviews(replica(ana.edit(supporters=1), bold.edit(supporters=True))) == ["supporters"]


def test_m22_an_edit_names_no_more_values_than_an_op_can_carry():
    equals = [Author(name).say({"title": "Худаг"}) for name in "abcdefghijklmnopqrstuvwxyz234567"]
    equals += [Author(name).clone().say({"title": "Худаг"}) for name in "abcdefghijklmnopqrstuvwxyz234567"]
    office = Author(OFFICE).hear(*equals, Author("a").clone().clone().say({"title": "Худаг"}))
    office.edit(title="Гүн худаг")
    assert len(office.record.live["title"]) == 2
    office.resolve("title", "Гүн худаг")
    assert values(office.record, "title") == ["Гүн худаг"]
