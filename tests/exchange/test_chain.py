"""Where a batch stands on its chain: duplicates, gaps, reordering, clones (F16–F18, F21; M4, M5, M8, M24)."""

import copy
import itertools
import random

import pytest

from sync.chain import tag


def _some(tablet, world, count, start=0):
    return [tablet.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}") for i in range(start, start + count)]


def _ops_stored(world):
    return sorted((row[1], row[2], row[3]) for row in world.everything()["op"] if not row[1].startswith("office"))


def test_f17_a_batch_sent_twice_takes_effect_once_and_is_acknowledged_alike(world):
    """trap_13: an op's id is fixed when it is made, so a lost answer makes no second op."""
    bold = world.enrol()
    _some(bold, world, 5)
    first = world.sync(bold)
    before = world.derived()
    for _ in range(3):
        again = world.sync(bold, first=1, last=5)
        assert again.head["held"] == first.head["held"]
        assert again.head["arrived"] == first.head["arrived"]
    assert world.derived() == before


def test_f21_after_a_lost_answer_the_same_batch_brings_what_was_missed(world):
    bold = world.enrol()
    world.sync(bold)
    said = _some(bold, world, 3)
    cursor = bold.cursor
    world.sync(bold)
    bold.cursor, bold.sent = cursor, 0  # the answer never came
    answer = world.sync(bold)
    assert {row["id"] for row, _ in answer.rows} == set(said)
    assert answer.head["arrived"] == [[1, 3, tag(bold.hashes[3])]]


def test_f18_m24_ops_with_a_gap_before_them_are_held_and_arrive_when_it_closes(world):
    bold = world.enrol()
    _some(bold, world, 9)
    late = world.sync(bold, first=7, last=9)
    assert late.head["held"] == [[7, 9, tag(bold.hashes[9])]]
    assert "arrived" not in late.head
    bold.sent = 0
    world.sync(bold, first=1, last=3)
    closed = world.sync(bold, first=4, last=6)
    assert closed.head["arrived"] == [[1, 6, tag(bold.hashes[6])]]
    whole = world.sync(bold, first=7, last=9)
    assert whole.head["arrived"] == [[1, 9, tag(bold.hashes[9])]]
    assert [row[3:5] for row in world.everything()["chain"] if row[1] == bold.inc] == [(1, 9)]


@pytest.mark.parametrize("seed", range(6))
def test_f18_any_order_of_overlapping_batches_ends_in_one_whole_chain(world, seed):
    order = random.Random(seed)
    bold = world.enrol()
    said = _some(bold, world, 12)
    pieces = [sorted(order.sample(range(1, 13), 2)) for _ in range(8)] + [[1, 4], [5, 8], [9, 12]]
    order.shuffle(pieces)
    for first, last in pieces:
        world.sync(bold, first=first, last=last)
    assert [row[3:5] for row in world.everything()["chain"] if row[1] == bold.inc] == [(1, 12)], f"seed {seed}"
    assert len(_ops_stored(world)) == 12
    assert {row[1] for row in world.derived()["record"] if row[2] == "proposal"} == set(said)


def test_f16_both_branches_of_a_cloned_tablet_are_stored_and_the_second_gets_a_new_inc(world):
    """trap_10: the same seq with another hash is a fork; both are kept."""
    bold = world.enrol()
    proposal = _some(bold, world, 2)[0]
    world.sync(bold)
    clone = copy.deepcopy({"lines": bold.lines, "hashes": bold.hashes, "tops": bold.tops})
    twin = world.enrol()
    twin.key, twin.inc, twin.public_key = bold.key, bold.inc, bold.public_key
    twin.lines, twin.hashes, twin.tops = clone["lines"], clone["hashes"], clone["tops"]
    twin.sent, twin.cursor = 2, bold.cursor
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(1),)}, title="Эхний таблет")
    twin.say("proposal", proposal, _bases={"title": (twin.op_id(1),)}, title="Хуулбар таблет")
    assert "commands" not in world.sync(bold).head
    answer = world.sync(twin)
    assert answer.head["commands"] == ["new-inc"]
    assert answer.head["arrived"] == [[1, 3, tag(twin.hashes[3])]]  # M5: its own branch, by its own tag
    assert tag(bold.hashes[3]) != tag(twin.hashes[3])
    ((row, _),) = [(row, p) for row, p in answer.rows if row["id"] == proposal]
    assert {value for _, value, _ in row["live"]["title"]} == {"Эхний таблет", "Хуулбар таблет"}
    bold.say("proposal", unit=world.units["Бугат"], title="Дараагийн")
    twin.say("proposal", unit=world.units["Бугат"], title="Бас дараагийн")
    assert world.sync(bold).head["arrived"] == [[1, 4, tag(bold.hashes[4])]]
    assert world.sync(twin).head["arrived"] == [[1, 4, tag(twin.hashes[4])]]
    assert len(_ops_stored(world)) == 6


def test_clones_that_differ_from_the_first_op_on_stand_side_by_side(world):
    bold = world.enrol()
    twin = world.enrol()
    twin.key, twin.inc, twin.public_key = bold.key, bold.inc, bold.public_key
    twin.hashes = bold.hashes[:1]
    _some(bold, world, 2)
    _some(twin, world, 3, start=10)
    world.sync(bold)
    assert world.sync(twin).head["commands"] == ["new-inc"]
    assert len(_ops_stored(world)) == 5


def test_m8_in_a_new_epoch_the_answer_names_all_ranges_that_are_held(world):
    bold = world.enrol()
    _some(bold, world, 9)
    world.sync(bold, first=1, last=3)
    world.sync(bold, first=7, last=9)
    bold.cursor = "aaaaaa.17"
    answer = world.sync(bold, first=10, last=9)
    assert answer.head["epoch"] != "aaaaaa"
    assert answer.head["held"] == [[1, 3, tag(bold.hashes[3])], [7, 9, tag(bold.hashes[9])]]
    assert answer.head["arrived"] == [[1, 3, tag(bold.hashes[3])]]
    assert len(answer.rows) == 9  # the tenant, two units and six proposals: the feed starts anew


def test_a_closed_inc_learns_what_is_held_without_a_cursor(world):
    bold = world.enrol()
    _some(bold, world, 2)
    world.sync(bold)
    epoch, bold.cursor = bold.cursor.split(".")[0], ""
    head = world.sync(bold).head
    assert head["epoch"] == epoch
    assert head["held"] == head["arrived"] == [[1, 2, tag(bold.hashes[2])]]


def test_a_push_in_an_old_epoch_is_stored_and_the_feed_restarts(world):
    bold = world.enrol()
    bold.cursor = "aaaaaa.17"
    said = _some(bold, world, 1)
    answer = world.sync(bold)
    assert answer.head["arrived"] == [[1, 1, tag(bold.hashes[1])]]
    assert "settled" not in answer.head
    assert said[0] in {row["id"] for row, _ in answer.rows}


def test_i2_any_order_of_two_tablets_gives_the_same_records(world):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(1),)}, title="Гар худаг")
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(1),)}, title="Худгууд")
    states = set()
    for order in itertools.permutations([(bold, 1, 1), (bold, 2, 2), (tuya, 1, 1)]):
        for tablet, first, last in order:
            world.sync(tablet, first=first, last=last)
        states.add(next(bytes(row[3]) for row in world.derived()["record"] if row[1] == proposal))
    assert len(states) == 1
