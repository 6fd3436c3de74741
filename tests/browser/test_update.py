"""A new version of the app (T19): it waits until a person takes it, and never comes half (F6, F7, trap 26)."""

import pytest
from playwright.sync_api import expect

from tests.browser.front import Front
from tests.browser.hall import BAGH
from tests.browser.hands import SCREEN, Page

HEARING = {"unit": BAGH, "title": "Рашаант багийн хэлэлцүүлэг", "held_on": "2026-11-22"}
RELEASE = "() => document.querySelector('meta[name=release]')?.content ?? '1'"
LOOK = "navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => null, () => null)"
STATE = (
    "navigator.serviceWorker.getRegistration()"
    ".then((found) => [found.installing, found.waiting, found.active].map((worker) => worker?.state ?? null))"
)
INSTALLED = (
    "navigator.serviceWorker.getRegistration().then((found) => new Promise((done) => {"
    " const see = () => found.waiting || !found.installing ? done(Boolean(found.waiting))"
    " : found.installing.addEventListener('statechange', see, {once: true}); see(); }))"
)


@pytest.fixture
def front(hall):
    """A proxy that can bring another build."""
    front = Front(hall)
    yield front
    front.stop()


@pytest.fixture
def context(browser):
    """The storage of one tablet."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN", has_touch=True)
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall, front):
    """Болд's tablet, connected through the proxy, with a hearing."""
    tablet = Page(context.new_page())
    tablet.page.goto(front.url)
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    tablet.new_hearing(**HEARING)
    return tablet


def test_f6_trap_26_a_new_version_waits_under_an_open_form_and_is_taken_by_a_tap_at_home(front, tablet):
    page = tablet.page
    page.evaluate("location.hash = location.hash.split('/').slice(0, 3).join('/') + '/record/proposal/new'")
    page.fill("[data-testid=field-title]", "Худгийг зас")
    front.release()
    page.evaluate(LOOK)
    assert page.evaluate(INSTALLED)
    assert page.input_value("[data-testid=field-title]") == "Худгийг зас"
    assert page.evaluate(RELEASE) == "1"
    page.fill("[data-testid=field-title]", "Худгийг засах")
    page.locator("[data-testid=save]").tap()
    page.wait_for_selector("[data-testid=saved-note]")
    page.evaluate("location.hash = '/home'")
    tablet.send()  # the older app goes on syncing
    assert "шинэ хувилбар хүлээж байна" in page.inner_text("[data-fact=version]")
    assert page.evaluate(RELEASE) == "1"
    page.locator("[data-testid=take-update]").tap()
    page.wait_for_selector("meta[name=release]", state="attached")
    tablet.unlock()
    assert tablet.counts()["tablet"] == 0
    expect(page.locator("[data-testid=take-update]")).to_have_count(0)


def test_f6_a_form_in_another_window_holds_the_new_version_back_and_its_later_parts_still_load(context, front, tablet):
    other = Page(context.new_page())
    other.page.goto(tablet.page.url)
    other.page.fill("[data-testid=pin]", "194873")
    other.page.click("[data-testid=unlock]")
    other.page.wait_for_selector("[data-testid=line]")
    page = tablet.page
    page.bring_to_front()
    page.evaluate("location.hash = '/home'")
    front.release()
    page.evaluate(LOOK)
    assert page.evaluate(INSTALLED)
    page.locator("[data-testid=take-update]").tap()
    expect(page.locator("[data-testid=update]")).to_contain_text("өөр цонхонд нээлттэй")
    assert page.evaluate(RELEASE) == "1"
    other.page.evaluate("location.hash = '/home'")
    page.locator("[data-testid=take-update]").tap()
    page.wait_for_selector("meta[name=release]", state="attached")
    assert other.page.evaluate(RELEASE) == "1"
    part = other.page.evaluate(
        "caches.open('yavuul-before').then((kept) => kept.keys())"
        ".then((all) => all.map(({url}) => new URL(url).pathname))"
    )
    english = [path for path in part if "texts.en-" in path]
    assert english
    assert other.page.evaluate("(path) => import(path).then((part) => Object.keys(part))", english[0]) == ["default"]


def test_f7_a_version_that_comes_only_half_changes_nothing(hall, front, tablet):
    page = tablet.page
    page.evaluate("location.hash = '/home'")
    front.release(cut="texts")
    page.evaluate(LOOK)
    assert not page.evaluate(INSTALLED)
    expect(page.locator("[data-testid=take-update]")).to_have_count(0)
    hall.stop()
    page.reload()
    tablet.unlock()
    assert page.evaluate(RELEASE) == "1"
    page.locator("[data-testid=language]").tap()  # its own English is there, without a network
    page.wait_for_selector("[data-testid=unlock]")
    assert page.inner_text("[data-testid=title]") == "Sign in"
    hall.start()
    front.repair()
    page.evaluate(LOOK)
    assert page.evaluate(INSTALLED)
