"""Baghs in which there was no hearing for too long (DOMAIN §A 1.3b). The number of days is a setting."""

from dataclasses import dataclass

from server import clock, legal
from server.legal import Setting
from server.office.hearings.desk import Desk
from server.store import coverage, figures
from server.store import settings as houses
from server.text import collate, says

DAYS = Setting("hearing.quiet_days", 90, "Дотоод журам: байгууллага өөрөө тогтооно", "2026-11-23")


@dataclass(frozen=True, slots=True)
class Quiet:
    """A bagh: the day of its last hearing (empty: never), and the days since."""

    unit: str
    name: str
    last_on: str
    days: int


def quiet(desk: Desk) -> tuple[int, list[Quiet]]:
    """The number of days that is allowed, and the baghs within reach beyond it: never first, then the longest."""
    most = legal.number(houses.house(desk.connection, desk.tenant).settings, DAYS)
    today = clock.now().date().isoformat()
    last = figures.last_days(desk.connection, desk.tenant, desk.actor.units, today)
    names = coverage.baghs(desk.connection, desk.tenant, desk.actor.units)
    found = [
        Quiet(unit, name, last.get(unit, ""), says.days_between(last[unit], today) if unit in last else 0)
        for unit, name in names.items()
    ]
    found = [one for one in found if not one.last_on or one.days > most]
    found.sort(key=lambda one: collate.key(one.name))
    return most, sorted(found, key=lambda one: (bool(one.last_on), -one.days))
