"""A hearing that several tablets brought, and officers of several reaches, on both stores."""

import pytest

from server import accounts, acts
from server.who import ADMINISTRATOR, REVIEWER
from tests.server.conftest import PASSWORD, browser_on
from tests.stores import database, empty_world, postgres_template, postgres_world, sqlite_world, world

__all__ = ["database", "empty_world", "postgres_template", "postgres_world", "sqlite_world", "world"]
HALL = "Рашаант"


class Hall:
    """One hearing in one bagh, with two tablets that know of it and not of each other's edits."""

    def __init__(self, world) -> None:
        self.world = world
        self.unit = world.units[HALL]
        self.ana, self.bold = world.enrol(), world.enrol()
        self.hearing = self.ana.say(
            "hearing", unit=self.unit, title="Рашаант багийн хэлэлцүүлэг", kind="discussion", held_on="2026-11-24"
        )
        self.world.sync(self.ana)
        self.world.sync(self.bold)

    def collide(self, kind="proposal", path="cost", first=6_000_000, one=6_500_000, two=7_000_000, **more):
        """A record whose `path` both tablets have edited; returns its id and the two ops."""
        record = self.ana.say(kind, unit=self.unit, hearing=self.hearing, **{path: first}, **more)
        base = (self.ana.op_id(len(self.ana.lines)),)
        self.world.sync(self.ana)
        self.world.sync(self.bold)
        ops = []
        for tablet, value in ((self.ana, one), (self.bold, two)):
            tablet.say(kind, record, _n=2, _bases={path: base}, **{path: value})
            self.world.sync(tablet)
            ops.append(tablet.op_id(len(tablet.lines)))
        return record, ops

    def reviews(self):
        """The open reviews, as (record, path)."""
        return [(row[1], row[2]) for row in self.world.derived()["review"]]


@pytest.fixture
def hall(world):
    """The hearing, on each store."""
    return Hall(world)


@pytest.fixture
def officer_of(world):
    """Make an actor: `officer_of("officer", "Бугат")`; without baghs all of the tenant."""
    return lambda *args, **named: make_officer(world, *args, **named).actor()


def make_officer(world, role, *baghs, tenant=""):
    """An account of the office in `world`."""
    units = [world.units[bagh] for bagh in baghs] or None
    email = f"{role}-{len(baghs)}-{'-'.join(units or ['all'])[:40]}@{tenant or world.tenant}.example"
    with world.app.app_context():
        return accounts.create(tenant or world.tenant, email, f"Б.{role.title()}", role, PASSWORD, units)


@pytest.fixture
def reviewer(officer_of):
    """A reviewer of all units."""
    return officer_of(REVIEWER)


@pytest.fixture
def administrator(officer_of):
    """The administrator."""
    return officer_of(ADMINISTRATOR)


@pytest.fixture
def stranger(world, officer_of):
    """The administrator of another organisation on the same deployment."""
    with world.app.app_context():
        acts.found_tenant("buyant", "Буянт", "Asia/Hovd")
    return officer_of(ADMINISTRATOR, tenant="buyant")


@pytest.fixture
def desk(sqlite_world):
    """(hall, browser signed in as a reviewer, function that signs in another role) for tests of pages."""
    hall = Hall(sqlite_world)

    def browse(role, *baghs):
        browser = browser_on(sqlite_world.app, "office")
        assert browser.sign_in(make_officer(sqlite_world, role, *baghs).email).status_code == 302
        return browser

    return hall, browse(REVIEWER), browse
