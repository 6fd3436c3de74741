"""Search, named filters and the register in a real browser: axe, their own policy, keys, and a long import."""

import pytest

from server.office.entries import jobs
from server.office.works import groups
from server.office.works import service as works
from server.office.works.service import Wish
from server.register import take
from server.who import ADMINISTRATOR, OFFICER
from tests.axe import findings
from tests.office.conftest import make_officer
from tests.office.test_office_browser import LOOKS, look, site

__all__ = ["site"]
LIST = "Өрх;Эцэг;Нэр;Хүйс;Утас\n1;Дорж;Болд;эр;99112233\n2;Дорж;Болд;;99112233\n3;Бат;;??;1\n" + "".join(
    f"{number};Өнөр;Хүн{number};эм;\n" for number in range(60)
)


@pytest.fixture
def of_administrator(site):
    """The site, signed in as one who may take lists in."""
    site.email = make_officer(site.hall.world, ADMINISTRATOR).email
    hall = site.hall
    for given in ("Болд", "Болд"):
        said = {"given_name": given, "parent_name": "Дорж"}
        hall.ana.say("person", unit=hall.unit, _personal=said)
    hall.world.sync(hall.ana)
    return site


def upload(site, page, text=LIST):
    page.goto(site.at("/register"))
    page.select_option("#unit", label="Рашаант")
    page.set_input_files("#file", files=[{"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}])
    page.click("main form button.deed")
    page.wait_for_selector("[name=token]", state="attached")


def watching(hall):
    """Pages of a work and of a group of citizens that watches it."""
    officer = make_officer(hall.world, OFFICER).actor()
    person = hall.ana.say("person", unit=hall.unit, _personal={"given_name": "Сарантуяа", "parent_name": "Дорж"})
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        work = works.save(officer, "", Wish({"unit": hall.unit, "name": "Гүүр"}))[0]
        group = groups.save(officer, "", {"unit": hall.unit, "name": "Гүүрийн хяналт", "since": "2026-05-01"})[0]
        groups.put(officer, group, "members", person, True)
        groups.put(officer, group, "works", work, True)
    return f"/register/groups/{group}", f"/register/groups/{group}/edit", f"/works/{work}"


@LOOKS
def test_every_page_passes_axe_and_keeps_its_policy(of_administrator, scheme, size):
    site = of_administrator
    page = site.open("/search", color_scheme=scheme, viewport=size)
    for path in (
        "/search",
        "/search?q=худгийг",
        "/search?q=худаг&kind=proposal",
        "/search?q=трамвай",
        *watching(site.hall),
        "/register/groups",
        "/register/groups/new",
        "/register",
        "/register/twins",
    ):
        page.goto(site.at(path))
        look(page, size)
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".pair")
    look(page, size)
    page.locator(".pair button").first.click()
    page.wait_for_selector(".toast")
    look(page, size)
    upload(site, page)
    look(page, size)
    page.goto(site.at("/search?q=Болд"))
    page.locator("form.inline button").click()
    page.wait_for_selector("#who")
    look(page, size)
    assert "Болд" not in page.url
    assert page.complaints == []


def test_the_slash_goes_to_the_box_and_arrows_walk_what_was_found(site):
    page = site.open("/hearings")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("худгийн")
    page.keyboard.press("Enter")
    page.wait_for_selector(".found mark")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    assert page.complaints == []


def test_a_filter_is_named_and_comes_back(site):
    page = site.open("/search?q=худаг")
    page.locator(".kept summary").click()
    page.fill("#filter-name", "Худгийн санал")
    page.locator(".kept details button").click()
    page.wait_for_selector(".keptone a[aria-current=true]")
    page.goto(site.at("/search"))
    page.locator(".keptone a").click()
    page.wait_for_selector(".found mark")
    page.locator(".keptone button").click()
    page.locator(".toast button").click()
    page.wait_for_selector(".keptone a")
    assert findings(page) == []
    assert page.complaints == []


def test_a_long_import_goes_on_by_itself_and_shows_how_far_it_is(of_administrator, monkeypatch):
    monkeypatch.setattr(take, "STEP", 20)
    monkeypatch.setattr(jobs, "BUDGET_S", -1)
    site = of_administrator
    page = site.open("/register")
    upload(site, page)
    page.locator(".quick", has_text="Зөвхөн анхаарах").click()
    page.wait_for_url("**deed=problems")
    page.click(".deciding button.deed")
    page.wait_for_selector("text=Жагсаалт бүртгэлд орсон")
    assert page.locator("progress").count() == 0
    assert page.complaints == []


def test_an_import_works_without_javascript(of_administrator):
    site = of_administrator
    page = site.open("/register", java_script_enabled=False)
    upload(site, page)
    page.click(".deciding button.deed")
    page.wait_for_selector("text=Жагсаалт бүртгэлд орсон")
    page.goto(site.at("/search?q=худаг"))
    assert page.locator(".found mark").count() > 0
