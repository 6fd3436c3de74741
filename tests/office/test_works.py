"""The register of works: packages counted once, links from both sides, progress, the headline number (O8)."""

import random

import pytest

from server.office.hearings import views as record_views
from server.office.proposals import places, states
from server.office.works import entry, packages, service, views
from server.office.works.headline import headline
from server.office.works.routes import KINDS
from server.office.works.service import Wish
from server.problems import Problem
from server.replay import rebuild
from server.store import works
from server.store.figures import Within
from server.store.works import Scope
from server.text import money
from server.who import OFFICER
from sync.merge import value_of

PACKAGE = {"package": "ОНХС 2018", "year": "2018", "amount": "670,0 сая"}
SOURCES = {"funding/ldf_state": "400,0 сая", "funding/ldf_capital": "270 сая төгрөг"}


def _save(hall, actor, work="", bodies=(), proposals=(), seen=None, **typed):
    typed = {path.replace("__", "/"): value for path, value in typed.items()}
    with hall.world.app.app_context():
        if work and seen is None:
            seen = entry.token(_one(hall, actor, work)["work"])
        return service.save(actor, work, Wish({"unit": hall.unit} | typed, bodies, proposals, seen or ""))[0]


def _one(hall, actor, work):
    with hall.world.connection() as connection:
        return views.one(connection, actor, work)


def _list(hall, actor, **said):
    with hall.world.connection() as connection:
        return views.listed(connection, actor, said)


def _headline(hall, *scope):
    with hall.world.connection() as connection:
        return headline(connection, hall.world.tenant, Scope(*scope))


def _say(hall, title, **more):
    return hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title, **more)


@pytest.fixture
def officer(officer_of):
    return officer_of(OFFICER)


def test_scenario_9_a_package_of_two_works_and_two_sources_is_counted_once(hall, officer):
    garden = _save(hall, officer, name="100 хүүхдийн цэцэрлэг", capacity="100 хүүхэд", **PACKAGE, **SOURCES)
    _save(hall, officer, name="Нийтийн бие засах газар", **PACKAGE, **SOURCES)
    _save(hall, officer, name="Гар худаг", year="2018", amount="18")
    sums = _list(hall, officer, year="2018").sums
    assert (sums.works, sums.packages, sums.amount) == (3, 2, 688_000_000)
    assert sums.sources == {"ldf_state": 400_000_000, "ldf_capital": 270_000_000}
    of_one = _one(hall, officer, garden)
    assert (of_one["sums"].amount, len(of_one["mates"])) == (670_000_000, 1)


def test_works_of_one_package_say_the_same_amount_after_one_of_them_is_saved(hall, officer):
    one = _save(hall, officer, name="Цэцэрлэг", **PACKAGE, **SOURCES)
    other = _save(hall, officer, name="Жорлон", **PACKAGE | {"amount": "500 сая"})
    for work in (one, other):
        view = _one(hall, officer, work)
        assert (packages.amount(view["work"]), packages.funding(view["work"]), view["differing"]) == (
            500_000_000,
            {},
            set(),
        )


@pytest.mark.parametrize(
    ("typed", "sums"),
    [
        ("670,0 сая", [670_000_000]),
        ("670 сая төгрөг", [670_000_000]),
        ("670.000.000", [670_000_000]),
        ("670 000 000₮", [670_000_000]),
        ("6.5 тэрбум", [6_500_000_000]),
        ("14,4", [14_400_000]),
        ("1,234", [1_234_000, 1_234_000_000]),
        ("5000", [5000, 5_000_000_000]),
        ("0,8 сая", [800_000]),
        ("3 түм", [30_000]),
        ("12,3456789 сая", []),
        ("олон", []),
        ("1.2.3", []),
        ("9" * 40, []),
    ],
)
def test_money_is_read_as_it_is_typed_here(typed, sums):
    assert money.readings(typed) == sums


def test_what_is_typed_reads_back_as_it_was():
    seed = 20261123
    chance = random.Random(seed)
    for _ in range(500):
        tugrug = chance.randrange(10 ** chance.randrange(1, 13))
        assert money.readings(money.in_millions(tugrug) + " сая") == [tugrug], (seed, tugrug)


def test_a_sum_that_may_be_two_is_asked_and_nothing_is_saved(hall, officer):
    with pytest.raises(Problem) as raised:
        _save(hall, officer, name="Худаг", amount="1,234")
    assert raised.value.detail["fields"] == {"amount": ["ask", 1_234_000, 1_234_000_000]}
    assert _list(hall, officer).cut.count == 0


def test_a_proposal_and_a_work_are_linked_from_both_sides_and_the_link_is_taken_back(hall, officer):
    well, road = _say(hall, "Гар худаг гаргах"), _say(hall, "Зам засах")
    hall.world.sync(hall.ana)
    work = _save(hall, officer, name="Гар худаг", proposals=(well,))
    with hall.world.app.app_context():
        op_id = service.link(officer, work, road)
    with hall.world.connection() as connection:
        view = record_views.record(connection, officer, road)
        assert [one.id for one in view["works"]] == [work]
        assert works.naming(connection, hall.world.tenant, [well, road]) == {well: [work], road: [work]}
    with hall.world.app.app_context():
        entry.take_back(officer, op_id, KINDS)
        service.link(officer, work, well, is_on=False)
    assert _one(hall, officer, work)["linked"] == []


def test_progress_moves_the_work_along_and_is_taken_back_whole(hall, officer):
    work = _save(hall, officer, name="Зам", year="2026")
    with hall.world.app.app_context():
        service.progress(officer, work, {"percent": "62", "text": "4 км-ийн 2,5 км", "on": "2026-10-01"})
        done = service.progress(officer, work, {"percent": "100", "text": "Дууссан", "on": "2026-11-01"})
    view = _one(hall, officer, work)
    assert [value_of(step, "percent") for step in view["steps"]] == [100, 62]
    assert value_of(view["work"], "state") == "done"
    with hall.world.app.app_context():
        entry.take_back(officer, done, KINDS)
    view = _one(hall, officer, work)
    assert (value_of(view["work"], "state"), value_of(view["work"], "progress_percent"), len(view["steps"])) == (
        "begun", 62, 1,
    )  # fmt: skip
    for typed in ({"percent": "101", "text": "x"}, {"percent": "", "text": "x"}, {"percent": "5", "text": " "}):
        with hall.world.app.app_context(), pytest.raises(Problem, match="bad-values"):
            service.progress(officer, work, typed)


def test_scenario_25_the_headline_counts_each_proposal_once_and_names_what_has_no_end(hall, officer, reviewer):
    well, twin, road, light, waste, _thanks = (
        _say(hall, "Худаг"), _say(hall, "Худаг гаргуулах"), _say(hall, "Зам"), _say(hall, "Гэрэл"), _say(hall, "Хог"),
        _say(hall, "Баярлалаа", kind="thanks"),
    )  # fmt: skip
    hall.ana.say("proposal", twin, merged_into=well, _n=2)
    hall.world.sync(hall.ana)
    assert (_headline(hall).became, _headline(hall).distinct, _headline(hall).unsettled) == (0, 4, 4)
    planned = _save(hall, officer, name="Худаг", proposals=(twin,))
    assert _headline(hall).became == 0  # planned is no work yet
    with hall.world.app.app_context():
        service.progress(officer, planned, {"percent": "10", "text": "Өрөм ирсэн"})
        service.link(officer, planned, well)
        states.move(reviewer, road, states.Wish("declined", reason="Төсөвт тусаагүй"))
        states.move(reviewer, light, states.Wish("done", measure="Гэрэл тавьсан"))
    found = _headline(hall)
    assert (found.became, found.distinct, found.unsettled, found.percent) == (1, 4, 2, 25)
    later = hall.ana.say("hearing", unit=hall.unit, held_on="2026-12-24")
    hall.ana.say("verification", unit=hall.unit, hearing=later, proposal=light, finding="confirmed", count_for=20)
    hall.world.sync(hall.ana)
    assert (_headline(hall).became, _headline(hall).unsettled) == (2, 2)
    with hall.world.connection() as connection:
        lacking = views.unsettled(connection, officer, {})
    assert {record.id for record in lacking["cut"].rows} == {well, waste}
    last = hall.ana.say("hearing", unit=hall.unit, held_on="2027-03-01")
    hall.ana.say("verification", unit=hall.unit, hearing=last, proposal=light, finding="not_done", count_against=20)
    hall.world.sync(hall.ana)
    assert (_headline(hall).became, _headline(hall).unsettled) == (1, 3)
    assert _headline(hall, {hall.world.units["Бугат"]}).distinct == 0
    found = _headline(hall, None, Within("2026-01-01", "2026-12-31"))
    assert (found.became, found.distinct) == (1, 4)
    assert _headline(hall, None, Within("2025-01-01", "2025-12-31")).percent is None


def test_the_links_of_works_are_rebuilt_from_the_log(hall, officer):
    well = _say(hall, "Худаг")
    hall.world.sync(hall.ana)
    work = _save(hall, officer, name="Худаг", proposals=(well,))
    with hall.world.app.app_context():
        rebuild(hall.world.tenant)
    with hall.world.connection() as connection:
        assert works.naming(connection, hall.world.tenant, [well]) == {well: [work]}


def test_works_stand_on_the_map_of_proposals_and_outside_of_reach_nothing_is_told(hall, officer, officer_of, stranger):
    work = _save(hall, officer, name="Худаг", place="48.01, 91.65")
    with hall.world.connection() as connection:
        assert places.points(connection, officer, {})["works"] == [[work, 91.65, 48.01, "planned"]]
        assert places.points(connection, officer, {"unit": hall.world.units["Бугат"]})["works"] == []
    for other in (officer_of(OFFICER, "Бугат"), stranger):
        with pytest.raises(Problem, match="not-found"):
            _one(hall, other, work)
        with pytest.raises(Problem, match="not-found"):
            _save(hall, other, work, name="Миний", seen="x")


def test_the_second_of_two_officers_is_told_that_the_work_changed(hall, officer):
    work = _save(hall, officer, name="Худаг")
    seen = entry.token(_one(hall, officer, work)["work"])
    _save(hall, officer, work, name="Гар худаг")
    with pytest.raises(Problem, match="stale"):
        _save(hall, officer, work, name="Өрмийн худаг", seen=seen)


def test_the_pages_of_works_open_save_and_ask_again(desk):
    hall, _, browse = desk
    browser = browse(OFFICER)
    well = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг гаргах", cost=18_000_000)
    hall.world.sync(hall.ana)
    assert "Бүртгэсэн ажил алга" in browser.get("/works").text
    page = browser.get(f"/works/new?proposal={well}").text
    assert 'value="18,0 сая"' in page and "Гар худаг гаргах" in page
    form = {"unit": hall.unit, "name": "Гар худаг", "year": "2026", "amount": "1,234", "proposal": well}
    again = browser.submit("/works", "/me", **form)
    assert again.status_code == 422 and "Аль нь вэ: 1\u00a0234\u00a0000\u00a0₮" in again.text
    made = browser.submit("/works", "/me", **form | {"amount": "18 сая", "place": "48.01,91.65"})
    assert made.status_code == 303
    page = browser.get(made.location).text
    assert "Гар худаг гаргах" in page and "18,0" in page and "/works/undo/office-" in page
    path = made.location.partition("?")[0]
    assert browser.get(path + "/edit").status_code == browser.get(path + "/card").status_code == 200
    assert browser.submit(path + "/progress", "/me", percent="10", text="Эхэлсэн").status_code == 303
    assert browser.submit(path + "/progress", "/me", percent="x", text="Эхэлсэн").status_code == 422
    assert "1 / 1" in browser.get("/works").text
    assert browser.get("/works?sort=-amount&state=begun&year=2026&source=ldf").status_code == 200
    assert browser.get("/works/unsettled").status_code == 200
    assert "Гар худаг" in browser.get(f"/records/{well}").text
    removed = browser.submit(path + "/removal", "/me")
    assert browser.get(path).status_code == 404
    undo = removed.location.partition("done=")[2]
    browser.submit(f"/works/undo/{undo}", "/me")
    assert browser.get(path).status_code == 200
