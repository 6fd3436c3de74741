"""Enrolling by camera: the office's screen, photographed aslant, is what Chromium's camera sees."""

import io

import pytest
import segno
from playwright.sync_api import expect

from tests import chromium
from tests.browser import fake_camera
from tests.browser.hands import PIN, SCREEN, Page


@pytest.fixture
def camera(playwright_driver, tmp_path):
    """Somebody's tablet whose camera sees a picture: `camera(shot)`."""
    opened = []

    def look_at(shot):
        options = chromium.launch_options()
        options["args"] += fake_camera.switches(fake_camera.photographed(tmp_path / "film.y4m", shot))
        opened.append(playwright_driver.chromium.launch(**options))
        return Page(opened[-1].new_context(viewport=SCREEN, locale="mn-MN").new_page())

    yield look_at
    for one in opened:
        one.close()


def test_the_code_on_the_offices_screen_is_read_by_the_tablets_camera(desk, hall, camera):
    office = desk("admin")
    office.code_for("Б.Болд")
    tablet = camera(office.page.locator("figure.qr svg").screenshot())
    tablet.page.goto(hall.settings.origin("app"))
    tablet.page.click("[data-testid=scan]")
    tablet.page.wait_for_selector("[data-testid=pin-again]")
    expect(tablet.page.locator("[data-testid=camera]")).to_have_count(0)
    tablet.page.fill("[data-testid=pin]", PIN)
    tablet.page.fill("[data-testid=pin-again]", PIN)
    tablet.page.click("[data-testid=set-pin]")
    tablet.page.wait_for_selector("[data-testid=line][data-line=idle]")
    office.page.wait_for_selector("#code-state[data-state=used]")


def test_h46_a_code_that_is_not_ours_is_refused_in_words_and_the_camera_looks_on(hall, camera):
    foreign = io.BytesIO()
    segno.make("https://example.org/#enrol=G00DC0DE").save(foreign, kind="png", scale=8)
    tablet = camera(foreign.getvalue())
    tablet.page.goto(hall.settings.origin("app"))
    tablet.page.click("[data-testid=scan]")
    expect(tablet.page.locator(".aim-word")).to_contain_text("манай төвийн код биш")
    expect(tablet.page.locator("[data-testid=camera]")).to_be_visible()
    tablet.page.click("[data-testid=type-code]")
    expect(tablet.page.locator("[data-testid=code]")).to_be_visible()
