"""The minutes of a hearing (T11): written by two tablets at once, read back, adopted, signed, sealed, added to.

Of DOMAIN §H: 11 (below the quorum), 22 (the day as documents say it, all thirty-five letters).
"""

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.browser.evening import LANDSCAPE, PORTRAIT, TITLE, hearing_of

LETTERS = "АБВГДЕЁЖЗИЙКЛМНОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ"
MINE = "Д.Оюунчимэг: гар худгийн усыг шинжлүүлэх"
THEIRS = "Ж.Ганбаатар: чийдэнгээ солих"


def desk_of(tablet):
    """Open the minutes to write in them; returns the sheet."""
    tablet.go("minutes")
    sheet = tablet.on("minutes-text")
    sheet.wait_for()
    return sheet


def write(tablet, words, at_end=True):
    """Type at the end, or at the beginning, of the minutes that are open."""
    tablet.on("minutes-text").focus()
    tablet.page.keyboard.press("Control+End" if at_end else "Control+Home")
    tablet.page.keyboard.type(words)


def saved(tablet):
    """Wait until the screen says that what was written is kept."""
    tablet.on("saved-note").wait_for()


def test_two_tablets_write_at_once_without_a_line_and_no_letter_is_lost(hall, desk, tablet_of):
    hearing = hearing_of(hall, present=3)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing, PORTRAIT)
    desk_of(bold)
    bold.tap("minutes-form")
    saved(bold)
    bold.send_now()
    tuya.send_now()
    hall.stop()
    for tablet, words, at_end in ((bold, f"{MINE}\n", True), (tuya, f"{THEIRS}\n", False)):
        desk_of(tablet)
        write(tablet, words, at_end)
        saved(tablet)
    hall.start()
    bold.send_now()
    tuya.send_now()
    bold.send_now()
    both = [desk_of(tablet).input_value() for tablet in (bold, tuya)]
    assert both[0] == both[1]
    assert both[0].startswith(f"{THEIRS}\n")
    assert both[0].endswith(f"{MINE}\n")
    assert "ХУРЛЫН ТЭМДЭГЛЭЛ" in both[0]
    office = desk("review")
    office.open_hearing(TITLE)
    office.tab("Тэмдэглэл")
    said = office.page.inner_text("main")
    assert MINE in said
    assert THEIRS in said
    assert bold.on("adopted").count() == 0


def test_what_another_writes_comes_in_while_one_writes_and_the_caret_stays(hall, tablet_of):
    hearing = hearing_of(hall)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing)
    desk_of(bold)
    write(bold, "Хурал эхлэв.\nТөгсөв.")
    saved(bold)
    bold.send_now()
    tuya.send_now()
    desk_of(tuya)
    write(tuya, " Баярлалаа")  # at the end; the editor stays open
    saved(tuya)
    desk_of(bold)
    write(bold, "№ 09\n", at_end=False)
    saved(bold)
    bold.send_now()
    expect(tuya.on("came")).not_to_be_empty(timeout=50_000)
    expect(tuya.on("minutes-text")).to_have_value("№ 09\nХурал эхлэв.\nТөгсөв. Баярлалаа")
    tuya.page.keyboard.type(".")
    expect(tuya.on("minutes-text")).to_have_value("№ 09\nХурал эхлэв.\nТөгсөв. Баярлалаа.")


@pytest.mark.parametrize("held", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_the_minutes_are_read_corrected_adopted_signed_sealed_and_added_to(hall, tablet_of, held):
    hearing = hearing_of(hall, present=3, quorum_basis="household", quorum_percent=50)
    bold = tablet_of("bold", hearing, held)
    hall.stop()
    bold.go("read_back")
    expect(bold.on("minutes-none")).to_be_visible()
    bold.tap("add")
    bold.tap("minutes-form")
    bold.tap("minutes-undo")
    expect(bold.on("minutes-text")).to_have_value("")
    bold.tap("minutes-form")
    words = bold.on("minutes-text").input_value()
    assert "2026 оны 11 дүгээр сарын 22-ны өдөр" in words
    assert "Ирц: 3 оролцогч. Хүчинтэй ирц: 142 өрхийн 50 хувь, 71 өрх. Ирц бүрдээгүй.\n" in words
    write(bold, LETTERS + LETTERS.lower())
    saved(bold)
    assert findings(bold.page) == []
    bold.tap("done")
    line = bold.on("minutes-words").get_by_role("button", name=LETTERS)
    expect(line).to_be_visible()
    assert findings(bold.page) == []
    line.tap()
    bold.page.keyboard.type("!")  # the caret stands where the line was touched
    expect(bold.on("minutes-text")).to_have_value(words + LETTERS + LETTERS.lower() + "!")
    saved(bold)

    bold.go("adoption")
    for path, count in (("votes_for", 3), ("votes_against", 0)):
        bold.on("field-" + path).fill(str(count))
    bold.tap("adopt-do")
    expect(bold.on("adopted-at")).to_contain_text("3 : 0 : 0")
    bold.sign("adoption_chair", "Ж.Ганбаатар")
    desk_of(bold)
    write(bold, "?")
    saved(bold)
    bold.go("adoption")
    expect(bold.on("changed")).to_be_visible()
    assert findings(bold.page) == []
    bold.tap("adopt-do")
    expect(bold.on("changed")).to_have_count(0)

    bold.go("sealed")
    expect(bold.on("covers").locator("[data-type=minutes]")).to_have_text("1")
    bold.tap("seal")
    bold.tap("seal-sure")
    bold.on("hash").wait_for()
    bold.go("minutes")
    assert bold.on("minutes-text").count() == 0
    bold.tap("amend")
    bold.on("addendum").fill("Г.Энхтуяагийн нэрийг засав")
    bold.tap("amend-save")
    expect(bold.on("amendment")).to_contain_text("Г.Энхтуяагийн нэрийг засав")
    expect(bold.on("minutes-words")).to_contain_text(LETTERS)
    assert findings(bold.page) == []
    bold.open_again()
    bold.go("minutes")
    expect(bold.on("amendment")).to_have_count(1)

    bold.go("read_back")
    bold.tap("to-paper")
    for said in ("ХУРЛЫН ТЭМДЭГЛЭЛ", LETTERS, "Ж.Ганбаатар", "Битүүмжилсэн"):
        expect(bold.on("paper")).to_contain_text(said)
    assert findings(bold.page) == []


def test_letters_written_before_a_tablet_heard_of_the_seal_stand_beside_the_sealed_text(hall, desk, tablet_of):
    hearing = hearing_of(hall, present=3)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing, PORTRAIT)
    desk_of(bold)
    write(bold, "Хурал хаав.")
    saved(bold)
    bold.send_now()
    tuya.send_now()
    tuya.page.context.set_offline(True)
    desk_of(tuya)
    write(tuya, f"\n{THEIRS}")
    saved(tuya)
    bold.go("sealed")
    bold.tap("seal")
    bold.tap("seal-sure")
    bold.on("hash").wait_for()
    bold.send_now()
    tuya.page.context.set_offline(False)
    tuya.send_now()
    bold.send_now()
    for tablet in (bold, tuya):
        tablet.go("minutes")
        expect(tablet.on("minutes-words")).to_have_text("Хурал хаав.")
        expect(tablet.on("amendment")).to_contain_text(THEIRS)
    office = desk("review")
    office.open_hearing(TITLE)
    office.tab("Тэмдэглэл")
    assert "Хурал хаав." in office.page.inner_text("main")
