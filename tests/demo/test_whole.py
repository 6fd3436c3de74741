"""The whole demo, as `make run` fills it: twelve baghs of Jargalant, twelve khoroos of Songinokhairkhan."""

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from server.cli import program
from server.demo import story
from server.models.projections import TABLES
from tests.demo.conftest import Told
from tests.demo.test_tenants import (
    pair,
    test_a_page_of_the_other_is_as_one_that_does_not_exist,
    test_feeds_bring_nothing_of_the_other,
    test_photos_of_the_other_are_not_there,
    test_search_finds_nothing_of_the_other,
    test_tablets_of_the_other_are_not_listed,
    test_the_rooms_of_the_office_name_nothing_of_the_other,
)
from tests.stores import sqlite_database
from tests.world import World

__all__ = [
    "pair",
    "test_a_page_of_the_other_is_as_one_that_does_not_exist",
    "test_feeds_bring_nothing_of_the_other",
    "test_photos_of_the_other_are_not_there",
    "test_search_finds_nothing_of_the_other",
    "test_tablets_of_the_other_are_not_listed",
    "test_the_rooms_of_the_office_name_nothing_of_the_other",
]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """All of it, once; the rules of test_tenants.py hold here as they do in the small one."""
    world = World(*sqlite_database(tmp_path_factory.mktemp("whole"), tmp_path_factory))
    yield Told(world, story.ALL)
    world.close()


def units_of(told, tenant, level):
    """Name by id of a tenant's units of one level."""
    unit = TABLES["unit"].c
    with told.world.connection() as connection:
        rows = select(unit.id, unit.name).where(unit.tenant == tenant, unit.level == level)
        return dict(map(tuple, connection.execute(rows)))


def heard(told, tenant):
    """Units in which a hearing was held that people came to, and how often somebody came."""
    hearing, came = TABLES["hearing"].c, TABLES["attendance"].c
    with told.world.connection() as connection:
        rows = select(hearing.unit, func.count()).where(hearing.tenant == tenant, came.tenant == tenant)
        found = connection.execute(rows.where(came.hearing == hearing.id).group_by(hearing.unit)).all()
    return {unit for unit, _ in found}, sum(count for _, count in found)


def test_twelve_baghs_were_heard_by_more_than_430_who_came(told):
    baghs = units_of(told, "jargalant", "bagh")
    units, attendances = heard(told, "jargalant")
    assert len(baghs) == 12 and set(baghs) <= units
    assert attendances >= 430


def test_khoroos_1_to_12_of_the_second_organisation_were_heard(told):
    khoroos = units_of(told, "songinokhairkhan", "khoroo")
    units, attendances = heard(told, "songinokhairkhan")
    assert sorted(int(re.match(r"\d+", name)[0]) for name in khoroos.values()) == list(range(1, 13))
    assert units == set(khoroos) and attendances > 12


def test_the_office_counts_in_every_hearing_what_the_tablets_captured(told, monkeypatch):
    monkeypatch.setenv("YAVUUL_DATA", str(told.world.data_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    done = CliRunner().invoke(program, ["demo", "--check"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Every figure is the same.")
    assert done.output.count("\n") > sum(map(len, told.demo.ledger.values()))
