"""Quiet hours: nobody's telephone rings at night where he lives. Setting `message.quiet`, such as `21-8`. Pure."""

import re
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from server.local_day import moment

USUAL = "21-8"
FORM = re.compile(r"([01]?\d|2[0-3])-([01]?\d|2[0-3])", re.ASCII)


def after(at_ms: int, there: ZoneInfo, settings: Mapping[str, str]) -> int:
    """`at_ms`, or the end of the quiet hours that it falls into."""
    said = FORM.fullmatch(settings.get("message.quiet", USUAL)) or FORM.fullmatch(USUAL)
    begins, ends = int(said[1]), int(said[2])
    local = moment(at_ms, there)
    is_quiet = begins <= local.hour < ends if begins <= ends else local.hour >= begins or local.hour < ends
    if not is_quiet:
        return at_ms
    day = local if local.hour < ends else local + timedelta(days=1)
    return round(day.replace(hour=ends, minute=0, second=0, microsecond=0).timestamp() * 1000)
