"""Five tablets and one field; a delete against an edit (F58): every order ends alike, and no value is lost (I2, I4).

Hearings are never merged as the fault matrix has it: the schedule makes a hearing, one record on all its tablets, and
what each wrote of it meets field by field, as here.
"""

import itertools
import json
import random

import pytest

from sync import merge, op, opset
from sync.record import encode


def state_of(world, record):
    return next(bytes(row[3]) for row in world.derived()["record"] if row[1] == record)


def colliding(world, count):
    """A proposal, and `count` tablets that have each corrected its cost, seeing only the first."""
    author = world.enrol()
    proposal = author.say("proposal", unit=world.units["Бугат"], title="Худаг", cost=1)
    world.sync(author)
    tablets = [world.enrol() for _ in range(count)]
    for i, tablet in enumerate(tablets):
        tablet.say("proposal", proposal, _n=2, _bases={"cost": (author.op_id(1),)}, cost=100 + i)
    return author, proposal, tablets


def costs(state):
    return sorted(value for _, value, _ in json.loads(state)["live"]["cost"])


@pytest.mark.parametrize("seed", range(8))
def test_f58_five_tablets_edit_one_field_and_all_their_values_stay_whatever_the_order(world, seed):
    _, proposal, tablets = colliding(world, 5)
    random.Random(seed).shuffle(tablets)
    for tablet in tablets:
        world.sync(tablet)
    assert costs(state_of(world, proposal)) == [100, 101, 102, 103, 104], f"seed {seed}"
    assert [row[1:3] for row in world.derived()["review"]] == [(proposal, "cost")]
    rows = [next(row for row, _ in world.sync(world.enrol()).rows if row["id"] == proposal) for _ in range(2)]
    assert rows[0] == rows[1] == json.loads(state_of(world, proposal))


def folded(record, tablets):
    """The line of what the tablets' ops add up to, by the engine alone and in the order given here."""
    ops = [
        op.read(lines[0], None, tablet.inc, seq, tablet.op_id(seq).split(".")[2])
        for tablet in tablets
        for seq, lines in enumerate(tablet.lines, 1)
    ]
    return encode(merge.fold("proposal", record, ops))[0]


def test_f58_every_order_of_three_edits_ends_in_the_bytes_that_the_engine_folds(world):
    for order in itertools.permutations(range(3)):
        author, proposal, tablets = colliding(world, 3)
        for place in order:
            world.sync(tablets[place])
        assert state_of(world, proposal) == folded(proposal, [author, *tablets]), order


@pytest.mark.parametrize("delete_first", [True, False])
def test_f58_trap_16_a_delete_beside_an_edit_is_for_review_and_the_content_stays(world, delete_first):
    """Also trap_15: nothing comes back by itself, and nothing goes by itself."""
    author, proposal, (editor, deleter) = colliding(world, 2)
    deleter.lines.clear()
    del deleter.hashes[1:]
    seen = opset.encode({author.op_id(1)})
    deleter.say("proposal", proposal, _n=2, _deleted=seen)
    for tablet in (deleter, editor) if delete_first else (editor, deleter):
        world.sync(tablet)
    assert (proposal, "_deleted") in [row[1:3] for row in world.derived()["review"]]
    state = json.loads(state_of(world, proposal))
    said = state["set"] | {path: live[0][1] for path, live in state.get("live", {}).items()}
    assert (said["title"], said["cost"], said["_deleted"]) == ("Худаг", 100, seen)


def test_trap_12_the_server_knows_too_how_far_each_inc_has_come(world):
    """The tablet's checkpoint is never believed alone: ranges by tag are compared at every push and in every epoch."""
    author, _, _ = colliding(world, 0)
    (chain,) = [row for row in world.everything()["chain"] if row[1] == author.inc]
    assert chain[2:6] == (author.op_id(1).split(".")[2], 1, 1, author.op_id(1).split(".")[2])
    author.cursor = "aaaaaa.5"
    assert world.sync(author, first=2, last=1).head["held"] == [[1, 1, chain[5]]]
