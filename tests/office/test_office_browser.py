"""The office in a real browser: axe, its own policy, keys, the menu that folds, and all of it without JavaScript."""

import threading

import pytest
from werkzeug.serving import make_server

from server.who import REVIEWER
from tests.axe import findings
from tests.media_lane import Lane, photo
from tests.office.conftest import Hall, make_officer
from tests.server.conftest import PASSWORD

BEHIND, SOLAR = "Багийн төвд, сургуулийн хойно гар худаг", "Багийн төвд нарны насостой гар худаг"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 1024, "height": 768}
FITS = "document.documentElement.scrollWidth <= innerWidth"


class Site:
    """A hearing with a collision, served on a free port; `open` gives a page that is signed in as its reviewer."""

    def __init__(self, hall, port, browser) -> None:
        self.hall, self.port, self.browser = hall, port, browser
        self.email = make_officer(hall.world, REVIEWER).email
        self.record, _ = hall.collide(
            path="solution", first="Гар худаг", one=BEHIND, two=SOLAR, title="Худаг", category="water"
        )
        hall.ana.say(
            "attendance", unit=hall.unit, hearing=hall.hearing, role="citizen", _personal={"name_as_given": "Дорж"}
        )
        hall.ana.say("decision", unit=hall.unit, hearing=hall.hearing, text="Худаг гаргах", votes_for=3)
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Төлөв", status="done")  # parked
        hall.world.sync(hall.ana)

    def at(self, path):
        return f"http://office.localhost:{self.port}{path}"

    def open(self, path, **choices):
        context = self.browser.new_context(**{"viewport": WIDE} | choices)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if _complains(said) else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(self.at(f"/sign-in?next={path}"))
        page.fill("[name=email]", self.email)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_selector("nav.nav")
        page.wait_for_load_state()  # a key pressed before the page's scripts have run is lost
        return page


def _complains(said):
    """Whether a message is one; what the machine's software WebGL says of its own speed is none."""
    return said.type in ("error", "warning") and "GL Driver Message" not in said.text


@pytest.fixture
def site(sqlite_world, browser):
    server = make_server("127.0.0.1", 0, sqlite_world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Site(Hall(sqlite_world), server.server_port, browser)
    yield made
    for context in list(browser.contexts):
        context.close()
    server.shutdown()
    thread.join()


def look(page, size):
    """Nothing to mend at `size`, and nothing wider than the window at either size."""
    assert (page.url, findings(page)) == (page.url, [])
    for each in (WIDE, NARROW, size):
        page.set_viewport_size(each)
        assert page.evaluate(FITS), (page.url, each)


LOOKS = pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light", "dark"])


@LOOKS
def test_every_page_passes_axe_and_keeps_its_policy(site, scheme, size):
    where = f"/hearings/{site.hall.hearing}"
    page = site.open("/review", color_scheme=scheme, viewport=size)
    tabs = ("review", "attendance", "proposal", "decision", "minutes", "media", "ranking_session", "history")
    pages = ["/", "/hearings", "/hearings?q=x", "/review", "/waiting", where, *(f"{where}/{tab}" for tab in tabs)]
    pages += ["/proposals", "/proposals?status=done", "/proposals/map", f"{where}/map", "/remarks"]
    hall = site.hall  # so that there is something to draw, also on the first page
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гүүр", place="48.011,91.641")
    hall.world.sync(hall.ana)
    pages += [f"/records/{site.record}", f"/records/{site.record}/history"]
    for path in pages:
        page.goto(site.at(path))
        look(page, size)
    assert page.complaints == []


@pytest.fixture
def placed(site):
    """Three proposals that say where they are, two of them near each other."""
    hall = site.hall
    ids = [
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title, place=place)
        for title, place in (("Гүүр", "48.011,91.641"), ("Далан", "48.012,91.642"), ("Өвс", "48.4,92.3"))
    ]
    hall.world.sync(hall.ana)
    return ids


def test_a_map_is_drawn_from_our_own_host_and_keeps_the_policy(site, placed):
    page = site.open("/proposals/map")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.at("/proposals/map"))
    page.wait_for_selector("[data-map][data-ready]", timeout=60_000)
    assert all(url.startswith((site.at("/"), "blob:")) for url in asked), asked
    assert any(url.endswith("/proposals/points") for url in asked)
    assert page.locator(".map-none").is_hidden() and page.locator(".map canvas").count() == 1
    page.locator("[data-layer=units]").click()
    assert page.get_attribute("[data-layer=units]", "aria-pressed") == "true"
    page.locator("[data-zoom='1']").click()
    page.keyboard.press("Tab")
    assert page.locator(".lines li").count() == 4
    assert findings(page) == []
    assert page.complaints == []


def test_without_webgl_the_list_stays_and_the_page_says_so(site, placed):
    page = site.open("/me")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(site.at(f"/hearings/{site.hall.hearing}/map"))
    page.wait_for_selector(".map-none:not([hidden])")
    assert page.locator(".map").is_hidden() and page.locator(".lines li").count() == 4
    assert findings(page) == []
    assert page.complaints == []


def test_arrows_go_from_proposal_to_proposal(site, placed):
    ids = sorted([*placed, site.record])
    page = site.open(f"/records/{ids[0]}")
    before = page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != before)
    page.wait_for_selector(".said")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(before)
    assert page.complaints == []


def test_photos_open_large_turn_by_arrows_and_close_by_escape(site):
    hall = site.hall
    lane = Lane(hall.ana, hall.world.client)
    sent = [
        lane.media(hall.unit, photo(seed=seed), "image/jpeg", hearing=hall.hearing, of=site.record, caption=caption)
        for seed, caption in ((51, "Худаг"), (52, "Өвөл"))
    ]
    hall.world.sync(hall.ana)
    for piece in sent:
        assert lane.send(piece).status_code == 204
    page = site.open(f"/records/{site.record}")
    page.locator("a[data-photo]").first.click()
    page.wait_for_selector("dialog[open]")
    first = page.locator("dialog p").inner_text()
    page.keyboard.press("ArrowRight")
    assert {first, page.locator("dialog p").inner_text()} == {"Худаг", "Өвөл"}
    assert page.locator("dialog .num").inner_text() == "2 / 2"
    assert findings(page) == []
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.url.endswith(f"/records/{site.record}")
    assert page.complaints == []


def test_a_collision_is_decided_by_one_key_and_taken_back(site):
    page = site.open(f"/hearings/{site.hall.hearing}/review")
    assert sorted(page.locator(".sides mark").all_inner_texts()) == ["нарны насостой", "сургуулийн хойно"]
    page.keyboard.press("3")
    assert page.evaluate("document.activeElement.name") == "value"
    assert sorted(page.input_value("[name=value]").replace(",", "").split()) == sorted(
        {*BEHIND.replace(",", "").split(), *SOLAR.split()}
    )
    page.keyboard.press("1")
    assert site.hall.reviews() == [(site.record, "solution")]  # a key in a field is a letter
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    page.wait_for_selector(".toast")
    assert site.hall.reviews() == []
    page.locator(".toast button").click()
    page.wait_for_selector(".toast")
    assert site.hall.reviews() == [(site.record, "solution")]
    assert page.complaints == []


def test_arrows_walk_the_rows_and_enter_opens(site):
    page = site.open("/hearings")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/hearings/{site.hall.hearing}")
    page.wait_for_selector(".figures")
    assert page.complaints == []


def test_tabs_and_filters_change_only_what_changes(site):
    page = site.open(f"/hearings/{site.hall.hearing}")
    page.evaluate("document.getElementById('nav').dataset.same = '1'")
    page.locator(".tabs a", has_text="Санал").click()
    page.wait_for_selector("section[aria-labelledby=proposals]")
    assert page.url.endswith("/proposal")
    page.go_back()
    page.wait_for_selector(".figures")
    page.goto(site.at("/hearings"))
    page.evaluate("document.getElementById('nav').dataset.same = '1'")
    page.locator(".tools summary").click()
    page.select_option("#f-unit", label="Бугат")
    page.wait_for_selector(".filter")
    assert "unit=" in page.url
    assert page.locator("#nav[data-same]").count() == 1
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert kept == ["htmx-current-path-for-history"]  # an address; never a page (I7)
    assert page.complaints == []


def test_all_of_it_works_without_javascript(site):
    page = site.open("/review", java_script_enabled=False)
    page.locator("tbody th a").first.click()
    page.locator(".side button").first.click()
    page.locator(".toast button").click()
    assert site.hall.reviews() == [(site.record, "solution")]
    page.goto(site.at("/hearings"))
    page.locator(".tools summary").click()
    page.select_option("#f-unit", label="Бугат")
    page.locator(".tools details button").click()
    assert page.locator(".filter").count() == 1


def test_the_menu_folds_and_opens_on_a_narrow_screen(site):
    page = site.open("/hearings")
    page.set_viewport_size(NARROW)
    assert page.locator("#nav").bounding_box()["width"] <= 64
    page.locator("[data-fold]").click()
    assert page.locator("#nav").bounding_box()["width"] > 200
    page.locator("#nav a[href='/review']").click()
    page.wait_for_url("**/review")
