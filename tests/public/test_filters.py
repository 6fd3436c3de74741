"""P3: what a filter says is what the rows under it show: each option, its count and its rows are one thing."""

import re
from html import unescape

import pytest

from tests.public.conftest import Citizen, Soum

PAGE = "/jargalant/proposals"
SELECT = re.compile(r'<label>([^<]+)<select name="(\w+)">(.*?)</select>', re.S)
OPTION = re.compile(r'<option value="([^"]*)"( selected)?>([^<]*)</option>')
ROW = re.compile(r'<li><a href="/jargalant/proposals/.*?</li>', re.S)


@pytest.fixture
def told(world):
    """Proposals of every sort: said by the office, found by a hall, merged, of a category of the office's own."""
    soum = Soum(world)
    made = {}
    for number, (status, category, cost) in enumerate(
        (
            (None, "water", None), ("done", "water", 0), ("done", "roads", 4_999_999), ("done", "roads", 5_000_000),
            ("accepted", "lighting", 20_000_000), ("declined", None, 100_000_000), ("planned", "stove", 99_999_999),
            (None, "water", 1),
        )
    ):  # fmt: skip
        said = {"title": f"Санал {number}", "category": category, "cost": cost, "supporters": number}
        made[number] = soum.say("proposal", **{name: value for name, value in said.items() if value is not None})
        if status:
            soum.send()
            soum.amend(made[number], status=status)
    soum.say("verification", proposal=made[1], finding="confirmed", count_for=9)
    soum.say("verification", proposal=made[2], finding="not_done", count_against=9)
    soum.say("verification", proposal=made[5], finding="reopened", count_against=9)
    soum.say("proposal", title="Тусдаа", category="water", merged_into=made[0])
    soum.approve()
    return soum


def _rows(page):
    """What each row of a list shows: its title, its words."""
    found = {}
    for row in ROW.findall(page):
        words = [unescape(one).strip() for one in re.split(r"<[^>]+>|·", row)]
        found[re.search(r"<b><bdi>(.*?)</bdi>", row)[1]] = {one for one in words if one}
    return found


@pytest.mark.parametrize("language", ["mn", "en"])
def test_each_option_leads_to_the_rows_that_show_its_word_and_says_how_many(told, language):
    reader = Citizen(told.world.app)
    whole = reader.ask(f"{PAGE}?lang={language}").text
    shown = _rows(whole)
    assert len(shown) == 9
    seen = {}
    for _, name, options in SELECT.findall(whole):
        for value, _, words in OPTION.findall(options):
            if not value or name == "sort":
                continue
            word, _, count = unescape(words).rpartition(" · ")
            rows = _rows(reader.ask(f"{PAGE}?lang={language}&{name}={value}").text)
            assert len(rows) == int(count) > 0, words
            if name != "money":
                assert rows.keys() == {title for title, said in shown.items() if word in said}, words
            seen.setdefault(name, {})[value] = len(rows)
    states = {"recorded": 2, "confirmed": 1, "reopened": 2, "done": 1, "accepted": 1, "planned": 1, "merged": 1}
    assert seen["status"] == states
    assert seen["category"] == {"water": 4, "roads": 2, "lighting": 1, "stove": 1}
    assert seen["money"] == {"5": 3, "20": 1, "100": 2, "more": 1}


def test_options_count_under_the_other_filters_and_what_is_chosen_says_nought(told):
    reader = Citizen(told.world.app)
    page = reader.ask(f"{PAGE}?category=roads&status=declined").text
    found = {name: OPTION.findall(options) for _, name, options in SELECT.findall(page)}
    assert ("declined", " selected", "Татгалзсан (шалтгаантай) · 0") in found["status"]
    assert {value for value, *_ in found["status"]} == {"", "done", "reopened", "declined"}
    assert _rows(page) == {} and "Шүүлтүүр авах" in page


def test_pages_of_a_bagh_count_what_halls_found(told):
    """What a hall opened again waits; it is not among what was done."""
    page = Citizen(told.world.app).ask(f"/jargalant/units/{told.unit}").text
    figures = [int(one) for one in re.findall(r"<b>(\d+)</b>", page[: page.index("<h2")])]
    assert figures[:4] == [8, 2, 1, 5], figures
