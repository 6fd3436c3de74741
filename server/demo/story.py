"""What happened: the office prepares, three tablets hold the hearing of Рашаант offline, and send when they can.

41 check-ins of 38 people on two tablets, eleven proposals, one field changed on two tablets, one op that must wait for
the office: so every room of the office has something true to show.
"""

import random
import secrets
from dataclasses import dataclass
from importlib.metadata import version

from flask import Flask

from server import accounts, acts, clock, enrol
from server.demo.places import ACCOUNTS, BAGHS, BODIES, GIVEN, PARENTS, PROPOSALS
from server.demo.tablet import Tablet
from sync.chain import base64url
from sync.op import dump

TENANT = "jargalant"
DAY_MS = 24 * 3600 * 1000
VERSION = version("yavuul")
SAID = (  # what the three tablets say of themselves: the second one needs a look
    {"files": 0, "free": 5300, "kept": True},
    {"files": 2, "free": 340, "kept": False},
    {"files": 0, "free": 2100, "kept": True},
)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: passwords by e-mail, and how many ops the tablets sent."""

    passwords: dict[str, str]
    sent: int


class _Client:
    """The tablets' way to the app: its real routes, on the tablets' host."""

    def __init__(self, app: Flask, host: str) -> None:
        self._client, self._base = app.test_client(), f"http://app.{host}"

    def post(self, path: str, data: bytes, headers: dict[str, str]):
        """POST to the tablets' host."""
        return self._client.post(path, data=data, headers=headers, base_url=self._base)


def tell(app: Flask, origin: str) -> Demo:
    """Fill an empty store. `origin` is the base name that the app is reached by."""
    chance = random.Random(2015)
    acts.found_tenant(TENANT, "Ховд аймгийн Жаргалант сум", "Asia/Hovd")
    units = _prepare()
    passwords = {}
    for email, name, role, baghs in ACCOUNTS:
        passwords[email] = secrets.token_urlsafe(9)
        known = None if baghs is None else [units[bagh] for bagh in baghs]
        accounts.create(TENANT, email, name, role, passwords[email], known)
    client = _Client(app, origin)
    tablets = [_enrolled(client, email, chance) for email in ("bold", "tuya", "dorj")]
    _hold_hearing(tablets, client, units["Рашаант"], chance)
    return Demo(passwords, sum(len(tablet.lines) for tablet in tablets))


def _prepare() -> dict[str, str]:
    """Units, bodies and a programme: the office's own ops. Returns unit ids by bagh."""
    aimag = acts.creation("unit", {"name": "Ховд", "level": "aimag", "zone": "Asia/Hovd"})
    town = {"name": "Жаргалант", "level": "soum", "households": 6858, "place": "48.00556,91.64194"}
    soum = acts.creation("unit", town | {"parent": aimag.record})
    said, units = [aimag, soum], {}
    for bagh in BAGHS:
        values = {"name": bagh, "level": "bagh", "parent": soum.record, "households": 142, "quorum_percent": 50}
        said.append(acts.creation("unit", values | {"quorum_basis": "household", "zone": "Asia/Hovd"}))
        units[bagh] = said[-1].record
    said += [acts.creation("body", {"name": name}) for name in BODIES]
    acts.state(TENANT, "", said)
    return units


def _enrolled(client: _Client, name: str, chance: random.Random) -> Tablet:
    """A tablet that enrolled with a one-time code of the office."""
    owner = accounts.by_email(f"{name}@jargalant.example")
    administrator = accounts.by_email("admin@jargalant.example")
    assert owner and administrator
    code = enrol.create_code(administrator.actor(), owner.id)
    tablet = Tablet(random.Random(chance.random()))
    public_key = base64url(tablet.public_key)
    said = {
        "code": code,
        "public_key": public_key,
        "sig": tablet.sign(enrol.signed_text(code, public_key)),
        "app_version": VERSION,
    }
    response = client.post("/api/v1/enrol", dump(said), {"Content-Type": "application/json"})
    assert response.status_code == 201, response.data
    tablet.cursor = response.get_json()["cursor"]
    tablet.at = clock.now_ms() - DAY_MS
    return tablet


def _hold_hearing(tablets: list[Tablet], client: _Client, unit: str, chance: random.Random) -> None:
    bold, tuya, clerk = tablets
    day = clock.now().strftime("%Y-%m-%d")
    hearing = bold.say(
        "hearing",
        unit=unit,
        title="Рашаант багийн хэлэлцүүлэг",
        kind="discussion",
        place="Рашаант багийн төв",
        held_on=day,
        stage="plenary",
    )
    _sync(bold, client)
    for tablet in (tuya, clerk):
        _sync(tablet, client)
    _check_in(tablets, unit, hearing, chance)
    proposals = _capture(bold, tuya, unit, hearing)
    base = {"cost": (bold.op_id(_seq_of(bold, proposals[0])),)}
    for tablet in tablets:
        _sync(tablet, client)
    bold.say("proposal", proposals[0], _bases=base, cost=18_000_000)
    tuya.say("proposal", proposals[0], _n=2, _bases=base, cost=16_500_000)  # the collision of the story
    bold.say("proposal", proposals[3], _n=2, status="accepted")  # only the office may: it waits there
    bold.say(
        "decision",
        unit=unit,
        hearing=hearing,
        number=1,
        text="Гар худгийн саналыг нэгтгэж, сумын ЗДТГ-т уламжлах",
        votes_for=34,
        votes_against=1,
        votes_abstain=3,
    )
    for tablet in tablets:
        _sync(tablet, client)
    for tablet, said in zip(tablets, SAID, strict=True):
        _sync(tablet, client, about={"app": VERSION, "ops": 0, **said})


def _check_in(tablets: list[Tablet], unit: str, hearing: str, chance: random.Random) -> None:
    """38 people; three of them are checked in on a second tablet as well: 41 check-ins."""
    bold, _, clerk = tablets
    people = []
    for number in range(38):
        said = {"given_name": chance.choice(GIVEN), "parent_name": chance.choice(PARENTS)}
        sex = chance.choice(("female", "male"))
        person = clerk.say("person", unit=unit, sex=sex, age_band=chance.choice(("25_34", "35_54")), _personal=said)
        people.append(person)
        role = "governor" if number == 0 else "citizen"
        clerk.say("attendance", unit=unit, hearing=hearing, person=person, role=role)
    for person in people[:3]:
        bold.say("attendance", unit=unit, hearing=hearing, person=person, role="citizen")


def _capture(bold: Tablet, tuya: Tablet, unit: str, hearing: str) -> list[str]:
    ids = []
    for place, (title, category, cost, supporters) in enumerate(PROPOSALS):
        tablet = bold if place % 2 == 0 else tuya
        values = {"title": title, "category": category, "kind": "proposal", "source": "citizen"}
        if cost:
            values |= {"cost": cost, "needs_investment": True}
        ids.append(tablet.say("proposal", unit=unit, hearing=hearing, supporters=supporters, **values))
    return ids


def _seq_of(tablet: Tablet, record: str) -> int:
    return next(seq for seq, line in enumerate(tablet.lines, 1) if record.encode() in line[0])


def _sync(tablet: Tablet, client: _Client, **header: object) -> None:
    answer = tablet.sync(client, **header)
    assert answer.status == 200, answer.head
