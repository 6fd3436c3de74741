"""Clusters and the directory in a real browser: one touch links, one takes it back; axe, policy, both sizes."""

from server.who import ADMINISTRATOR
from tests.office.conftest import make_officer
from tests.office.test_office_browser import NARROW, WIDE, look, site

__all__ = ["site"]


def test_what_is_alike_is_linked_by_one_touch_and_taken_back_by_another(site):
    hall, there = site.hall, site.hall.world.units["Бугат"]
    for unit, title in ((hall.unit, "Гар худаг гаргах"), (there, "гар худаг гаргаж егөөч"), (there, "Худгаа засуулъя")):
        hall.ana.say("proposal", unit=unit, hearing=hall.hearing, title=title, category="water")
    hall.world.sync(hall.ana)
    site.email = make_officer(hall.world, ADMINISTRATOR).email
    page = site.open("/clusters", viewport=WIDE)
    look(page, WIDE)
    page.locator(".alike li form button").first.click()
    page.wait_for_selector(".spread")
    look(page, WIDE)
    before = page.locator(".voices li").count()
    page.locator(".clustered .stack .alike form button").first.click()
    page.wait_for_selector(".toast")
    assert page.locator(".voices li").count() == before + 1
    page.locator(".toast button").click()
    page.wait_for_selector(".toast")
    assert page.locator(".voices li").count() == before
    page.locator(".voices blockquote a").first.click()
    page.wait_for_selector(".proposal")
    page.locator("a[href^='/clusters/like/']").click()
    page.wait_for_selector(".held")
    look(page, NARROW)
    page.goto(site.at("/directory/goals/new"))
    page.fill("#title", "Цэвэр ус")
    page.click(".kept-form button")
    page.wait_for_selector(".toast")
    page.emulate_media(color_scheme="dark")
    for path in ("goals", "bodies/new", "categories", "wordings"):
        page.goto(site.at(f"/directory/{path}"))
        look(page, NARROW)
    page.goto(site.at("/clusters"))
    look(page, NARROW)
    assert page.complaints == []
