"""T16: tablets in one room without a server tell each other a hearing by a file; any hand brings it to the centre."""

from playwright.sync_api import expect

from tests.axe import findings
from tests.browser import fake_camera
from tests.browser.hall import BAGH
from tests.browser.rooms import Room

HEARING = "Рашаант багийн хэлэлцүүлэг"


def test_two_tablets_without_a_server_end_with_the_same_hearing_and_one_carries_both(hall, desk, tablets, tmp_path):
    bold, tuya, dorj = tablets
    leader, other, carrier = Room(bold.page), Room(tuya.page), Room(dorj.page)
    hall.stop()

    bold.new_hearing(unit=BAGH, title=HEARING, place="Рашаант багийн төв", held_on="2026-11-22")
    bold.add({"title": "Гар худаг гаргах"}, {"title": "Гүүр барих"})
    code = leader.open()
    assert len(code.replace(" ", "")) == 32
    given = leader.give(tmp_path)
    assert "Гар худаг" not in given.read_text()
    assert findings(bold.page) == []

    other.join(code.lower())
    assert "Б.Болд" in other.take(given)
    assert findings(tuya.page) == []
    tuya.page.click("[data-testid=open-joined]")
    tuya.to("proposal")
    assert other.names() == ["Гар худаг гаргах", "Гүүр барих"]
    tuya.change("Гүүр барих", title="Модон гүүр барих")
    tuya.add({"title": "Далан босгох"})
    tuya.kill()  # what was heard lies on disk
    tuya.start()
    tuya.unlock()
    other = Room(tuya.page)
    tuya.open_hearing(HEARING)
    everything = ["Гар худаг гаргах", "Далан босгох", "Модон гүүр барих"]
    assert other.names() == everything

    other.enter()
    answer = other.give(tmp_path)
    other.leave()
    assert "Ө.Туяа" in leader.take(answer)
    assert "Шинэ зүйл алга" in leader.take(answer)  # twice is once (I1)
    leader.leave()
    bold.to("proposal")
    assert leader.names() == everything

    tuya.to("proposal")
    tuya.add({"title": "Гэрэл тавих"})
    other.enter()
    codes = other.show()
    other.leave()
    bold.close()
    bold.start(*fake_camera.switches(fake_camera.film(tmp_path / "codes.y4m", codes)))  # his camera sees her screen
    bold.unlock()
    bold.open_hearing(HEARING)
    leader = Room(bold.page)
    leader.enter()
    assert "Ө.Туяа" in leader.read_codes()
    leader.leave()
    bold.to("proposal")
    assert leader.names() == sorted([*everything, "Гэрэл тавих"])

    dorj.page.click("[data-testid=to-join]")  # he has no code: he reads nothing, and carries it
    assert "код таблетад алга" in carrier.take(answer)
    assert findings(dorj.page) == []
    dorj.page.click("[data-testid=carry]")
    dorj.page.wait_for_selector("[data-testid=carried]")
    dorj.page.click("[data-testid=back]")
    dorj.page.wait_for_selector("[data-testid=language]")
    hall.start()
    dorj.page.click("[data-testid=send]")
    dorj.page.click("[data-testid=to-join]")
    expect(dorj.page.locator("[data-testid=parcels]")).to_have_text("Бусдын өмнөөс хүргэх: 0 · төвд хүргэсэн: 1")

    for tablet in (bold, tuya):
        tablet.send()
        tablet.open_hearing(HEARING)
        assert Room(tablet.page).names() == sorted([*everything, "Гэрэл тавих"])

    reviewer = desk("review")
    reviewer.open_hearing(HEARING)
    assert reviewer.figures()["Санал"] == "4"
    assert reviewer.figures()["Давхацсан засвар"] == "0"


def test_a_file_that_is_torn_or_no_bundle_is_said_in_words_and_changes_nothing(hall, tablets, tmp_path):
    bold, *_ = tablets
    room = Room(bold.page)
    bold.new_hearing(unit=BAGH, title=HEARING, place="Рашаант багийн төв", held_on="2026-11-22")
    bold.add({"title": "Гар худаг гаргах"})
    room.open()
    good = room.give(tmp_path).read_text()
    for name, text, said in (
        ("torn.txt", good[:-60], "Бүтэн ирсэнгүй"),
        ("other.txt", "Сайн байна уу", "биш байна"),
        ("later.txt", good.replace("bundle 1", "bundle 2"), "илүү шинэ хувилбар"),
    ):
        (tmp_path / name).write_text(text)
        bold.page.set_input_files("[data-testid=file]", tmp_path / name)
        expect(bold.page.locator("[data-testid=came] .hint-box")).to_contain_text(said)
    assert findings(bold.page) == []
    bold.page.click("[data-testid=give]")
    expect(bold.page.locator("[data-testid=showing]")).to_be_visible()
    assert findings(bold.page) == []
    bold.page.click("[data-testid=shown]")
    assert "Шинэ зүйл алга" in room.take(tmp_path / next(p.name for p in tmp_path.glob("yavuul-*.txt")))
    room.leave()
    bold.to("proposal")
    assert room.names() == ["Гар худаг гаргах"]
