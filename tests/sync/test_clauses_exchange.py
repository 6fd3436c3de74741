"""What the engine itself knows of the clauses of the exchange; the rest is proved where the exchange is."""

import pytest

from sync import chain, merge, op
from sync.chain import Range, holes
from sync.record import decode, encode
from tests.sync.build import SALT, Author, replica


def test_m05_the_ranges_of_two_branches_differ_though_their_numbers_do_not():
    ana = Author("a")
    ana.edit(title="Худаг")
    twin = ana.clone()
    ends = [Range(1, said.seq, said.tag) for said in (ana.edit(cost=1), twin.edit(cost=1))]
    assert ends[0][:2] == ends[1][:2]
    assert ends[0] != ends[1]


@pytest.mark.parametrize(
    ("held", "last", "missing"),
    [
        ([], 3, [(1, 3)]),
        ([], 0, []),
        ([(1, 3)], 3, []),
        ([(1, 3)], 5, [(4, 5)]),
        ([(2, 3)], 3, [(1, 1)]),
        ([(5, 6), (1, 2)], 8, [(3, 4), (7, 8)]),
        ([(1, 4), (2, 3)], 6, [(5, 6)]),
        ([(1, 2), (2, 5)], 5, []),
        ([(4, 9)], 2, [(1, 2)]),
        ([(1, 9)], 2, []),
    ],
)
def test_m08_m24_every_hole_below_the_highest_is_offered_again(held, last, missing):
    assert holes([Range(first, end, "aaaaaaaa") for first, end in held], last) == missing


def test_m16_a_group_travels_with_each_of_its_ops():
    ana = Author("a")
    group = "g" * 26
    ops = [ana.say({"title": "Худаг"}, group=group), ana.say({"cost": 1}, group=group)]
    assert [said.group for said in ops] == [group, group]
    assert ana.lines[0][0].endswith(b',"group":"' + group.encode() + b'"}')
    assert ana.edit(title="alone").group is None


def test_m16_a_group_that_was_parked_whole_is_admitted_whole():
    ana = Author("a")
    ops = [ana.say({"title": "Худаг"}, group="g" * 26), ana.say({"cost": 1}, group="g" * 26)]
    record = replica(*ops, aside=ops)
    assert record.live == {}
    for said in ops:
        merge.admit(record, said)
    assert encode(record) == encode(replica(*ops))


def test_m20_a_relay_needs_nothing_but_the_bytes_of_the_author():
    ana = Author("a", "person")
    ops = [ana.edit(sex="female"), ana.edit_personal(phone="99112233")]
    link = chain.genesis(ana.inc)
    for seq, (line, personal) in enumerate(ana.lines, 1):
        link = chain.link(link, line, personal)
        relayed = op.read(line, personal, ana.inc, seq, chain.tag(link))
        assert relayed == ops[seq - 1]
        assert op.write(relayed, SALT) == (line, personal)


def test_m24_a_missing_line_changes_every_tag_after_it():
    ana = Author("a")
    first, second = ana.edit(title="Худаг"), ana.edit(cost=1)
    gap = chain.link(chain.genesis(ana.inc), ana.lines[1][0])
    assert chain.tag(gap) not in {first.tag, second.tag}


def test_m06_the_overlay_of_pending_ops_survives_a_newer_row():
    ana, bold = Author("a"), Author("b")
    first = ana.edit(title="Худаг")
    pending = ana.edit(title="Гүн худаг")
    row = decode(*encode(replica(first, bold.hear(first).edit(cost=1))))
    assert merge.apply(row, pending) == ("applied", "")
    assert merge.value_of(row, "title") == "Гүн худаг"
    assert merge.value_of(row, "cost") == 1
    assert merge.reviews(row) == []
