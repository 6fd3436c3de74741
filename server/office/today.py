"""The day that it is where an organisation is: by it terms are over."""

from server import clock, config
from server.store.settings import House
from server.text import says


def today_of(own: House) -> str:
    """Its date."""
    return says.local_day(clock.now_ms(), own.zone if says.is_zone(own.zone) else config.current().zone)
