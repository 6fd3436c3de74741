"""Tracking codes: what a citizen without phone or account carries home, and reads out over a phone (T15, P1).

12 random symbols of Crockford's base 32 (60 bits) and a check symbol of the same alphabet (Luhn's rule for 32 symbols:
one wrong symbol is always found, two swapped ones but for a single pair). Read forgivingly: lower case, spaces, O for
0, I and L for 1, and the Cyrillic letters that look like these.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 12
_value = {symbol: place for place, symbol in enumerate(ALPHABET)}
_meant = str.maketrans(
    {"O": "0", "I": "1", "L": "1"}
    | dict(zip("АВСЕНКМОРТХУҮЗІ", "ABCEHKM0PTXYY31", strict=True))
    | dict.fromkeys(" -·.\u00a0\u2011")
)


def check_symbol(symbols: str) -> str:
    """The check symbol of `symbols` (all of ALPHABET)."""
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        high, low = divmod(_value[symbol] * (2 - place % 2), len(ALPHABET))
        total += high + low
    return ALPHABET[-total % len(ALPHABET)]


def read(typed: str) -> str | None:
    """The code that `typed` means: 13 symbols; None where it cannot be one."""
    code = typed.upper().translate(_meant)
    if len(code) != SYMBOLS + 1 or any(symbol not in _value for symbol in code):
        return None
    return code if check_symbol(code[:-1]) == code[-1] else None


def shown(code: str) -> str:
    """In groups, as a person reads it out: `7K2M 9QXA 4TBCD`."""
    return f"{code[:4]} {code[4:8]} {code[8:]}"
