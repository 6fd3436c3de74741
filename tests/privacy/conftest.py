"""The hall of the office's tests, with one citizen in it who consented, checked in, signed and proposed."""

import pytest

from tests.office.conftest import (
    Hall,
    administrator,
    desk,
    hall,
    make_officer,
    officer_of,
    reviewer,
    sqlite_world,
)

__all__ = ["administrator", "desk", "hall", "make_officer", "officer_of", "reviewer", "sqlite_world"]
NAMES = ("Дорж", "Гантулга")
PHONE = "99118877"
FAR = "2099-01-01"


@pytest.fixture
def world(sqlite_world):
    """One store is enough: every statement here is of the kinds that the contract suite runs on both."""
    return sqlite_world


class Citizen:
    """One person in the records: `person` and the ids of what names him."""

    def __init__(self, hall: Hall, **consents: str | None) -> None:
        self.hall, ana = hall, hall.ana
        said = consents or {"participation": FAR, "answer_by_phone": FAR}
        of_hall = {"unit": hall.unit, "hearing": hall.hearing}
        named = {"parent_name": NAMES[0], "given_name": NAMES[1], "phone": PHONE, "address": "Рашаант 4"}
        paths = {f"consents/{purpose}": until for purpose, until in said.items()}
        self.person = ana.say("person", unit=hall.unit, sex="male", _personal=named, **paths)
        self.said_at = ana.op_id(len(ana.lines))
        self.attendance = ana.say("attendance", **of_hall, person=self.person, _personal={"phone": PHONE})
        signer = {"signer_name": " ".join(NAMES), "strokes": "M0 0L9 9"}
        self.signature = ana.say("signature", **of_hall, of=self.attendance, for_what="attendance", _personal=signer)
        self.proposal = ana.say("proposal", **of_hall, proposer=self.person, title="Гар худаг гаргах")
        self.naming = ana.say("proposal", **of_hall, title="Дорж овогтой Гантулгын хашааны хажуугийн зам")
        code = {"code": "ABCDEFGHJKMN5"}
        self.code = ana.say("tracking_code", unit=hall.unit, proposal=self.proposal, person=self.person, _personal=code)
        self.voice = ana.say("media", **of_hall, of=self.proposal, kind="voice", sha256="a" * 64, publish=True)
        hall.world.sync(ana)
        hall.world.sync(hall.bold)

    @property
    def own(self) -> set[str]:
        """The records that are his own."""
        return {self.person, self.attendance, self.signature, self.code, self.voice}

    def withdraw(self, *purposes: str, tablet=None):
        """He takes his word back on a tablet, which sends; the answer."""
        tablet = tablet or self.hall.ana
        gone = {f"consents/{purpose}": None for purpose in purposes}
        tablet.say("person", self.person, _n=2, _bases=dict.fromkeys(gone, (self.said_at,)), **gone)
        return self.hall.world.sync(tablet)


@pytest.fixture
def citizen(hall):
    return Citizen(hall)
