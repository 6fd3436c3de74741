"""A hearing on one tablet, without a network: made, walked through stage by stage, people checked in, quorum, consent.

Scenarios of DOMAIN §H by number: 1 (the tablet's half), 4, 11, 23 (consent).
"""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.axe import findings
from tests.browser.hall import BAGH
from tests.browser.hands import PIN, Page

STAGES = (
    *("notice", "opening", "check_in", "presentations", "poll_before", "group_work", "plenary", "ranking"),
    *("decisions", "poll_after", "read_back", "adoption", "sealed"),
)
SIZES = {"across": (1280, 800), "upright": (800, 1280)}
AHEAD_26_H = "{ const now = Date.now.bind(Date); Date.now = () => now() + 26 * 3600e3; }"
TITLE = f"{BAGH} багийн хэлэлцүүлэг"


# What is the same in both sizes is driven in one of them.
IN_ACROSS = pytest.mark.parametrize("context", ["across"], indirect=True)
IN_UPRIGHT = pytest.mark.parametrize("context", ["upright"], indirect=True)


@pytest.fixture(params=SIZES)
def context(request, browser):
    """The storage of a tablet that is touched, held across or upright."""
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="mn-MN", has_touch=True)
    yield context
    context.close()


@pytest.fixture
def tablet(context, hall):
    """Болд's tablet, connected; then the server is gone."""
    tablet = connected(context, hall)
    hall.stop()
    return tablet


def connected(context, hall):
    tablet = Page(context.new_page())
    tablet.complaints = []
    tablet.page.on("pageerror", lambda error: tablet.complaints.append(str(error)))
    tablet.page.on("console", lambda said: tablet.complaints.append(said.text) if "Policy" in said.text else None)
    tablet.page.goto(hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    return tablet


def tap(tablet, name):
    tablet.page.locator(f"[data-testid={name}]").first.tap()


def text(tablet, name):
    """What stands there, with plain spaces."""
    return tablet.page.locator(f"[data-testid={name}]").first.inner_text().replace("\u00a0", " ")


def says(tablet, name, words):
    """That stands there, at the latest soon: a screen is drawn first and filled then."""
    expect(tablet.page.locator(f"[data-testid={name}]").first).to_contain_text(words, use_inner_text=True)


def begin(tablet, stage):
    """The button under the thumb, which must lead to `stage`."""
    tap(tablet, "begin")
    expect(tablet.page.locator(f"[data-testid=stage-{stage}]")).to_have_attribute("aria-current", "step")


def figures(tablet):
    return {name: int(text(tablet, name)) for name in ("people", "check-ins", "women", "men")}


def test_every_stage_opens_and_is_begun_in_order_and_again_without_a_finding_of_axe(tablet):
    tablet.new_hearing(title=TITLE, place="Рашаант багийн төв")
    tablet.to("notice")
    assert findings(tablet.page) == []
    for before, stage in pairwise(STAGES):
        following = f"Дараагийн шат · {STAGES.index(stage) + 1} / 13"
        expect(tablet.page.locator("[data-testid=begin]")).to_contain_text(following)
        if stage == "sealed":  # opened to be looked at; the seal itself makes the stage
            tap(tablet, "begin")
            expect(tablet.page.locator("[data-testid=stage-sealed]")).to_have_attribute("aria-pressed", "true")
        else:
            begin(tablet, stage)
        assert (stage, findings(tablet.page)) == (stage, [])
        if stage != "sealed" and tablet.page.viewport_size["width"] > 900:
            done = tablet.page.locator(f"[data-testid=stage-{before}] time").inner_text()
            assert re.fullmatch(r"\d\d:\d\d|\d\d\.\d\d", done)
    expect(tablet.page.locator("[data-testid=begin]")).to_have_count(0)
    for stage in ("decisions", "opening"):
        tap(tablet, f"stage-{stage}")
        expect(tablet.page.locator("[data-testid=begin]")).to_contain_text("Энэ шатад буцаж орох")
        begin(tablet, stage)
        says(tablet, f"stage-{stage}", "буцаж орсон")
    begin(tablet, "check_in")
    tablet.page.reload()
    tablet.page.fill("[data-testid=pin]", PIN)
    tablet.page.click("[data-testid=unlock]")
    expect(tablet.page.locator("[data-testid=stage-check_in]")).to_have_attribute("aria-current", "step")
    assert tablet.complaints == []


@IN_ACROSS
def test_a_kind_says_what_it_does_without_and_goes_over_it(tablet):
    tablet.new_hearing(kind="Нийтийн сонсгол")
    tablet.to("notice")
    says(tablet, "law", "0 / 7")
    tap(tablet, "law-notice_days")
    expect(tablet.page.locator("[data-testid=law-notice_days]")).to_have_attribute("aria-checked", "true")
    says(tablet, "law", "1 / 7")
    tap(tablet, "stage-ranking")
    says(tablet, "without", "шаардахгүй")
    tap(tablet, "stage-notice")
    for stage in ("opening", "check_in", "presentations", "plenary", "decisions"):
        begin(tablet, stage)


@IN_UPRIGHT
def test_a_working_visit_has_its_own_short_spine_and_the_rest_unfolds(tablet):
    tablet.new_hearing(kind="Ажлын уулзалт")
    spine = tablet.page.locator("[data-testid^=stage-]:not([data-testid=stage-name])")
    tablet.to("notice")
    expect(spine).to_have_count(13)  # unfolded on the way to the proposals
    tap(tablet, "unfold")
    expect(spine).to_have_count(7)
    tap(tablet, "stage-plenary")
    says(tablet, "guide", "3 дугаар хэсэг")


@IN_ACROSS
def test_the_day_is_what_the_person_confirms_not_what_the_clock_says(context, hall):
    """Scenario 4: a clock 26 h ahead is noted, and the hearing's day comes from the facilitator."""
    context.add_init_script(AHEAD_26_H)
    tablet = connected(context, hall)
    tablet.page.click("[data-testid=new-hearing]")
    says(tablet, "clock-off", "26 цагаар түрүүлсэн")
    assert tablet.page.input_value("[data-testid=field-title]") == TITLE
    tap(tablet, "save")
    says(tablet, "missing", "Болох өдрийг батална уу")
    tablet.page.fill("[data-testid=field-held_on]", "2026-11-24")
    says(tablet, "sure", "11 дүгээр сарын 24, мягмар гараг")
    assert findings(tablet.page) == []
    tap(tablet, "sure")
    tap(tablet, "save")
    tablet.page.wait_for_selector("[data-testid=stage-notice]")
    tablet.to("notice")
    says(tablet, "guide", "11 дүгээр сарын 24")


def test_the_same_person_twice_is_shown_offered_and_counted_once(tablet):
    """Scenario 1, the tablet's half: check-ins are kept, people are counted."""
    tablet.new_hearing()
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.check_in("Бадам Болд", sex="Эрэгтэй", age_band="35–54 нас", phone="99112233")
    tablet.check_in("Өнөр Үүрийнтуяа", sex="Эмэгтэй", role="Засаг дарга")
    tablet.page.fill("[data-testid=find]", "уурийнтуя")  # ө ү typed as о у, an ending missing
    found = tablet.page.locator("[data-testid=candidate]")
    expect(found).to_contain_text(re.compile(r"Ирсэн · \d\d:\d\d · Т-"))
    found.tap()
    says(tablet, "already", re.compile(r"\d\d:\d\d цагт Т-\w{4} таблет бүртгэсэн"))
    assert findings(tablet.page) == []
    tap(tablet, "register")
    tablet.page.wait_for_selector("[data-testid=find]")
    tap(tablet, "back-to-stage")
    says(tablet, "check-ins", "3")
    assert figures(tablet) == {"people": 2, "check-ins": 3, "women": 1, "men": 1}
    assert sorted(tablet.names()) == ["Б.Болд", "Ө.Үүрийнтуяа"]
    assert findings(tablet.page) == []


@IN_UPRIGHT
def test_one_person_written_down_twice_is_offered_to_be_joined_and_parted_again(tablet):
    tablet.new_hearing()
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.check_in("Бадам Болд")
    tablet.check_in("бадам  болд")
    tap(tablet, "back-to-stage")
    says(tablet, "people", re.compile(r"^\s*2\s*$"))
    tablet.page.locator("[data-testid=twins]").get_by_role("button", name="Нэг хүн").tap()
    expect(tablet.page.locator("[data-testid=people]")).to_have_text("1")
    says(tablet, "check-ins", re.compile(r"^\s*2\s*$"))
    tap(tablet, "undo")
    expect(tablet.page.locator("[data-testid=people]")).to_have_text("2")


@IN_ACROSS
def test_a_check_in_is_undone_at_once_and_taken_off_later(tablet):
    tablet.new_hearing()
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.check_in("Бадам Болд")
    tap(tablet, "undo")
    tablet.check_in("Дулмаа Ханд")
    tap(tablet, "back-to-stage")
    expect(tablet.page.locator("[data-testid=row]")).to_have_count(1)
    tap(tablet, "row")
    tap(tablet, "remove")
    expect(tablet.page.locator("[data-testid=row]")).to_have_count(0)
    tap(tablet, "undo")
    expect(tablet.page.locator("[data-testid=row]")).to_have_count(1)


@IN_UPRIGHT
def test_the_quorum_is_said_with_its_rule_and_without_one_what_is_missing(tablet):
    """Scenario 11 with 2 % instead of 50 % of 142 households (quorum.test.ts has its figures): short, then met."""
    tablet.new_hearing()
    tablet.to("attendance")
    says(tablet, "quorum", "Ирцийн дүрэм тодорхойгүй")
    tablet.page.locator("[data-testid=field-quorum_basis]").get_by_role("checkbox", name="Өрх").tap()
    tablet.page.fill("[data-testid=field-quorum_percent]", "2")
    expect(tablet.page.locator("[data-testid=rule]")).to_have_text("142 өрхийн 2 % буюу 3 өрх шаардлагатай")
    tablet.page.click("[data-testid=add]")
    for number, name in enumerate(("Бадам Болд", "Дулмаа Ханд", "Цэрэн Ёндон"), 1):
        tablet.check_in(name, household=str(number))
        tap(tablet, "back-to-stage")
        expect(tablet.page.locator("[data-testid=quorum]")).to_have_attribute(
            "data-state", "met" if number == 3 else "short"
        )
        if number < 3:
            says(tablet, "not-valid", "шийдвэрийг хүчинтэйд тооцохгүй")
            says(tablet, "quorum", f"{3 - number} өрх дутуу")
        tablet.page.click("[data-testid=add]")
    tablet.check_in("Янжин Туяа", household="3")  # the household has somebody who stands for it
    tap(tablet, "back-to-stage")
    says(tablet, "present", re.compile(r"^\s*3\s*$"))
    assert findings(tablet.page) == []


@IN_ACROSS
def test_heads_without_names_add_to_the_list(tablet):
    tablet.new_hearing()
    tablet.to("attendance")
    tap(tablet, "count-heads")
    tablet.page.fill("[data-testid=head-female-35_54]", "12")
    tap(tablet, "plus-male-under_18")
    tap(tablet, "at-least")
    expect(tablet.page.locator("[data-testid=people]")).to_have_text(re.compile("дор хаяж13"))
    assert (text(tablet, "women"), text(tablet, "men")) == ("12", "1")
    assert findings(tablet.page) == []


def test_a_kazakh_speaker_reads_what_he_consents_to_signs_and_takes_it_back(tablet):
    """Scenario 23: consent in kk-Cyrl, each purpose with its period; withdrawn, it is gone."""
    tablet.new_hearing(held_on="2026-11-24")
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.page.fill("[data-testid=find]", "Кабай Айгүл")
    tap(tablet, "new-person")
    tablet.page.locator("[data-testid=field-language]").get_by_role("checkbox", name="Казах").tap()
    asked = tablet.page.locator("[data-testid=consents] ul")
    assert asked.get_attribute("lang") == "kk-Cyrl"
    assert "сақтаймыз" in asked.inner_text()
    tap(tablet, "yes-participation")
    tap(tablet, "no-photo_voice")
    says(tablet, "consent-participation", "2029 оны 11 дүгээр сарын 24 хүртэл")
    sign(tablet)
    assert findings(tablet.page) == []
    tap(tablet, "register")
    tablet.page.wait_for_selector("[data-testid=find]")
    tap(tablet, "back-to-stage")
    says(tablet, "guide", "1 / 1")
    tap(tablet, "row")
    tap(tablet, "no-participation")
    tap(tablet, "register")
    tablet.page.wait_for_selector("[data-testid=guide]")
    says(tablet, "guide", "0 / 1")


@IN_UPRIGHT
def test_scenario_18_on_a_persons_page_a_consent_is_taken_back_after_what_will_happen_was_said(tablet):
    tablet.new_hearing(held_on="2026-11-24")
    tablet.to("attendance")
    tablet.page.click("[data-testid=add]")
    tablet.page.fill("[data-testid=find]", "Дорж Болд")
    tap(tablet, "new-person")
    tap(tablet, "yes-participation")
    tap(tablet, "register")
    tablet.page.wait_for_selector("[data-testid=find]")
    tap(tablet, "back-to-stage")
    tap(tablet, "row")
    tap(tablet, "consents-of")
    tap(tablet, "withdraw-participation")
    assert "бүрмөсөн устна" in text(tablet, "will")
    assert findings(tablet.page) == []
    tap(tablet, "withdraw-participation")
    expect(tablet.page.locator("[data-testid=withdraw]")).to_contain_text("Зөвшөөрөл бүртгээгүй")


def sign(tablet):
    """Draw on the glass."""
    glass = tablet.page.locator("[data-testid=glass]")
    glass.scroll_into_view_if_needed()
    box = glass.bounding_box()
    tablet.page.mouse.move(box["x"] + 30, box["y"] + 60)
    tablet.page.mouse.down()
    for step in range(20):
        tablet.page.mouse.move(box["x"] + 30 + step * 9, box["y"] + 60 + 25 * (-1) ** step)
    tablet.page.mouse.up()
    expect(tablet.page.locator("[data-testid=clear-signature]")).to_be_enabled()


@IN_UPRIGHT
def test_the_change_between_the_polls_is_shown(tablet):
    tablet.new_hearing()
    for stage, hands in (("poll_before", "4"), ("poll_after", "9")):
        tablet.to(stage)
        tablet.page.fill("[data-testid=field-asked]", "12")
        tablet.page.fill("[data-testid=field-q1]", hands)
        tablet.page.wait_for_selector("[data-testid=saved-note]")
    says(tablet, "change-q1", re.compile(r"^\s*33 хувь → 75 хувь\s*$"))


@IN_ACROSS
def test_the_agenda_is_written_and_put_in_order(tablet):
    tablet.new_hearing()
    tablet.to("notice")
    for title in ("Худгийн тухай", "ОНХС-ийн тухай"):
        tablet.page.fill("[data-testid=agenda-new]", title)
        tap(tablet, "agenda-add")
        expect(tablet.page.locator("[data-testid=agenda-new]")).to_have_value("")
    tablet.page.get_by_role("button", name="Дээш зөөх: ОНХС-ийн тухай").tap()
    expect(tablet.page.locator("[data-testid=agenda] bdi").first).to_have_text("ОНХС-ийн тухай")
