"""Money as it is typed in Mongolia: «670,0 сая», «18 000 000₮», «6.5 тэрбум» (DOMAIN §C2); the twin of
pwa/src/domain/money.ts.

One sign with three digits behind it (`1,234`) is a decimal sign to one person and a thousands sign to the next: both
readings come back, and a person chooses. A bare number is millions while it is small, tögrög when it is large.
"""

import re
import unicodedata
from decimal import Decimal

from sync.kinds import INTEGER_MAX

MILLION = 1_000_000
MILLIONS_BELOW, TUGRUG_FROM = 1000, 100_000  # between both a bare number may be either
UNITS = (
    (r"(их\s*наяд|trillion)", MILLION * MILLION),
    (r"(тэрбум|тэр|billion|bn)", 1000 * MILLION),
    (r"(сая|million|mln|m)", MILLION),
    (r"(бум)", 100_000),
    (r"(түм)", 10_000),
    (r"(мянга|мян|thousand|k)", 1000),
    (r"", 1),
)
TYPED_MAX = 60


def readings(typed: str) -> list[int]:
    """What `typed` may mean in whole tögrög, the least first: none where it is no sum, two where it must be asked."""
    text = re.sub(r"[\s\u00a0\u202f'’_]+", " ", unicodedata.normalize("NFC", typed[:TYPED_MAX]).lower()).strip()
    found = re.fullmatch(r"([0-9., ]*[0-9]) *([^0-9]*)", text)
    if found is None:
        return []
    figure, words = found[1].replace(" ", ""), found[2]
    unit = re.sub(r"₮|төгрөг|төг\.?|mnt", "", words).removesuffix(".").strip()
    factor = next((size for pattern, size in UNITS if re.fullmatch(pattern, unit)), None)
    if factor is None:
        return []
    known = _figures(figure)
    is_bare = not unit and not re.search(r"₮|төг|mnt", words)
    if is_bare and len(known) == 1:
        sums = _bare(known[0])
    else:
        sums = [known_one * (MILLION if is_bare else factor) for known_one in known]
    return sorted({int(one) for one in sums if one == int(one) and one <= INTEGER_MAX})


def _figures(figure: str) -> list[Decimal]:
    """The readings of digits with points and commas."""
    signs = re.findall(r"[.,]", figure)
    groups = re.split(r"[.,]", figure)
    *front, tail = groups
    is_grouped = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and not figure.startswith("0")
    if not signs:
        return [Decimal(figure)]
    if len(signs) > 1 and len(set(signs)) == 1:
        return [Decimal("".join(groups))] if is_grouped else []
    decimal = Decimal(f"{''.join(front) or '0'}.{tail}")
    if len(signs) > 1:
        return [decimal] if all(len(group) == 3 for group in front[1:]) else []
    return [decimal, Decimal("".join(groups))] if is_grouped else [decimal]


def _bare(figure: Decimal) -> list[Decimal]:
    if figure < MILLIONS_BELOW:
        return [figure * MILLION]
    return [figure] if figure >= TUGRUG_FROM else [figure, figure * MILLION]


def in_millions(tugrug: int, sign: str = ",") -> str:
    """`670000000` → `670,0`, as it is typed; with exactly three places a fourth, so that it is not read as
    thousands."""
    millions, rest = divmod(tugrug, MILLION)
    places = f"{rest:06}".rstrip("0")
    return f"{millions}{sign}{(places + '0' if len(places) == 3 else places) or '0'}"
