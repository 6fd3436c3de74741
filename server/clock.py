"""The one clock of the server. It orders nothing (I10): it stamps receipts, limits, codes and logs.

`YAVUUL_NOW=2026-11-22T10:00:00+07:00` freezes it; `YAVUUL_NOW=+PT90M`, `-PT30S` or `+P2D` sets it off from
the true one.
"""

import os
import re
import time
from datetime import UTC, datetime

_OFFSET = re.compile(r"([+-])P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def now_ms() -> int:
    """The present in milliseconds since 1970, UTC."""
    said = os.environ.get("YAVUUL_NOW", "")
    if not said:
        return time.time_ns() // 1_000_000
    if offset := _OFFSET.fullmatch(said):
        return time.time_ns() // 1_000_000 + _offset_ms(offset)
    moment = datetime.fromisoformat(said)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def now() -> datetime:
    """The present as an aware datetime, UTC."""
    return datetime.fromtimestamp(now_ms() / 1000, UTC)


def _offset_ms(offset: re.Match) -> int:
    days, hours, minutes, seconds = (int(part or 0) for part in offset.groups()[1:])
    amount_ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    return -amount_ms if offset[1] == "-" else amount_ms
