"""What day and hour it is where a unit lies: a consent, a quiet hour, a notice end there, not in the capital."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from server import clock, config
from server.store import records, settings
from server.text import says
from sync import merge


def zone(connection: Connection, tenant: str, unit: str) -> ZoneInfo:
    """The zone of a unit; the organisation's where none is said, else the deployment's."""
    found = records.load_open(connection, tenant, [unit] if unit else []).get(unit)
    own = merge.value_of(found, "zone") if found else None
    if type(own) is str and says.is_zone(own):
        return ZoneInfo(own)
    own = settings.house(connection, tenant).zone
    return ZoneInfo(own if says.is_zone(own) else config.current().zone)


def moment(at_ms: int, there: ZoneInfo) -> datetime:
    """A time as clocks there show it."""
    return datetime.fromtimestamp(at_ms / 1000, there)


def today(connection: Connection, tenant: str, unit: str) -> str:
    """The local date."""
    return f"{moment(clock.now_ms(), zone(connection, tenant, unit)):%Y-%m-%d}"
