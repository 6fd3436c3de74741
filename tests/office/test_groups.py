"""Groups of citizens that watch works: made, filled, taken back, within reach; everybody knows how many (O18)."""

import re

import pytest

from server import acts
from server.office.works import groups, service
from server.office.works.service import Wish
from server.problems import Problem
from server.store import people, works
from server.who import OFFICER
from tests.office.conftest import make_officer
from tests.public.conftest import Citizen

NAMES = ("Сарантуяа", "Мөнхбат", "Энхжаргал", "Ганзориг", "Цэндсүрэн")


def _people(hall, *names):
    made = [hall.ana.say("person", unit=hall.unit, _personal={"given_name": name}) for name in names]
    hall.world.sync(hall.ana)
    return made


def _work(hall, actor, name="Гүүр"):
    with hall.world.app.app_context():
        return service.save(actor, "", Wish({"unit": hall.unit, "name": name}))[0]


def _op(answer):
    return answer.location.split("done=")[1].partition("#")[0]


@pytest.fixture
def site(desk):
    """(hall, officer's browser, a work, page of a group that was made in the browser)."""
    hall, _, browse = desk
    work = _work(hall, make_officer(hall.world, OFFICER).actor())
    browser = browse("officer", "Рашаант")
    typed = {"unit": hall.unit, "name": "Гүүрийн хяналт", "since": "2026-05-01", "note": "Хурлаар сонгов"}
    made = browser.submit("/register/groups", "/register/groups/new", **typed)
    assert made.status_code == 303
    return hall, browser, work, made.location.partition("?")[0]


def _put(browser, page, name, one, is_on="1"):
    return browser.submit(f"{page}/{name}", page, one=one, is_on=is_on)


def test_a_group_is_made_filled_from_the_register_and_each_step_is_taken_back(site):
    hall, browser, work, page = site
    (one, _) = _people(hall, "Сарантуяа", "Мөнхбат")
    found = browser.submit(f"{page}/people", page, q="сарантуя")
    assert found.status_code == 200 and one in found.text and "Мөнхбат" not in found.text
    done = _put(browser, page, "members", one)
    assert "Сарантуяа" in browser.get(page).text
    assert browser.submit(f"/works/undo/{_op(done)}", page, here=page).status_code == 303
    assert "Сарантуяа" not in browser.get(page).text

    _put(browser, page, "works", work)
    assert "Гүүрийн хяналт" in browser.get(f"/works/{work}").text and "Гүүр<" in browser.get(page).text
    _put(browser, page, "works", work, "0")
    assert "Гүүрийн хяналт" not in browser.get(f"/works/{work}").text

    seen = re.search('name="seen" value="([0-9a-f]+)"', browser.get(f"{page}/edit").text)[1]
    typed = {"name": "Замын хяналт", "since": "2026-05-01", "seen": seen}
    wrong = browser.submit(page, f"{page}/edit", **typed, until="2026-04-01")
    assert wrong.status_code == 422 and "Замын хяналт" in wrong.text
    done = browser.submit(page, f"{page}/edit", **typed, until="2026-09-01")
    assert browser.submit(page, f"{page}/edit", **typed).status_code == 409  # the page is old
    assert "Замын хяналт" in browser.get("/register/groups").text
    browser.submit(f"/works/undo/{_op(done)}", page, here=page)
    assert "Гүүрийн хяналт" in browser.get("/register/groups").text

    gone = browser.submit(f"{page}/removal", page)
    assert browser.get(page).status_code == 404 and "Гүүрийн хяналт" not in browser.get("/register/groups").text
    browser.submit(f"/works/undo/{_op(gone)}", "/register/groups", here="/register/groups")
    assert browser.get(page).status_code == 200
    assert "Гүүрийн хяналт" in browser.get(f"/records/{page.rsplit('/', 1)[1]}/history").text


def test_everybody_is_told_how_many_watch_a_work_and_never_who(site):
    hall, browser, work, page = site
    everybody, there = Citizen(hall.world.app), f"/jargalant/works/{work}"
    ids = _people(hall, *NAMES)
    _put(browser, page, "works", work)
    for one in ids[:4]:
        _put(browser, page, "members", one)
    told = everybody.ask(there).text
    assert "Гүүрийн хяналт" in told and "5-аас цөөн иргэн" in told
    _put(browser, page, "members", ids[4])
    told = everybody.ask(there).text
    assert "5 иргэн" in told and "Хурлаар сонгов" not in told
    assert not [word for word in (*NAMES, *ids) if word in told]
    with hall.world.connection() as connection:
        assert people.count(connection, hall.world.tenant, ids) == 5
    hall.ana.say("person", ids[4], same_as=ids[0])  # two entries, one citizen
    hall.world.sync(hall.ana)
    assert "5-аас цөөн иргэн" in everybody.ask(there).text


def test_who_may_not_change_works_only_looks_and_another_bagh_sees_nothing(site, desk):
    hall, _, _, page = site
    _, reviewer, browse = desk
    (one,) = _people(hall, "Сарантуяа")
    assert reviewer.get(page).status_code == 200 and "/members" not in reviewer.get(page).text
    for path in (page, f"{page}/members", f"{page}/works", f"{page}/people", f"{page}/removal", "/register/groups"):
        assert reviewer.submit(path, "/me", one=one).status_code == 403, path
    neighbour = browse("officer", "Бугат")
    assert "Гүүрийн хяналт" not in neighbour.get("/register/groups").text
    assert neighbour.get(page).status_code == 404
    for path in (page, f"{page}/members", f"{page}/works", f"{page}/people", f"{page}/removal"):
        assert neighbour.submit(path, "/me", one=one).status_code == 404, path
    typed = {"unit": hall.unit, "name": "Өөр багт"}
    assert neighbour.submit("/register/groups", "/me", **typed).status_code == 422


def test_a_group_is_of_one_house_and_holds_people_and_works_alone(hall, officer_of, stranger):
    officer = officer_of(OFFICER)
    (one,) = _people(hall, "Сарантуяа")
    work = _work(hall, officer)
    with hall.world.app.app_context():
        group, _ = groups.save(officer, "", {"unit": hall.unit, "name": "Хяналт"})
        groups.put(officer, group, "members", one, True)
        groups.put(officer, group, "works", work, True)
        for name, other in (("members", work), ("works", one), ("members", acts.new_id())):
            with pytest.raises(Problem) as raised:
                groups.put(officer, group, name, other, True)
            assert raised.value.code == "not-found"
        with pytest.raises(Problem) as raised:
            groups.put(stranger, group, "members", one, True)
        assert raised.value.code == "not-found"
        assert groups.put(officer, group, "members", one, True) == ""  # said already
    with hall.world.connection() as connection:
        assert groups.listed(connection, stranger)["rows"] == []
        assert [row[1:] for row in groups.listed(connection, officer)["rows"]] == [(1, 1)]
        assert works.naming(connection, hall.world.tenant, [one], groups.KIND, "members") == {one: [group]}


def test_a_group_of_a_bagh_watches_works_of_the_unit_above_and_holds_so_many_at_most(hall, officer_of):
    officer = officer_of(OFFICER)
    soum = hall.world.state(acts.creation("unit", {"name": "Жаргалант", "level": "soum"}))
    bagh = hall.world.state(acts.creation("unit", {"name": "Булаг", "level": "bagh", "parent": soum}))
    with hall.world.app.app_context():
        above = service.save(officer, "", Wish({"unit": soum, "name": "Сумын төв зам"}))[0]
        group, _ = groups.save(officer, "", {"unit": bagh, "name": "Хяналт"})
    with hall.world.connection() as connection:
        assert [one.id for one in groups.one(connection, officer, group, {})["offered"]] == [above]
    ids = _people(hall, *(f"Иргэн{number}" for number in range(groups.EACH_MAX + 1)))
    with hall.world.app.app_context():
        for one in ids[:-1]:
            groups.put(officer, group, "members", one, True)
        with pytest.raises(Problem) as raised:
            groups.put(officer, group, "members", ids[-1], True)
    assert raised.value.code == "bad-state"
