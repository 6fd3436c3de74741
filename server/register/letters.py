"""Letters of old fonts made right (DOMAIN §C2, «Legacy letters»): never guessed where a text is right already."""

import unicodedata

_ukrainian = str.maketrans("їєЇЄ", "үөҮӨ")


def repaired(text: str) -> str:
    """`text` in NFC with Ү and Ө, whatever font it was typed in; as it is where nothing is wrong."""
    text = unicodedata.normalize("NFC", text).strip()
    if _is_misread(text):
        text = text.encode("latin-1").decode("cp1251", "replace")  # ¿ º ¯ ª become ї є Ї Є by this
    return text.translate(_ukrainian)


def _is_misread(text: str) -> bool:
    """Whether it is Cyrillic of one byte a letter, read as Latin-1: mostly letters of À…ÿ, no Cyrillic, no others."""
    high = sum("À" <= letter <= "ÿ" for letter in text)
    letters = sum(letter.isalpha() for letter in text)
    return letters > 1 and high * 2 > letters and all(ord(letter) < 256 for letter in text)
