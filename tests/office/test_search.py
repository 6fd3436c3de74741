"""The pages of search: by kind, filtered, told what was searched; people by name, never in an address."""

import html
import re

import pytest

from server import acts
from server.office.search import people, results
from server.who import ADMINISTRATOR
from tests.office.conftest import HALL, Hall
from tests.server.conftest import browser_on


@pytest.fixture
def hall(world):
    """Three proposals, a hearing, a decision, a body and a work that speak of wells, in two baghs."""
    hall = Hall(world)
    say = {"unit": hall.unit, "hearing": hall.hearing}
    hall.well = hall.ana.say("proposal", title="Гар худаг шинээр гаргах", category="water", **say)
    hall.ana.say("proposal", title="Малын бэлчээр", solution="Худгийн эргэн тойрныг хашиж хамгаалах", **say)
    hall.ana.say("proposal", title="Зам засах", category="roads", **say)
    hall.ana.say("decision", text="Худгийг засахыг үүрэг болгов", votes_for=20, **say)
    hall.world.sync(hall.ana)
    elsewhere = hall.world.units["Бугат"]
    hall.world.state(
        acts.creation("work", {"unit": elsewhere, "name": "Худаг өрөмдөх", "state": "begun", "year": 2025})
    )
    hall.world.state(acts.creation("body", {"name": "Ус, худгийн газар"}))
    return hall


def ask(world, actor, **said):
    with world.app.app_context(), world.connection() as connection:
        return results.searched(connection, actor, said)


def names(found, kind=""):
    hits = [hit for group in found.groups for hit in group.hits if kind in ("", group.kind)]
    return ["".join(piece for piece, _ in hit.name) for hit in hits]


def marks(found):
    hits = [hit for group in found.groups for hit in group.hits]
    return [piece for hit in hits for piece, is_meant in (*hit.name, *hit.says) if is_meant]


def test_hits_stand_by_kind_with_the_words_that_were_meant(hall, administrator):
    found = ask(hall.world, administrator, q="худаг")
    assert found.counts == {"proposal": 2, "decision": 1, "work": 1, "body": 1}
    assert sorted(marks(found)) == ["Худаг", "Худгийг", "Худгийн", "худаг", "худгийн"]
    assert found.taken == {"худаг": ["худаг", "худгийн", "худгийг"]}


def test_what_a_word_was_taken_for_is_said_and_a_slip_is_called_one(hall, administrator):
    found = ask(hall.world, administrator, q="худгаас")
    assert (found.taken["худгаас"][0], found.guessed) == ("худаг", set())
    found = ask(hall.world, administrator, q="бэлчээл")
    assert (names(found), found.guessed, found.taken) == (["Малын бэлчээр"], {"бэлчээл"}, {"бэлчээл": ["бэлчээр"]})
    assert ask(hall.world, administrator, q="зам").taken == {}


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ({"kind": "work"}, ["Худаг өрөмдөх"]),
        ({"category": "water"}, ["Гар худаг шинээр гаргах"]),
        ({"state": "begun"}, ["Худаг өрөмдөх"]),
        ({"year": "2025"}, ["Худаг өрөмдөх"]),
        ({"year": "2026", "kind": "decision"}, ["Худгийг засахыг үүрэг болгов"]),
        ({"year": "1999"}, []),
        ({"kind": "nothing"}, []),
        ({"kind": "proposal", "page": "9"}, ["Гар худаг шинээр гаргах", "Малын бэлчээр"]),
    ],
)
def test_each_filter_keeps_what_fits(hall, administrator, said, titles):
    assert names(ask(hall.world, administrator, q="худаг", **said)) == titles


def test_filters_offer_what_there_is_of_all_hits(hall, administrator):
    choices = ask(hall.world, administrator, q="худаг", category="water").choices
    assert [name for _, name in choices["unit"]] == ["Бугат", HALL]
    assert ([year for year, _ in choices["year"]], choices["category"]) == (["2026", "2025"], [("water", "water")])


def test_a_hearing_is_found_by_its_day(hall, administrator):
    found = ask(hall.world, administrator, q="2026-11-24")
    assert names(found, "hearing") == ["Рашаант багийн хэлэлцүүлэг"]
    assert "".join(piece for piece, _ in found.groups[0].hits[0].says) == "2026.11.24"


def test_what_has_just_arrived_is_found(hall, administrator):
    assert names(ask(hall.world, administrator, q="үер")) == []
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Үерийн далан")
    hall.world.sync(hall.ana)
    assert names(ask(hall.world, administrator, q="їер")) == ["Үерийн далан"]


def test_i9_a_search_stays_within_units_and_tenant(hall, officer_of, stranger):
    there = ask(hall.world, officer_of("reviewer", "Бугат"), q="худаг")
    assert there.counts == {"work": 1, "body": 1}
    assert ask(hall.world, stranger, q="худаг").counts == {}
    hall.world.state(acts.creation("body", {"name": "Буянтын худгийн газар"}), "buyant")
    assert names(ask(hall.world, stranger, q="худаг")) == ["Буянтын худгийн газар"]
    assert "Буянтын худгийн газар" not in names(ask(hall.world, officer_of(ADMINISTRATOR), q="худаг"))


def register(hall):
    for given, parent, phone in (("Болд", "Дорж", "99112233"), ("Болормаа", "Бат", "88001122"), ("Сараа", "Болд", "")):
        hall.ana.say("person", unit=hall.unit, _personal={"given_name": given, "parent_name": parent, "phone": phone})
    hall.world.sync(hall.ana)


def who(hall, actor, **said):
    with hall.world.app.app_context(), hall.world.connection() as connection:
        return [person.values["given_name"] for person in people.searched(connection, actor, said).cut.rows]


def test_people_are_found_by_the_beginning_of_a_name_and_by_telephone(hall, administrator, officer_of):
    register(hall)
    assert who(hall, administrator, q="болд") == ["Болд", "Сараа"]
    assert who(hall, administrator, q="Bold Dorj") == who(hall, administrator, q="Болдыг дорж") == ["Болд"]
    assert who(hall, administrator, q="бол") == ["Болд", "Болормаа", "Сараа"]
    assert who(hall, administrator, q="9911-2233") == ["Болд"]
    assert who(hall, administrator, q="") == []
    assert who(hall, administrator, q="болд", unit=hall.world.units["Бугат"]) == []
    assert who(hall, officer_of("reviewer", "Бугат"), q="болд") == []


@pytest.fixture
def browsed(desk):
    hall, browser, browse = desk
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар <b>худаг</b> гаргах", category="water")
    register(hall)
    return hall, browser, browse


def test_i7_names_of_people_stand_in_no_address_and_no_log(browsed, capsys):
    _, browser, _ = browsed
    capsys.readouterr()
    page = browser.submit("/search/people", "/search", q="Болд")
    assert page.status_code == 200 and "Дорж" in html.unescape(page.text)
    assert not re.search(r'(?:href|action)="[^"]*(?:Болд|%D0%91)', page.text)
    assert "Болд" not in (logged := capsys.readouterr().err) and "/search/people" in logged
    assert browser.get("/search/people?q=x").status_code == 405


def test_the_page_shows_hits_and_what_to_try_and_quotes_nothing_as_markup(browsed):
    _, browser, _ = browsed
    page = browser.get("/search?q=худгийн").text
    assert "<mark>худаг</mark>" in page and "&lt;" in page and "<b>худаг</b>" not in page
    assert 'href="/search?q=%D1' in page
    for query in (
        "",
        "q=",
        "q=<script>",
        "q=" + "a" * 5000,
        "q=(a%2B)%2B%24",
        "q=%25%25%25",
        "page=x&sort=%27",
    ):
        assert browser.get("/search?" + query).status_code == 200, query
    assert "«Иргэдээс хайх»" in browser.get("/search?q=трамвай").text


def test_h77_hostile_words_are_literal(browsed):
    """How long they take over 100 000 proposals: tests/bench/office.py."""
    _, browser, _ = browsed
    for query in ("(a+)+$", "%%%%", "худаг' OR 1=1 --", '"худаг" NEAR(x)', "x" * 10_240):
        answer = browser.get("/search", query_string={"q": query})
        assert answer.status_code == 200 and "<mark>" not in answer.text


def test_the_box_of_every_page_leads_to_search(browsed):
    _, browser, _ = browsed
    assert re.search(r'role="search" method="get" action="/search"', browser.get("/hearings").text)


def test_a_clerk_of_another_bagh_finds_nothing_of_this_one(browsed):
    _, _, browse = browsed
    elsewhere = browse("officer", "Бугат")
    assert "<mark>" not in elsewhere.get("/search?q=худаг").text
    assert "Дорж" not in html.unescape(elsewhere.submit("/search/people", "/search", q="Болд").text)


def test_a_lost_or_torn_index_is_made_anew(hall, administrator):
    assert names(ask(hall.world, administrator, q="зам")) == ["Зам засах"]
    path = hall.world.data_dir / "search.db"
    for spoil in (path.unlink, lambda: path.write_bytes(b"no database at all" * 100)):
        for beside in hall.world.data_dir.glob("search.db-*"):
            beside.unlink()
        spoil()
        assert names(ask(hall.world, administrator, q="зам")) == ["Зам засах"]


def test_without_an_account_nothing_is_searched(desk):
    hall, _, _ = desk
    guest = browser_on(hall.world.app, "office")
    assert guest.get("/search?q=худаг").status_code == 302
