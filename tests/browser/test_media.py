"""Photos and voice notes on a tablet as it is: a camera's file, a microphone, a disk that is full, a line that breaks.

The rules of store and lane are held in pwa/src/media.test.ts, pwa/src/exchange/media.test.ts and
pwa/src/store/database.test.ts; here they meet a canvas, a recorder, a frozen page and the real server.
"""

import io
import os
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from server import acts
from server.app import create_app
from server.extensions import db
from tests import chromium
from tests.browser.hall import TENANT
from tests.browser.hands import PIN, SCREEN, Page, Tablet

FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
GPS = 0x8825


def camera_file(width=2400, height=1800):
    """A JPEG as a camera writes it: large, with the place, the maker and the serial number beside the picture."""
    grain = Image.frombytes("RGB", (300, 225), os.urandom(300 * 225 * 3))
    image = grain.resize((width, height), Image.Resampling.BILINEAR)
    exif = Image.Exif()
    exif[0x010F] = "Khovd Camera Works"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-4711"
    exif.get_ifd(GPS).update({1: "N", 2: (47.0, 55.0, 30.0), 3: "E", 4: (91.0, 38.0, 6.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def microphone(playwright_driver):
    """A Chromium that hears a beep each second."""
    options = chromium.launch_options()
    browser = playwright_driver.chromium.launch(**options | {"args": options["args"] + FAKE_MICROPHONE})
    yield browser
    browser.close()


@pytest.fixture
def proposal(hall):
    """The place of a proposal in the tablet's app; the office has written it."""
    app = create_app(hall.settings)
    with app.app_context():
        unit = db.session.execute(db.text("SELECT unit FROM account_unit")).scalars().first()
        title = "Рашаант багийн хэлэлцүүлэг"
        hearing = acts.creation("hearing", {"unit": unit, "title": title, "held_on": "2026-11-22"})
        made = acts.creation("proposal", {"unit": unit, "hearing": hearing.record, "title": "Гар худаг"})
        acts.state(TENANT, "", [hearing, made])
        db.session.remove()
        db.engine.dispose()
    return f"#/hearing/{hearing.record}/capture/{made.record}"


@pytest.fixture
def tablet(microphone, hall, proposal):
    """Болд's tablet, at the page of the proposal."""
    context = microphone.new_context(viewport=SCREEN, locale="mn-MN")
    yield at_the_proposal(Page(context.new_page()), hall, proposal)
    context.close()


def at_the_proposal(tablet, hall, proposal):
    tablet.page.goto(hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    go(tablet, proposal)
    return tablet


def go(tablet, proposal):
    tablet.page.evaluate("(place) => { location.hash = place; }", proposal)
    tablet.page.wait_for_selector("[data-testid=photo-button]")


def unlock(tablet):
    """The PIN again; the page is where it was."""
    tablet.page.fill("[data-testid=pin]", PIN)
    tablet.page.click("[data-testid=unlock]")
    tablet.page.wait_for_selector("[data-testid=photo-button]")


def take_photo(page, file=None):
    page.set_input_files("[data-testid=photo-input]", file or camera_file())
    page.wait_for_selector("[data-testid=media-photo] img")


class Wire:
    """The pieces of media that left the page: where each began, and its bytes."""

    def __init__(self, page):
        self.pieces = []
        page.on("request", self._note)

    def _note(self, request):
        if request.method == "PATCH":
            self.pieces.append((int(request.headers["upload-offset"]), request.post_data_buffer))

    @property
    def file(self):
        """One file, put together as a server would."""
        whole = b""
        for offset, piece in self.pieces:
            whole = whole[:offset] + piece
        return whole


def expect_state(page, kind, state):
    expect(page.locator(f"[data-testid=media-{kind}][data-state={state}]")).to_have_count(1, timeout=30_000)


def test_h63_a_photo_is_made_small_without_the_cameras_words_and_survives_a_reload(tablet):
    """H63, scenario 19: nothing that the camera wrote is kept or sent; its place only when the person says so."""
    page, wire = tablet.page, Wire(tablet.page)
    take_photo(page)
    expect(page.get_by_test_id("photo-place")).to_be_visible()
    expect_state(page, "photo", "arrived")
    picture = Image.open(io.BytesIO(wire.file))
    assert (picture.size, picture.format, len(picture.getexif())) == ((1600, 1200), "WEBP", 0)
    assert not [word for word in (b"Exif", b"Khovd", b"SERIAL", b"GPS") if word in wire.file]
    page.reload()
    unlock(tablet)
    expect(page.locator("[data-testid=media-photo] img")).to_be_visible()
    expect(page.get_by_test_id("photo-place")).to_have_count(0)


def test_a_voice_note_is_heard_before_it_is_kept_and_survives_a_reload(tablet):
    page, wire = tablet.page, Wire(tablet.page)
    page.click("[data-testid=voice-start]")
    expect(page.get_by_test_id("voice-time")).to_contain_text("0:01")
    page.click("[data-testid=voice-pause]")
    expect(page.get_by_test_id("recording")).to_have_attribute("data-state", "paused")
    page.click("[data-testid=voice-resume]")
    expect(page.get_by_test_id("voice-time")).to_contain_text("0:02")
    page.click("[data-testid=voice-stop]")
    page.get_by_test_id("voice-made").get_by_test_id("play").click()
    expect(page.get_by_test_id("play")).to_have_attribute("data-playing", "true")
    assert page.get_by_test_id("media-voice").count() == 0
    page.click("[data-testid=voice-keep]")
    expect_state(page, "voice", "arrived")
    assert wire.file[:4] == b"\x1a\x45\xdf\xa3"
    assert len(wire.file) < 3 * 24_000 / 8 * 3
    page.reload()
    unlock(tablet)
    note = page.get_by_test_id("media-voice")
    expect(note.get_by_test_id("length")).to_have_text(re.compile("0:0[123]"))
    note.get_by_test_id("play").click()
    expect(note.get_by_test_id("play")).to_have_attribute("data-playing", "true")


def test_f52_the_server_stops_in_the_middle_of_a_photo_and_it_goes_on_at_that_byte(tablet, hall, proposal):
    page, wire = tablet.page, Wire(tablet.page)

    def stop_at_the_second(route):
        if route.request.method == "PATCH" and len(wire.pieces) == 2:
            hall.stop()
        route.continue_()

    page.route("**/api/v1/media/*", stop_at_the_second)
    take_photo(page)
    while hall.answers():
        page.wait_for_timeout(50)
    expect_state(page, "photo", "sending")
    page.unroute("**/api/v1/media/*")
    stopped_at = wire.pieces[-1][0]
    assert stopped_at > 0
    hall.start()
    page.evaluate("location.hash = '#/'")
    page.click("[data-testid=send]")
    go(tablet, proposal)
    expect_state(page, "photo", "arrived")
    assert wire.pieces[2][0] == stopped_at
    assert Image.open(io.BytesIO(wire.file)).size == (1600, 1200)


def test_a_removed_photo_comes_back_by_undo(tablet):
    page = tablet.page
    take_photo(page)
    page.click("[data-testid=media-remove]")
    expect(page.get_by_test_id("media-photo")).to_have_count(0)
    page.click("[data-testid=undo]")
    expect(page.locator("[data-testid=media-photo] img")).to_be_visible()


def test_what_is_no_picture_is_refused_in_words(tablet):
    page = tablet.page
    page.set_input_files("[data-testid=photo-input]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"})
    expect(page.get_by_test_id("photo-failed")).to_contain_text("Бичвэр хадгалагдсан")
    expect(page.get_by_test_id("media-photo")).to_have_count(0)


def test_f03_a_full_disk_stops_photos_before_words(browser, hall, proposal):
    """F3: a photo is refused with words, no half of it stays, and text is saved as before, many times."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN")
    tablet = Page(context.new_page())
    small = {"origin": hall.settings.origin("app"), "quotaSize": 8_000_000}
    context.new_cdp_session(tablet.page).send("Storage.overrideQuotaForOrigin", small)
    form = proposal.replace("/capture/", "/record/proposal/")
    page = at_the_proposal(tablet, hall, form).page
    photos, failed = page.locator("[data-testid=media-photo] img"), page.get_by_test_id("photo-failed")
    kept = 0
    while failed.count() == 0:
        assert kept < 40, "the disk never filled"
        page.set_input_files("[data-testid=photo-input]", camera_file())
        expect(photos.nth(kept).or_(failed).first).to_be_visible()
        kept = photos.count()
    expect(failed).to_contain_text("Зураг хадгалагдсангүй. Бичвэр, дуу хадгалагдсан.")
    for number in range(20):
        page.fill("[data-testid=field-title]", f"Гар худаг {number}")
        page.click("[data-testid=save]")
        expect(page.get_by_test_id("saved-note")).to_be_visible()
    page.reload()
    unlock(tablet)
    expect(page.get_by_test_id("field-title")).to_have_value("Гар худаг 19")
    expect(photos).to_have_count(kept)
    context.close()


def test_f11_a_frozen_page_that_is_killed_has_lost_nothing_that_was_kept(playwright_driver, hall, proposal, tmp_path):
    """F11: Android freezes a page and throws it away; whatever was said to be saved is there."""
    tablet = Tablet(playwright_driver, tmp_path / "tablet", hall.settings.origin("app"))
    at_the_proposal(tablet, hall, proposal)
    hall.stop()
    take_photo(tablet.page)
    tablet._context.new_cdp_session(tablet.page).send("Page.setWebLifecycleState", {"state": "frozen"})
    tablet.kill()
    tablet.start()
    tablet.page.evaluate("(place) => { location.hash = place; }", proposal)
    unlock(tablet)
    expect(tablet.page.locator("[data-testid=media-photo] img")).to_be_visible()
    tablet.close()


_HOLD_AN_OLD_STORE = """() => new Promise((done) => {
    const opening = indexedDB.open("yavuul", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("profiles");
    opening.onsuccess = () => { window.held = opening.result; done(); };
})"""
_LEAVE_A_NEWER_STORE = """() => new Promise((done) => {
    const opening = indexedDB.open("yavuul", 99);
    opening.onupgradeneeded = () => opening.result.createObjectStore("of_tomorrow");
    opening.onsuccess = () => { opening.result.close(); done(); };
})"""


def test_f08_an_upgrade_that_another_window_blocks_says_so_and_goes_on(browser, hall):
    """F8, trap 27: the window that must be closed is named; then all goes on by itself."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN")
    older, newer = context.new_page(), context.new_page()
    older.goto(hall.settings.origin("app") + "/manifest.webmanifest")
    older.evaluate(_HOLD_AN_OLD_STORE)
    newer.goto(hall.settings.origin("app"))
    expect(newer.get_by_test_id("store-trouble")).to_contain_text("өөр цонхонд нээлттэй")
    older.close()
    newer.wait_for_selector("[data-testid=code]")
    expect(newer.get_by_test_id("store-trouble")).to_have_count(0)
    context.close()


def test_f09_an_older_app_that_meets_a_newer_store_says_so_and_wipes_nothing(browser, hall):
    """F9: the store keeps its version and its stores."""
    context = browser.new_context(viewport=SCREEN, locale="mn-MN")
    page = context.new_page()
    page.goto(hall.settings.origin("app") + "/manifest.webmanifest")
    page.evaluate(_LEAVE_A_NEWER_STORE)
    page.goto(hall.settings.origin("app"))
    expect(page.get_by_test_id("store-trouble")).to_contain_text("Хадгалсан бүхэн хэвээрээ")
    assert page.evaluate("indexedDB.databases()") == [{"name": "yavuul", "version": 99}]
    context.close()
