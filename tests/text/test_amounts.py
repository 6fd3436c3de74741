"""Sums of money in figures and in words, as papers say them (scenario 8)."""

import pytest

from server.text import amounts


@pytest.mark.parametrize(
    ("tugrik", "words"),
    [
        (0, "тэг төгрөг"),
        (1, "нэг төгрөг"),
        (10, "арван төгрөг"),
        (21, "хорин нэг төгрөг"),
        (100, "нэг зуун төгрөг"),
        (1_000, "нэг мянган төгрөг"),
        (1_500, "нэг мянга таван зуун төгрөг"),
        (18_000_000, "арван найман сая төгрөг"),
        (6_500_000, "зургаан сая таван зуун мянган төгрөг"),
        (14_400_000, "арван дөрвөн сая дөрвөн зуун мянган төгрөг"),
        (670_000_000, "зургаан зуун далан сая төгрөг"),
        (890_000_000, "найман зуун ерэн сая төгрөг"),
        (1_234_567_890, "нэг тэрбум хоёр зуун гучин дөрвөн сая таван зуун жаран долоон мянга найман зуун ерэн төгрөг"),
        (10**12, "нэг их наяд төгрөг"),
    ],
)
def test_a_sum_is_said_in_words(tugrik, words):
    assert amounts.in_words(tugrik) == words


@pytest.mark.parametrize(
    ("tugrik", "figure"),
    [(670_000_000, "670,0"), (14_400_000, "14,4"), (6_550_000, "6,55"), (1, "0,000001"), (0, "0,0"),
     (1_234_500_000, "1\u00a0234,5")],
)  # fmt: skip
def test_a_sum_in_millions_is_never_rounded(tugrik, figure):
    assert amounts.millions(tugrik) == figure


def test_words_of_different_sums_differ():
    sums = [*range(1200), *(base * factor for base in range(1, 40) for factor in (10**3, 10**6, 10**9))]
    assert len({amounts.in_words(one) for one in sums}) == len(set(sums))
