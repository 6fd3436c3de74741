"""A tablet's evening: its stages, its deeds, sending, in both languages."""

from tests.browser.hall import Desk, Hall
from tests.browser.hands import Page
from tests.screens.album import TABLET, Album
from tests.screens.office import HEARING

PROPOSAL = "Өвлийн нөөц өвсний сан байгуулах"
STAGES = (
    *("notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking"),
    *("decisions", "poll_after", "read_back", "adoption", "sealed"),
)
DEEDS = (
    *("last", "code", "rank/new", "room", "minutes/edit", "paper", "survey/new", "petition/new", "service/new"),
    *("handover/new", "poll/before", "wall/agenda", "wall/last", "wall/proposals", "wall/ranking", "wall/timer"),
)


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
