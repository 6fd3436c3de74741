"""Take the pictures of the guides from a server with the demo: `make screens` writes the chosen ones to docs/screens.

python -m tests.screens FOLDER writes all of them to FOLDER, to look at.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import chromium
from tests.browser.hall import Desk, Hall
from tests.browser.hands import Page
from tests.screens import papers

HOME = Path(__file__).resolve().parents[2] / "docs" / "screens"
OFFICE = {"wide": (1440, 900), "narrow": (1024, 768)}
PHONE = {"phone": (360, 640)}
TABLET = {"across": (1280, 800), "upright": (800, 1280)}
HEARING = "Рашаант багийн хэлэлцүүлэг"
PROPOSAL = "Өвлийн нөөц өвсний сан байгуулах"
STAGES = (
    *("notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking"),
    *("decisions", "poll_after", "read_back", "adoption", "sealed"),
)
DEEDS = (
    *("last", "code", "rank/new", "room", "minutes/edit", "paper", "survey/new", "petition/new", "service/new"),
    *("handover/new", "poll/before", "wall/agenda", "wall/last", "wall/proposals", "wall/ranking", "wall/timer"),
)
LIST = """Өрх;Эцэг (эх)-ийн нэр;Нэр;Хүйс;Төрсөн он;Утас
101;Өнөр;Үүрийнтуяа;эм;1980;99112233
101;Дорж;Болд;эр;1978;9911 2234
102;Єнєр;Їїрийнтуяа;эм;2001;
103;Дорж;Болд;эр;;99112234
104;Бат;;эр;1990;
104;Бат;Сараа;??;2090;12
101;Өнөр;Үүрийнтуяа;эм;1980;
"""
CHOSEN = {
    *("office-sign-in-wide", "office-hearings-wide", "office-merged-wide", "office-merged-narrow"),
    *("office-waiting-wide", "office-history-wide"),
    *("office-search-wide", "office-register-dry-run-wide"),
    *("office-home-wide", "office-proposals-wide", "office-proposal-wide", "office-map-wide"),
    *("tablet-enrol-across", "tablet-home-across", "tablet-check-in-across", "tablet-form-upright"),
    *("public-code-phone", "public-proposals-phone", "public-notice-paper"),
    *("tablet-consent-across", "tablet-sending-across", "tablet-attention-upright"),
}


class Album:
    """Where pictures go; without a folder only the chosen ones are kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.takes_all = folder or HOME, folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page, name: str, sizes: dict[str, tuple[int, int]]) -> None:
        """Picture `page` in each size: what stands on the first screenful."""
        for word, (width, height) in sizes.items():
            if self.takes_all or f"{name}-{word}" in CHOSEN:
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate("document.fonts.ready.then(() => true)")
                page.screenshot(path=self.folder / f"{name}-{word}.png", animations="disabled", scale="css")
                if self.takes_all and sizes is TABLET:
                    self._in_the_sun(page, f"{name}-{word}")

    def _in_the_sun(self, page, name: str) -> None:
        """The same for the sun, in letters of 130 %."""
        was = page.evaluate("() => { const { theme, text } = document.documentElement.dataset; return [theme, text]; }")
        wear = "([theme, text]) => { Object.assign(document.documentElement.dataset, { theme, text }); }"
        page.evaluate(wear, ["sun", "130"])
        page.screenshot(path=self.folder / f"{name}-sun-130.png", animations="disabled", scale="css")
        page.evaluate(wear, was)


def told(hall: Hall) -> tuple[dict[str, str], str]:
    """Fill the demo; returns passwords by e-mail, and all that it said."""
    hall.yavuul("init")
    hall.yavuul("migrate")
    said = hall.yavuul("demo")
    hall.yavuul("backup", str(hall.settings.data_dir.with_name("elsewhere")))
    return dict(re.findall(r"^  (\S+@\S+)\s+(\S+)", said, re.M)), said


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
    for name in ("waiting", "review", "proposals", "works", "plan", "funds", "remarks"):
        page.goto(f"{desk.origin}/{name}")
        album.take(page, f"office-{name}", OFFICE)
    desk.close()
    _of_letters(album, browser, hall, passwords)
    _of_search_and_register(album, browser, hall, passwords)
    _of_clusters_and_directory(album, browser, hall, passwords)


def of_log_and_data(album: Album, browser, hall: Hall) -> None:
    """What anybody can check, and what anybody may take."""
    page = browser.new_page(locale="mn-MN")
    for name in ("log", "data"):
        page.goto(f"{hall.settings.origin()}/jargalant/{name}")
        album.take(page, f"public-{name}", PHONE)
    page.close()


def _of_letters(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """Letters, their clocks and rules, and what a body sees that replies by the link."""
    desk = Desk(browser, hall, "office@jargalant.example", passwords["office@jargalant.example"])
    page = desk.page
    for name, path in (("routes", "/routes"), ("clocks", "/clocks"), ("letters", "/letters")):
        page.goto(desk.origin + path)
        album.take(page, f"office-{name}", OFFICE)
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
        ("people", "/board/people"),
        ("programmes", "/programmes"),
        ("petitions", "/programmes/petitions?span=2015"),
        ("campaigns", "/campaigns"),
        ("campaign-new", "/campaigns/new?category=water"),
        ("imports", "/imports"),
        ("search", "/search?q=худгийг"),
        ("search-nothing", "/search?q=трамвай"),
        ("messages", "/messages"),
        ("calls", "/messages/calls"),
        ("board-notice", "/messages/board"),
        ("privacy", "/privacy"),
        ("privacy-new", "/privacy/requests/new"),
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
    desk = Desk(browser, hall, "admin@jargalant.example", passwords["admin@jargalant.example"])
    papers.take(album, desk.page, desk.origin, OFFICE)
    desk.close()
    if album.takes_all:
        for name, picture in papers.papers_of(hall.settings, "jargalant").items():
            (album.folder / f"{name}.png").write_bytes(picture)


def _of_clusters_and_directory(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """Proposals that are alike, and what the office keeps for all."""
    desk = Desk(browser, hall, "admin@jargalant.example", passwords["admin@jargalant.example"])
    page = desk.page
    page.goto(f"{desk.origin}/clusters")
    album.take(page, "office-clusters", OFFICE)
    page.locator("tbody th a").first.click()
    page.wait_for_selector(".spread")
    album.take(page, "office-cluster", OFFICE)
    page.locator(".voices blockquote a").first.click()
    page.locator("a[href^='/clusters/like/']").click()
    page.wait_for_selector(".alike")
    album.take(page, "office-like", OFFICE)
    for name in ("bodies", "bodies/new", "materials", "goals", "categories", "categories/water", "wordings"):
        page.goto(f"{desk.origin}/directory/{name}")
        album.take(page, f"office-{name.replace('/', '-')}", OFFICE)
    desk.close()


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
    album.take(page, "public-hearing", PHONE)
    page.goto(f"{origin}/jargalant/units")
    page.get_by_role("link", name="Рашаант").first.click()
    album.take(page, "public-unit", PHONE)
    page.goto(page.url + "/notice")
    album.take(page, "public-notice", {"paper": (860, 1180)})
    page.close()


def of_tablet(album: Album, browser, hall: Hall, passwords: dict[str, str]) -> None:
    """A tablet's evening: connected, at work without a network, told of a decision."""
    bold = _tablet(browser, hall)
    code = _code(hall, "bold")
    bold.page.fill("[data-testid=code]", code)
    album.take(bold.page, "tablet-enrol", TABLET)
    bold.enrol(code, before_pin=lambda: album.take(bold.page, "tablet-pin", TABLET))
    tuya = _tablet(browser, hall)
    tuya.enrol(_code(hall, "tuya"))
    for tablet, cost in ((bold, "52000000"), (tuya, "48500000")):
        tablet.page.context.set_offline(True)
        tablet.open_hearing(HEARING)
        tablet.change(PROPOSAL, cost=cost)
    bold.begin({"title": "Гар худаг гаргуулъя", "category": "Ус, худаг", "cost": "18,0"})
    bold.page.wait_for_selector("[data-testid=alike]")
    bold.save()
    album.take(bold.page, "tablet-form", TABLET)
    bold.back_to_hearing()
    _picture_stages(album, bold, "tablet")
    _picture_person(album, bold)
    if album.takes_all:
        _picture_deeds(album, bold)
    bold.home()
    if album.takes_all:
        _picture_in_english(album, bold)
    album.take(bold.page, "tablet-home", TABLET)
    for theme in ("dark", "sun", "light"):
        bold.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        album.take(bold.page, f"tablet-home-{theme}", TABLET)
    bold.page.click("[data-testid=send]")
    bold.page.wait_for_selector("[data-testid=line][data-line=offline]")
    album.take(bold.page, "tablet-offline", TABLET)
    _picture_while_sending(album, bold)
    tuya.page.context.set_offline(False)
    tuya.send()
    bold.send()
    _decide(browser, hall, passwords)
    bold.send()
    bold.page.click("[data-testid=to-attention]")
    bold.page.wait_for_selector("[data-testid=slip]")
    album.take(bold.page, "tablet-attention", TABLET)
    bold.page.evaluate("location.hash = '/settings'")
    bold.page.wait_for_selector("[data-testid=back]")
    album.take(bold.page, "tablet-settings", TABLET)
    bold.page.click("[data-testid=lock]")
    bold.page.wait_for_selector("[data-testid=pin]")
    album.take(bold.page, "tablet-locked", TABLET)


def _picture_in_english(album: Album, tablet: Page) -> None:
    """All stages again in the other language, and back."""
    for word in ("en", "mn"):
        tablet.page.click("[data-testid=language]")
        tablet.page.wait_for_selector("[data-testid=pin]")
        tablet.unlock()
        assert tablet.page.evaluate("document.documentElement.lang").startswith(word)
        if word == "en":
            album.take(tablet.page, "english-home", TABLET)
            tablet.open_hearing(HEARING)
            _picture_stages(album, tablet, "english")
            tablet.home()


def _picture_stages(album: Album, tablet: Page, name: str) -> None:
    """Every stage of the hearing that is open, and the forms of check-in and decision."""
    for stage in STAGES:
        tablet.to(stage)
        album.take(tablet.page, f"{name}-{stage.replace('_', '-')}", TABLET)
    tablet.page.set_viewport_size({"width": 1280, "height": 800})
    for section, form in (("attendance", "check-in-form"), ("decision", "decide")):
        tablet.to(section)
        tablet.begin({})
        album.take(tablet.page, f"{name}-{form}", TABLET)
        tablet.page.go_back()
        tablet.page.wait_for_selector("[data-testid=stage-notice]")


def _picture_person(album: Album, tablet: Page) -> None:
    """Somebody is found in the register, and asked for his consent."""
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.page.fill("[data-testid=find]", "болд")
    tablet.page.wait_for_selector("[data-testid=candidate]")
    album.take(tablet.page, "tablet-find", TABLET)
    tablet.page.locator("[data-testid=candidate]").first.click()
    tablet.page.wait_for_selector("[data-testid=register]")
    album.take(tablet.page, "tablet-consent", TABLET)
    tablet.page.click("[data-testid=leave]")
    tablet.page.click("[data-testid=back-to-stage]")
    tablet.page.wait_for_selector("[data-testid=stage-notice]")


def _picture_deeds(album: Album, tablet: Page) -> None:
    """What is done at a hearing on screens of its own, and the plan; those of records are begun empty."""
    page, place = tablet.page, tablet.page.evaluate("location.hash.split('/').slice(0, 3).join('/')")
    for deed in DEEDS:
        page.evaluate("(place) => { location.hash = place; }", f"{place}/{deed}")
        page.wait_for_timeout(600)  # some are fetched or counted first
        album.take(page, f"deed-{deed.replace('/', '-')}", TABLET)
    page.evaluate("(place) => { location.hash = place; }", f"{place}/ranking")
    ranked = page.locator("[data-testid=row][data-state=closed]")
    if ranked.count():
        ranked.first.click()
        page.wait_for_timeout(600)
        album.take(page, "deed-ranked", TABLET)
    page.evaluate("() => { location.hash = '#/plan'; }")
    page.wait_for_timeout(300)
    album.take(page, "deed-plan", TABLET)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("(place) => { location.hash = place; }", place)
    page.wait_for_selector("[data-testid=stage-notice]")


def _picture_while_sending(album: Album, tablet: Page) -> None:
    """The server takes its time while the picture is taken."""
    held = []
    tablet.page.route("**/api/v1/sync", lambda request: held.append(request))
    tablet.page.context.set_offline(False)
    tablet.page.locator("[data-testid=send]").evaluate("(button) => button.click()")  # it may be sending by itself
    tablet.page.wait_for_selector("[data-testid=line][data-line=sending]")
    album.take(tablet.page, "tablet-sending", TABLET)
    while held:
        held.pop().continue_()
    tablet.page.unroute("**/api/v1/sync")
    tablet.page.wait_for_selector("[data-testid=line][data-line=idle]")


def _decide(browser, hall: Hall, passwords: dict[str, str]) -> None:
    desk = Desk(browser, hall, "review@jargalant.example", passwords["review@jargalant.example"])
    desk.open_hearing(HEARING)
    desk.collisions()
    desk.page.locator(".rv a", has_text=PROPOSAL).click()
    card = desk.page.locator(".collision", has_text=PROPOSAL)
    card.locator(".side", has_text="52").get_by_role("button").click()
    desk.page.wait_for_selector(".done")
    desk.close()


def _tablet(browser, hall: Hall) -> Page:
    page = browser.new_page(locale="mn-MN", viewport={"width": 1280, "height": 800})
    page.goto(hall.settings.origin("app"))
    page.wait_for_selector("[data-testid=code]")
    return Page(page)


def _code(hall: Hall, name: str) -> str:
    return hall.yavuul("enrol-code", f"{name}@jargalant.example").strip()


def main(folder: Path | None) -> None:
    """All pictures, from a server of their own."""
    album = Album(folder)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as driver:
        hall = Hall(Path(home))
        passwords, demo = told(hall)
        hall.start()
        browser = driver.chromium.launch(**chromium.launch_options())
        try:
            of_office(album, browser, hall, passwords)
            of_papers(album, browser, hall, passwords)
            of_log_and_data(album, browser, hall)
            of_public(album, browser, hall, demo)
            of_tablet(album, browser, hall, passwords)
        finally:
            browser.close()
            hall.stop()
    total = sum(path.stat().st_size for path in album.folder.glob("*.png"))
    print(f"{len(list(album.folder.glob('*.png')))} pictures, {total // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
