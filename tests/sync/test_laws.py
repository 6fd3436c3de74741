"""The laws of the merge, on random histories (README §4; I1, I2, I4, I8).

Hypothesis prints the history that breaks a law. The same histories on every run; `YAVUUL_HYPOTHESIS=search` draws new
ones and prints how to repeat what it found.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from sync import merge
from sync.record import decode, encode
from tests.sync.build import OFFICE, Author, erased, values
from tests.sync.histories import histories, model, state

law = settings(max_examples=max(300, settings.default.max_examples))


@law
@given(histories(), st.randoms(use_true_random=False))
def test_ops_add_up_to_the_same_record_in_any_order(history, random):
    expected = state(history.fold(history.ops))
    for _ in range(3):
        random.shuffle(history.ops)
        assert state(history.fold(history.ops)) == expected


@law
@given(histories(), st.data())
def test_an_op_taken_in_twice_changes_nothing(history, data):
    record = history.fold(history.ops)
    expected = encode(record)
    again = data.draw(st.lists(st.sampled_from(history.ops), max_size=5)) if history.ops else []
    assert encode(history.fold(again, record)) == expected


@law
@given(histories(), st.randoms(use_true_random=False), st.integers(0, 14))
def test_a_record_that_went_by_the_wire_half_way_comes_to_the_same(history, random, cut):
    """Associative: what a row of the feed leaves to be done, the receiver does as the sender would have."""
    expected = state(history.fold(history.ops))
    random.shuffle(history.ops)
    half = decode(*encode(history.fold(history.ops[:cut])))
    assert state(history.fold(history.ops[cut:], half)) == expected


@law
@given(histories(), st.randoms(use_true_random=False), st.integers(0, 14))
def test_the_incremental_state_is_that_of_the_trivially_right_model(history, random, held):
    random.shuffle(history.ops)
    ops = history.ops[:held]
    assert state(history.fold(ops)) == state(model(history, ops))


@law
@given(histories(erasure=False), st.randoms(use_true_random=False))
def test_nothing_that_nobody_names_ever_leaves_live(history, random):
    random.shuffle(history.ops)
    named = {
        (path, base)
        for said in history.ops
        for path, (_, bases) in {**said.sets, **said.personal}.items()
        for base in bases
    }
    record = history.fold(history.ops)
    counting = [said for said in history.ops if said.id not in record.aside.keys() | record.late.keys()]
    for said in counting:
        for path, (value, _) in {**said.sets, **said.personal}.items():
            if (path, said.id) not in named and (history.kind, path) not in merge.TEXT_PATHS:
                assert record.live[path][said.id] == (value, said.n)


@law
@given(histories(), st.randoms(use_true_random=False))
def test_a_value_that_is_dead_stays_dead(history, random):
    random.shuffle(history.ops)
    record, dead = history.fold([]), set()
    for said in history.ops:
        history.fold([said], record)
        said_at = {(said.id, path) for path in {**said.sets, **said.personal}}
        live = {(op_id, path) for path, ops in record.live.items() for op_id in ops}
        assert not dead & live
        dead |= said_at - live


@law
@given(histories())
def test_a_row_is_read_as_it_was_written_and_written_as_it_was_read(history):
    for held in range(len(history.ops) + 1):
        row = encode(history.fold(history.ops[:held]))
        assert encode(decode(*row)) == row
        assert state(decode(*row)) == state(history.fold(history.ops[:held]))


@law
@given(histories(kinds=("person",)), st.randoms(use_true_random=False))
def test_an_erased_record_is_the_one_that_its_digests_add_up_to(history, random):
    officer = Author(OFFICE, history.kind)
    officer.at += 99
    history.ops.append(officer.say({merge.ERASED: True}))
    expected = state(history.fold(history.ops))
    history.aside = [erased(said) for said in history.aside]
    rest = [erased(said) for said in history.ops]
    random.shuffle(rest)
    assert state(history.fold(rest)) == expected


@law
@given(histories(), st.randoms(use_true_random=False))
def test_an_op_admitted_late_counts_as_if_it_had_never_stood_aside(history, random):
    record = history.fold(history.ops)
    waiting = history.aside[:]
    random.shuffle(waiting)
    for said in waiting:
        merge.admit(record, said, history.seal)
        assert merge.admit(record, said, history.seal) is None
    history.aside = []
    assert state(record) == state(history.fold(history.ops))


@law
@given(histories(), st.sampled_from(("adopted_at", "sex")))
def test_a_resolution_of_all_that_is_known_leaves_one_value(history, path):
    officer = Author("z", history.kind)
    officer.record = history.fold(history.ops)
    officer.resolve(path, "chosen")
    assert values(officer.record, path) == ["chosen"]
    assert path not in merge.reviews(officer.record)
