"""A hearing as its tablets hold it: three people with a tablet each, no network, everything said as ops (DESIGN §2).

The tablets stand in one room and pass facts between each other, so what one says names what another said before; only
where the story wants two edits to collide do both name the same op. What was said is kept for the ledger.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from server.demo import days, lane, people
from server.demo.desk import APP_VERSION
from server.demo.lane import File
from server.demo.people import Person
from server.demo.tablet import Answer, Tablet
from server.demo.voices import CAUSES, SOLUTIONS, Voice
from sync import codes
from sync.op import Value


@dataclass(slots=True)
class Team:
    """Who travels: the leader, a second facilitator, the check-in clerk; `client` is their way to the server."""

    lead: Tablet
    second: Tablet
    clerk: Tablet
    client: object

    @property
    def tablets(self) -> list[Tablet]:
        """Each of them once, the leader first."""
        return list({tablet.inc: tablet for tablet in (self.lead, self.second, self.clerk)}.values())


@dataclass(slots=True)
class Room:
    """One hearing on the tablets of a team. `aside`: op ids that must wait for the office."""

    team: Team
    unit: str
    day: date
    zone: str
    chance: random.Random
    title: str = ""
    hearing: str = ""
    proposals: list[str] = field(default_factory=list)
    came: list[Person] = field(default_factory=list)
    files: list[tuple[Tablet, File]] = field(default_factory=list)
    arrived_files: int = 0
    aside: set[str] = field(default_factory=set)
    slips: list[str] = field(default_factory=list)
    supporters: dict[str, int] = field(default_factory=dict)  # by proposal, as captured
    shared: dict[tuple[str, str], str] = field(default_factory=dict)  # (record, path) → the op that said it last
    tops: dict[str, int] = field(default_factory=dict)

    def clock(self, clock_time: str) -> None:
        """It is this time in the hall."""
        now_ms = days.at_ms(self.day, clock_time, self.zone)
        for tablet in self.team.tablets:
            tablet.at = max(tablet.at, now_ms)

    def instant(self, clock_time: str) -> str:
        """A time of this day as records say it."""
        return days.instant(days.at_ms(self.day, clock_time, self.zone), self.zone)

    def say(self, by: Tablet, kind: str, record: str = "", /, _personal=None, **values: Value) -> str:
        """An op of one tablet that has seen all that was said here; returns the record's id."""
        bases = {path: (self.shared[record, path],) for path in values if (record, path) in self.shared}
        record = by.say(kind, record, _n=self.tops.get(record, 0) + 1, _bases=bases, _personal=_personal, **values)
        said = by.op_id(len(by.lines))
        self.tops[record] = by.tops[record]
        self.shared |= {(record, path): said for path in values}
        return record

    def here(self, by: Tablet, kind: str, record: str = "", /, _personal=None, **values: Value) -> str:
        """As `say`, of a new record of this hearing."""
        return self.say(by, kind, record, _personal, unit=self.unit, hearing=self.hearing, **values)

    def open(self, title: str, at: str = "09:30", **values: Value) -> None:
        """The hearing itself; the tablets know it before they leave."""
        self.clock(at)
        self.title = title
        told = {"kind": "discussion", "held_on": self.day.isoformat(), "stage": "notice"}
        self.hearing = self.say(self.team.lead, "hearing", unit=self.unit, title=title, **told | values)

    def stage(self, name: str, clock_time: str) -> None:
        """A stage begins."""
        self.clock(clock_time)
        values = {"stage": name, f"steps/{name}": self.instant(clock_time)}
        values |= {"opened_at": self.instant(clock_time)} if name == "opening" else {}
        self.say(self.team.lead, "hearing", self.hearing, **values)

    def check_in(self, people_here: Iterable[Person], twice: int = 0, **values: Value) -> None:
        """The clerk checks people in, one for each household stands for it; the first `twice` come to a second list."""
        told = list(people_here)
        homes: set[str] = set()
        for place, person in enumerate(told):
            role = "governor" if place == 0 else "organizer" if place == 1 else "citizen"
            stands = {} if person.household in homes or not person.household else {"stands_for": True}
            homes.add(person.household)
            arrived = {"role": role, "arrived_at": days.instant(self.team.clerk.at, self.zone)}
            self.here(self.team.clerk, "attendance", person=person.id, **arrived | stands | values)
        for person in told[:twice]:
            self.here(self.team.lead, "attendance", person=person.id, role="citizen")
        self.came += told

    def walk_in(self, count: int, **values: Value) -> None:
        """People that no register knows: the clerk writes them down, then checks them in."""
        new = []
        for _ in range(count):
            known, personal = people.traits(self.chance, self.day.year)
            new.append(Person(self.say(self.team.clerk, "person", _personal=personal, unit=self.unit, **known), ""))
        self.check_in(new, **{"role": "citizen"} | values)

    def capture(self, voices: Iterable[Voice], groups: tuple[str, ...] = (), place: str = "") -> None:
        """Leader and second write down what is asked for, table by table."""
        for number, voice in enumerate(voices):
            tablet = (self.team.lead, self.team.second)[number % 2]
            tablet.at += self.chance.randrange(30, 240) * 1000
            values: dict[str, Value] = {"category": voice.category, "kind": voice.kind}
            values["source"] = "group" if groups else "citizen"
            values["supporters"] = self.chance.randrange(3, max(6, len(self.came)))
            if voice.cost:
                values |= {"cost": voice.cost, "needs_investment": voice.cost >= 5_000_000}
            if number % 2 == 0:
                values |= {"root_cause": self.chance.choice(CAUSES), "solution": self.chance.choice(SOLUTIONS)}
            if groups:
                values["group"] = groups[number % len(groups)]
            if place and number % 3 != 2:
                values |= {"place": _near(place, self.chance), "place_is_public": True}
            if self.came:
                values["proposer"] = self.chance.choice(self.came).id
            self.proposals.append(self.here(tablet, "proposal", title=voice.title, **values))
            self.supporters[self.proposals[-1]] = int(values["supporters"])

    def slip(self, proposal: str) -> None:
        """A citizen carries a code home (T15)."""
        symbols = "".join(self.chance.choices(codes.ALPHABET, k=codes.SYMBOLS))
        code = symbols + codes.check_symbol(symbols)
        self.say(self.team.lead, "tracking_code", _personal={"code": code}, unit=self.unit, proposal=proposal)
        self.slips.append(code)

    def merge(self, proposal: str, into: str) -> None:
        """The plenary finds that two say the same; both stay readable, who stood behind one stands behind both (T8)."""
        self.say(self.team.lead, "proposal", proposal, merged_into=into)
        for person in self.came[-4:]:
            self.here(self.team.clerk, "supporter", proposal=into, person=person.id)

    def collide(self, record: str, path: str, one: Value, other: Value, kind: str = "proposal") -> None:
        """Leader and second change one field, neither having seen the other's word."""
        base = {path: (self.shared[record, path],)} if (record, path) in self.shared else {}
        n = self.tops[record] = self.tops[record] + 1
        for tablet, value in ((self.team.lead, one), (self.team.second, other)):
            tablet.say(kind, record, _n=n, _bases=base, **{path: value})

    def must_wait(self, by: Tablet, kind: str, record: str = "", /, **values: Value) -> None:
        """An op that this tablet may not say: it waits in the office."""
        by.say(kind, record, _n=self.tops.get(record, 0) + 1, **values)
        self.aside.add(by.op_id(len(by.lines)))

    def media(self, by: Tablet, data: bytes, of: str = "", **values: Value) -> None:
        """A photo (JPEG) or voice note (WebM): its record now, its bytes with the evening's sending."""
        is_photo = data.startswith(b"\xff\xd8")
        said = {"kind": "photo" if is_photo else "voice", "sha256": sha256(data).hexdigest(), "bytes": len(data)}
        said |= {"of": of} if of else {}
        record = self.here(by, "media", taken_at=days.instant(by.at, self.zone), **said, **values)
        self.files.append((by, File(data, "image/jpeg" if is_photo else "audio/webm", record)))

    def send(self, clock_time: str = "19:40", keeps: int = 0, files: bool = True, fast_ms: int = 0) -> list[Answer]:
        """The evening: words first, then files. `keeps`: the clerk's last ops stay on a tablet that is not home yet;
        `fast_ms`: how far the leader's clock is ahead."""
        answers = []
        evening = min(days.at_ms(self.day, clock_time, self.zone), days.clock.now_ms())
        with days.standing_at(evening):
            for tablet in self.team.tablets:
                last = len(tablet.lines) - (keeps if tablet is self.team.clerk else 0)
                at = evening + fast_ms * (tablet is self.team.lead)
                about = {"app": APP_VERSION, "ops": len(tablet.lines) - last, **self._says(tablet)}
                answers.append(tablet.sync(self.team.client, last=last, at=at, about=about))
                assert answers[-1].status == 200, answers[-1].head
            for tablet, file in self.files if files else ():
                lane.send(tablet, self.team.client, file)
                self.arrived_files += 1
        self.files = []
        return answers

    def _says(self, tablet: Tablet) -> dict[str, Value]:
        """What a tablet says of itself: the second facilitator's needs a look, it has little room and no promise."""
        files = sum(by is tablet for by, _ in self.files)
        weak = tablet is self.team.second and tablet is not self.team.lead
        return {"files": files, "free": 340 if weak else 5300, "kept": not weak}


def _near(place: str, chance: random.Random) -> str:
    """A point within some two kilometres."""
    north, east = (float(part) for part in place.split(","))
    return f"{north + chance.uniform(-0.018, 0.018):.5f},{east + chance.uniform(-0.026, 0.026):.5f}"
