"""The rooms of the office, as their people see them."""

from tests.browser.hall import Desk, Hall
from tests.screens import papers, walk
from tests.screens.album import OFFICE, Album

ADMIN = "admin@jargalant.example"
HEARING = "Рашаант багийн хэлэлцүүлэг"
LIST = """Өрх;Эцэг (эх)-ийн нэр;Нэр;Хүйс;Төрсөн он;Утас
101;Өнөр;Үүрийнтуяа;эм;1980;99112233
101;Дорж;Болд;эр;1978;9911 2234
102;Єнєр;Їїрийнтуяа;эм;2001;
103;Дорж;Болд;эр;;99112234
104;Бат;;эр;1990;
104;Бат;Сараа;??;2090;12
101;Өнөр;Үүрийнтуяа;эм;1980;
"""


def of_office(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """The rooms of the office, as its reviewer sees them."""
    guest = browser.new_page(locale="mn-MN")
    guest.goto(f"{hall.settings.origin('office')}/sign-in")
    album.take(guest, "office-sign-in", OFFICE)
    guest.close()
    desk = Desk(browser, hall, "review@jargalant.example", passwords["review@jargalant.example"])
    page = desk.page
    page.wait_for_selector("[data-map][data-ready], .board:not(:has([data-map]))")
    album.take(page, "office-home", OFFICE)
    page.goto(f"{desk.origin}/hearings")
    album.take(page, "office-hearings", OFFICE)
    desk.open_hearing(HEARING)
    album.take(page, "office-merged", OFFICE)
    desk.collisions()
    album.take(page, "office-collision", OFFICE)
    collision = page.locator(".collision .about a").first.get_attribute("href")
    page.goto(f"{desk.origin}{collision}/history")
    album.take(page, "office-history", OFFICE)
    page.goto(f"{desk.origin}{collision}")
    page.wait_for_selector("[data-map][data-ready], .proposal:not(:has([data-map]))")
    album.take(page, "office-proposal", OFFICE)
    page.goto(f"{desk.origin}/proposals/map")
    page.wait_for_selector("[data-map][data-ready]")
    album.take(page, "office-map", OFFICE)
    for name in ("waiting", "proposals"):
        page.goto(f"{desk.origin}/{name}")
        album.take(page, f"office-{name}", OFFICE)
    desk.close()
    _of_letters(album, browser, hall, passwords)
    _of_search_and_register(album, browser, hall, passwords)
    _of_clusters_and_directory(album, browser, hall, passwords)


def _of_letters(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """Letters, their clocks and rules, and what a body sees that replies by the link."""
    desk = Desk(browser, hall, "office@jargalant.example", passwords["office@jargalant.example"])
    page = desk.page
    page.goto(f"{desk.origin}/letters")
    page.click(".waits a")
    page.wait_for_selector(".letter")
    album.take(page, "office-letter", OFFICE)
    page.goto(page.get_attribute("a.address", "href"))
    album.take(page, "reply", OFFICE)
    page.goto(f"{desk.origin}/proposals?status=recorded")
    for box in page.locator("[name=proposal]").all()[:4]:
        box.check()
    page.click(".pickall button")
    album.take(page, "office-forward", OFFICE)
    desk.close()


def _of_search_and_register(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """What is found, who is found, a list before it is taken in, and entries that may be one person."""
    desk = Desk(browser, hall, "office@jargalant.example", passwords["office@jargalant.example"])
    page = desk.page
    for name, path in (
        ("home-of-2015", "/?span=2015"),
        ("petitions-of-2015", "/programmes/petitions?span=2015"),
        ("campaign-of-water", "/campaigns/new?category=water"),
        ("search", "/search?q=худгийг"),
        ("search-nothing", "/search?q=трамвай"),
        ("register", "/register"),
    ):
        page.goto(desk.origin + path)
        album.take(page, f"office-{name}", OFFICE)
    page.select_option("#unit", label="Рашаант")
    page.set_input_files("#file", files=[{"name": "rashaant.csv", "mimeType": "text/csv", "buffer": LIST.encode()}])
    page.click("main form button.deed")
    page.wait_for_selector("[name=token]", state="attached")
    album.take(page, "office-register-dry-run", OFFICE)
    page.click(".deciding button.deed")
    page.wait_for_selector(".deciding", state="detached")
    album.take(page, "office-register-done", OFFICE)
    page.goto(f"{desk.origin}/register/twins")
    album.take(page, "office-twins", OFFICE)
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".pair")
    album.take(page, "office-twins-pair", OFFICE)
    page.goto(f"{desk.origin}/search")
    page.locator("form.inline button").click()
    page.fill("#who", "Дорж")
    page.locator(".asking button").click()
    page.wait_for_selector("tbody")
    album.take(page, "office-search-people", OFFICE)
    desk.close()


def of_papers(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """What is reported and taken out, and the papers themselves."""
    desk = Desk(browser, hall, ADMIN, passwords[ADMIN])
    papers.take(album, desk.page, desk.origin, OFFICE)
    if album.takes_all:
        found = walk.take(album, desk.page, "/", "office", OFFICE)
        for name, picture in papers.drawn(hall.settings, ADMIN, passwords[ADMIN], found):
            (album.folder / f"{name}.png").write_bytes(picture)
    desk.close()


def _of_clusters_and_directory(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """Proposals that are alike, and what the office keeps for all."""
    desk = Desk(browser, hall, ADMIN, passwords[ADMIN])
    page = desk.page
    page.goto(f"{desk.origin}/clusters")
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".spread")
    page.locator(".voices blockquote a").first.click()
    page.locator("a[href^='/clusters/like/']").click()
    page.wait_for_selector(".alike")
    album.take(page, "office-like", OFFICE)
    desk.close()
