"""Two wordings beside each other: which words differ, and one wording that keeps all of them (O2)."""

import re
from difflib import SequenceMatcher

WORDS_MAX = 2000  # longer texts are shown whole, without marks
_pieces = re.compile(r"\s+|[^\s]+")
_edges = re.compile(r"^\W+|\W+$")


def marked(one: str, other: str) -> list[tuple[str, bool]]:
    """`one` in pieces, each with whether its words stand not so in `other`. The pieces joined are `one`."""
    mine, theirs = _words(one), _words(other)
    if len(mine) > WORDS_MAX or len(theirs) > WORDS_MAX:
        return [(one, False)]
    same = set()
    for block in _matcher(mine, theirs).get_matching_blocks():
        same.update(range(block.a, block.a + block.size))
    found: list[tuple[str, bool]] = []
    place = -1
    for piece in _pieces.findall(one):
        is_space = piece.isspace()
        place += not is_space
        differs = (found[-1][1] and place + 1 not in same if found else False) if is_space else place not in same
        if found and found[-1][1] == differs:
            found[-1] = (found[-1][0] + piece, differs)
        else:
            found.append((piece, differs))
    return found


def joined(wordings: list[str]) -> str:
    """One wording with the words of all: what they share once, where they part the first one's words, then the next's.

    A proposal for a person to mend, never written by itself.
    """
    merged = _words(wordings[0]) if wordings else []
    for wording in wordings[1:]:
        words, made = _words(wording), []
        for kind, a, b, c, d in _matcher(merged, words).get_opcodes():
            made += merged[a:b] if kind == "equal" else merged[a:b] + words[c:d]
        merged = made
    return " ".join(merged)


def _words(text: str) -> list[str]:
    return text.split()


def _matcher(one: list[str], other: list[str]) -> SequenceMatcher:
    """Words are compared without the marks around them: «төвд,» is «төвд»."""
    return SequenceMatcher(None, [_bare(word) for word in one], [_bare(word) for word in other], autojunk=False)


def _bare(word: str) -> str:
    return _edges.sub("", word).casefold() or word
