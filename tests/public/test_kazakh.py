"""Public pages speak Kazakh whole: what a page asks its catalogue for is there, and nothing is said in Mongolian."""

import gzip
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from server import texts
from server.public.reports import PAPERS
from server.text import says
from tests.public.conftest import Citizen
from tests.public.test_in_a_browser import hostile
from tests.public.test_pages import HTML_CSS_MAX, full
from tests.public.walk import ORIGIN, links

__all__ = ["full", "hostile"]
TEMPLATES = Path(texts.__file__).parent / "templates"


class Missed(list):
    """Stands behind the Kazakh catalogue, and notes what it is asked for."""

    def ugettext(self, message):
        self.append(message)
        return message

    gettext = ugettext


@pytest.fixture
def missed(monkeypatch):
    found = Missed()
    monkeypatch.setattr(texts.translations("kk"), "_fallback", found)
    return found


def _walk(reader, first, most=80):
    """The Kazakh pages that links lead to; of pages that look alike the first three."""
    waiting, seen, kinds = [first], {}, {}
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        kind = re.sub(r"[a-z2-7]{26}", "*", address.partition("?")[0])
        if address in seen or kinds.get(kind, 0) > 2 or kind.endswith((".jpg", ".pdf", ".csv", ".geojson", ".css")):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        seen[address] = answer = reader.ask(address, headers={"Accept-Language": "kk-KZ,kk;q=0.9"})
        if answer.mimetype == "text/html":
            waiting += [one for one in links(answer.text) if not re.search("lang=(mn|en)|/privacy/(mn|en)", one)]
    return seen


@pytest.mark.parametrize("rich", ["full", "hostile"])
def test_no_public_page_asks_for_a_text_that_kazakh_has_not(rich, request, missed):
    soum = request.getfixturevalue(rich)
    reader = Citizen(soum.world.app)
    pages = {path: one for path, one in _walk(reader, "/").items() if one.mimetype == "text/html"}
    assert len(pages) > 12
    assert [path for path, one in pages.items() if 'lang="kk-Cyrl"' not in one.text] == []
    sheet = len(gzip.compress(reader.ask("/static/public.css").data, 9))
    weights = {path: len(gzip.compress(one.data, 9)) + sheet for path, one in pages.items()}
    assert max(weights.values()) <= HTML_CSS_MAX, max(weights, key=weights.get)
    proposal = next(path for path in pages if re.fullmatch("/jargalant/proposals/[a-z2-7]{26}", path))
    form = reader.ask(f"{proposal}/remark?lang=kk")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.text))
    asked = [form, *(reader.ask(f"{proposal}/remark?lang=kk", **hidden, text=text) for text in ("", "Рақмет"))]
    asked.append(reader.ask(f"{proposal}/remark?lang=kk", text="without the form's token"))
    asked += [reader.ask("/jargalant/follow?lang=kk", code=code) for code in ("0" * 13, "x")]
    if hasattr(soum, "code_of"):
        asked.append(reader.ask("/jargalant/follow?lang=kk", code=soum.code_of))
    asked += [reader.ask(f"/jargalant/{path}?lang=kk") for path in ("nowhere", "open311/v2/requests.xml")]
    asked.append(reader.ask(f"/jargalant/units/{soum.unit}/notice?lang=kk&size=a3"))
    assert {one.status_code for one in asked} == {200, 403, 404}
    assert missed == []


def test_every_text_that_templates_of_the_public_name_is_there():
    with texts.po_file("kk").open("rb") as source:
        kazakh = {message.id: message.string for message in read_po(source) if message.id}
    named = set()
    for path in [*(TEMPLATES / "public").glob("*.html"), TEMPLATES / "landing.html"]:
        named |= set(re.findall(r"_\('([a-z_.]+[a-z_])'[,)]", path.read_text()))
    assert len(named) > 150 and named - kazakh.keys() == set()
    assert {f"choice.{kind}" for kind in PAPERS} <= kazakh.keys()
    with texts.po_file("mn").open("rb") as source:
        mongolian = {message.id: message.string for message in read_po(source)}
    places = re.compile(r"%\(\w+\)s")
    assert [key for key in kazakh if key not in mongolian] == []
    assert [key for key in kazakh if set(places.findall(kazakh[key])) != set(places.findall(mongolian[key]))] == []


def test_the_choice_of_language_goes_along_without_a_cookie(full):
    reader = Citizen(full.world.app)
    page = reader.ask(f"/jargalant/units/{full.unit}?lang=kk", headers={"Accept-Language": "mn"})
    assert 'href="/jargalant/proposals?lang=kk"' in page.text and "Қолданылған шаралар" in page.text
    assert 'hreflang="mn"' in page.text and 'hreflang="en"' in page.text
    assert "Set-Cookie" not in page.headers and "Accept-Language" in page.headers["Vary"]
    office = full.world.app.test_client().get("/sign-in?lang=kk", base_url=ORIGIN.replace("//", "//office."))
    assert 'lang="kk' not in office.text


def test_days_and_money_are_said_in_kazakh():
    assert says.day("2026-11-24", "kk") == "2026 жылғы 24\u00a0қараша"
    assert says.money(18_000_000, "kk") == "18,0\u00a0млн\u00a0₮"
