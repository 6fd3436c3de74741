"""Several people on a tablet (T2): each has his PIN; the unsent stays its author's, and goes up while he is locked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hall import BAGH
from tests.browser.hands import PIN, SCREEN, Page

HEARING = {"unit": BAGH, "title": "Рашаант багийн хэлэлцүүлэг", "held_on": "2026-11-22"}
AHEAD = (
    "{ const now = Date.now.bind(Date);"
    " Date.now = () => now() + Number(localStorage.getItem('test.ahead') ?? 0) * 1000; }"
)


@pytest.fixture
def context(browser):
    """The storage of one tablet, with a clock that a test may move on."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN", has_touch=True)
    context.add_init_script(AHEAD)
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall):
    """A tablet that Болд and Туяа share; both have locked."""
    tablet = Page(context.new_page())
    tablet.page.goto(hall.settings.origin("app"))
    for number, name in enumerate(("bold", "tuya")):
        if number:
            tablet.page.locator("[data-testid=add-person]").tap()
        tablet.enrol(hall.yavuul("enrol-code", f"{name}@jargalant.example").strip())
        tablet.page.locator("[data-testid=lock]").tap()
    return tablet


def tile(tablet, name):
    return tablet.page.locator("[data-testid=person]", has_text=name)


def enter(tablet, name, pin=PIN):
    tile(tablet, name).tap()
    for digit in pin:
        tablet.page.locator(f"[data-testid=key-{digit}]").tap()
    tablet.page.locator("[data-testid=unlock]").tap()


def at_most(seconds):
    """What the PIN screen says while one waits, on a slow machine already a little later."""
    return re.compile(rf"^({'|'.join(str(left) for left in range(1, seconds + 1))}) секунд хүлээнэ үү$")


def ahead(page, seconds):
    add = "(by) => localStorage.setItem('test.ahead', Number(localStorage.getItem('test.ahead') ?? 0) + by)"
    page.evaluate(add, seconds)


def test_what_one_wrote_stays_sealed_while_another_works_and_goes_up_without_his_pin(hall, desk, tablet):
    page = tablet.page
    hall.stop()
    enter(tablet, "Б.Болд")
    page.wait_for_selector("[data-testid=language]")
    tablet.new_hearing(**HEARING)
    page.evaluate("location.hash = '/home'")
    page.locator("[data-testid=lock]").tap()
    assert tile(tablet, "Б.Болд").locator("[data-testid=sealed]").inner_text() == "1 бичлэг битүүмжилсэн, илгээгдэнэ"
    expect(tile(tablet, "Ө.Туяа").locator("[data-testid=sealed]")).to_have_count(0)
    hall.start()
    enter(tablet, "Ө.Туяа")
    page.wait_for_selector("[data-testid=row]", timeout=60_000)  # his hearing has come back by the server
    page.locator("[data-testid=lock]").tap()
    expect(tile(tablet, "Б.Болд").locator("[data-testid=sealed]")).to_have_count(0)
    reviewer = desk("review")
    reviewer.open_hearing(HEARING["title"])


def test_a_wrong_pin_waits_longer_each_time_and_says_how_long(tablet):
    page = tablet.page
    tile(tablet, "Б.Болд").tap()
    page.fill("[data-testid=pin]", "000000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=wrong]")).to_have_text("ПИН код буруу. Үлдсэн оролдлого: 9")
    for left, waits in ((8, 2), (7, 5), (6, 15)):
        ahead(page, 600)
        page.reload()
        tile(tablet, "Б.Болд").tap()
        page.keyboard.type("000000")
        page.keyboard.press("Enter")
        expect(page.locator("[data-testid=wrong]")).to_have_text(f"ПИН код буруу. Үлдсэн оролдлого: {left}")
        expect(page.locator("[data-testid=wait]")).to_have_text(at_most(waits))
    expect(page.locator("[data-testid=unlock]")).to_be_disabled()
    expect(page.locator("[data-testid=wait]")).to_have_text(at_most(12))  # it counts down
    page.reload()
    tile(tablet, "Б.Болд").tap()
    expect(page.locator("[data-testid=unlock]")).to_be_disabled()  # no reload wins a guess


def test_ten_misses_take_the_reading_away_and_what_is_unsent_still_goes_up(hall, desk, tablet):
    page = tablet.page
    hall.stop()
    enter(tablet, "Б.Болд")
    page.wait_for_selector("[data-testid=language]")
    tablet.new_hearing(**HEARING)
    page.evaluate("location.hash = '/home'")
    page.locator("[data-testid=lock]").tap()
    for left in range(9, -1, -1):
        tile(tablet, "Б.Болд").tap()
        page.fill("[data-testid=pin]", "000000")
        page.keyboard.press("Enter")
        said = f"Үлдсэн оролдлого: {left}" if left else "нээх боломжгүй болсон"
        expect(page.locator("[data-testid=wrong]")).to_contain_text(said)
        ahead(page, 1000)
        if left:
            page.reload()
    assert "Илгээгээгүй бүх бичлэг хэвээр" in page.inner_text("[data-testid=wrong]")
    expect(page.locator("[data-testid=sealed]")).to_contain_text("1 бичлэг битүүмжилсэн")
    expect(page.locator("[data-testid=unlock]")).to_have_count(0)
    hall.start()
    page.reload()
    expect(tile(tablet, "Б.Болд").locator("[data-testid=sealed]")).to_have_count(0, timeout=60_000)
    reviewer = desk("review")
    reviewer.open_hearing(HEARING["title"])


def test_a_pin_is_changed_by_its_owner(tablet):
    page = tablet.page
    enter(tablet, "Б.Болд")
    page.locator("[data-testid=to-settings]").tap()
    page.locator("[data-testid=change-pin]").tap()
    for old, new, said in ((PIN, "123456", "амархан таана"), ("000000", "271828", "Үлдсэн оролдлого: 9")):
        for name, pin in (("pin-old", old), ("pin-next", new), ("pin-again", new)):
            page.fill(f"[data-testid={name}]", pin)
        if new != "123456":
            page.locator("[data-testid=set-pin]").tap()
        expect(page.locator("[data-testid=wrong]")).to_contain_text(said)
    ahead(page, 60)
    page.fill("[data-testid=pin-old]", PIN)
    page.locator("[data-testid=set-pin]").tap()
    expect(page.locator("[data-testid=toast]")).to_have_text("ПИН код солигдлоо")
    page.locator("[data-testid=lock]").tap()
    enter(tablet, "Б.Болд", "271828")
    page.wait_for_selector("[data-testid=ready]")


def test_a_person_leaves_the_tablet_only_when_all_that_he_wrote_is_safe(hall, tablet, tmp_path):
    page = tablet.page
    enter(tablet, "Б.Болд")
    page.wait_for_selector("[data-testid=language]")
    tablet.new_hearing(**HEARING)
    page.evaluate("location.hash = '/home'")
    tablet.send()
    page.locator("[data-testid=to-settings]").tap()
    bold = page.locator("[data-testid=of-tablet]", has_text="Б.Болд")
    expect(bold.locator("[data-testid=remove-person]")).to_be_disabled()
    expect(bold).to_contain_text("нөөц хуулбарт ороогүй 1 бичлэг")
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    page.locator("[data-testid=back]").tap()
    tablet.send()
    page.locator("[data-testid=to-settings]").tap()
    expect(bold).to_contain_text("найдвартай хадгалагдсан")
    bold.locator("[data-testid=remove-person]").tap()
    expect(bold.locator("[data-testid=remove-person]")).to_have_text("Хасах: Б.Болд")
    bold.locator("[data-testid=remove-person]").tap()
    page.wait_for_selector("[data-testid=pin]")
    assert page.inner_text("h2") == "Ө.Туяа"
    page.reload()
    page.wait_for_selector("[data-testid=pin]")
    assert page.inner_text("h2") == "Ө.Туяа"


def test_a_tablet_that_nobody_touches_locks_by_itself_and_comes_back_where_it_was(hall, tablet):
    page = tablet.page
    enter(tablet, "Б.Болд")
    page.wait_for_selector("[data-testid=language]")
    tablet.new_hearing(**HEARING)
    place = page.url
    ahead(page, 301)
    page.wait_for_selector("[data-testid=unlock]", timeout=30_000)
    assert page.inner_text("h2") == "Б.Болд"
    page.fill("[data-testid=pin]", PIN)
    page.locator("[data-testid=unlock]").tap()
    page.wait_for_selector("[data-testid=line]")
    assert page.url == place
