"""What stands beside the talk of a hearing, by touch and without a line (T12, T13, T21).

The poll handed round, what was shown and handed over, survey sheets, petitions, counters.
"""

import re

import pytest
from playwright.sync_api import expect

from server import acts
from tests.axe import findings
from tests.browser.evening import LANDSCAPE, PORTRAIT, Evening, hearing_of, in_office
from tests.browser.hall import TENANT


@pytest.fixture(params=[LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def tablet(request, browser, hall):
    """Болд's tablet with the office's materials, bodies and a household; then the server is gone."""
    hearing = hearing_of(hall, present=3)

    def work(unit):
        said = [
            acts.creation("material", {"title": "ОНХС гэж юу вэ", "kind": "explainer", "body": "Нийтийн хэрэгт."}),
            acts.creation("material", {"title": "Сайн засаглал", "kind": "concept", "body": "Ил тод шийдвэр."}),
            acts.creation("body", {"name": "Сумын ЗДТГ", "mandate": "Ус, зам", "phone": "7043 1234"}),
            acts.creation("work", {"unit": unit, "name": "Гар худаг", "state": "planned", "year": 2026}),
            acts.creation("household", {"unit": unit, "number": "17"}),
        ]
        acts.state(TENANT, "", said)

    in_office(hall, work)
    context = browser.new_context(viewport=request.param, locale="mn-MN", has_touch=True)
    tablet = Evening(context.new_page())
    tablet.page.goto(hall.settings.origin("app"))
    tablet.enrol(hall.yavuul("enrol-code", "bold@jargalant.example").strip())
    tablet.hearing = hearing
    hall.stop()
    yield tablet
    context.close()


def answer(tablet, *answers):
    """One person answers the three questions, yes or no, and gives the tablet on."""
    for question, said in zip(("q1", "q2", "q3"), answers, strict=True):
        tablet.on(f"field-{question}").get_by_test_id(f"choice-{str(said).lower()}").tap()
    tablet.tap("answer")
    tablet.on("given").wait_for()


def test_a_tablet_handed_round_counts_each_answer_once_and_the_change_is_shown(tablet):
    for moment, people in (("before", [(True, False, False), (False, False, False)]), ("after", [(True, True, False)])):
        tablet.go(f"poll_{moment}")
        tablet.tap("hand-round")
        for number, said in enumerate(people):
            if number:
                tablet.tap("next-person")
            assert tablet.on("field-q1").locator("[aria-checked=true]").count() == 0  # nobody sees the answer before
            answer(tablet, *said)
        expect(tablet.on("given")).to_contain_text("Баярлалаа")
        assert findings(tablet.page) == []
        tablet.tap("round-end")
        expect(tablet.on("answered")).to_have_text(f"Хариулсан: {len(people)}")
    expect(tablet.on("change-q1")).to_have_text("50 хувь → 100 хувь")
    expect(tablet.on("change-q2")).to_have_text("0 хувь → 100 хувь")
    assert findings(tablet.page) == []


def test_what_is_shown_is_ticked_and_what_is_handed_over_is_signed(tablet):
    tablet.go("presentations")
    expect(tablet.on("material")).to_have_count(2)
    tablet.tap("material")
    expect(tablet.on("reading")).to_contain_text("Нийтийн хэрэгт.")
    tablet.tap("tick")
    expect(tablet.on("tick")).to_have_attribute("aria-checked", "true")
    card, tick = (tablet.on(name).bounding_box() for name in ("reading", "tick"))
    assert tick["x"] + tick["width"] < card["x"] + card["width"]
    assert findings(tablet.page) == []
    tablet.tap("reading-next")
    expect(tablet.on("reading")).to_contain_text("Ил тод шийдвэр.")
    tablet.page.get_by_role("button", name="Жагсаалтад буцах").tap()
    expect(tablet.on("ticked")).to_have_text("Танилцуулсан 1 / 2")
    tablet.tap("shelf-body")
    tablet.tap("material")
    expect(tablet.on("reading")).to_contain_text("7043 1234")
    tablet.page.get_by_role("button", name="Жагсаалтад буцах").tap()
    tablet.tap("shelf-work")
    expect(tablet.on("material")).to_contain_text("Гар худаг")
    assert findings(tablet.page) == []

    tablet.tap("handover-new")
    tablet.on("field-what").fill("Гарын авлага")
    tablet.tap("plus-quantity")
    tablet.on("field-pass_on_to").fill("Хэсгийн ахлагчид")
    tablet.draw()
    assert findings(tablet.page) == []
    tablet.tap("handover-save")
    expect(tablet.on("handover")).to_contain_text("Гарын авлага")
    expect(tablet.on("handover")).to_contain_text("Цааш дамжуулах: Хэсгийн ахлагчид")
    tablet.on("handover").get_by_role("button").tap()  # a mistake is corrected by another entry
    tablet.tap("less-quantity")
    tablet.tap("handover-save")
    expect(tablet.on("handover")).to_have_count(1)
    expect(tablet.on("handover").locator(".number")).to_have_text("1")
    tablet.go("minutes")
    tablet.tap("minutes-form")
    expect(tablet.on("minutes-text")).to_have_value(re.compile("Танилцуулсан материал: ОНХС гэж юу вэ"))


def test_a_sheet_counts_once_and_one_that_is_invalid_is_counted_apart(tablet):
    for number, household, is_invalid in (("Р-014", True, False), ("Р-015", False, True)):
        tablet.go("survey")
        tablet.on("field-number").fill(number)
        if household:
            tablet.on("field-household").get_by_role("checkbox", name="17").tap()
            tablet.on("wish-1").fill("Гар худаг")
            tablet.on("field-category-1").get_by_test_id("choice-water").tap()
        if is_invalid:
            tablet.on("field-invalid").get_by_test_id("choice-true").tap()
            tablet.on("field-reason").fill("Уншигдахгүй")
        assert findings(tablet.page) == []
        tablet.tap("save")
        tablet.on("survey-count").wait_for()
    tablet.go("survey")
    tablet.on("field-number").fill(" р-014")
    expect(tablet.on("same-sheet")).to_be_visible()
    expect(tablet.on("save")).to_be_disabled()
    tablet.on("field-number").fill("Р-016")
    tablet.on("field-household").get_by_role("checkbox", name="17").tap()
    expect(tablet.on("same-household")).to_contain_text("Р-014")
    tablet.tap("save")
    counts = {name: tablet.on(f"sheets-{name}").inner_text() for name in ("valid", "invalid", "repeated")}
    assert counts == {"valid": "1", "invalid": "1", "repeated": "1"}
    assert findings(tablet.page) == []


def test_a_petition_is_kept_only_with_what_the_law_asks_and_a_counter_gives_a_slip(tablet):
    tablet.go("capture", "new")
    tablet.on("field-title").fill("Худгийн ус муудсан")
    tablet.on("saved-note").wait_for()
    tablet.tap("to-petition")
    expect(tablet.on("field-substance")).to_have_value("Худгийн ус муудсан")
    expect(tablet.on("asked-by-law")).to_have_attribute("data-lacks", "addressee given_name address phone signature")
    expect(tablet.on("save")).to_be_disabled()
    for name, said in (("addressee", "Сумын Засаг дарга"), ("given_name", "Дорж"), ("address", "Рашаант баг")):
        tablet.on(f"field-{name}").fill(said)
    tablet.on("field-phone").fill("99112233")
    tablet.draw()
    expect(tablet.on("asked-by-law")).to_have_attribute("data-lacks", "")
    assert findings(tablet.page) == []
    tablet.tap("save")
    tablet.on("to-petition").wait_for()
    tablet.go("others", "petition")
    expect(tablet.on("row")).to_contain_text("Худгийн ус муудсан")

    tablet.go("service")
    tablet.on("field-matter").fill("Хүүхдийн мөнгө")
    tablet.on("field-outcome").get_by_test_id("choice-referred").tap()
    expect(tablet.on("save")).to_be_disabled()
    tablet.on("field-referred_to").get_by_role("checkbox", name="Сумын ЗДТГ").tap()
    tablet.tap("save")
    expect(tablet.on("referral-slip")).to_contain_text("7043 1234")
    assert findings(tablet.page) == []
    tablet.page.emulate_media(media="print")
    expect(tablet.on("paper")).to_be_visible()
    expect(tablet.on("field-matter")).to_be_hidden()
    tablet.page.emulate_media(media="screen")


def test_scenario_23_a_kazakh_citizen_reads_in_kazakh_what_he_answers_signs_and_takes_home(tablet):
    tablet.go("poll_before")
    tablet.tap("hand-round")
    tablet.tap("read-kk")
    expect(tablet.on("field-q1")).to_contain_text("Жергілікті даму қорының неге жұмсалатынын білемін")
    assert findings(tablet.page) == []
    answer(tablet, True, True, False)
    expect(tablet.on("given")).to_contain_text("Рақмет")
    tablet.go("service")
    tablet.on("field-matter").fill("Балалар ақшасы")
    tablet.on("field-outcome").get_by_test_id("choice-referred").tap()
    tablet.on("field-referred_to").get_by_role("checkbox", name="Сумын ЗДТГ").tap()
    tablet.tap("save")
    expect(tablet.on("paper")).to_have_attribute("lang", "kk-Cyrl")
    expect(tablet.on("paper")).to_contain_text("Осы нөмірді айтып қызмет аласыз.")
    tablet.go("handover", "new")
    expect(tablet.on("what-is-signed")).to_have_text("Жоғарыда жазылғанды қабылдап алдым.")
