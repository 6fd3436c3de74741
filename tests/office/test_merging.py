"""What merges made apart from each other come to: nothing that was said drops out of lists, sums and letters (O3)."""

import pytest

from server import acts, clock
from server.office.hearings.desk import Desk
from server.office.letters import draft
from server.office.reports import sheet
from server.office.works import views
from server.public.reader import Reader
from server.store import merging, referrals
from sync import opset

NOW = 1_795_516_200_000  # 24 November 2026


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)


@pytest.fixture
def said(hall):
    """Three proposals of one hearing that both tablets know, in the order of their ids."""
    more = {"needs_investment": True, "cost": 1_000_000, "unit": hall.unit, "hearing": hall.hearing}
    made = sorted(hall.ana.say("proposal", title=title, **more) for title in ("Худаг", "Гар худаг", "Ус"))
    for tablet in (hall.ana, hall.bold):
        hall.world.sync(tablet)
    return made


def _merge(hall, tablet, one, into):
    tablet.say("proposal", one, _n=2, merged_into=into)
    hall.world.sync(tablet)


def _told(hall, reviewer):
    """How many count: as wishes, as lines of a sheet, as unsent; and what the public list calls merged."""
    with hall.world.connection() as connection:
        month = sheet.Month.of("2026-11", "Asia/Hovd")
        lines = sheet.lines_of(connection, hall.world.tenant, [hall.unit], month)
        wishes = views.listed(connection, reviewer, {}).headline.distinct
        unsent = referrals.count_unsent(connection, hall.world.tenant, None, {})
        return wishes, len(lines), unsent, Reader(connection, hall.world.tenant)


def test_of_two_that_two_tablets_merged_into_each_other_one_stands(hall, said, reviewer):
    first, second, third = said
    _merge(hall, hall.ana, first, second)
    _merge(hall, hall.bold, second, first)
    *counts, reader = _told(hall, reviewer)
    assert counts == [2, 2, 2]
    hall.world.state(acts.Statement("hearing", hall.hearing, {"review": ("approved", ())}))
    with hall.world.connection() as connection:
        reader = Reader(connection, hall.world.tenant)
        assert reader.standings(said) == {first: "recorded", second: "merged", third: "recorded"}
        assert {one for one, state in reader.otherwise.items() if state == "merged"} == {second}
        assert draft.draft(Desk(connection, reviewer), [first, second]).merged == {second: first}


def test_of_three_in_a_ring_one_stands(hall, said, reviewer):
    first, second, third = said
    _merge(hall, hall.ana, first, third)
    _merge(hall, hall.ana, third, second)
    _merge(hall, hall.bold, second, first)
    *counts, _ = _told(hall, reviewer)
    assert counts == [1, 1, 1]
    with hall.world.connection() as connection:
        assert merging.standing_again(connection, hall.world.tenant, said) == {first}


def test_what_was_merged_into_one_that_another_tablet_deleted_stands_again(hall, said, reviewer):
    first, second, _ = said
    with hall.world.connection() as connection:
        seen = Desk(connection, reviewer).load([second])[second].seen
    _merge(hall, hall.ana, first, second)
    hall.bold.say("proposal", second, _n=2, _deleted=opset.encode(seen))
    hall.world.sync(hall.bold)
    *counts, _ = _told(hall, reviewer)
    assert counts == [2, 2, 2]


def test_what_was_merged_into_itself_stands(hall, said, reviewer):
    _merge(hall, hall.ana, said[0], said[0])
    assert _told(hall, reviewer)[:3] == (3, 3, 3)
