"""Ranking in real browsers with a real server (T9). Scenarios 10, 12, 13 and 14 of DOMAIN §H by number."""

import hashlib

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from server.ballot_box import values_of
from server.models.projections import TABLES
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from sync import ranking
from tests.axe import findings
from tests.browser.evening import LANDSCAPE, PORTRAIT, in_office
from tests.browser.hall import TENANT
from tests.browser.ranking import Ranking, hearing_to_rank

DUMP = """async () => {
  const rows = [];
  const answer = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      for (const row of await answer(db.transaction(store).objectStore(store).getAll())) {
        rows.push(row instanceof Uint8Array ? new TextDecoder('latin1').decode(row) : JSON.stringify(row) ?? '');
      }
    }
    db.close();
  }
  return [...rows, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\\n');
}"""


@pytest.fixture
def hands():
    """Who works the tablets knows the screens of ranking."""
    return Ranking


def session_at_the_office(hall):
    """The values of the only session that the server has."""

    def work(_unit):
        with reading() as connection:
            (found,) = connection.execute(select(TABLES["ranking_session"].c.id)).scalars()
            return values_of(records.load(connection, TENANT, [found], SubjectKeys(connection, TENANT))[found])

    return in_office(hall, work)


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_three_methods_on_one_tablet_and_a_tie_that_goes_to_the_lot(hall, tablet_of, size):
    bold = tablet_of("bold", hearing_to_rank(hall), size)
    hall.stop()

    bold.begin("dot_vote", dots=3)
    assert findings(bold.page) == []
    bold.vote({"02": 3}, {"01": 1, "03": 1, "02": 1}, {"03": 1, "01": 1})
    bold.tap("spoil")
    expect(bold.on("cast")).to_have_text("4")
    assert bold.turnout() == (38, 4, 1)
    bold.has_no_ranks()
    bold.close()

    assert bold.step("supporters") == "equal"
    assert bold.step("households") == "skipped"
    assert bold.step("cost") == "equal"
    assert bold.step("run_off") == "needed"
    assert findings(bold.page) == []
    for key, hands in (("01", 12), ("03", 12)):
        bold.page.locator(f"[data-testid='field-run_off-{key}']").fill(str(hands))
    bold.tap("hold-run-off")
    bold.on("lot").wait_for()
    bold.open_again()
    bold.on("lot").wait_for()
    bold.on("field-seed").fill("Хүйтэн гол 17")
    bold.tap("draw")

    winner, other = sorted(("01", "03"), key=lambda key: hashlib.sha256(f"Хүйтэн гол 17\n{key}".encode()).hexdigest())
    assert bold.board() == [("1", "02", "4"), ("2", winner, "2"), ("3", other, "2"), ("4", "04", "0")]
    assert bold.step("lot") == "parted"
    assert findings(bold.page) == []

    bold.begin("show_of_hands")
    bold.count("0", {"01.for": 20, "01.against": 12, "01.abstain": 7})
    expect(bold.on("too-many")).to_contain_text("Оролцогч 38, тоологдсон санал 39")
    expect(bold.on("save-count")).to_be_disabled()
    bold.page.locator("[data-testid='field-01.abstain']").fill("6")
    for key, hands in (("02.for", 31), ("03.for", 9), ("04.for", 2)):
        bold.page.locator(f"[data-testid='field-{key}']").fill(str(hands))
    bold.tap("save-count")
    expect(bold.on("sources")).to_have_text("1")
    bold.close()
    assert [key for _, key, _ in bold.board()] == ["02", "01", "03", "04"]

    bold.begin("borda", top=3)
    bold.vote(("03", "01", "02"), ("03", "02", "04"))
    bold.close()
    assert [(key, score) for _, key, score in bold.board()][:2] == [("03", "6"), ("02", "3")]
    bold.tap("advice")
    expect(bold.on("advice-view")).to_contain_text("Зөвлөмж")
    bold.tap("to-result")
    bold.tap("project")
    expect(bold.on("board")).to_be_visible()
    bold.tap("leave-wall")

    bold.go("ranking")
    expect(bold.on("row")).to_have_count(3)
    assert [row.get_attribute("data-state") for row in bold.on("row").all()] == ["closed"] * 3


def test_two_tablets_ballots_add_up_and_the_office_counts_the_same(hall, tablet_of, desk):
    hearing = hearing_to_rank(hall)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing)
    session = bold.begin("dot_vote", dots=3, max_per_item=3)
    bold.vote({"02": 3})
    bold.send_now()
    tuya.send_now()
    tuya.to_result(session)
    expect(tuya.on("not-leader")).to_be_visible()
    tuya.vote({"03": 2, "04": 1}, {"03": 3})
    tuya.count("2", {"01": 6, "01.supporters": 2, "_cast": 2})
    tuya.tap("save-count")
    tuya.on("cast").wait_for()
    tuya.send_now()
    bold.send_now()
    bold.to_result()
    expect(bold.on("cast")).to_have_text("5")
    bold.close()
    assert bold.board() == [("1", "01", "6"), ("2", "03", "5"), ("3", "02", "3"), ("4", "04", "1")]
    number = bold.check_number()
    bold.send_now()

    tuya.send_now()
    tuya.to_result(session)
    assert tuya.board() == [("1", "01", "6"), ("2", "03", "5"), ("3", "02", "3"), ("4", "04", "1")]
    assert tuya.check_number() == number

    office = desk("review")
    office.page.goto(f"{office.origin}/hearings/{hearing}/ranking_session")
    told = office.page.inner_text("main")
    assert "Төвд дахин тоолоход тохирсон" in told
    assert number in told


def test_scenario_14_a_vote_is_readable_nowhere_until_it_is_closed(hall, tablet_of, desk):
    hearing = hearing_to_rank(hall)
    bold = tablet_of("bold", hearing)
    sent = []
    bold.page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    bold.begin("dot_vote", dots=3)
    bold.vote({"02": 3}, {"03": 2, "04": 1})
    bold.count("1", {"01": 37, "01.supporters": 17, "_cast": 17})
    bold.tap("save-count")
    bold.on("cast").wait_for()
    stored = bold.page.evaluate(DUMP)
    assert len(stored) > 10_000
    for written in ("marks", '"02":3', '"03":2', "counts/01"):
        assert written not in stored
    shown = bold.page.content()
    assert "data-rank" not in shown
    bold.has_no_ranks()
    bold.send_now()
    assert not [body for body in sent if b"marks" in body]

    office = desk("review")
    for tab in ("", "/ranking_session", "/ballot", "/tally", "/history"):
        office.page.goto(f"{office.origin}/hearings/{hearing}{tab}")
        told = office.page.content()
        assert "counts/01" not in told
        assert ">37<" not in told
        assert "marks/" not in told
    bold.to_result()
    bold.close()
    assert bold.board()[0][1:] == ("01", "37")


def test_scenario_12_a_borda_tie_and_its_lot_are_the_same_on_every_tablet(hall, tablet_of):
    hearing = hearing_to_rank(hall)
    bold, tuya = tablet_of("bold", hearing), tablet_of("tuya", hearing)
    bold.begin("borda", top=2, run_off="skipped")
    bold.vote(("01", "02"), ("02", "01"))
    bold.close()
    bold.on("lot").wait_for()
    bold.on("field-seed").fill("Алтан өлгий")
    bold.tap("draw")
    board = bold.board()
    drawn = sorted(("01", "02"), key=lambda key: ranking.lot("Алтан өлгий", key))
    assert [key for _, key, _ in board][:2] == drawn
    assert (bold.step("head_to_head"), bold.step("first_places"), bold.step("lot")) == ("equal", "equal", "parted")
    bold.send_now()
    tuya.send_now()
    tuya.to_result(bold.session)
    assert tuya.board() == board


def test_scenario_13_equal_shares_names_its_variant_and_who_paid(hall, tablet_of):
    bold = tablet_of("bold", hearing_to_rank(hall))
    bold.begin("equal_shares", budget="12", completion="add1")
    bold.vote(("01", "02"), ("01",), ("01",), ("03",), ("03",))
    bold.close()
    assert [(rank, key) for rank, key, _ in bold.board() if rank] == [("1", "01"), ("2", "03")]
    assert bold.on("paid").count() == 2
    bold.send_now()
    values = session_at_the_office(hall)
    assert "хувийг нэмсэн" in values["result"]
    assert values["cast"] == 5


def test_a_closed_session_is_corrected_by_a_new_one_with_its_reason(hall, tablet_of):
    bold = tablet_of("bold", hearing_to_rank(hall))
    first = bold.begin("dot_vote", dots=3)
    bold.vote({"02": 3}, {"03": 2, "01": 1}, {"01": 1, "03": 1, "02": 1})
    bold.close()
    before = bold.board()
    bold.tap("again")
    expect(bold.on("begin-session")).to_be_disabled()
    bold.on("field-reason").fill("Нэг хүн хоёр удаа өгсөн")
    bold.tap("begin-session")
    bold.on("eligible").wait_for()
    assert bold.page.url.rpartition("/")[2] != first
    bold.to_result(first)
    assert bold.board() == before
