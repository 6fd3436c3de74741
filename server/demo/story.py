"""What happened: two organisations prepare, tablets hold hearings offline and send when they can, the office answers.

Nothing is written but through the sync call, the media lane and the office's own services; what the tablets captured
is kept beside the data, so that it can be checked (`yavuul demo --check`).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from server import config
from server.demo import (
    archive,
    calls,
    days,
    jargalant,
    keeping,
    ledger,
    letters,
    papers,
    privacy,
    readers,
    season,
    songino,
)
from server.demo.ledger import Ledger
from server.demo.room import Room
from server.demo.tablet import Tablet
from server.store import tenants
from server.store.unit_of_work import reading

SEED = 2015


@dataclass(frozen=True, slots=True)
class Part:
    """How much is told: hearings of 2015, functions of season.py (none named: all), khoroos of 2017 (0: no tenant);
    `answered`: whether the office of the soum has done its work since."""

    of_2015: int = 16
    season: tuple[str, ...] = ()
    khoroos: int = songino.KHOROOS
    answered: bool = True


ALL = Part()
SMALL = Part(0, ("late_note", "not_home", "today_in_rashaant"), 2)  # enough for tests: every case once
MONDAY = Part(0, ("twelve",), 0, answered=False)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made, by tenant: log-ins as (e-mail, password, role, name), hearings on their tablets, the ledger."""

    logins: dict[str, list[tuple[str, str, str, str]]]
    rooms: dict[str, list[Room]]
    ledger: Ledger

    @property
    def tablets(self) -> list[Tablet]:
        """Every tablet that held a hearing."""
        rooms = [room for held in self.rooms.values() for room in held]
        return list({tablet.inc: tablet for room in rooms for tablet in room.team.tablets}.values())


class Client:
    """The tablets' way to the app: its real routes, on the tablets' host."""

    def __init__(self, app: Flask, origin: str) -> None:
        self._client, self._base = app.test_client(), origin

    def post(self, path: str, data: bytes, headers: dict[str, str]):
        """POST to the tablets' host."""
        return self.ask("POST", path, data, headers)

    def ask(self, method: str, path: str, data: bytes | None, headers: dict[str, str]):
        """One request to the tablets' host."""
        return self._client.open(path, method=method, data=data, headers=headers, base_url=self._base)


def is_empty() -> bool:
    """Whether nobody has founded an organisation here yet: the demo fills nothing else."""
    with reading() as connection:
        return not tenants.names(connection)


def tell(app: Flask, part: Part = ALL, note: Callable[[str], None] = lambda text: None) -> Demo:
    """Fill an empty store; `note` hears how far it is.

    The same seed tells the same story on the same day. Keys and passwords are drawn anew in each deployment, and with
    the keys which of two colliding values is the one that is shown.
    """
    settings = config.current()
    client, chance = Client(app, settings.origin("app")), random.Random(SEED)
    note("Jargalant: units, register, accounts")
    soum = jargalant.found(client, chance)
    if part.of_2015:
        note(f"Jargalant, 2015: {part.of_2015} hearings")
        archive.tell(soum, part.of_2015)
    note("Jargalant, this season: hearings, photos and voice notes")
    season.tell(soum, part.season)
    letters.tell(soum, days.latest(jargalant.ZONE)[0])
    for told in (papers, keeping, calls, readers, privacy) if part.answered else ():
        told.tell(soum)
    rooms = {jargalant.TENANT: soum.rooms}
    logins = {jargalant.TENANT: soum.office.logins}
    if part.khoroos:
        note(f"Songinokhairkhan, 2017: {part.khoroos} khoroos")
        office, rooms[songino.TENANT] = songino.tell(client, chance, part.khoroos)
        logins[songino.TENANT] = office.logins
    found = {tenant: ledger.captured(held) for tenant, held in rooms.items()}
    ledger.save(found, settings.data_dir)
    return Demo(logins, rooms, found)
