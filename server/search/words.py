"""Words → stems, so that «худгийн», «hudag», «xудаг» and «худаг» are one (scenario 20).

A stem is for finding only: it is never shown, and two words that share one are candidates, not equals. Steps, each a
plain table: legacy letters, Latin look-alikes or transliteration, folded vowels, case and plural endings, short vowels.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

WORD = re.compile(r"[^\W_]+", re.UNICODE)
STEM_MIN = 2  # letters that must stay when an ending is cut
WORDS_MAX = 200  # of one text
WHOLE_MAX = 2  # letters of a stem that stands for itself alone, and not for what begins with it

_legacy = str.maketrans("їєЇЄ", "үөүө")  # fonts before Unicode had Ү and Ө in the places of these
_looks = dict(zip("abcehkmoptxy", "авсенкмортху", strict=True))  # an а is an a to the eye
_spelt = """
shch щ sh ш ch ч kh х ts ц ya я yo ё yu ю ye е
a а b б c ц d д e э f ф g г h х i и j ж k к l л m м n н o о p п q к r р s с t т u у v в w в x х y й z з
"""  # Latin as people spell Mongolian with it, the longer sounds first
_sounds = tuple(zip(_spelt.split()[::2], _spelt.split()[1::2], strict=True))
_round = str.maketrans("өүё", "оуе")  # before endings are cut: vowel harmony doubles them otherwise
_fold = str.maketrans({"й": "и", "э": "е", "ъ": "", "ь": "", "ы": "и", "щ": "ш"})
_vowels = "аеиоуыэюя"
_cut = """
ийн ын ний ны н ийг ыг д т нд анд онд енд энд аас оос еес ээс наас ноос нээс той тай тэй руу луу
ууд нууд чууд чуул аа оо ээ ее таа тоо тээ даа доо дээ аар оор ээр еер
"""
"""Endings of nouns, after `_round`: cases, plurals, reflexives. Not all that Mongolian has, but those that proposals
use; the tests hold what they must do."""
_endings = tuple(sorted(_cut.split(), key=lambda ending: (-len(ending), ending)))  # the longest first


def words(text: str) -> list[str]:
    """The words of `text`, lower case, NFC, at most WORDS_MAX."""
    return [found.group() for found in islice(WORD.finditer(unicodedata.normalize("NFC", text).lower()), WORDS_MAX)]


def stems(text: str) -> list[str]:
    """The stems of the words of `text`, in their order, without those of one letter."""
    return [found for word in words(text) if len(found := stem(word)) >= STEM_MIN]


def fits(found: str, meant: Collection[str]) -> bool:
    """Whether a word with the stem `found` is one of those that are `meant`, as the index finds them."""
    return any(found == one or (len(one) > WHOLE_MAX and found.startswith(one)) for one in meant)


def marked(text: str, meant: Collection[str]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a word that was meant; one after the other they are the text again."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in WORD.finditer(text):
        if fits(stem(found.group().lower()), meant):
            pieces += [(text[end : found.start()], False), (found.group(), True)]
            end = found.end()
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def around(text: str, meant: Collection[str], width: int) -> str:
    """About `width` letters of `text` around the first word that is meant, cut between words."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    hit = next((found.start() for found in WORD.finditer(text) if fits(stem(found.group().lower()), meant)), 0)
    start = 0 if hit < width // 2 else text.rfind(" ", 0, hit - width // 3) + 1
    end = len(text) if len(text) - start <= width else text.rfind(" ", start, start + width)
    end = end if end > start else start + width
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


@lru_cache(100_000)  # people use few words, over and over
def stem(word: str) -> str:
    """The stem of one lower-case word."""
    cyrillic = _in_cyrillic(word.translate(_legacy)).translate(_round)
    return _without_short_vowels(_without_endings(cyrillic).translate(_fold))


def folded(word: str) -> str:
    """One lower-case word in one spelling, endings and all: for names, which are looked up by how they begin."""
    return _in_cyrillic(word.translate(_legacy)).translate(_round).translate(_fold)


def _in_cyrillic(word: str) -> str:
    latin = sum("a" <= letter <= "z" for letter in word)
    if not latin:
        return word
    if latin < len(word) and any("а" <= letter <= "я" for letter in word):
        return "".join(_looks.get(letter, letter) for letter in word)  # one alphabet with slips of the other
    for sound, letter in _sounds:
        word = word.replace(sound, letter)
    return word


def _without_endings(word: str) -> str:
    """Cut endings while a stem with a vowel stays: at most two, a case and a plural."""
    for _ in range(2):
        for ending in _endings:
            rest = word[: -len(ending)]
            enough = STEM_MIN + (len(ending) == 1)
            if word.endswith(ending) and len(rest) >= enough and any(letter in _vowels for letter in rest):
                word = rest
                break
        else:
            break
    return word


def _without_short_vowels(word: str) -> str:
    """Leave out vowels after the first syllable: they come and go («худаг», «худгийн»)."""
    kept = ""
    for letter in word:
        if letter in _vowels and any(before in _vowels for before in kept):
            continue
        kept += letter
    return kept
