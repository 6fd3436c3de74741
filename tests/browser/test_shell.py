"""The shell of the tablet by touch, on both sizes: ready or not, and why; themes, text, language; no finding of axe."""

import pytest
from playwright.sync_api import expect

from server import acts
from tests.axe import findings
from tests.browser.hands import PIN, Page

SIZES = {"across": {"width": 1280, "height": 800}, "upright": {"width": 800, "height": 1280}}
HEARING = {
    "title": "Рашаант багийн хэлэлцүүлэг",
    "place": "Рашаант багийн төв",
    "stage": "plenary",
    "order_kind": "Засаг даргын захирамж",
    "order_number": "А/118",
    "order_on": "2026-11-10",
}
OPEN = "location.hash = '/hearing/' + document.querySelector('[data-testid=row]').dataset.id"
FORM = f"{OPEN} + '/record/proposal/new'"
OVERFLOW = (
    "() => [document.documentElement, ...document.querySelectorAll('.work, .topbar, .actionbar')]"
    ".map((part) => part.scrollWidth - part.clientWidth).filter((over) => over > 0)"
)
SMALL = (
    "() => [...document.querySelectorAll('button, .input')].filter((part) => part.checkVisibility())"
    ".map((part) => [part.dataset.testid, part.getBoundingClientRect()])"
    ".filter(([, box]) => box.width < 48 || box.height < 48).map(([name]) => name)"
)


# What is the same in both sizes is driven in one of them.
IN_ACROSS = pytest.mark.parametrize("context", ["across"], indirect=True)
IN_UPRIGHT = pytest.mark.parametrize("context", ["upright"], indirect=True)


@pytest.fixture(params=SIZES)
def context(request, browser):
    """The storage of one tablet, worked by touch."""
    context = browser.new_context(viewport=SIZES[request.param], locale="mn-MN", has_touch=True)
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall):
    """Болд's tablet, connected; a breach of the page's policy fails the test."""
    page = Page(context.new_page())
    complaints = []
    page.page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    page.page.goto(hall.settings.origin("app"))
    page.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    yield page
    assert complaints == []


def promise(context, page, origin):
    """The browser promises to keep what is stored, as it does for an installed app."""
    session = context.new_cdp_session(page)
    whose = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    wish = {"permissions": ["durableStorage"], "origin": origin, "browserContextId": whose}
    session.send("Browser.grantPermissions", wish)


def facts(page):
    return {one.get_attribute("data-fact"): one.locator("dd").inner_text() for one in page.locator("[data-fact]").all()}


@IN_ACROSS
def test_trap_25_green_is_said_only_where_the_browser_keeps_its_promise_and_stays_without_a_network(
    context, hall, tablet
):
    page, origin = tablet.page, hall.settings.origin("app")
    ready = page.locator("[data-testid=ready]")
    expect(ready).to_have_attribute("data-lacks", "unprotected")
    assert ready.get_by_role("heading").inner_text() == "Хадгалалт баталгаагүй"
    assert "суулгаад" in page.inner_text("[data-testid=lack]")
    assert facts(page)["storage"] == "Баталгаагүй"
    promise(context, page, origin)
    page.locator("[data-testid=send]").tap()
    expect(ready).to_have_attribute("data-ready", "true")
    assert ready.get_by_role("heading").inner_text() == "Бэлэн"
    said = facts(page)
    assert said["storage"] == "Баталгаатай"
    assert said["contact"].startswith("Өнөөдөр ")
    assert said["clock"] in ("0 секунд", "1 секунд")
    assert said["version"] == "0.1.0 · шинэ"
    hall.stop()
    page.reload()
    tablet.unlock()
    page.locator("[data-testid=send]").tap()
    page.wait_for_selector("[data-testid=line][data-line=offline]")
    expect(ready).to_have_attribute("data-ready", "true")
    expect(page.locator("[data-testid=line]")).to_have_text("Сүлжээгүй")


def test_todays_hearing_stands_first_and_opens_under_the_thumb(hall, tablet):
    page = tablet.page
    day = page.evaluate("new Date().toLocaleDateString('sv')")
    expect(page.locator("[data-testid=open-today]")).to_have_count(0)
    hall.office(lambda unit: acts.creation("hearing", HEARING | {"unit": unit, "held_on": day}))
    page.locator("[data-testid=send]").tap()
    card = page.locator("[data-testid=today]")
    expect(card).to_contain_text("Рашаант багийн төв")
    expect(card).to_contain_text("Засаг даргын 2026 оны А/118\u00a0дугаар захирамж")
    expect(page.locator("[data-testid=title]")).to_have_text("Рашаант баг")
    page.locator("[data-testid=to-hearings]").tap()
    expect(page.locator("[data-testid=hearings] [data-testid=row]")).to_be_in_viewport()
    page.locator("[data-testid=open-today]").tap()
    page.wait_for_url("**/#/hearing/*")


@IN_ACROSS
def test_f4_a_tablet_whose_storage_was_cleared_enrols_anew_and_all_that_was_safe_comes_back(
    context, hall, tablet, tmp_path
):
    """What had not gone up is lost with the storage: the first screen says so before, and how many."""
    page, origin = tablet.page, hall.settings.origin("app")
    hall.office(lambda unit: acts.creation("hearing", HEARING | {"unit": unit}))
    tablet.send()
    page.evaluate(FORM)
    tablet._fill({"title": "Худгийг засах"})
    page.locator("[data-testid=save]").tap()
    page.wait_for_selector("[data-testid=saved-note]")
    page.evaluate("location.hash = '/home'")
    tablet.send()
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    tablet.send()
    assert tablet.counts() == {"tablet": 0, "arrived": 0, "safe": 1}
    old = page.inner_text("[data-testid=me]") if page.locator("[data-testid=me]").is_visible() else ""
    hall.stop()
    page.evaluate(FORM)
    tablet._fill({"title": "Гүүр"})
    page.locator("[data-testid=save]").tap()
    page.wait_for_selector("[data-testid=saved-note]")
    page.evaluate("location.hash = '/home'")
    expect(page.locator("[data-testid=ready]")).to_have_attribute("data-lacks", "unprotected")
    assert "Бичсэнээ тухай бүр илгээнэ үү" in page.inner_text("[data-testid=lack]")
    assert tablet.counts()["tablet"] == 1
    page.goto("about:blank")
    hall.start()
    session = context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    page.goto(origin)
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    page.evaluate(OPEN)
    page.wait_for_selector("[data-testid=stage-plenary]")
    page.evaluate("location.hash += '/plenary'")
    page.get_by_text("Худгийг засах").first.wait_for()
    assert page.get_by_text("Гүүр", exact=True).count() == 0
    if old:
        assert page.inner_text("[data-testid=me]") != old  # a new inc


@IN_UPRIGHT
def test_theme_and_size_of_text_are_the_persons_and_stay(tablet):
    page = tablet.page
    looks = "() => [document.documentElement.dataset.theme, document.documentElement.dataset.text]"
    assert page.evaluate(looks) == ["light", "100"]
    page.locator("[data-testid=sun]").tap()
    page.locator("[data-testid=text-size]").tap()
    page.locator("[data-testid=text-size]").tap()
    assert page.inner_text("[data-testid=toast]") == "Үсгийн хэмжээ: 130 %"
    page.reload()
    tablet.unlock()
    assert page.evaluate(looks) == ["sun", "130"]
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "23.4px"
    page.locator("[data-testid=to-settings]").tap()
    page.locator("[data-testid=theme-dark]").tap()
    page.locator("[data-testid=text-100]").tap()
    assert page.evaluate(looks) == ["dark", "100"]
    page.locator("[data-testid=back]").tap()
    page.locator("[data-testid=language]").tap()
    tablet.unlock()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.inner_text("[data-testid=to-settings]") == "Settings"


@pytest.mark.parametrize(
    ("context", "theme"),
    [("across", "light"), ("upright", "light"), ("upright", "dark"), ("across", "sun")],
    indirect=["context"],
)
def test_every_screen_of_the_shell_passes_axe_and_fits_at_130_percent(context, hall, theme):
    page = context.new_page()
    seen = []

    def look(name):
        page.evaluate("document.fonts.ready.then(() => true)")
        seen.append((name, findings(page), page.evaluate(OVERFLOW), page.evaluate(SMALL)))

    page.goto(hall.settings.origin("app"))
    page.evaluate(f"localStorage.setItem('yavuul.theme', '{theme}'); localStorage.setItem('yavuul.text', '130')")
    page.reload()
    tablet = Page(page)
    page.wait_for_selector("[data-testid=code]")
    look("enrol")
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip(), before_pin=lambda: look("new PIN"))
    look("home")
    page.locator("[data-testid=to-settings]").tap()
    page.locator("[data-testid=change-pin]").tap()
    look("settings")
    page.locator("[data-testid=lock]").tap()
    page.wait_for_selector("[data-testid=pin]")
    look("PIN")
    page.locator("[data-testid=add-person]").tap()
    tablet.enrol(hall.yavuul("enrol-code", "tuya@jargalant.example").strip())
    page.locator("[data-testid=lock]").tap()
    page.wait_for_selector("[data-testid=person]")
    look("who")
    assert [item for item in seen if item[1:] != ([], [], [])] == []


@IN_UPRIGHT
def test_a_camera_that_may_not_be_used_leads_to_the_typed_code(context, hall):
    page = context.new_page()
    page.goto(hall.settings.origin("app"))
    page.locator("[data-testid=scan]").tap()
    page.wait_for_selector("[data-testid=camera-fault]")
    assert "Кодоо бич" in page.inner_text("[data-testid=camera-fault]")
    page.locator("[data-testid=type-code]").tap()
    page.wait_for_selector("[data-testid=code]")


@IN_ACROSS
def test_a_screen_that_fails_says_so_and_leads_back(tablet):
    page = tablet.page
    page.evaluate("location.hash = '/hearing/x/record/no-such-type/new'")
    page.wait_for_selector("[data-testid=trouble]")
    assert "Хадгалсан бүхэн хэвээр" in page.inner_text("[data-testid=trouble]")
    page.locator("[data-testid=to-home]").tap()
    page.wait_for_selector("[data-testid=ready]")
    assert PIN not in page.content()
