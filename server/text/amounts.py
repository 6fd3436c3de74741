"""Sums of money as papers say them: in millions with a comma, and in words (DOMAIN §C2; scenario 8). Pure.

The words are those before a noun: «зургаан зуун далан сая төгрөг». Written here and not taken from a package: the one
that is kept gives bare numerals, and the rule is twenty words long.
"""

from server.text import says

_ones = ("", "нэг", "хоёр", "гурван", "дөрвөн", "таван", "зургаан", "долоон", "найман", "есөн")
_tens = ("", "арван", "хорин", "гучин", "дөчин", "тавин", "жаран", "далан", "наян", "ерэн")
_groups = ("", "мянга", "сая", "тэрбум", "их наяд")
MOST = 10**15 - 1


def millions(tugrik: int) -> str:
    """`670000000` → `670,0`, `6550000` → `6,55`: for columns headed «сая ₮»; never rounded."""
    whole, rest = divmod(abs(tugrik), says.MILLION)
    places = f"{rest:06}".rstrip("0") or "0"
    return f"{'−' if tugrik < 0 else ''}{says.number(whole)},{places}"


def in_words(tugrik: int) -> str:
    """`890000000` → `найман зуун ерэн сая төгрөг`."""
    assert 0 <= tugrik <= MOST, tugrik
    if tugrik == 0:
        return "тэг төгрөг"
    words = []
    for place in range(len(_groups) - 1, -1, -1):
        group = tugrik // 1000**place % 1000
        if group:
            words += _hundreds(group) + ([_groups[place]] if place else [])
    if words[-1] == "мянга":
        words[-1] = "мянган"  # before the noun
    return " ".join([*words, "төгрөг"])


def _hundreds(group: int) -> list[str]:
    hundreds, rest = divmod(group, 100)
    words = [_ones[hundreds], "зуун"] if hundreds else []
    return words + [word for word in (_tens[rest // 10], _ones[rest % 10]) if word]
