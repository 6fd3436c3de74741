"""The notice of privacy: plain words in three languages, with the organisation's own periods (X1)."""

import re

import pytest

from server import acts
from server.models.projections import TABLES
from server.store import records
from tests.server.conftest import browser_on


@pytest.mark.parametrize(("language", "word"), [("mn", "Таны эрх"), ("en", "Your rights"), ("kk", "Сіздің құқығыңыз")])
def test_the_notice_says_purposes_and_periods_in_three_languages(sqlite_world, language, word):
    public = browser_on(sqlite_world.app, "")
    page = public.get(f"/jargalant/privacy/{language}")
    assert page.status_code == 200
    assert word in page.text
    assert "36" in page.text
    assert not re.findall(r"notice\.|%\(", page.text)
    assert "Set-Cookie" not in page.headers


def test_the_notice_follows_the_settings_and_an_unknown_house_or_language_has_none(sqlite_world):
    public = browser_on(sqlite_world.app, "")
    with sqlite_world.connection() as connection:
        own = connection.execute(TABLES["tenant"].select()).first().id
        house = records.load_open(connection, "jargalant", [own])[own]
    sqlite_world.state(acts.change(house, {"settings/consent.participation.months": "60"}))
    assert "60 months" in public.get("/jargalant/privacy", headers={"Accept-Language": "en"}).text
    assert public.get("/nobody/privacy").status_code == 404
    assert public.get("/jargalant/privacy/ru").status_code == 404
