"""The demo's days: hours of a unit as milliseconds and as instants, and a server clock that stands at one of them.

What is told of 2015 was sent in 2015: receipts, tablets and answers carry the times of their story.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server import clock

FIRST_HOUR = 8


def latest(zone: str) -> tuple[date, int]:
    """The local day and hour at which the latest hearing began: two hours ago; by night and early, yesterday at two."""
    now = clock.now().astimezone(ZoneInfo(zone))
    is_night = now.hour < FIRST_HOUR + 2
    return (now.date() - timedelta(days=is_night), 14 if is_night else min(now.hour - 2, 16))


def at_ms(day: date, clock_time: str, zone: str) -> int:
    """`10:30` of a local day, in milliseconds since 1970."""
    return round(datetime.combine(day, time.fromisoformat(clock_time), ZoneInfo(zone)).timestamp() * 1000)


def instant(moment_ms: int, zone: str) -> str:
    """As records say it: `2026-11-22T03:00:00Z[Asia/Hovd]`."""
    return f"{datetime.fromtimestamp(moment_ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}Z[{zone}]"


def after(day: date, days: int) -> str:
    """The date so many days later, as records say it."""
    return (day + timedelta(days=days)).isoformat()


@contextmanager
def standing_at(moment_ms: int) -> Iterator[None]:
    """The server's clock stands at this moment (server/clock.py), but never after the true one."""
    before = os.environ.get("YAVUUL_NOW")
    os.environ["YAVUUL_NOW"] = datetime.fromtimestamp(min(moment_ms, clock.now_ms()) / 1000, UTC).isoformat()
    try:
        yield
    finally:
        if before is None:
            del os.environ["YAVUUL_NOW"]
        else:
            os.environ["YAVUUL_NOW"] = before
