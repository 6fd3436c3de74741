"""Jargalant soum before any hearing: units, bodies, materials, programme, the register, accounts and tablets."""

import random
from dataclasses import dataclass, field
from datetime import date

from server import acts
from server.demo import days
from server.demo.desk import Office
from server.demo.people import Register, drawn
from server.demo.places import (
    ACCOUNTS,
    BAGHS,
    BODIES,
    BODY_OF,
    CENTRE,
    MATERIALS,
    QUORUM_HOUSEHOLDS,
    REGISTERED,
    TEAMS,
)
from server.demo.room import Room, Team
from server.demo.tablet import Tablet
from sync.op import Value

TENANT, NAME, ZONE = "jargalant", "Ховд аймгийн Жаргалант сум", "Asia/Hovd"
FOUNDED_ON = date(2015, 3, 2)
HOUSEHOLDS, REGISTERED_HOUSEHOLDS = 142, 20


@dataclass(slots=True)
class Soum:
    """The organisation in hand: record ids by name, the register by unit, teams, and the hearings held so far."""

    office: Office
    client: object
    chance: random.Random
    register: Register
    units: dict[str, str]
    bodies: list[str]
    points: dict[str, str]
    programme: str
    tablets: dict[str, Tablet] = field(default_factory=dict)
    rooms: list[Room] = field(default_factory=list)

    def team(self, name: str) -> Team:
        """A team of TEAMS; a tablet that is not there yet enrols now."""
        for account in TEAMS[name]:
            if account not in self.tablets:
                email = f"{account}@{self.office.tenant}.example"
                self.tablets[account] = self.office.enrol(email, self.client, self.chance.random())
        lead, second, clerk = (self.tablets[account] for account in TEAMS[name])
        return Team(lead, second, clerk, self.client)

    def room(self, team: str, unit: str, day: date) -> Room:
        """A hearing to be held there; its tablets are fetched in the morning."""
        with days.standing_at(days.at_ms(day, "07:30", ZONE)):
            found = Room(self.team(team), self.units[unit], day, ZONE, random.Random(self.chance.random()))
        self.rooms.append(found)
        return found

    def of_register(self, unit: str, count: int):
        """So many people of a unit's register."""
        return drawn(self.chance, self.register.people[self.units[unit]], count)

    def body(self, category: str) -> str:
        """Who answers for a category."""
        return self.bodies[BODY_OF[category]]


def found(client: object, chance: random.Random) -> Soum:
    """The office prepares, in the spring of 2015."""
    with days.standing_at(days.at_ms(FOUNDED_ON, "10:00", ZONE)):
        office = Office(TENANT, NAME, ZONE)
        units, points, said = _units(chance)
        programme = _programme(said)
        bodies = [_add(said, "body", {"name": name, "mandate": mandate}) for name, mandate in BODIES]
        for title, kind, text in MATERIALS:
            _add(said, "material", {"title": title, "kind": kind, "body": text, "language": "mn"})
        office.state(*said)
        for email, name, role, baghs in ACCOUNTS:
            office.account(email, name, role, None if baghs is None else [units[bagh] for bagh in baghs])
        register = Register(chance, FOUNDED_ON.year)
        for bagh in BAGHS:
            register.fill(units[bagh], REGISTERED.get(bagh, REGISTERED_HOUSEHOLDS))
        office.state(*register.said)
    return Soum(office, client, chance, register, units, bodies, points, programme)


def _add(said: list[acts.Statement], kind: str, values: dict[str, Value]) -> str:
    said.append(acts.creation(kind, values))
    return said[-1].record


def _units(chance: random.Random) -> tuple[dict[str, str], dict[str, str], list[acts.Statement]]:
    """Aimag, soum, baghs: ids and points by name, and the statements."""
    said: list[acts.Statement] = []
    aimag = _add(said, "unit", {"name": "Ховд", "level": "aimag", "zone": ZONE})
    north, east = CENTRE
    town = {"name": "Жаргалант", "level": "soum", "households": 6858, "place": f"{north},{east}", "zone": ZONE}
    units = {"Жаргалант": _add(said, "unit", town | {"parent": aimag})}
    points = {"Жаргалант": f"{north},{east}"}
    for bagh in BAGHS:
        points[bagh] = f"{north + chance.uniform(-0.09, 0.09):.5f},{east + chance.uniform(-0.12, 0.12):.5f}"
        households = QUORUM_HOUSEHOLDS.get(bagh, HOUSEHOLDS)
        values = {"name": bagh, "level": "bagh", "parent": units["Жаргалант"], "place": points[bagh], "zone": ZONE}
        rule = {"quorum_basis": "household", "quorum_percent": 50, "citizens": households * 3, "households": households}
        units[bagh] = _add(said, "unit", values | rule)
    return units, points, said


def _programme(said: list[acts.Statement]) -> str:
    frame = _add(said, "programme", {"name": "Нутгийн өөрөө удирдах байгууллагын чадавхийг бэхжүүлэх нь"})
    values = {
        "name": "Иргэний танхимын үйл ажиллагааг нээлттэй, тогтвортой болгох нь",
        "purpose": "Явуулын танхимаар 12 баг, албан байгууллагын иргэдийн оролцоог нэмэгдүүлэх",
        "starts_on": "2015-03-01",
        "ends_on": "2015-12-31",
        "parent": frame,
    }
    return _add(said, "programme", values | {"targets/participants": 430, "targets/baghs": 12})
