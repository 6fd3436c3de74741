"""What everybody reads, on a phone and on paper."""

import re

from tests.browser.hall import Hall
from tests.screens import walk
from tests.screens.album import OFFICE, PHONE, Album


def of_log_and_data(album: Album, browser, hall: Hall) -> None:
    """What anybody can check, and what anybody may take."""
    page = browser.new_page(locale="mn-MN")
    for name in ("log", "data"):
        page.goto(f"{hall.settings.origin()}/jargalant/{name}")
        album.take(page, f"public-{name}", PHONE)
    page.close()


def of_public(album: Album, browser, hall: Hall, demo: str) -> None:
    """What everybody reads, on a phone; and the notice for the board."""
    page = browser.new_page(locale="mn-MN", viewport=dict(zip(("width", "height"), PHONE["phone"], strict=True)))
    origin = hall.settings.origin()
    code = re.search(r"/jargalant/follow with (.+)", demo)[1].replace(" ", "")
    page.goto(f"{origin}/jargalant/follow#{code}")
    page.wait_for_selector(".timeline")
    album.take(page, "public-code", PHONE)
    for name in ("", "proposals", "works", "hearings", "units", "follow"):
        page.goto(f"{origin}/jargalant/{name}".rstrip("/"))
        album.take(page, f"public-{name or 'home'}", PHONE)
    page.goto(f"{origin}/jargalant/hearings")
    page.get_by_text("Тахилт багийн хэлэлцүүлэг").click()
    page.wait_for_load_state()
    page.set_viewport_size(dict(zip(("width", "height"), PHONE["phone"], strict=True)))
    page.locator("h2", has_text="Эрэмбэлсэн").first.evaluate("(ranking) => ranking.scrollIntoView()")
    album.take(page, "public-hearing", PHONE)
    page.goto(f"{origin}/jargalant/units")
    page.get_by_role("link", name="Рашаант").first.click()
    album.take(page, "public-unit", PHONE)
    page.goto(page.url + "/notice")
    album.print(page, "public-notice", walk.A4)
    if album.takes_all:
        page.goto(origin)
        walk.take(album, page, "/jargalant", "public", PHONE | OFFICE)
    page.close()
