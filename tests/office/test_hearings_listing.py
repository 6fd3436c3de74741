"""The list of hearings: filters, order by the 35 letters, pages, sums; the address is the whole state."""

import pytest

from server import acts
from server.office.hearings import listing
from server.office.tables import Asked, Column
from tests.office.conftest import HALL

COLUMNS = (Column("day", "x", sorts=True, is_down_first=True), Column("name", "x", sorts=True), Column("plain", "x"))


def _list(world, actor, **said):
    with world.connection() as connection:
        return listing.listed(connection, actor, said)


def _titles(found):
    return [line.unit + " " + line.hearing.live["held_on"].popitem()[1][0] for line in found.cut.rows]


@pytest.fixture
def many(hall):
    """Hearings of three baghs beside that of the hall (Рашаант, 24 November)."""
    units = dict(hall.world.units)
    units["Өнөр"] = hall.world.state(acts.creation("unit", {"name": "Өнөр", "level": "bagh"}))
    said = (
        ("Бугат", "2026-11-02", "visit", "approved"),
        ("Өнөр", "2026-10-11", "discussion", "held"),
        (HALL, "2026-10-12", "discussion", None),
    )
    for bagh, day, kind, review in said:
        values = {"unit": units[bagh], "held_on": day, "kind": kind, "title": "Хурал"}
        hall.world.state(acts.creation("hearing", values | ({"review": review} if review else {})))
    hall.units = units
    return hall


def test_each_filter_keeps_what_fits(many, reviewer):
    said = {"unit": many.units[HALL]}
    assert _titles(_list(many.world, reviewer, **said)) == ["Рашаант 2026-11-24", "Рашаант 2026-10-12"]
    assert _titles(_list(many.world, reviewer, month="2026-10")) == ["Рашаант 2026-10-12", "Өнөр 2026-10-11"]
    assert _titles(_list(many.world, reviewer, kind="visit")) == ["Бугат 2026-11-02"]
    assert _titles(_list(many.world, reviewer, review="held")) == ["Өнөр 2026-10-11"]
    assert _titles(_list(many.world, reviewer, review="none", month="2026-10")) == ["Рашаант 2026-10-12"]
    assert _titles(_list(many.world, reviewer, q="өнө")) == ["Өнөр 2026-10-11"]
    assert _titles(_list(many.world, reviewer, q="2026.11.02")) == ["Бугат 2026-11-02"]
    assert _titles(_list(many.world, reviewer, unit="x", kind="';--")) == []


def test_places_sort_by_the_alphabet_and_both_ways(many, reviewer):
    up = _titles(_list(many.world, reviewer, sort="unit"))
    assert [name.split()[0] for name in up] == ["Бугат", "Өнөр", HALL, HALL]
    assert [name.split()[0] for name in _titles(_list(many.world, reviewer, sort="-unit"))] == [
        HALL,
        HALL,
        "Өнөр",
        "Бугат",
    ]


def test_what_waits_can_be_shown_first_and_alone(many, reviewer):
    many.collide()
    assert _titles(_list(many.world, reviewer, sort="-open"))[0] == "Рашаант 2026-11-24"
    found = _list(many.world, reviewer, open="1")
    assert (_titles(found), found.sums["open"], found.open) == (["Рашаант 2026-11-24"], 1, 1)


def test_sums_are_of_all_that_fit_and_not_of_the_page(many, reviewer, monkeypatch):
    for _ in range(3):
        many.ana.say("proposal", unit=many.unit, hearing=many.hearing, title="Санал")
    many.world.sync(many.ana)
    whole = Asked.cut
    monkeypatch.setattr(Asked, "cut", lambda self, rows: whole(self, rows, 1))
    second = _list(many.world, reviewer, page="2")
    assert (_titles(second), second.cut.pages, second.cut.count) == (["Бугат 2026-11-02"], 4, 4)
    assert second.sums["proposal"] == 3
    assert _titles(_list(many.world, reviewer, page="99")) == ["Өнөр 2026-10-11"]


def test_filters_offer_only_what_is_within_reach(many, officer_of):
    found = _list(many.world, officer_of("reviewer", "Бугат"))
    assert ([name for _, name in found.units], found.months) == (["Бугат"], ["2026-11"])


@pytest.mark.parametrize(
    "said",
    [
        {"sort": "plain"},
        {"sort": "-nothing"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "x"},
        {"page": "9" * 40},
        {"other": "1"},
    ],
)
def test_what_a_table_does_not_offer_is_passed_over(said):
    asked = Asked.of(said, COLUMNS, ("unit",), "-day")
    assert (asked.sort, asked.is_down, asked.page, asked.filters) == ("day", True, 1, {})


def test_the_address_says_only_what_is_not_usual():
    asked = Asked.of({"sort": "name", "unit": " u ", "page": "3"}, COLUMNS, ("unit",), "-day")
    assert asked.query() == {"unit": "u", "sort": "name"}
    assert asked.query(page=4) == {"unit": "u", "sort": "name", "page": "4"}
    assert asked.query(sort="-day", page=1) == {"unit": "u"}
    assert asked.query(unit=None) == {"sort": "name"}
    assert asked.without("unit").query() == {"sort": "name"}


def test_a_click_on_a_head_turns_the_order_around():
    day, name, _ = COLUMNS
    asked = Asked.of({}, COLUMNS, (), "-day")
    assert (asked.by(day), asked.by(name)) == ("day", "name")
    assert Asked.of({"sort": "name"}, COLUMNS, (), "-day").by(name) == "-name"
    assert Asked.of({"sort": "name"}, COLUMNS, (), "-day").by(day) == "-day"
