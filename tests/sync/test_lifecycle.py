"""What a seal covers (M15), and what a closed ranking session keeps out (T9)."""

import pytest

from sync import lifecycle, merge
from sync.lifecycle import SEALABLE, hearings_of, seal_over, seen_by
from tests.sync.build import HEARING, RECORD, Author, replica

OTHER = "o" * 26


def test_a_hearing_is_covered_by_its_own_seal():
    assert hearings_of(Author("a", "hearing").record) == {RECORD}


def test_a_record_is_covered_by_the_seal_of_each_hearing_that_it_may_belong_to():
    ana, bold = Author("a"), Author("b")
    record = replica(ana.edit(hearing=HEARING), bold.edit(hearing=OTHER))
    assert hearings_of(record) == {HEARING, OTHER}
    assert hearings_of(replica(ana.edit(hearing=None))) == set()


def test_a_record_of_late_notes_alone_stays_covered():
    note = Author("a").edit(hearing=HEARING, title="late")
    assert hearings_of(replica(note, seal=set())) == {HEARING}
    assert hearings_of(replica(Author("a").edit(hearing=None), seal=set())) == set()
    assert hearings_of(replica(Author("a").edit(title="late"), seal=set())) == set()


def test_a_late_note_moves_no_record_to_another_hearing():
    ana = Author("a")
    first = ana.edit(hearing=HEARING)
    move = ana.edit(hearing=OTHER)
    assert hearings_of(replica(first, move, seal={first.id})) == {HEARING}


@pytest.mark.parametrize("kind", ["seal", "manifest", "unit", "person", "unheard_of"])
def test_seals_manifests_and_what_belongs_to_no_hearing_are_never_late(kind):
    assert kind not in SEALABLE
    assert hearings_of(Author("a", kind).hear().record) == set()


def test_what_a_hearing_consists_of_is_sealable():
    assert {"hearing", "proposal", "minutes", "decision", "attendance", "signature"} <= SEALABLE
    assert not SEALABLE & lifecycle.AFTER_THE_SEAL


def test_seals_of_one_hearing_have_seen_together_what_each_has_seen():
    ana, bold = Author("a"), Author("b")
    first, second = ana.edit(title="1"), bold.edit(title="2")
    seals = [Author(name, "seal") for name in "cd"]
    for seal, author in zip(seals, (ana, bold), strict=True):
        seal.edit(seen=seal_over([author.record]), hearing=HEARING)
    assert seen_by(seal.record for seal in seals) == {first.id, second.id}


def test_without_a_seal_nothing_is_late():
    empty = Author("a", "seal")
    assert seen_by([]) is None
    empty.edit(hearing=HEARING)
    assert seen_by([empty.record]) is None
    empty.edit(seen=None)
    assert seen_by([empty.record]) is None


def test_an_empty_hearing_can_be_sealed():
    seal = Author("a", "seal")
    seal.edit(seen=seal_over([]))
    assert merge.value_of(seal.record, "seen") == ""
    assert seen_by([seal.record]) == frozenset()


def test_a_session_is_closed_to_what_its_closing_had_not_seen():
    ana, bold = Author("a", "ranking_session"), Author("b", "ranking_session")
    seen, unseen = bold.edit(eligible=41), bold.edit(eligible=40)
    ana.hear(seen)
    assert not lifecycle.is_closed_to(ana.record, unseen), "not closed"
    ana.edit(counted=seal_over([ana.record]))
    assert not lifecycle.is_closed_to(ana.record, unseen), "voting is over, the result is not written"
    ana.edit(closed_at="2026-11-24T08:00:00Z[Asia/Hovd]")
    assert lifecycle.is_closed_to(ana.record, unseen)
    assert not lifecycle.is_closed_to(ana.record, seen)
    ana.edit(counted=None)
    assert lifecycle.is_closed_to(ana.record, seen)


def test_only_sessions_close():
    hearing = Author("a", "hearing")
    hearing.edit(closed_at="2026-11-24T08:00:00Z[Asia/Hovd]")
    assert not lifecycle.is_closed_to(hearing.record, Author("b", "hearing").edit(title="late"))
