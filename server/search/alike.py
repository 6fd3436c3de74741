"""Two wishes compared: which words they share, but for their form or a slip of the pen, and how alike they are (O3).

«Гар худаг гаргах», «гар худаг гаргаж егөөч», «Ауылға жаңа құдық қазу керек» want the same. What is found is a candidate
for a person to judge, never a fact. Words that stand in half of all wishes (to make, new, bagh) count for little.
"""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from server.search import words

ROOT_MIN = 3
LIGHT, NUMBER = 0.15, 0.2  # weights of a word that says little, and of a number; any other word: 1
FORM, SLIP = 0.9, 0.8  # how far a word counts that differs by its ending, or by a slip
LIKE_MIN = 0.5  # from which score on two wishes are offered as alike; measured in docs/clusters.md
SAME_CATEGORY, OTHER_CATEGORY = 0.05, -0.1
_verbs = "лгчх лгх лх х лж ж ч л"  # what is left of гаргуулах, гаргаж, гаргуулъя when short vowels are gone

_light = """
хийх хийлгэх гаргах гаргуулах тавих тавиулах барих бариулах засах засварлах засуулах болгох байгуулах нэмэх нэмүүлэх
авах өгөх өгнө өгөөч хэрэгтэй хүсэх хүсэлт хүсье санал шинэ шинээр шинэчлэх сайжруулах зохион байгуулах ажиллуулах
тохижуулах оруулах нээх солих манай бидний баг багийн хороо хороонд сум сумын төв орон нутаг иргэд айл дахин яаралтай
тухай учир байна байгаа юм уу ба болон бөгөөд асуудал ажил шийдвэрлэх шийдэж туслах авч үзэх одоо энэ тэр нь бас
жаңа керек қазу салу жасау біздің ауыл ауылға және
"""
_kazakh = """
құдық худаг көпір гүүр жарық гэрэлтүүлэг мектеп сургууль балабақша цэцэрлэг аурухана эмнэлэг дәрігер эмч қоқыс хог
қалдық хог жылу дулаан жайылым бэлчээр дәретхана жорлон тасқын үер алаң талбай кітапхана номын көше гудамж
"""
KAZAKH = dict(zip(_kazakh.split()[::2], _kazakh.split()[1::2], strict=True))
"""Kazakh words of Khovd's wishes and what Mongolian says for them, by how they begin; to be confirmed by a speaker."""


class Likeness(NamedTuple):
    """How alike two wishes are (0 to 1), the roots that both have, and (mine, theirs) that are one but for a slip."""

    score: float
    shared: tuple[str, ...]
    slips: tuple[tuple[str, str], ...]


def roots(text: str) -> tuple[str, ...]:
    """The roots of the words of `text`, each once, in their order."""
    found = (root(word) for word in words.words(text))
    return tuple(dict.fromkeys(one for one in found if len(one) >= words.STEM_MIN))


@lru_cache(100_000)
def root(word: str) -> str:
    """The root of one lower-case word: its stem without what makes a verb ask, order or cause; Kazakh as Mongolian."""
    for beginning, mongolian in KAZAKH.items():
        if word.startswith(beginning):
            word = mongolian
            break
    stem = words.stem(word)
    for ending in _verbs.split():
        if stem.endswith(ending) and len(stem) - len(ending) >= ROOT_MIN:
            return stem[: -len(ending)]
    return stem


@lru_cache(100_000)
def weight(one: str) -> float:
    """How much a root says of what is wished."""
    return LIGHT if one in LIGHT_ROOTS else NUMBER if one[0].isdecimal() else 1.0


def sign(found: tuple[str, ...]) -> str:
    """What is wished, without the light words: equal for wishes that differ in those alone. Empty: nothing is left."""
    return " ".join(sorted(one for one in found if weight(one) == 1.0))


def compare(mine: tuple[str, ...], theirs: tuple[str, ...], categories: tuple[str, str] = ("", "")) -> Likeness:
    """How alike two wishes are, by their roots and categories (empty: not known)."""
    total = sum(map(weight, mine)) + sum(map(weight, theirs))
    left = dict.fromkeys(theirs)
    equal = [one for one in mine if one in left]
    for one in equal:
        del left[one]
    common = 2 * sum(map(weight, equal))
    shared, slips = [one for one in equal if weight(one) == 1.0], []
    for one in mine:
        if not left or one in equal:
            continue
        nearest, other = max((nearness(one, each), each) for each in left)
        if nearest:
            del left[other]
            common += nearest * (weight(one) + weight(other))
            if weight(one) == 1.0 or weight(other) == 1.0:
                shared.append(one) if nearest > SLIP else slips.append((one, other))
    if not shared and not slips:
        return Likeness(0.0, (), ())
    score = common / total
    if all(categories):
        score += SAME_CATEGORY if categories[0] == categories[1] else OTHER_CATEGORY
    return Likeness(min(max(score, 0.0), 1.0), tuple(shared), tuple(slips))


@lru_cache(200_000)
def nearness(one: str, other: str) -> float:
    """1: the same; FORM: one begins as the other; SLIP: a letter lost, added, changed or swapped; 0: two words."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if one[0].isdecimal() or other[0].isdecimal() or len(short) < ROOT_MIN:
        return 0.0
    if long.startswith(short) and (len(short) > ROOT_MIN or len(long) == len(short) + 1):
        return FORM
    most = 0 if len(short) < 4 else 1 if len(long) < 7 else 2
    return SLIP if most and DamerauLevenshtein.distance(one, other, score_cutoff=most) <= most else 0.0


LIGHT_ROOTS = frozenset(root(word) for word in _light.split())
