"""The list of proposals over all hearings: filters, order, sums, pages, reach; the points of its map (O1, O12)."""

import gzip

import pytest

from server import acts, clock
from server.office.proposals import listing, places
from sync import opset
from tests.office.conftest import HALL

NOW = 1_795_000_000_000  # 18 November 2026


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)


def _list(world, actor, size=50, **said):
    with world.connection() as connection:
        return listing.listed(connection, actor, said, size)


def _titles(found):
    return [row.name for row in found.cut.rows]


@pytest.fixture
def many(hall):
    """Proposals of three hearings in two baghs, and one of no hearing."""
    world = hall.world

    def hearing(bagh, day):
        return world.state(acts.creation("hearing", {"unit": world.units[bagh], "held_on": day, "title": "Хурал"}))

    halls = {"new": hearing("Бугат", "2026-11-10"), "old": hearing(HALL, "2025-03-02"), "none": hearing(HALL, None)}
    said = (
        ("new", "Бугат", "Өвс", {"category": "pasture", "cost": 50_000_000, "supporters": 3, "needs_investment": True}),
        ("new", "Бугат", "Зам", {"category": "roads", "cost": 95_000_000, "place": "48.1,91.7"}),
        ("old", HALL, "Худаг", {"category": "water", "supporters": 9, "status": "planned"}),
        ("none", HALL, "Гэрэл", {"category": "lighting", "cost": 7_000_000, "supporters": 1}),
        (None, HALL, "Үер", {"category": "safety"}),
    )
    for hall_name, bagh, title, values in said:
        whole = {"unit": world.units[bagh], "title": title, "kind": "proposal"} | values
        world.state(acts.creation("proposal", whole | ({"hearing": halls[hall_name]} if hall_name else {})))
    hall.halls = halls
    return hall


def test_each_filter_keeps_what_fits(many, reviewer):
    units, ask = many.world.units, lambda **said: sorted(_titles(_list(many.world, reviewer, **said)))
    assert ask(unit=units["Бугат"]) == ["Зам", "Өвс"]
    assert ask(category="water") == ["Худаг"]
    assert ask(status="planned") == ["Худаг"]
    assert ask(status="recorded") == sorted(["Гэрэл", "Зам", "Өвс", "Үер"])
    assert ask(year="2025") == ["Худаг"]
    assert (ask(investment="yes"), len(ask(investment="no"))) == (["Өвс"], 4)
    assert ask(age="15") == ["Зам", "Өвс"]
    assert (ask(age="older"), ask(age="30")) == (["Худаг"], [])
    assert ask(hearing=many.halls["none"]) == ["Гэрэл"]
    assert ask(age="older", year="2026") == []
    assert len(ask(age="x", investment="x")) == 5


def test_the_newest_hearing_stands_first_and_what_has_no_day_last(many, reviewer):
    down = _titles(_list(many.world, reviewer))
    assert (set(down[:2]), down[2], set(down[3:])) == ({"Өвс", "Зам"}, "Худаг", {"Гэрэл", "Үер"})
    up = _titles(_list(many.world, reviewer, sort="held_on"))
    assert (set(up[:2]), up[2]) == ({"Гэрэл", "Үер"}, "Худаг")


def test_cost_and_supporters_sort_both_ways_and_what_says_none_stands_last(many, reviewer):
    assert _titles(_list(many.world, reviewer, sort="-cost"))[:3] == ["Зам", "Өвс", "Гэрэл"]
    assert _titles(_list(many.world, reviewer, sort="cost"))[:3] == ["Гэрэл", "Өвс", "Зам"]
    assert _titles(_list(many.world, reviewer, sort="-supporters"))[:3] == ["Худаг", "Өвс", "Гэрэл"]
    assert set(_titles(_list(many.world, reviewer, sort="supporters"))[3:]) == {"Зам", "Үер"}


@pytest.mark.parametrize("sort", ["-held_on", "held_on", "-cost", "supporters"])
def test_pages_show_each_once_and_sums_are_of_all_that_fit(many, reviewer, sort):
    whole = _titles(_list(many.world, reviewer, sort=sort))
    pages = [_list(many.world, reviewer, 2, sort=sort, page=str(page)) for page in (1, 2, 3)]
    assert [name for page in pages for name in _titles(page)] == whole
    assert {(page.sums.count, page.sums.cost, page.sums.supporters) for page in pages} == {(5, 152_000_000, 13)}
    assert [page.cut.before for page in pages] == [0, 2, 4]
    assert _titles(_list(many.world, reviewer, 2, sort=sort, page="99")) == whole[4:]


def test_nothing_outside_units_or_tenant_is_listed_or_counted(many, officer_of, stranger):
    found = _list(many.world, officer_of("officer", "Бугат"))
    assert (sorted(_titles(found)), found.sums.count) == (["Зам", "Өвс"], 2)
    assert (_titles(_list(many.world, stranger)), _list(many.world, stranger).sums.count) == ([], 0)
    with many.world.connection() as connection:
        assert places.points(connection, stranger, {}) == {"points": [], "works": [], "units": [], "is_cut": False}


def test_what_only_waits_aside_is_no_proposal_yet(many, reviewer):
    many.ana.say("proposal", unit=many.unit, hearing=many.hearing, title="Төлөв", status="done")
    many.world.sync(many.ana)
    found = _list(many.world, reviewer)
    assert (found.sums.count, "Төлөв" in _titles(found)) == (5, False)


def test_a_map_gets_places_and_never_words(many, officer_of, reviewer):
    with many.world.connection() as connection:
        found = places.points(connection, reviewer, {})
        assert [point[1:] for point in found["points"]] == [[91.7, 48.1, "recorded"]]
        assert places.points(connection, reviewer, {"category": "water"})["points"] == []
        assert places.points(connection, officer_of("officer", HALL), {})["points"] == []


def test_a_map_marks_the_baghs_that_say_where_they_are_and_whether_a_hearing_was_there(many, reviewer):
    world = many.world
    empty = {"name": "Наран", "level": "bagh", "place": "48.3,91.2"}
    town = world.state(acts.creation("unit", {"name": "Жаргалант", "level": "soum", "place": "48,91.6"}))
    naran = world.state(acts.creation("unit", empty))
    world.state(acts.Statement("unit", world.units["Бугат"], {"place": ("48.2,91.5", ())}))
    world.state(acts.creation("hearing", {"unit": naran, "held_on": "2026-12-20", "title": "Төлөвлөсөн"}))
    with world.connection() as connection:
        units = {unit[4]: unit for unit in places.points(connection, reviewer, {})["units"]}
        of_2025 = places.points(connection, reviewer, {"year": "2025"})["units"]
    assert [unit[0] for unit in of_2025 if unit[5]] == []
    assert town not in units
    assert units[naran] == ["Наран", 91.2, 48.3, 0, naran, False]
    assert units[world.units["Бугат"]] == ["Бугат", 91.5, 48.2, 2, world.units["Бугат"], True]


def test_a_deleted_proposal_is_neither_listed_nor_summed(many, reviewer):
    many.ana.say("proposal", unit=many.unit, hearing=many.hearing, title="Түр", cost=1_000_000)
    many.world.sync(many.ana)
    assert _list(many.world, reviewer, sort="cost").sums.count == 6
    record = _list(many.world, reviewer, sort="cost").cut.rows[0].record
    many.ana.say("proposal", record.id, _n=2, _deleted=opset.encode(record.seen))
    many.world.sync(many.ana)
    assert _list(many.world, reviewer, sort="cost").sums.cost == 152_000_000


def test_pages_answer_whatever_is_asked(desk):
    hall, browser, _ = desk
    hall.collide(title="Худаг гаргах", place="48.01,91.64", category="water")
    for path in ("/proposals", "/proposals/map", "/proposals/points"):
        for query in ("", "?sort=-cost&page=9", "?unit=%27&status='--&year=x", "?age=15&investment=yes&hearing=%25"):
            assert browser.get(path + query).status_code == 200, path + query
    assert "Худаг гаргах" in browser.get("/proposals").text
    assert browser.get("/proposals/points").get_json()["points"][0][1:3] == [91.64, 48.01]
    card = browser.get(f"/proposals/{browser.get('/proposals/points').get_json()['points'][0][0]}/card")
    assert "Худаг гаргах" in card.text
    assert browser.get(f"/proposals/{hall.hearing}/card").status_code == 404
    assert browser.get(f"/hearings/{hall.hearing}/map").status_code == 200


def test_what_a_map_is_drawn_with_comes_packed_and_is_kept(desk):
    _, browser, _ = desk
    page = browser.get("/proposals/map").text
    assert 'src="/static/map.js"' in page and " style=" not in page
    for name in ("vendor/maplibre-gl-6.17.0.mjs", "vendor/maplibre-gl-worker-6.17.0.mjs", "mongolia.json"):
        plain = browser.get(f"/static/{name}")
        packed = browser.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.data) == plain.data and len(packed.data) * 2 < len(plain.data)
        assert packed.mimetype == plain.mimetype
        assert ("max-age=31536000" in packed.headers["Cache-Control"]) is name.startswith("vendor/")
