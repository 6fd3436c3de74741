"""«A hearing, start to end» of the product plan, on three tablets in real browsers, camera and microphone from files.

From the green «Бэлэн» in the office over a day without a network to the slip whose code a citizen looks up.
"""

import pytest
from playwright.sync_api import expect

from server import acts
from tests.browser import fake_camera
from tests.browser.hall import BAGH, TENANT
from tests.browser.rounds import SAID, LastTime, last_spring
from tests.browser.story import Album, Seat, pass_on
from tests.browser.test_media import camera_file

TITLE = f"{BAGH} багийн хэлэлцүүлэг"
WATER, LIGHT, *_ = SAID
WELL, OTHER_WELL = "Гар худаг гаргах", "Гар худаг шинээр гаргуулах"
DOCTOR, POWER = "Багийн эмчийн байрыг засварлах", "Трансформатор нэмэх"
RANKED = [("1", "03", "3"), ("2", "02", "3"), ("3", "01", "2")]  # keys by the alphabet: DOCTOR, WELL, POWER
DECISIONS = ("Трансформатор нэмэх саналыг уламжлах", "Гар худгийн саналыг уламжлах", "Усны дээж шинжлүүлэх")
KNOWN = "Ө.Үүрийнтуяа"
PEOPLE = (
    {"name": "Бадам Болд", "household": "1"},
    {"name": "Өнөр Үүрийнтуяа", "household": "2"},
    {"name": "Дулмаа Ханд", "household": "3"},
    {"name": "Цэрэн Ёндон", "household": "3"},
    {"name": "Сүх Энх"},
    {"name": KNOWN, "is_known": True},
)
BOLD_WROTE, TUYA_WROTE = "Д.Ханд: худгийн усыг шинжлүүлэх", "Ц.Ёндон: чийдэнгээ солих"


@pytest.fixture
def album():
    """Where the pictures of this story go."""
    return Album()


@pytest.fixture
def seats(playwright_driver, tmp_path, hall):
    """The tablets of the leader, of a table, and of the registrar, with all that the office has for them."""
    explainer = acts.creation("material", {"title": "ОНХС гэж юу вэ", "kind": "explainer", "body": "Нийтийн хэрэгт."})
    hall.office(lambda unit: [*last_spring(unit), explainer])
    people = {"bold": "Б.Болд", "tuya": "Ө.Туяа", "dorj": "Л.Дорж"}
    made = [Seat(playwright_driver, tmp_path / name, hall.settings.origin("app"), who) for name, who in people.items()]
    for seat, name in zip(made, people, strict=True):
        seat.install()
        seat.enrol(hall.yavuul("enrol-code", f"{name}@jargalant.example").strip())
    yield made
    for seat in made:
        seat.close()


def open_with_last_time(bold, album):
    """Ready is green; the hearing is made; what was asked last time is read out."""
    expect(bold.page.locator("[data-testid=ready][data-ready=true]")).to_contain_text("Бэлэн")
    album.take(bold, "ready")
    bold.new_hearing(place="Рашаант багийн төв")
    bold.hearing = bold.page.url.partition("#/hearing/")[2].partition("/")[0]
    bold.begin_stage("opening")
    last = LastTime(bold.page)
    last.open()
    last.choose(LIGHT)
    last.raise_hands(4, 1)
    album.take(bold, "last-time")
    last.onward("confirmed")
    last.choose(WATER)
    last.raise_hands(1, 4)
    expect(bold.on("onward")).to_have_attribute("data-deed", "not_done")
    last.reopen("Худаг өвөл дахин хөлдсөн")
    bold.on("toast").wait_for()
    bold.tap("to-wall")
    bold.on("shown-last").wait_for()
    expect(bold.on("toast")).to_have_count(0)
    album.take(bold, "last-time-on-the-wall")
    bold.page.keyboard.press("Escape")
    expect(bold.on("read-count")).to_have_text("Уншсан 2 / 4")
    album.take(bold, "last-time-reopened")
    assert sorted(state for state in last.states() if state in ("confirmed", "reopened")) == ["confirmed", "reopened"]


def join(bold, tuya, dorj, album):
    """Туяа's camera sees the leader's screen; Дорж types the code; both take what the leader gives."""
    bold.begin_stage("check_in")
    bold.on("field-quorum_basis").get_by_role("checkbox", name="Өрх").tap()
    bold.on("field-quorum_percent").fill("2")
    expect(bold.on("rule")).to_have_text("142 өрхийн 2 % буюу 3 өрх шаардлагатай")
    code = bold.open_room()
    album.take(bold, "room")
    shot = bold.on("qr").screenshot()
    file = bold.give()

    devices = fake_camera.switches(
        fake_camera.photographed(tuya.folder / "film.y4m", shot), fake_camera.hum(tuya.folder / "hum.wav")
    )
    tuya.close()
    tuya.start(*devices)
    tuya.unlock()
    tuya.tap("to-join")
    tuya.tap("scan")
    dorj.tap("to-join")
    dorj.on("code").fill(code.lower())
    dorj.tap("join")
    for seat in (tuya, dorj):
        seat.on("joined").wait_for()
        album.take(seat, "joined")
        assert bold.who in seat.enter_joined(file, bold.hearing)
    for seat in (tuya, dorj):
        expect(seat.on("stage-check_in")).to_have_attribute("aria-current", "step")


def check_in(bold, tuya, dorj, album):
    """Five people, two of them once more, one of these on another tablet; the quorum is there."""
    dorj.register(*PEOPLE)
    expect(dorj.on("quorum")).to_have_attribute("data-state", "met")
    album.take(dorj, "check-in")
    pass_on(dorj, bold, tuya)
    tuya.register({"name": KNOWN, "is_known": True})
    assert tuya.turnout_here() == (5, 7)
    assert bold.turnout_here() == (5, 6)


def present_and_ask(bold, album):
    """The explainer is shown; three questions before."""
    bold.begin_stage("presentations")
    bold.tap("material")
    bold.tap("tick")
    expect(bold.on("tick")).to_have_attribute("aria-checked", "true")
    album.take(bold, "presentation", "tick")
    bold.begin_stage("poll_before")
    bold.poll("before", 5, 1, 2, 0)
    album.take(bold, "poll-before", "poll-found")


def write_down(bold, tuya, album):
    """Each table writes: words, a voice, a point on one tablet; words and a photo on the other."""
    bold.begin_stage("group_work")
    tuya.capture(title=WELL, category="Ус, худаг", supporters="6")
    tuya.add_voice()
    album.take(tuya, "voice", "media-voice")
    tuya.proposals.leave()
    tuya.capture(title=POWER, supporters="3")
    tuya.add_point()
    album.take(tuya, "point", "place-picture")
    tuya.proposals.leave()
    bold.capture(title=OTHER_WELL, category="Ус, худаг", supporters="4")
    bold.add_photo(camera_file())
    album.take(bold, "photo", "media-photo")
    bold.proposals.leave()
    bold.capture(title=DOCTOR)
    bold.proposals.leave()


def merge(bold, tuya, album):
    """Scenario 2 through a room: what two tablets wrote is one, both voices readable, those behind it together."""
    pass_on(tuya, bold)
    bold.begin_stage("plenary")
    assert bold.listed("plenary") == sorted([WELL, OTHER_WELL, DOCTOR, POWER])
    bold.tap("merge")
    bold.proposals.row(WELL).tap()
    bold.proposals.row(OTHER_WELL).tap()
    album.take(bold, "merge")
    bold.page.locator("[data-testid=side]", has_text=WELL).get_by_role("button").tap()
    expect(bold.proposals.row(OTHER_WELL)).to_have_count(0)
    assert "10 дэмжигч" in bold.proposals.row(WELL).inner_text()
    pass_on(bold, tuya)
    assert tuya.listed("plenary") == sorted([WELL, DOCTOR, POWER])
    tuya.proposals.open(WELL)
    expect(tuya.on("originals")).to_contain_text(OTHER_WELL)


def rank(bold, tuya, album):
    """Dots on two tablets; the tie is parted by how many stand behind each, as the printed rule says."""
    bold.begin_stage("ranking")
    session = bold.begin("dot_vote", dots=3)
    pass_on(bold, tuya)
    tuya.to_result(session)
    tuya.tap("vote")
    tuya.mark({"03": 1, "01": 1})
    album.take(tuya, "ballot")
    tuya.tap("look")
    tuya.tap("put")
    tuya.tap("done")
    expect(tuya.on("cast")).to_have_text("1")
    bold.to_result()
    bold.vote({"02": 3}, {"03": 2, "01": 1})
    bold.has_no_ranks()
    pass_on(tuya, bold)
    bold.to_result()
    expect(bold.on("cast")).to_have_text("3")
    bold.close_session()
    assert bold.board() == RANKED
    assert bold.step("supporters") == "parted"
    album.take(bold, "ranking")
    number = bold.check_number()
    bold.tap("project")
    bold.on("leave-wall").wait_for()
    album.take(bold, "ranking-on-the-wall")
    bold.tap("leave-wall")
    return number


def decide(bold, album):
    """Three decisions, with who and by when; the questions again."""
    bold.begin_stage("decisions")
    for text in DECISIONS:
        bold.decide_who_and_when(text, (4, 0, 1), "Сумын ЗДТГ", "2026-12-15")
    assert sorted(bold.decisions()) == sorted(DECISIONS)
    album.take(bold, "decisions")
    bold.begin_stage("poll_after")
    bold.poll("after", 5, 4, 5, 3)
    assert [bold.on(f"change-q{nth}").inner_text() for nth in (1, 2, 3)] == [
        "20 хувь → 80 хувь", "40 хувь → 100 хувь", "0 хувь → 60 хувь"
    ]  # fmt: skip
    album.take(bold, "poll-after", "poll-found")


def write_minutes(bold, tuya, album):
    """Two write at once; read back, adopted, signed."""
    bold.begin_stage("read_back")
    bold.go("minutes")
    bold.tap("minutes-form")
    bold.on("saved-note").wait_for()
    pass_on(bold, tuya)
    bold.write(f"{BOLD_WROTE}\n")
    tuya.write(f"{TUYA_WROTE}\n", at_end=False)
    pass_on(tuya, bold)
    pass_on(bold, tuya)
    words = bold.minutes()
    assert tuya.minutes() == words
    assert words.startswith(f"{TUYA_WROTE}\n")
    assert words.endswith(f"{BOLD_WROTE}\n")
    album.take(bold, "minutes")
    bold.go("read_back")
    expect(bold.on("minutes-words")).to_contain_text(BOLD_WROTE)
    album.take(bold, "read-back")
    bold.begin_stage("adoption")
    bold.adopt(5, 0, 0)
    bold.sign("adoption_chair", "Ж.Ганбаатар")
    bold.sign("adoption_secretary", "Ө.Туяа")
    album.take(bold, "adoption")


def close(bold, tuya, dorj, album):
    """All have all; the leader seals, gives slips, and each says that its work is done."""
    for seat in (tuya, dorj):
        pass_on(seat, bold)
    sealed = bold.seal()
    album.take(bold, "sealed")
    given = bold.give_slips()
    assert set(given) == {WELL, OTHER_WELL, DOCTOR, POWER}
    bold.go("code")
    album.take(bold, "slip")
    pass_on(bold, tuya, dorj)
    for seat in (tuya, dorj):
        seat.go("sealed")
        expect(seat.on("hash")).to_have_text(sealed)
        assert seat.turnout_here() == (5, 7)
        assert seat.listed("plenary") == sorted([WELL, DOCTOR, POWER])
    for seat in (bold, tuya, dorj):
        seat.is_done()
    return given


def send_all(seats, album):
    """The evening: everything goes up, and every tablet says so."""
    seats[0].go()
    album.take(seats[0], "before-sending")
    for seat in seats:
        seat.send_now()
    for seat in seats:
        seat.send_now()
        on_tablet, arrived, _safe = seat.standing()
        assert on_tablet == 0
        assert arrived > 0
        expect(seat.on("may-leave")).to_be_visible()
    for seat in seats[:2]:  # each with a file
        expect(seat.on("media")).to_have_attribute("data-done", "1", timeout=30_000)
    album.take(seats[0], "sent")


def test_a_hearing_held_on_three_tablets_without_a_network_is_one_hearing_at_the_office(
    hall, seats, desk, browser, album
):
    bold, tuya, dorj = seats
    hall.stop()
    open_with_last_time(bold, album)
    join(bold, tuya, dorj, album)
    check_in(bold, tuya, dorj, album)
    present_and_ask(bold, album)
    write_down(bold, tuya, album)
    merge(bold, tuya, album)
    number = rank(bold, tuya, album)
    decide(bold, album)
    write_minutes(bold, tuya, album)
    given = close(bold, tuya, dorj, album)
    hall.start()
    send_all(seats, album)

    office = desk("review")
    office.open_hearing(TITLE)
    figures = office.figures()
    assert (figures["Давхардаагүй иргэн"], figures["Давхардсан ирц"]) == ("5", "7")
    assert (figures["Шийдвэр"], figures["Давхацсан засвар"], figures["Шийдэх бичлэг"]) == ("3", "0", "0")
    assert (office.rows("people"), office.rows("proposals"), office.rows("decisions")) == (5, 4, 3)
    shown = office.page.inner_text("main")
    assert [title for title in (*DECISIONS,) if title not in shown] == []
    office.tab("Тэмдэглэл")
    minutes = office.page.inner_text("main")
    assert [words for words in (BOLD_WROTE, TUYA_WROTE) if words not in minutes] == []
    office.page.goto(f"{office.origin}/hearings/{bold.hearing}/ranking_session")
    told = office.page.inner_text("main")
    assert "Төвд дахин тоолоход тохирсон" in told
    assert number in told

    guest = browser.new_page()
    guest.goto(f"{hall.settings.origin()}/{TENANT}/follow")
    guest.fill("[name=code]", given[WELL].lower())
    guest.click("main form button")
    expect(guest.locator("main")).to_contain_text(WELL)
    guest.close()
