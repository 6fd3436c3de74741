"""What only a real browser shows of faults: two tabs, a clock of another decade, a Wi-Fi that answers for the server.

The same rules are held with fakes in pwa/src and tests/faults; here they meet locks, storage and workers as they are.
"""

import re

import pytest

from tests.browser.built_app import BuiltApp
from tests.browser.hall import BAGH
from tests.browser.hands import SCREEN, Page

HEARING = {"unit": BAGH, "title": "Рашаант багийн хэлэлцүүлэг", "held_on": "2026-11-22"}
TEN_YEARS_AHEAD = "{ const now = Date.now.bind(Date); Date.now = () => now() + 10 * 365 * 86400e3; }"


@pytest.fixture
def context(browser):
    """The storage of one tablet."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN")
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall):
    """Болд's tablet, connected, with a hearing that has arrived."""
    return connected(context, hall)


def connected(context, hall):
    tablet = Page(context.new_page())
    tablet.page.goto(hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    tablet.new_hearing(**HEARING)
    tablet.send()
    return tablet


def test_f10_two_tabs_of_one_tablet_see_each_others_saves_and_every_op_arrives_once(context, hall, desk, tablet):
    other = Page(context.new_page())
    other.page.goto(hall.settings.origin("app"))
    other.unlock()
    hall.stop()
    for tab, titles in ((tablet, ["Худгийг засах", "Гүүр"]), (other, ["Өвсний сан"]), (tablet, ["Үерийн далан"])):
        tab.page.bring_to_front()  # the browser draws the tab behind once a second at most
        tab.open_hearing(HEARING["title"])
        tab.add(*({"title": title} for title in titles))
        tab.home()
    hall.start()
    for tab in (tablet, other):
        tab.page.bring_to_front()
        tab.page.click("[data-testid=send]")
    for tab in (tablet, other):
        tab.page.bring_to_front()
        tab.send()
        tab.open_hearing(HEARING["title"])
        assert set(tab.names()) == {"Гүүр", "Худгийг засах", "Өвсний сан", "Үерийн далан"}
        assert tab.counts() == {"tablet": 0, "arrived": 5, "safe": 0}
    reviewer = desk("review")
    reviewer.open_hearing(HEARING["title"])
    assert (reviewer.figures()["Санал"], reviewer.figures()["Шийдэх бичлэг"]) == ("4", "0")


def test_f12_a_clock_ten_years_ahead_harms_nothing_and_the_office_sees_that_it_is_off(context, hall, desk):
    context.add_init_script(TEN_YEARS_AHEAD)
    tablet = connected(context, hall)
    tablet.open_hearing(HEARING["title"])
    tablet.add({"title": "Худгийг засах"})
    tablet.send()
    assert tablet.counts() == {"tablet": 0, "arrived": 2, "safe": 0}
    reviewer = desk("review")
    reviewer.open_hearing(HEARING["title"])
    assert reviewer.figures()["Санал"] == "1"
    reviewer.tab("Санал")
    told = reviewer.page.locator("section[aria-labelledby=proposals] .off").inner_text()
    assert re.fullmatch(r"Таблетын цагийн зөрүү: \+36[45]\d хоног", told)


def test_f61_a_portal_that_answers_for_the_server_is_no_connection_and_takes_nothing(hall, tablet):
    hall.stop()
    portal = BuiltApp(hall.settings.port)
    try:
        tablet.open_hearing(HEARING["title"])
        tablet.add({"title": "Худгийг засах"})
        tablet.home()
        tablet.page.click("[data-testid=send]")
        tablet.page.wait_for_selector("[data-testid=line][data-line=offline]")
        assert tablet.counts() == {"tablet": 1, "arrived": 1, "safe": 0}
        tablet.offers("Илгээх 1")
    finally:
        portal.stop()
    hall.start()
    tablet.send()
    assert tablet.counts() == {"tablet": 0, "arrived": 2, "safe": 0}


def test_a_browser_that_promises_nothing_is_told_on_the_first_screen(context, hall, tablet):
    tablet.home()
    tablet.page.wait_for_selector("[data-lacks=unprotected]")
    assert "үндсэн дэлгэцэд суулгаад" in tablet.page.inner_text("[data-testid=lack]")
    session = context.new_cdp_session(tablet.page)
    whose = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    wish = {"permissions": ["durableStorage"], "origin": hall.settings.origin("app"), "browserContextId": whose}
    session.send("Browser.grantPermissions", wish)
    tablet.page.reload()
    tablet.unlock()
    tablet.page.wait_for_selector("[data-ready=true]")


def test_the_offices_qr_fills_in_the_code_and_another_ones_is_refused(context, hall):
    """H46: the address that a camera brings leads nowhere but to our own form, and leaves no code behind."""
    page = context.new_page()
    app = hall.settings.origin("app")
    page.goto(f"{app}/#enrol=7H3K9QZDW2MX5T8B")
    page.wait_for_selector("[data-testid=code]")
    assert page.input_value("[data-testid=code]") == "7H3K9QZDW2MX5T8B"
    assert page.url == f"{app}/#/enrol"
    for foreign in ("javascript:alert(1)", f"http://evil.localhost:{hall.settings.port}/#enrol=7H3K9QZD"):
        page.fill("[data-testid=code]", foreign)
        page.click("[data-testid=enrol]")
        assert page.inner_text("[data-testid=wrong]").startswith("Энэ нь манай төвийн код биш")
        page.fill("[data-testid=code]", "")
        page.goto(f"{app}/#enrol={foreign}")
        page.wait_for_selector("[data-testid=wrong]")
        assert page.input_value("[data-testid=code]") == ""
        assert page.url == f"{app}/#/enrol"
