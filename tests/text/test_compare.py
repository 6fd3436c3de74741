"""Which words of two wordings differ, and one wording of both."""

import random

import pytest

from server.text import compare

BEHIND = "Багийн төвд, сургуулийн хойно гар худаг гаргах"
SOLAR = "Багийн төвд нарны цахилгаантай насостой гар худаг гаргах"


def differing(one, other):
    return [piece.strip() for piece, differs in compare.marked(one, other) if differs]


def test_the_differing_words_of_each_side_are_marked():
    assert differing(BEHIND, SOLAR) == ["сургуулийн хойно"]
    assert differing(SOLAR, BEHIND) == ["нарны цахилгаантай насостой"]


def test_both_wordings_become_one():
    assert compare.joined([BEHIND, SOLAR]) == (
        "Багийн төвд, сургуулийн хойно нарны цахилгаантай насостой гар худаг гаргах"
    )


@pytest.mark.parametrize("text", ["", " ", "нэг", "нэг  хоёр\nгурав", BEHIND])
def test_equal_wordings_have_no_mark(text):
    assert differing(text, text) == []
    assert "".join(piece for piece, _ in compare.marked(text, text)) == text


def test_no_word_is_lost_and_no_text_is_changed():
    chance = random.Random(2)
    words = ["а", "б", "в", "г", "д,", "«е»", "ж"]
    for _ in range(300):
        one, other = (" ".join(chance.choices(words, k=chance.randrange(9))) for _ in range(2))
        assert "".join(piece for piece, _ in compare.marked(one, other)) == one
        kept = {word.strip(",«»") for word in compare.joined([one, other]).split()}
        assert {word.strip(",«»") for word in f"{one} {other}".split()} <= kept


def test_a_very_long_text_is_shown_whole():
    long = "үг " * 3000
    assert compare.marked(long, "өөр") == [(long, False)]
