"""What the office does to a tablet: connected under its eyes, revoked, wiped after it has handed in (O16; F55)."""

import re

from playwright.sync_api import expect

from server import acts
from tests.axe import findings
from tests.browser.evening import TITLE, hearing_of, in_office
from tests.browser.hall import TENANT
from tests.browser.hands import PIN

WHY = "Хэрэглэгч ажлаас гарсан"


def open_tablet(desk, label):
    desk.page.goto(f"{desk.origin}/tablets")
    desk.page.get_by_role("link", name=label, exact=True).click()
    desk.page.wait_for_selector("h1")


def do(desk, label, deed, why=WHY):
    """A grave deed on the page of a tablet: told first, then done for a reason."""
    open_tablet(desk, label)
    desk.page.get_by_role("link", name=deed, exact=True).click()
    desk.page.fill("[name=why]", why)
    desk.page.locator("main form .btn-danger").click()
    desk.page.wait_for_selector("[data-tablet]")


def label_of(tablet):
    """The tablet's own name, as it says it."""
    tablet.page.evaluate("() => { location.hash = '/'; }")
    return re.search(r"Т-[A-Z2-7]{4}", tablet.on("me").inner_text())[0]


def state_of(desk, label):
    open_tablet(desk, label)
    return desk.page.get_attribute("[data-tablet]", "data-tablet")


def test_the_office_sees_the_moment_a_tablet_is_connected(hall, desk, tablet_of):
    admin = desk("admin")
    code = admin.code_for("Б.Болд")
    expect(admin.page.locator("#code-state")).to_have_attribute("data-state", "open")
    bold = tablet_of("bold", "", code=code)
    expect(admin.page.locator("#code-state")).to_have_attribute("data-state", "used", timeout=20_000)
    assert label_of(bold) in admin.page.inner_text("#code-state")


def test_f55_a_revoked_tablet_says_so_hands_in_what_it_has_and_reads_nothing_new(hall, desk, tablet_of):
    bold = tablet_of("bold", hearing_of(hall))
    label = label_of(bold)
    bold.page.context.set_offline(True)
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)
    admin = desk("admin")
    do(admin, label, "Эрх хаах")
    assert WHY in admin.page.inner_text("main")
    in_office(
        hall, lambda unit: acts.state(TENANT, "", [acts.creation("hearing", {"unit": unit, "title": "Шинэ хурал"})])
    )
    bold.page.context.set_offline(False)
    bold.send_now()
    expect(bold.on("line-why")).to_have_attribute("data-line", "revoked")
    assert "Таблетыг төвд хүлээлгэж өгнө үү" in bold.on("line-why").inner_text()
    assert bold.standing()[0] == 0
    assert "Гар худгийн саналыг уламжлах" in bold.on("waiting").inner_text()  # parked, its author is told
    bold.page.evaluate("() => { location.hash = '/'; }")
    bold.on("hearings").wait_for()
    assert "Шинэ хурал" not in bold.on("hearings").inner_text()
    assert TITLE in bold.on("hearings").inner_text()
    assert state_of(admin, label) == "revoked"
    assert admin.page.locator(".stat b").first.inner_text() == "0"  # nothing is unsent any more
    assert findings(admin.page) == []
    review = desk("review")
    review.page.goto(f"{review.origin}/waiting")
    assert "Гар худгийн саналыг уламжлах" in review.page.inner_text("main")


def test_a_tablet_is_wiped_only_after_all_of_its_unsent_work_is_safe(hall, desk, tablet_of, tmp_path):
    bold = tablet_of("bold", hearing_of(hall))
    label = label_of(bold)
    bold.page.context.set_offline(True)
    bold.decide("Гар худгийн саналыг уламжлах", 31, 4, 3)
    admin = desk("admin")
    do(admin, label, "Мэдээллийг арилгах")
    assert state_of(admin, label) == "wiping"
    bold.page.context.set_offline(False)
    bold.send_now()
    expect(bold.on("to-wipe")).to_be_visible()
    bold.page.evaluate("() => { location.hash = '/'; }")
    bold.tap("lock")
    bold.page.reload()  # a run of the locked tablet: arrived, but in no backup yet
    bold.page.wait_for_selector("[data-testid=unlock]")
    assert state_of(admin, label) == "wiping"
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    bold.page.reload()
    bold.on("wiped").wait_for()
    assert "Б.Болд" in bold.on("wiped").inner_text()
    expect(bold.page.locator("[data-testid=code]")).to_be_visible()  # nobody is on it any more
    assert state_of(admin, label) == "wiped"
    assert findings(admin.page) == []
    assert findings(bold.page) == []
    bold.tap("wiped-read")
    expect(bold.on("wiped")).to_have_count(0)
    assert bold.page.evaluate("async () => (await indexedDB.databases()).length") == 1
    reviewer = desk("review")
    reviewer.open_hearing(TITLE)
    assert reviewer.figures()["Шийдвэр"] == "1"


def test_a_wish_to_wipe_is_taken_back_while_the_tablet_has_not_heard_of_it(hall, desk, tablet_of, tmp_path):
    bold = tablet_of("bold", hearing_of(hall))
    label = label_of(bold)
    admin = desk("admin")
    do(admin, label, "Мэдээллийг арилгах")
    open_tablet(admin, label)
    admin.page.get_by_role("button", name="Болиулах").click()
    admin.page.wait_for_selector("[data-tablet=active]")
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    bold.tap("lock")
    bold.page.reload()
    bold.page.fill("[data-testid=pin]", PIN)
    bold.page.click("[data-testid=unlock]")
    bold.on("line").wait_for()
    assert label_of(bold) == label
