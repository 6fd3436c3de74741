"""Bundles without keys: what is written reads back, whatever the way did to it; what is not ours is refused by name."""

import random

import pytest

from sync import bundle
from sync.bundle import BadBundle

HEARING = "h" * 26


def test_runs_come_out_as_they_went_in_byte_for_byte():
    runs = [b'{"catalogue":1,"inc":"a"}\n{"type":"x"}\n["salt",{}]', b'{"wire":1}\n{"type":"y"}\n"digest"']
    assert bundle.read(bundle.write(HEARING, "Рашаант", runs)) == bundle.Bundle(HEARING, "Рашаант", runs, [])


def test_frames_read_in_any_order_again_and_again_make_the_bundle():
    chance = random.Random(16)
    sealed = chance.randbytes(10_000)
    shown = bundle.frames(sealed)
    met = [bundle.read_frame(text) for text in chance.choices(shown, k=20) + chance.sample(shown, len(shown))]
    assert bundle.assemble(met) == sealed
    assert bundle.assemble([frame for frame in met if frame.place != 7]) is None
    assert max(map(len, shown)) <= 520  # version 15 at the lowest correction holds so many bytes


def test_a_frame_of_another_bundle_or_with_another_picture_is_noticed():
    first, second = (bundle.frames(bytes([number]) * 700) for number in (1, 2))
    met = [bundle.read_frame(text) for text in (first[0], second[1])]
    assert bundle.assemble(met) is None
    forged = first[0].replace(first[0][-4:], "AAAA")
    with pytest.raises(BadBundle, match="torn"):
        bundle.assemble([bundle.read_frame(text) for text in (forged, first[1])])


def test_what_is_too_large_is_refused_before_it_is_unfolded():
    for text in ("a" * (bundle.TEXT_CHARS_MAX + 1), bundle.to_text([bytes(bundle.SEALED_BYTES_MAX + 10)])):
        with pytest.raises(BadBundle, match="too-large"):
            bundle.from_text(text)
    with pytest.raises(BadBundle, match="too-large"):
        bundle.read_envelope(bundle.MAGIC + bytes(bundle.SEALED_BYTES_MAX))
    with pytest.raises(BadBundle, match="too-large"):
        bundle.read(bytes(bundle.PLAIN_BYTES_MAX + 1))


def test_lines_before_the_first_run_are_passed_over():
    head = b'{"bundle":1,"hearing":"aaaaaaaaaaaaaaaaaaaaaaaaaa","name":""}'
    run = b'{"catalogue":1,"inc":"x"}\n{"type":"proposal"}'
    assert bundle.read(b"\n".join((head, b'{"type":"stray"}', b'["stray"]', run))).runs == [run]
