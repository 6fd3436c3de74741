"""The 15-second screen (T7) with a finger, across and upright, while the server is away."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.browser.hall import BAGH
from tests.browser.hands import Page, Tablet

HEARING = {"unit": BAGH, "title": "Рашаант багийн хэлэлцүүлэг", "held_on": "2026-11-22"}
ACROSS, UPRIGHT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}
WELL, OTHER_WELL = "Гар худаг гаргах", "Гар худаг шинээр гаргуулах"
KHOVD = {"latitude": 48.00556, "longitude": 91.64194, "accuracy": 12}
SIDE = (".side",)  # the column beside a stage is the hearing's own and tested there


# What is the same in both sizes is driven in one of them.
IN_ACROSS = pytest.mark.parametrize("tablet", [ACROSS], ids=["across"], indirect=True)
IN_UPRIGHT = pytest.mark.parametrize("tablet", [UPRIGHT], ids=["upright"], indirect=True)


@pytest.fixture(params=[ACROSS, UPRIGHT], ids=["across", "upright"])
def tablet(request, browser, hall):
    """Болд's tablet in its stage «Бүлгийн ажил»; the server has gone."""
    context = browser.new_context(viewport=request.param, locale="mn-MN", has_touch=True)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(hall.settings.origin("app"))
    tablet = Page(page)
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    tablet.new_hearing(**HEARING)
    hall.stop()
    yield tablet
    context.close()
    assert faults == []


def place(tablet, name):
    return tablet.page.locator(f"[data-testid={name}]")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0 and page.evaluate(
        "[...document.querySelectorAll('main *, dialog *')]"
        ".filter((e) => e.getBoundingClientRect().width > 0 && !e.closest('svg, "
        ".map, .sr') && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 90))"
    )


def test_a_proposal_is_captured_in_one_go_by_touch_and_the_next_is_ready(tablet):
    tablet.proposals.begin()
    tablet.page.keyboard.type("Багийн төвд гар худаг")
    place(tablet, "category-water").tap()
    place(tablet, "plus-supporters").tap()
    place(tablet, "plus-supporters").tap()
    tablet.proposals.fill(cost="18")
    assert re.fullmatch(r"\d\d:\d\d цагт хадгаллаа", tablet.proposals.saved().strip())
    assert place(tablet, "cost-exact").inner_text() == "18\u00a0000\u00a0000\u00a0₮"
    tablet.proposals.next()
    expect(place(tablet, "saved-note")).to_have_count(0)
    tablet.proposals.fill(title="Хогийн цэгийг хашаажуулах", kind="Хүсэлт", category="Хог хаягдал")
    tablet.proposals.saved()
    tablet.proposals.leave()
    assert tablet.proposals.titles() == ["Хогийн цэгийг хашаажуулах", "Багийн төвд гар худаг"]
    detail = tablet.proposals.row("Багийн төвд гар худаг").inner_text()
    assert "Ус, худаг · 2 дэмжигч · 18,0 сая ₮" in detail
    assert "Хүсэлт · Хог хаягдал" in tablet.proposals.row("Хогийн цэгийг хашаажуулах").inner_text()


@IN_ACROSS
def test_nothing_is_saved_before_there_is_a_word(tablet):
    before = tablet.counts()["tablet"]
    tablet.open_hearing(HEARING["title"])
    tablet.proposals.begin()
    place(tablet, "category-roads").tap()
    place(tablet, "next").tap()
    assert place(tablet, "asked").inner_text() == "Иргэний хэлсэн үгийг эхлээд бичнэ үү."
    tablet.proposals.leave()
    assert tablet.proposals.titles() == []
    assert tablet.counts()["tablet"] == before


@IN_UPRIGHT
def test_oe_and_ue_are_written_at_the_caret_and_long_words_go_on_below(tablet):
    tablet.proposals.begin()
    words = place(tablet, "field-title")
    place(tablet, "key-oe").first.tap()
    tablet.page.keyboard.type("влийн нц")
    tablet.page.keyboard.press("ArrowLeft")
    place(tablet, "key-oe").first.tap()
    place(tablet, "key-oe").first.tap()
    expect(words).to_be_focused()
    assert words.input_value() == "Өвлийн нөөц"
    tablet.page.keyboard.press("End")
    tablet.page.keyboard.press("Enter")
    expect(place(tablet, "field-body")).to_be_focused()
    place(tablet, "key-ue").nth(1).tap()
    tablet.page.keyboard.type("рийн арга")
    tablet.proposals.saved()
    tablet.proposals.leave()
    tablet.proposals.open("Өвлийн нөөц")
    assert [tablet.proposals.value(field) for field in ("title", "body")] == ["Өвлийн нөөц", "Үрийн арга"]


@IN_ACROSS
def test_cost_reads_as_people_say_it_and_two_readings_are_offered(tablet):
    tablet.proposals.begin()
    tablet.proposals.fill(title="Цэцэрлэг барих", cost="670,0 сая")
    assert place(tablet, "cost-exact").inner_text() == "670\u00a0000\u00a0000\u00a0₮"
    tablet.proposals.fill(title="100 хүүхдийн цэцэрлэг барих")
    assert tablet.proposals.value("cost") == "670,0"
    tablet.proposals.fill(cost="1,234")
    readings = place(tablet, "cost-ask").get_by_role("button")
    assert readings.all_inner_texts() == ["1\u00a0234\u00a0000\u00a0₮", "1\u00a0234\u00a0000\u00a0000\u00a0₮"]
    readings.first.tap()
    assert tablet.proposals.value("cost") == "1,2340"
    tablet.proposals.saved()
    tablet.proposals.leave()
    assert "1,2340 сая ₮" in tablet.proposals.row("100 хүүхдийн цэцэрлэг барих").inner_text()


@IN_UPRIGHT
def test_scenario_2_a_near_duplicate_is_offered_and_either_choice_is_kept_and_can_be_undone(tablet):
    tablet.proposals.add({"title": WELL, "supporters": "6"})
    tablet.proposals.begin()
    tablet.page.keyboard.type(OTHER_WELL)
    hint = place(tablet, "alike")
    expect(hint).to_contain_text(f"«{WELL}»")
    assert "Төстэй санал: дөнгөж сая" in hint.inner_text()
    assert "6 дэмжигч" in hint.inner_text()
    place(tablet, "support").tap()
    expect(place(tablet, "field-title")).to_have_value("")
    place(tablet, "undo").tap()
    expect(place(tablet, "field-title")).to_have_value(OTHER_WELL)
    place(tablet, "field-title").press("End")
    tablet.page.keyboard.type(" ")
    place(tablet, "support").tap()
    expect(place(tablet, "field-title")).to_have_value("")
    tablet.proposals.leave()
    assert tablet.proposals.titles() == [WELL]
    assert "7 дэмжигч" in tablet.proposals.row(WELL).inner_text()
    tablet.proposals.begin()
    tablet.page.keyboard.type(OTHER_WELL)
    place(tablet, "apart").tap()
    expect(hint).to_have_count(0)
    tablet.proposals.saved()
    tablet.proposals.leave()
    assert tablet.proposals.titles() == [OTHER_WELL, WELL]


@IN_ACROSS
def test_scenario_2_two_proposals_are_merged_both_stay_readable_and_it_can_be_undone(tablet):
    tablet.proposals.add(
        {"title": WELL, "supporters": "6"}, {"title": OTHER_WELL, "supporters": "4"}, {"title": "Үерийн далан барих"}
    )
    tablet.to("plenary")
    for turn in ("kept", "undone", "kept"):
        place(tablet, "merge").tap()
        tablet.proposals.row(WELL).tap()
        tablet.proposals.row(OTHER_WELL).tap()
        assert findings(tablet.page, SIDE) == []
        tablet.page.locator("[data-testid=side]", has_text=WELL).get_by_role("button").tap()
        expect(tablet.proposals.row(OTHER_WELL)).to_have_count(0)
        assert "10 дэмжигч" in tablet.proposals.row(WELL).inner_text()
        if turn == "undone":
            place(tablet, "undo").tap()
            expect(tablet.proposals.row(OTHER_WELL)).to_have_count(1)
            assert "6 дэмжигч" in tablet.proposals.row(WELL).inner_text()
        elif tablet.proposals.row(WELL).count() and turn == "kept":
            tablet.proposals.row(WELL).press("Enter")  # what was done still stands over it
            expect(place(tablet, "originals")).to_contain_text(OTHER_WELL)
            place(tablet, "originals").get_by_role("button").first.tap()
            expect(place(tablet, "field-title")).to_have_value(OTHER_WELL)
            place(tablet, "part").tap()
            expect(place(tablet, "merged-into")).to_have_count(0)
            tablet.proposals.fill(supporters="4")
            tablet.proposals.leave()
            tablet.to("plenary")
            tablet.proposals.row(WELL).press("Enter")
            tablet.proposals.fill(supporters="6")
            tablet.proposals.saved()
            tablet.proposals.leave()
            tablet.to("plenary")


def test_a_point_is_marked_by_tap_by_keys_and_by_the_tablet_itself(tablet):
    tablet.proposals.begin()
    tablet.proposals.fill(title=WELL)
    place(tablet, "place").tap()
    tablet.page.wait_for_selector("[data-testid=map][data-ready=true]")
    assert findings(tablet.page, SIDE) == []
    expect(place(tablet, "map-works")).to_have_count(0)  # the office has said no work yet
    middle = place(tablet, "middle")
    start = middle.inner_text()
    box = place(tablet, "map").bounding_box()
    tablet.page.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(middle).not_to_have_text(start)
    tapped = [float(part) for part in middle.inner_text().split(",")]
    assert tapped[1] < float(start.split(",")[1])
    place(tablet, "map").focus()
    tablet.page.keyboard.press("ArrowUp")
    expect(middle).not_to_have_text(",".join(f"{part:.5f}" for part in tapped))
    kept = middle.inner_text()
    assert float(kept.split(",")[0]) > tapped[0]
    tablet.page.keyboard.press("Enter")
    tablet.page.wait_for_selector("[data-testid=place-picture]")
    tablet.proposals.saved()
    tablet.page.context.grant_permissions(["geolocation"])
    tablet.page.context.set_geolocation(KHOVD)
    place(tablet, "place-picture").tap()
    expect(middle).to_have_text(kept)
    place(tablet, "gps").tap()
    expect(middle).to_have_text("48.00556,91.64194")
    tablet.page.get_by_role("dialog").get_by_role("checkbox", name="Тийм").tap()
    place(tablet, "keep-place").tap()
    tablet.proposals.saved()
    tablet.page.context.clear_permissions()
    place(tablet, "place").tap()
    place(tablet, "gps").tap()
    expect(place(tablet, "gps-told")).to_contain_text("зөвшөөрөөгүй")


def test_the_screens_pass_axe_and_hold_larger_text(tablet):
    tablet.proposals.add({"title": WELL, "category": "Ус, худаг"}, {"title": "Зам засах", "category": "Зам, гүүр"})
    for zoom in ("1", "1.3"):
        tablet.page.evaluate(f"document.documentElement.style.setProperty('--zoom', '{zoom}')")
        assert findings(tablet.page, SIDE) == []
        assert overflow(tablet.page) == []
        tablet.proposals.begin()
        tablet.page.keyboard.type(OTHER_WELL)
        tablet.page.wait_for_selector("[data-testid=alike]")
        place(tablet, "why").tap()
        place(tablet, "longer").tap()
        assert findings(tablet.page, SIDE) == []
        assert overflow(tablet.page) == []
        small = tablet.page.evaluate(
            "[...document.querySelectorAll('main button, main .input, footer button')]"
            ".map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])"
            ".filter(([, box]) => box.width > 0 && (box.width < 48 || box.height < 48)).map(([e]) => e)"
        )
        assert small == []
        place(tablet, "who").tap()
        assert findings(tablet.page, SIDE) == []
        assert overflow(tablet.page) == []
        place(tablet, "sheet-close").tap()
        tablet.proposals.leave()


def test_what_was_said_is_there_after_the_battery_fell_out(playwright_driver, tmp_path, hall):
    tablet = Tablet(playwright_driver, tmp_path / "b", hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    tablet.new_hearing(**HEARING)
    hall.stop()
    tablet.proposals.begin()
    tablet.page.keyboard.type("Үерийн далан барих")
    place(tablet, "category-safety").click()
    tablet.proposals.saved()
    tablet.page.keyboard.type("not saved, for it has no focus")
    tablet.kill()
    tablet.start()
    tablet.unlock()
    tablet.open_hearing(HEARING["title"])
    assert tablet.proposals.titles() == ["Үерийн далан барих"]
    assert "Аюулгүй байдал" in tablet.proposals.row("Үерийн далан барих").inner_text()
    tablet.close()


@IN_UPRIGHT
def test_locking_keeps_what_was_not_saved_yet(tablet):
    tablet.proposals.begin()
    tablet.page.keyboard.type(WELL)
    place(tablet, "category-water").tap()
    tablet.page.click("[data-testid=lock]")
    tablet.unlock()
    tablet.open_hearing(HEARING["title"])
    assert "Ус, худаг" in tablet.proposals.row(WELL).inner_text()
