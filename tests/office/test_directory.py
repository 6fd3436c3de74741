"""The directory: bodies, materials, goals, categories and texts of an organisation, each step an op for all (O17)."""

import pytest

from server.office.directory import categories, goals, service, wordings
from server.problems import Problem
from server.store import directory, proposals
from server.who import ADMINISTRATOR
from sync import merge
from tests.office.conftest import Hall, make_officer
from tests.server.conftest import browser_on
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]


@pytest.fixture
def hall(sqlite_world):
    return Hall(sqlite_world)


@pytest.fixture
def chief(hall):
    return make_officer(hall.world, ADMINISTRATOR).actor()


@pytest.fixture
def does(hall):
    def call(deed, *said, **named):
        with hall.world.app.app_context():
            return deed(*said, **named)

    return call


@pytest.fixture
def browse(hall):
    """Sign somebody in: `browse("officer")`."""

    def sign_in(role, *baghs):
        browser = browser_on(hall.world.app, "office")
        assert browser.sign_in(make_officer(hall.world, role, *baghs).email).status_code == 302
        return browser

    return sign_in


def shelf(hall, actor, name, **said):
    with hall.world.connection() as connection:
        return [merge.value_of(row, "name") for row in service.listed(connection, actor, name, said).cut.rows]


def values(hall, kind, record):
    with hall.world.connection() as connection:
        found = directory.load(connection, hall.world.tenant, kind, record)
        return {path: merge.value_of(found, path) for path in found.live}


def test_a_body_is_kept_listed_by_the_alphabet_and_hidden_when_it_is_gone(hall, chief, does):
    made = {name: does(service.save, chief, "bodies", "", "", {"name": name}) for name in ("Ялалт", "Өмч", "Ойн анги")}
    assert shelf(hall, chief, "bodies") == ["Ойн анги", "Өмч", "Ялалт"]
    does(service.hide, chief, "bodies", made["Өмч"], True)
    assert shelf(hall, chief, "bodies") == ["Ойн анги", "Ялалт"]
    assert shelf(hall, chief, "bodies", hidden="1") == ["Өмч"]
    with hall.world.connection() as connection:
        offered = service.offered(connection, chief, service.shelf_of("bodies"))["parent"]
    assert [name for _, name in offered] == ["Ойн анги", "Ялалт"]
    does(service.hide, chief, "bodies", made["Өмч"], False)
    assert len(shelf(hall, chief, "bodies", q="өмч")) == 1


def test_what_the_office_says_reaches_every_tablet_at_its_next_sync(hall, chief, does):
    body = does(service.save, chief, "bodies", "", "", {"name": "Ус суваг", "post": "Дарга", "official": "Б.Дорж"})
    said = {"title": "ОНХС гэж юу вэ?", "kind": "explainer", "language": "mn", "body": "Сан."}
    material = does(service.save, chief, "materials", "", "", said)
    goal = does(service.save, chief, "goals", "", "", {"number": "1.1", "title": "Цэвэр ус"})
    does(wordings.save, chief, "tablet.consent.read_out", "mn", "0", "Уншиж сонсгоно")
    does(categories.save, chief, "water", "0", {"name_mn": "Цэвэр ус", "icon": "water", "position": "1"})
    rows = str([row for row, _ in hall.world.sync(hall.ana).rows])
    for record in (body, material, goal, wordings.record_id("tablet.consent.read_out", "mn")):
        assert record in rows
    assert categories.record_id("water") in rows


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [
        ("bodies", {"name": " "}, "name"),
        ("bodies", {"name": "А", "parent": "a" * 26}, "parent"),
        ("materials", {"title": "А", "kind": "nothing"}, "kind"),
        ("materials", {"title": "А", "kind": "news", "language": "ru"}, "language"),
        ("goals", {"title": "\x00"}, "title"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(hall, chief, does, name, said, field):
    before = hall.world.derived()
    with pytest.raises(Problem) as refused:
        does(service.save, chief, name, "", "", said)
    assert (refused.value.code, refused.value.detail["reasons"]) == ("bad-values", [field])
    assert hall.world.derived() == before


def test_two_who_edit_one_body_at_once_write_over_nothing(hall, chief, does):
    body = does(service.save, chief, "bodies", "", "", {"name": "Ус суваг"})
    does(service.save, chief, "bodies", body, "1", {"name": "Ус суваг", "phone": "143-2222"})
    with pytest.raises(Problem) as refused:
        does(service.save, chief, "bodies", body, "1", {"name": "Ус суваг", "phone": "143-9999"})
    assert refused.value.code == "stale"
    does(service.save, chief, "bodies", body, "1", {"name": "Ус суваг ОНӨҮГ", "phone": "143-2222"})
    assert values(hall, "body", body)["name"] == "Ус суваг ОНӨҮГ"


def test_a_body_is_not_its_own_superior(hall, chief, does):
    body = does(service.save, chief, "bodies", "", "", {"name": "Ус суваг"})
    with pytest.raises(Problem):
        does(service.save, chief, "bodies", body, "9", {"name": "Ус суваг", "parent": body})


def test_proposals_are_linked_to_goals_counted_within_reach_and_listed(hall, chief, does):
    goal = does(service.save, chief, "goals", "", "", {"number": "1.1", "title": "Цэвэр ус"})
    there = hall.world.units["Бугат"]
    wells = [hall.ana.say("proposal", unit=unit, title="Худаг") for unit in (hall.unit, hall.unit, there)]
    hall.world.sync(hall.ana)
    for well in wells:
        does(goals.name, chief, well, goal, True)
        does(goals.name, chief, well, goal, True)
    does(goals.name, chief, wells[0], goal, False)
    with hall.world.connection() as connection:
        assert directory.of_goals(connection, hall.world.tenant, None) == {goal: 2}
        assert directory.of_goals(connection, hall.world.tenant, [there]) == {goal: 1}
        listed = proposals.page(
            connection, hall.world.tenant, None, {"goal": goal}, order=("cost", True), before=0, limit=9
        )
    assert sorted(listed) == sorted(wells[1:])
    near = make_officer(hall.world, "officer", "Бугат").actor()
    for actor, proposal, named in ((near, wells[0], goal), (chief, wells[0], wells[1]), (chief, goal, goal)):
        with pytest.raises(Problem) as refused:
            does(goals.name, actor, proposal, named, True)
        assert refused.value.code == "not-found"


def test_a_tablet_cannot_say_what_a_proposal_serves(hall, chief, does):
    goal = does(service.save, chief, "goals", "", "", {"title": "Цэвэр ус"})
    well = hall.ana.say("proposal", unit=hall.unit, title="Худаг")
    hall.ana.say("proposal", well, _n=2, **{f"goals/{goal}": goal})
    hall.world.sync(hall.ana)
    assert hall.world.derived()["p_proposal_goals"] == []


def test_at_most_twelve_categories_are_offered_and_the_built_in_ones_are_the_default(hall, chief, does):
    own = {"name_mn": "Залуучууд", "icon": "other", "position": "3"}
    with hall.world.connection() as connection:
        assert [one.slug for one in categories.all_of(connection, hall.world.tenant)] == list(categories.CATEGORIES)
    with pytest.raises(Problem) as refused:
        does(categories.save, chief, "", "0", own)
    assert refused.value.code == "bad-state"
    does(categories.save, chief, "it", "0", {"icon": "it", "position": "11", "hidden": "1"})
    slug = does(categories.save, chief, "", "0", own)
    with pytest.raises(Problem):
        does(categories.save, chief, "it", "9", {"icon": "it", "position": "11"})
    with hall.world.connection() as connection:
        shown = [one.slug for one in categories.all_of(connection, hall.world.tenant) if not one.is_hidden]
    assert (len(shown), shown[2:4]) == (12, [slug, "lighting"])
    for said in ({**own, "name_mn": ""}, {**own, "icon": "x"}, {**own, "position": "0"}, {**own, "position": "²"}):
        with pytest.raises(Problem) as refused:
            does(categories.save, chief, slug, "9", said)
        assert refused.value.code == "bad-values"
    with pytest.raises(Problem):
        does(categories.save, chief, "nothing", "0", own)


def test_own_words_stand_on_pages_as_text_and_their_places_are_filled(hall, chief, does):
    does(wordings.save, chief, "public.home", "mn", "0", "<b>Эхлэл</b>")
    does(wordings.save, chief, "public.notice.for.bagh", "mn", "0", "<i>%(unit)s</i> %(day)s")
    page = browser_on(hall.world.app, "").get(f"/jargalant/units/{hall.unit}/notice?lang=mn").text
    assert "&lt;i&gt;Рашаант&lt;/i&gt; 20" in page and "<i>" not in page
    assert "&lt;b&gt;Эхлэл&lt;/b&gt;" in browser_on(hall.world.app, "").get("/jargalant?lang=mn").text


def test_only_texts_for_citizens_are_edited_and_their_places_stay(hall, chief, does):
    ask = "tablet.code.slip.ask"
    does(wordings.save, chief, ask, "mn", "0", "Асуух газар: %(place)s")
    with hall.world.connection() as connection:
        said = {(one.key, one.language): one.text for one in wordings.all_of(connection, chief)}
    assert said[ask, "mn"] == "Асуух газар: %(place)s"
    assert said[ask, "en"] == ""
    for text in ("Асуух газар", "%(place)s %(other)s", "%(place)s 100 %"):
        with pytest.raises(Problem) as refused:
            does(wordings.save, chief, ask, "mn", "9", text)
        assert refused.value.code == "bad-values"
    for key, language in (("office.save", "mn"), ("problem.stale", "mn"), (ask, "kk"), ("", "mn")):
        with pytest.raises(Problem) as refused:
            does(wordings.save, chief, key, language, "0", "Өөр")
        assert refused.value.code == "not-found"
    does(wordings.save, chief, ask, "mn", "9", "")
    assert values(hall, "wording", wordings.record_id(ask, "mn"))["text"] is None


def test_the_public_page_says_what_the_organisation_says_and_no_other_one_does(hall, chief, does):
    does(wordings.save, chief, "follow.title", "mn", "0", "Саналаа асуух")
    does(categories.save, chief, "water", "0", {"name_mn": "Цэвэр ус", "icon": "water", "position": "1"})
    public = hall.world.app.test_client()
    page = public.get(
        f"/{hall.world.tenant}/follow", base_url="http://localhost:8000", headers={"Accept-Language": "mn"}
    )
    assert "Саналаа асуух" in page.text
    english = public.get(
        f"/{hall.world.tenant}/follow", base_url="http://localhost:8000", headers={"Accept-Language": "en"}
    )
    assert "Саналаа асуух" not in english.text
    hall.world.found("buyant", ("Наран",))
    other = public.get("/buyant/follow", base_url="http://localhost:8000", headers={"Accept-Language": "mn"})
    assert other.status_code == 200
    assert "Саналаа асуух" not in other.text


def test_the_pages_are_there_for_who_may_and_bring_back_what_was_typed(hall, browse):
    chief, officer, reviewer = browse(ADMINISTRATOR), browse("officer"), browse("reviewer")
    for path in ("bodies", "materials", "goals", "bodies/new", "categories", "categories/new", "wordings"):
        assert chief.get(f"/directory/{path}").status_code == 200, path
    assert officer.get("/directory/categories").status_code == 403
    assert reviewer.get("/directory/bodies").status_code == 200
    assert "/directory/bodies/new" not in reviewer.get("/directory/bodies").text
    for path in ("nothing", "bodies/nothing", "categories/nothing", "nothing/new"):
        assert chief.get(f"/directory/{path}").status_code == 404, path
    page = "/directory/bodies/new"
    answer = officer.submit("/directory/materials/new", page, title="Миний бичсэн", kind="")
    assert answer.status_code == 422
    assert "Миний бичсэн" in answer.text
    assert officer.submit("/directory/goals/new", page, title="Цэвэр ус").status_code == 303
    assert "Цэвэр ус" in officer.get("/directory/goals?done=saved").text
    assert officer.submit("/directory/categories/new", page, name_mn="А").status_code == 403
    said = {"token": "0", "name_mn": "Цэвэр ус", "icon": "water", "position": "1"}
    assert chief.submit("/directory/categories/water", page, **said).status_code == 303
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", category="water")
    hall.world.sync(hall.ana)
    assert "Цэвэр ус" in officer.get("/proposals").text
