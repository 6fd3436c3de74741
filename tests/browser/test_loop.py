"""Closing the loop without a network: last time's proposals read out and confirmed, the plan, the wall, the slip.

Scenarios of DOMAIN §H by number: 16, 17 (the code on the slip), 23 (receipt), 24 (the tablet's part).
"""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from server.app import create_app
from server.extensions import db
from server.models.projections import TABLES
from tests.axe import findings
from tests.browser.hall import BAGH, TENANT
from tests.browser.hands import PIN, Page
from tests.browser.rounds import MEASURE, SAID, LastTime, last_spring

SIZES = {"across": (1280, 800), "upright": (800, 1280)}
IN_ACROSS = pytest.mark.parametrize("context", ["across"], indirect=True)
WATER, LIGHT, BRIDGE, LAMP = SAID


@pytest.fixture(params=SIZES)
def context(request, browser):
    """The storage of a tablet that is touched, held across or upright."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="mn-MN", has_touch=True)
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall):
    """Болд's tablet with what the office told of spring on it; then the server is gone."""
    hall.office(last_spring)
    tablet = Page(context.new_page())
    tablet.complaints = []
    tablet.page.on("pageerror", lambda error: tablet.complaints.append(str(error)))
    tablet.page.on("console", lambda said: tablet.complaints.append(said.text) if "Policy" in said.text else None)
    tablet.page.goto(hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    hall.stop()
    yield tablet
    assert tablet.complaints == []


def tap(tablet, name):
    tablet.page.locator(f"[data-testid={name}]").first.tap()


def text(tablet, name):
    """What stands there, with plain spaces."""
    return tablet.page.locator(f"[data-testid={name}]").first.inner_text().replace("\u00a0", " ")


def rows(hall, kind, **where):
    """What the projections of the server have, by its own tables."""
    app = create_app(hall.settings)
    with app.app_context():
        table = TABLES[kind]
        found = db.session.execute(select(table).filter_by(tenant=TENANT, **where)).mappings().all()
        found = [dict(row) for row in found]
        db.session.remove()
        db.engine.dispose()
    return found


def picture():
    """A photo of what was done."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 40, 80)).save(out, "JPEG")
    return {"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def hearing_with_four(tablet):
    """A hearing of today in its opening, at which four were counted."""
    tablet.new_hearing()
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    for name in ("Бадам Болд", "Өнөр Туяа", "Дорж Бат", "Сүх Энх"):
        tablet.check_in(name)
    tap(tablet, "back-to-stage")
    tap(tablet, "stage-opening")


def test_last_times_proposals_are_read_out_confirmed_rejected_and_reopened_offline(tablet, hall):
    """Scenario 16: the hall confirms or rejects; rejecting reopens with a note, counts stay. Status is the office's."""
    hearing_with_four(tablet)
    assert "0 / 4" in text(tablet, "to-last-time")
    last = LastTime(tablet.page)
    last.open()
    assert last.count() == "Уншсан 0 / 4"
    assert findings(tablet.page) == []
    last.choose(LIGHT)
    assert text(tablet, "answer") == MEASURE
    assert text(tablet, "answer-detail").startswith("Сумын ЗДТГ · ОНХС · 7,2 сая ₮")
    last.raise_hands(3, 2)
    expect(tablet.page.locator("[data-testid=too-many]")).to_be_visible()
    expect(tablet.page.locator("[data-testid=onward]")).to_be_disabled()
    last.raise_hands(3, 1)
    assert text(tablet, "raised") == "Гар өргөсөн 4 / 4"
    tablet.page.set_input_files("[data-testid=photo-input]", picture())
    expect(tablet.page.locator("[data-testid=focus] [data-testid=photo] img")).to_be_visible()
    assert text(tablet, "raised") == "Гар өргөсөн 4 / 4"
    last.onward("confirmed")
    expect(tablet.page.locator("[data-testid=being-read]")).to_have_text(BRIDGE)
    last.onward("read")
    expect(tablet.page.locator("[data-testid=being-read]")).to_have_text(LAMP)
    assert text(tablet, "answer-detail") == "Сумын ЗДТГ · хариу 12 дугаар сарын 4 хүртэл"
    last.onward("read")
    expect(tablet.page.locator("[data-testid=being-read]")).to_have_text(WATER)
    last.raise_hands(1, 3)
    expect(tablet.page.locator("[data-testid=onward]")).to_have_attribute("data-deed", "not_done")
    last.reopen("Худаг өвөл дахин хөлдсөн")
    expect(tablet.page.locator("[data-testid=read-count]")).to_have_text("Уншсан 4 / 4")
    assert dict(zip(SAID, read_states(last), strict=True)) == {
        WATER: "reopened", LIGHT: "confirmed", BRIDGE: "planned", LAMP: "forwarded"
    }  # fmt: skip
    assert findings(tablet.page) == []
    last.onward("leave")
    tap(tablet, "stage-opening")
    assert "4 / 4" in text(tablet, "to-last-time")
    hall.start()
    tablet.send()
    assert {row["deleted"] for row in rows(hall, "verification")} == {False}
    assert len(rows(hall, "verification")) == 2
    assert {row["status"] for row in rows(hall, "proposal")} == {values["status"] for values in SAID.values()}


def read_states(last):
    """By the order of SAID, whatever the order of the list."""
    by_name = {
        row.locator(".nm").inner_text(): row.get_attribute("data-state")
        for row in last.page.locator("[data-testid=last-item]").all()
    }
    return [by_name[title] for title in SAID]


@IN_ACROSS
def test_a_wrong_count_is_corrected_by_a_new_record_and_the_first_stays(tablet, hall):
    hearing_with_four(tablet)
    last = LastTime(tablet.page)
    last.open()
    last.choose(LIGHT)
    last.raise_hands(3, 1)
    last.onward("confirmed")
    expect(tablet.page.locator("[data-testid=read-count]")).to_have_text("Уншсан 1 / 4")
    last.choose(LIGHT)
    assert "тийм 3, үгүй 1" in text(tablet, "found")
    last.raise_hands(2, 2)
    last.onward("not_done")
    last.choose(LIGHT)
    expect(tablet.page.locator("[data-testid=found]")).to_contain_text("тийм 2, үгүй 2")
    expect(tablet.page.locator("[data-testid=state]")).to_have_text("Хийгдээгүй")
    tablet.page.reload()
    tablet.page.fill("[data-testid=pin]", PIN)
    tablet.page.click("[data-testid=unlock]")
    expect(tablet.page.locator("[data-testid=state]")).to_have_text("Хийгдээгүй")
    tap(tablet, "back")
    hall.start()
    tablet.send()
    assert len(rows(hall, "verification")) == 2


def test_the_wall_shows_one_thing_large_turns_by_keys_and_ends_by_escape(tablet):
    hearing_with_four(tablet)
    last = LastTime(tablet.page)
    last.open()
    last.choose(LIGHT)
    tap(tablet, "to-wall")
    wall = tablet.page.locator("[data-testid=wall]")
    expect(wall).to_have_attribute("data-pages", "4")
    shown = tablet.page.locator("[data-testid=shown-last] h1")
    expect(shown).to_have_text(LIGHT)
    assert findings(tablet.page) == []
    at = int(wall.get_attribute("data-page"))
    tablet.page.keyboard.press("ArrowRight")
    expect(wall).to_have_attribute("data-page", str(at + 1))
    expect(shown).to_have_text(BRIDGE)
    tablet.page.keyboard.press("ArrowLeft")
    expect(shown).to_have_text(LIGHT)
    tablet.page.mouse.move(200, 200)
    tap(tablet, "wall-timer")
    tap(tablet, "timer-more")
    tap(tablet, "timer-run")
    expect(tablet.page.locator("[data-testid=clock]")).to_have_text(re.compile("5:5[0-9]"))
    assert findings(tablet.page) == []
    for name in ("wall-agenda", "wall-decisions", "wall-proposals"):
        tablet.page.mouse.move(300, 200 + 10 * len(name))  # the controls come
        tap(tablet, name)
        expect(wall).to_have_attribute("data-view", name.removeprefix("wall-"))
        assert findings(tablet.page) == []
    tablet.page.keyboard.press("Escape")
    tablet.page.wait_for_selector("[data-testid=stage-opening]")


@IN_ACROSS
def test_a_new_proposal_stands_on_the_wall_at_once(tablet):
    tablet.new_hearing()
    tablet.add({"title": "Гар худаг гаргах"})
    tap(tablet, "to-wall")
    expect(tablet.page.locator("[data-testid=clock]")).to_have_text("5:00")  # tables are at work
    tap(tablet, "wall-proposals")
    expect(tablet.page.locator("[data-testid=shown-proposals] .words").first).to_have_text("Гар худаг гаргах")


def test_a_citizen_gets_a_slip_whose_code_finds_his_proposal(tablet, hall, browser):
    """Scenarios 17 and 23: made offline, in Kazakh too; the code that is read off it works on the public page."""
    tablet.new_hearing()
    tablet.add({"title": "Ауылға жаңа құдық қазу керек"}, {"title": "Гар худаг гаргах"})
    tap(tablet, "to-codes")
    assert findings(tablet.page) == []
    tap(tablet, "code-give")
    title, code = text(tablet, "paper-title"), text(tablet, "paper-code")
    assert re.fullmatch(r"[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{5}", code)
    expect(tablet.page.locator("[data-testid=paper-qr] path")).to_have_count(1)
    assert "Баримт өгсөн 1 / 2" in text(tablet, "given")
    tablet.page.locator("[data-testid=field-language]").get_by_role("checkbox", name="Казах").tap()
    expect(tablet.page.locator("[data-testid=paper]")).to_have_attribute("lang", "kk-Cyrl")
    expect(tablet.page.locator("[data-testid=paper]")).to_contain_text("Бақылау нөміріңіз")
    assert findings(tablet.page) == []
    tap(tablet, "code-lost")
    tap(tablet, "code-more")
    expect(tablet.page.locator("[data-testid=paper-code]")).not_to_have_text(code)
    tablet.page.emulate_media(media="print")
    expect(tablet.page.locator(".topbar")).to_be_hidden()
    expect(tablet.page.locator("[data-testid=paper]")).to_be_visible()
    tablet.page.emulate_media(media="screen")
    tap(tablet, "code-next")
    expect(tablet.page.locator("[data-testid=code-of]")).not_to_have_text(title)
    tap(tablet, "code-give")
    tap(tablet, "code-next")
    hall.start()
    tablet.send()
    guest = browser.new_page()
    guest.goto(f"{hall.settings.origin()}/{TENANT}/follow")
    guest.fill("[name=code]", code.lower())
    guest.click("main form button")
    expect(guest.locator("main")).to_contain_text(title)
    guest.close()


def test_the_plan_shows_the_round_and_the_bagh_offline(tablet):
    """Scenario 24: who has had a hearing this year, and what is known of the bagh."""
    tablet.home()
    tap(tablet, "to-plan")
    expect(tablet.page.locator("[data-testid=unit-name]")).to_have_text(f"{BAGH} баг")
    assert text(tablet, "households") == "142"
    assert text(tablet, "unanswered") == "1"
    assert text(tablet, "last-visit").startswith("2026 оны 5 дугаар сарын 12")
    assert tablet.page.locator("[data-testid=stop]").get_attribute("data-state") == "held"
    assert findings(tablet.page) == []
