"""The evening on a tablet with a real server: how far it is, leaving, wiping, the second copy, what waits, slips."""

import re

import pytest
from playwright.sync_api import expect

from server import acts, enrol, who
from server.who import Actor
from tests.axe import findings
from tests.browser.evening import LANDSCAPE, NAME, PORTRAIT, TITLE, hearing_of, in_office
from tests.browser.hall import TENANT


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_leaving_and_wiping_are_offered_only_when_they_are_true(hall, tablet_of, tmp_path, size):
    hearing = hearing_of(hall, present=38)
    bold = tablet_of("bold", hearing, size)
    hall.stop()
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)
    on_tablet, arrived, safe = bold.standing()
    assert (arrived, safe) == (0, 0)
    assert on_tablet > 0
    bold.tap("send")
    expect(bold.on("line-why")).to_have_attribute("data-line", "offline")
    assert "Бүх бичлэг таблетад хэвээр" in bold.on("line-why").inner_text()
    assert (bold.on("may-leave").count(), bold.on("may-wipe").count()) == (0, 0)
    assert findings(bold.page) == []

    hall.start()
    bold.send_now()
    assert bold.standing() == (0, on_tablet, 0)
    assert "Явж болно" in bold.on("may-leave").inner_text()
    assert bold.on("may-wipe").count() == 0
    assert bold.on("work").get_attribute("data-state") == "arrived"

    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    bold.send_now()
    assert bold.standing() == (0, 0, on_tablet)
    assert bold.on("work").get_attribute("data-state") == "safe"
    assert NAME in bold.on("may-wipe").inner_text()
    assert findings(bold.page) == []


def test_a_wiped_hearing_stays_away_through_syncs_changes_and_reloads_until_it_is_fetched(hall, tablet_of, tmp_path):
    hearing = hearing_of(hall)
    bold = tablet_of("bold", hearing)
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)
    bold.send_now()
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    bold.send_now()
    bold.tap("wipe")
    expect(bold.on("wipe-sure")).to_have_text(f"Таблетаас устгах: {NAME}")
    bold.tap("wipe-sure")
    expect(bold.on("may-wipe")).to_have_count(0)
    expect(bold.on("away")).to_contain_text(NAME)
    assert not bold.sees_hearing()

    def add(unit):
        acts.state(
            TENANT, "", [acts.creation("proposal", {"unit": unit, "hearing": hearing, "title": "Төвөөс нэмсэн"})]
        )

    in_office(hall, add)
    bold.send_now()
    assert not bold.sees_hearing()
    bold.open_again()
    assert not bold.sees_hearing()
    bold.send_now()
    assert not bold.sees_hearing()

    bold.go()
    bold.tap("fetch")
    expect(bold.on("work")).to_have_count(1)
    assert bold.sees_hearing()
    assert bold.decisions() == ["Гар худгийн саналыг уламжлах"]


def test_scenario_10_more_hands_than_people_are_refused_in_words_until_corrected(hall, tablet_of):
    bold = tablet_of("bold", hearing_of(hall, present=38))
    bold.go("decide", "new")
    bold.on("field-text").fill("Шатсан чийдэнг солих")
    for path, count in (("votes_for", 20), ("votes_against", 12), ("votes_abstain", 7)):
        bold.on(f"field-{path}").fill(str(count))
    expect(bold.on("too-many")).to_contain_text("Оролцогч 38, тоологдсон санал 39")
    expect(bold.on("again")).to_be_disabled()
    bold.on("saved-note").wait_for()  # the words are saved all the same
    bold.tap("done")
    expect(bold.on("too-many")).to_be_visible()
    bold.on("less-votes_abstain").tap()
    expect(bold.on("too-many")).to_have_count(0)
    assert findings(bold.page) == []
    bold.tap("done")
    expect(bold.on("row")).to_contain_text("20 : 12 : 6")


def test_a_hearing_is_signed_and_sealed_offline_and_what_comes_later_stands_beside_it(hall, tablet_of):
    bold = tablet_of("bold", hearing_of(hall, present=3))
    hall.stop()
    bold.decide("Гар худгийн саналыг уламжлах", 3, 0, 0)
    bold.sign("adoption_chair", "Ж.Ганбаатар")
    bold.go("sealed")
    expect(bold.on("missing").locator(".label")).to_have_text(
        ["Тэмдэглэл бичээгүй", "Тэмдэглэл хөтөлсөн хүн гарын үсэг зураагүй"]
    )
    expect(bold.on("covers").locator("[data-type=decision]")).to_have_text("1")
    assert findings(bold.page) == []
    bold.tap("seal")
    expect(bold.on("seal-sure")).to_contain_text("Рашаант, 11.22‑ны хэлэлцүүлгийг битүүмжлэх")
    bold.tap("seal-sure")
    expect(bold.on("hash")).to_have_text(re.compile(r"^[0-9A-F]{4}( [0-9A-F]{4}){3}$"))
    sealed = bold.on("hash").inner_text()

    bold.go("decisions")
    bold.tap("row")
    expect(bold.on("field-text")).to_be_disabled()
    bold.tap("amend")
    bold.on("field-text").fill("Гар худгийн саналыг ИТХ-д уламжлах")
    bold.tap("amend-save")
    expect(bold.on("amendment")).to_contain_text("Гар худгийн саналыг ИТХ-д уламжлах")
    expect(bold.on("field-text")).to_have_value("Гар худгийн саналыг уламжлах")
    bold.page.evaluate("location.hash = location.hash.replace('/decide/', '/record/decision/')")
    expect(bold.on("sealed")).to_contain_text("битүүмжилсэн")  # nor is it written over by the generic form
    assert bold.on("save").count() == 0

    hall.start()
    bold.send_now()
    assert bold.decisions() == ["Гар худгийн саналыг уламжлах"]
    bold.open_again()
    bold.go("sealed")
    expect(bold.on("amendment")).to_contain_text("Гар худгийн саналыг ИТХ-д уламжлах")
    expect(bold.on("hash")).to_have_text(sealed)
    expect(bold.on("manifest")).to_have_count(1)


def test_a_second_copy_given_to_the_office_brings_the_same_records_and_the_tablet_knows_it_later(
    hall, desk, tablet_of, tmp_path
):
    bold = tablet_of("bold", hearing_of(hall))
    hall.stop()
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)
    bold.decide("Шатсан чийдэнг солих", 38, 0, 0)
    bold.go()
    with bold.page.expect_download() as download:
        bold.tap("copy")
    copy = tmp_path / download.value.suggested_filename
    download.value.save_as(copy)
    expect(bold.on("copied")).to_contain_text(copy.name)
    assert copy.suffix == ".txt"
    assert "худг" not in copy.read_text()
    bold.page.context.set_offline(True)

    hall.start()
    assert "ops 1–" in hall.yavuul("import-sealed", str(copy))
    reviewer = desk("review")
    reviewer.open_hearing(TITLE)
    assert reviewer.figures()["Шийдвэр"] == "2"
    assert bold.standing()[0] > 0
    bold.page.context.set_offline(False)
    bold.send_now()
    assert bold.standing()[0] == 0
    reviewer.open_hearing(TITLE)
    assert (reviewer.figures()["Шийдвэр"], reviewer.figures()["Шийдэх бичлэг"]) == ("2", "0")


def test_f55_a_revoked_tablet_is_told_what_to_do_and_what_was_not_taken_waits_for_the_person(hall, tablet_of):
    bold = tablet_of("bold", hearing_of(hall))
    inc = bold.page.evaluate("() => document.querySelector('[data-testid=me]').textContent")
    hall.stop()
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)

    def revoke(_unit):
        actor = Actor("account", TENANT, "0" * 26, who.ADMINISTRATOR, None, "operator")
        (known,) = [row.inc for row in enrol.listed(actor) if row.inc[:4].upper() in inc]
        enrol.revoke(actor, known)

    in_office(hall, revoke)
    hall.start()
    bold.send_now()
    expect(bold.on("line-why")).to_have_attribute("data-line", "revoked")
    assert "Таблетыг төвд хүлээлгэж өгнө үү" in bold.on("line-why").inner_text()
    items = bold.on("attention-item")
    assert items.count() > 0
    assert "Гар худгийн саналыг уламжлах" in bold.on("waiting").inner_text()
    assert findings(bold.page) == []
    for _ in range(items.count()):
        left = items.count()
        bold.tap("accept")
        bold.tap("accept-sure")
        expect(items).to_have_count(left - 1)
    bold.open_again()
    bold.go()
    expect(bold.on("attention-item")).to_have_count(0)
    assert bold.decisions() == []  # parked: it stands aside until the office takes it up


def test_the_outcome_of_a_collision_comes_back_to_its_other_author(hall, tablet_of):
    hearing = hearing_of(hall)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing)
    bold.decide("Худаг гаргах")
    bold.send_now()
    tuya.send_now()
    hall.stop()
    for tablet, text in ((bold, "Худаг гаргах, Засаг дарга"), (tuya, "Худаг гаргах, сумын ЗДТГ")):
        tablet.go("decisions")
        tablet.tap("row")
        tablet.on("field-text").fill(text)
        tablet.on("saved-note").wait_for()
        tablet.tap("done")
    hall.start()
    for tablet in (bold, tuya, bold):
        tablet.send_now()
    bold.go("decisions")
    bold.tap("row")
    bold.on("side").filter(has_text="сумын ЗДТГ").get_by_role("button").tap()
    expect(bold.on("collision")).to_have_count(0)
    bold.send_now()
    tuya.send_now()
    assert tuya.on("slip").get_by_test_id("said").all_inner_texts()[:3] == [
        "Худаг гаргах, сумын ЗДТГ",
        "Худаг гаргах, Засаг дарга",
        "Худаг гаргах, сумын ЗДТГ",
    ]
    assert findings(tuya.page) == []
    tuya.tap("read-slip")
    expect(tuya.on("slip")).to_have_count(0)
