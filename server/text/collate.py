"""The order of the Mongolian alphabet: 35 letters, Ё after Е, Ө after О, Ү after У (DOMAIN §C2, scenario 21).

Code points put Ө and Ү after Я, and ICU takes Ё for Е, so neither can sort a list of baghs. Kazakh letters stand beside
those that they are like; Latin comes after Cyrillic, figures before all letters, and numbers by their size.
"""

import re

LETTERS = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
_kazakh = {"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ұ": "у", "һ": "х", "і": "и"}  # after the letter that it is like
_place = {letter: (place, 0) for place, letter in enumerate(LETTERS)}
_place |= {letter: (_place[like][0], 1) for letter, like in _kazakh.items()}
_pieces = re.compile(r"\d+|.", re.S)

Key = tuple


def key(text: str) -> Key:
    """The sort key of `text`: `sorted(names, key=collate.key)`."""
    return (tuple(_weight(piece) for piece in _pieces.findall(text.casefold())), text)


def _weight(piece: str) -> tuple[int, int, int]:
    if piece.isdecimal():
        return (1, int(piece), 0)
    if piece in _place:
        return (2, *_place[piece])
    return (3, ord(piece), 0) if piece.isalpha() else (0, ord(piece), 0)
