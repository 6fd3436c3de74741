"""The main job on real input: a hearing of Рашаант bagh, held offline on three tablets, sent, made safe, decided.

A real server process, three Chromium profiles, every word typed into the app's own forms, every figure read off a page.
"""

from server.demo.places import GIVEN, PARENTS, PROPOSALS
from tests.browser.hall import BAGH, PEOPLE

HEARING = "Рашаант багийн хэлэлцүүлэг"
NAMES = [f"{parent[0]}.{given}" for parent, given in zip(PARENTS * 4, GIVEN * 2, strict=True)]
KNOWN = [{"parent_name": "Өнөр", "given_name": "Үүрийнтуяа"}, {"given_name": "Ёндон"}, {"given_name": "Айгүл"}]
KNOWN_NAMES = ["Ө.Үүрийнтуяа", "Ёндон", "Айгүл"]  # as the tablets show them
WELL, *OTHERS = [title for title, *_ in PROPOSALS]
DECISION = "Гар худгийн саналыг нэгтгэж, сумын ЗДТГ-т уламжлах"
REVIEWER, WHY = PEOPLE["review@jargalant.example"][0], "Өрмийн гэрээний үнэ"
BY_BOLD, BY_TUYA = "18\u00a0000\u00a0000\u00a0₮", "16\u00a0500\u00a0000\u00a0₮"
IN_OFFICE = {BY_BOLD: "18,0\u00a0сая\u00a0₮", BY_TUYA: "16,5\u00a0сая\u00a0₮"}


def check_ins(names, is_known=False):
    return [{"name": name, "is_known": is_known} for name in names]


def proposals(titles):
    costs = {title: cost for title, _, cost, _ in PROPOSALS if cost}
    return [{"title": title} | ({"cost": str(costs[title])} if title in costs else {}) for title in titles]


def prepare(bold, tuya, dorj):
    """While there is a network: the hearing, one proposal and three people that all tablets know."""
    bold.new_hearing(unit=BAGH, title=HEARING, place="Рашаант багийн төв", held_on="2026-11-22")
    bold.add({"title": WELL, "cost": "15000000"})
    bold.send()
    dorj.send()
    dorj.open_hearing(HEARING, "person")
    dorj.add(*KNOWN)
    dorj.send()
    tuya.send()
    tuya.open_hearing(HEARING)
    assert tuya.names() == [WELL]


def hold_hearing(bold, tuya, dorj):
    """Without a network: 41 check-ins of 38 people, ten more proposals, a decision, one cost changed twice.

    A proposal saves itself when a field is left: its words are one statement, its cost another.
    """
    dorj.open_hearing(HEARING, "attendance")
    dorj.add(*check_ins(KNOWN_NAMES, is_known=True), *check_ins(NAMES[:22]))
    tuya.open_hearing(HEARING, "attendance")
    tuya.add(*check_ins(KNOWN_NAMES, is_known=True), *check_ins(NAMES[22:28]))
    tuya.begin({"given_name": "Бичиж дуусаагүй"})
    tuya.kill()
    tuya.start()
    tuya.unlock()
    tuya.open_hearing(HEARING, "attendance")
    assert tuya.has("attendance") == 9
    assert sorted(tuya.names()) == sorted([*KNOWN_NAMES, *NAMES[22:28]])
    tuya.add(*check_ins(NAMES[28:35]))
    tuya.open_hearing(HEARING)
    tuya.add(*proposals(OTHERS[:5]))
    tuya.change(WELL, cost="16500000")
    bold.open_hearing(HEARING)
    bold.change(WELL, cost="18000000")
    bold.add(*proposals(OTHERS[5:]))
    bold.open_hearing(HEARING, "decision")
    bold.add({"text": DECISION, "votes_for": "34", "votes_against": "1", "votes_abstain": "3"})


def test_a_hearing_held_offline_on_three_tablets_arrives_whole_and_its_collision_is_decided(
    hall, desk, tablets, tmp_path
):
    bold, tuya, dorj = tablets
    prepare(bold, tuya, dorj)
    hall.stop()
    hold_hearing(bold, tuya, dorj)
    waiting = [tablet.counts()["tablet"] for tablet in tablets]
    by_bold, *others = waiting
    assert others == [39, 47]
    assert 10 <= by_bold <= 13  # a decision is saved at each pause: words and hands are one statement or several
    for tablet, count in zip(tablets, waiting, strict=True):
        tablet.offers(f"Илгээх {count}")

    hall.start()
    for tablet in tablets:
        tablet.send()
    assert [tablet.counts() for tablet in tablets] == [
        {"tablet": 0, "arrived": by_bold + 3, "safe": 0},
        {"tablet": 0, "arrived": 39, "safe": 0},
        {"tablet": 0, "arrived": 50, "safe": 0},
    ]
    hall.yavuul("backup", str(tmp_path / "elsewhere"))
    for tablet in tablets:
        tablet.send()
        tablet.offers("Дахин шалгах")
    assert [tablet.counts() for tablet in tablets] == [
        {"tablet": 0, "arrived": 0, "safe": by_bold + 3},
        {"tablet": 0, "arrived": 0, "safe": 39},
        {"tablet": 0, "arrived": 0, "safe": 50},
    ]

    tuya.open_hearing(HEARING, "attendance")
    assert (tuya.page.inner_text("[data-testid=people]"), tuya.has("attendance")) == ("38", 41)  # scenario 1
    reviewer = desk("review")
    reviewer.open_hearing(HEARING)
    assert reviewer.figures() == {
        "Давхардаагүй иргэн": "38",
        "Давхардсан ирц": "41",
        "Санал": "11",
        "Шийдвэр": "1",
        "Давхацсан засвар": "1",
        "Шийдэх бичлэг": "0",
    }
    assert (reviewer.rows("people"), reviewer.rows("proposals"), reviewer.rows("decisions")) == (38, 11, 1)
    reviewer.tab("Санал")
    shown = reviewer.page.inner_text("section[aria-labelledby=proposals]")
    assert [title for title, *_ in PROPOSALS if title not in shown] == []
    assert sorted(reviewer.collisions()) == [IN_OFFICE[BY_TUYA], IN_OFFICE[BY_BOLD]]
    for tablet in (bold, tuya):
        assert tablet.collision(HEARING, WELL) == [BY_TUYA, BY_BOLD]

    reviewer.page.fill(".collision [name=why]", WHY)
    reviewer.page.locator(".collision .side", has_text=IN_OFFICE[BY_TUYA]).get_by_role(
        "button", name="Үүнийг сонгох"
    ).click()
    reviewer.page.wait_for_selector(".done")
    assert reviewer.figures()["Давхацсан засвар"] == "0"
    for tablet, yours, theirs in ((bold, BY_BOLD, BY_TUYA), (tuya, BY_TUYA, BY_BOLD)):
        tablet.send()
        assert tablet.collision(HEARING, WELL, is_open=False) == []
        assert tablet.value(HEARING, WELL, "cost") == "16,5"
        assert tablet.slips() == [[yours, theirs, BY_TUYA, REVIEWER, WHY]]
    assert [tablet.counts()["safe"] for tablet in tablets] == [by_bold + 3, 39, 50]
