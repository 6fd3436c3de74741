"""The ranking tab of a hearing, and what hides a vote until it is closed. Scenario 14 of DOMAIN §H: the office."""

import re

import pytest

from server import ballot_box, keys
from server.store import records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading
from sync import opset, ranking
from sync.chain import base64url, from_base64url
from tests.vectors.cases_ballots import BOX, pkcs8, seal

BALLOTS = ({"01": 2, "02": 1}, {"02": 3}, {"01": 3})
CLOSED = "2026-11-24T05:40:00Z[Asia/Hovd]"
SECRETS = ("тоологдсон-1717", "1717")


class Vote:
    """A session of dots with a lock, three sealed ballots, and one table's count."""

    def __init__(self, hall) -> None:
        self.hall = hall
        place = {"unit": hall.unit, "hearing": hall.hearing}
        self.items = [hall.ana.say("proposal", **place, title=title) for title in ("Гар худаг", "Эмчийн байр")]
        named = {f"items/{key}": item for key, item in zip(("01", "02"), self.items, strict=True)}
        self.asked = {"method": "dot_vote", "question": "Аль нь түрүүнд?", "eligible": 2000, "parameters/dots": "3"}
        self.asked |= named | {"parameters/run_off": "skipped"}
        self.session = "s" * 26
        with hall.world.app.app_context():
            spare = seal(from_base64url(pkcs8(BOX)), self.session, to=keys.current().sealing.public_key())
        box = {"lock": base64url(keys.point(BOX)), "spare_key": spare}
        hall.ana.say("ranking_session", self.session, **place, **self.asked, **box)
        self.ops = []
        for number, marks in enumerate(BALLOTS):
            tablet = (hall.ana, hall.bold)[number % 2]
            ballot = f"{'ballot' + 'abc'[number]:a<26}"
            text = str(marks).replace("'", '"').encode()
            sealed = seal(text, ballot)
            tablet.say("ballot", ballot, **place, session=self.session, sealed=sealed)
            self.ops.append(tablet.op_id(len(tablet.lines)))
        said = {"session": self.session, "source": "тоологдсон-1717", "counts/01": 1717, "counts/_cast": 600}
        self.tally = hall.bold.say("tally", **place, **said)
        self.ops.append(hall.bold.op_id(len(hall.bold.lines)))
        for tablet in (hall.ana, hall.bold):
            hall.world.sync(tablet)

    def close(self, **other):
        """The leader's closing, with the result as a tablet reckons it."""
        ballots = {str(n): {f"marks/{k}": v for k, v in marks.items()} for n, marks in enumerate(BALLOTS)}
        found = ranking.rank(self.asked, ballots, {"t": {"source": "т", "counts/01": 1717, "counts/_cast": 600}})
        written = {"result_hash": ranking.result_hash(found), "result": "1. Гар худаг", "cast": 603, "invalid": 0}
        written |= {"counted": opset.encode(self.ops), "key": pkcs8(BOX), "closed_at": CLOSED} | other
        self.hall.ana.say("ranking_session", self.session, _n=2, **written)
        self.hall.world.sync(self.hall.ana)


@pytest.fixture
def vote(desk):
    """An open vote, and a reviewer at a browser."""
    hall, browser, _ = desk
    return Vote(hall), browser


def pages(vote, browser):
    """All that the office can open about the vote."""
    hearing = vote.hall.hearing
    tabs = ["", "/history", "/ranking_session", "/ballot", "/tally"]
    told = [browser.get(f"/hearings/{hearing}{tab}") for tab in tabs]
    own = [f"/records/{record}{more}" for record in (vote.session, vote.tally) for more in ("", "/history")]
    return told + [browser.get(path) for path in own]


def test_scenario_14_no_page_says_what_was_voted_before_the_closing(vote):
    vote, browser = vote
    found = pages(vote, browser)
    assert [page.status_code for page in found] == [200] * 7 + [404] * 2
    for page in found:
        assert not [secret for secret in SECRETS if secret in page.text]
        assert "Дүн хаах хүртэл нууц" in page.text or "ranking_session" not in page.request.path
    assert "Гар худаг" not in browser.get(f"/hearings/{vote.hall.hearing}/ranking_session").text


def test_scenario_14_a_count_that_stands_aside_is_not_shown_before_the_closing(vote):
    vote, browser = vote
    elsewhere = vote.hall.world.enrol("Бугат")
    place = {"unit": vote.hall.unit, "hearing": vote.hall.hearing, "session": vote.session}
    elsewhere.say("tally", **place, source="тоологдсон-1717", **{"counts/01": 1717})
    answer = vote.hall.world.sync(elsewhere)
    assert answer.head["outcomes"] == {"1": ["parked", "out-of-scope"]}
    for path in ("/waiting", f"/hearings/{vote.hall.hearing}"):
        assert "1717" not in browser.get(path).text
    vote.close()
    assert "тоологдсон-1717" in browser.get("/waiting").text


def test_after_the_closing_the_office_counts_the_same_and_says_so(vote):
    vote, browser = vote
    vote.close()
    page = browser.get(f"/hearings/{vote.hall.hearing}/ranking_session").text
    assert "Төвд дахин тоолоход тохирсон" in page
    assert page.index("Гар худаг") < page.index("Эмчийн байр")
    assert ">1722<" in page and ">4<" in page
    assert "тоологдсон-1717" in browser.get(f"/hearings/{vote.hall.hearing}/tally").text


def test_a_result_that_is_not_what_was_voted_is_marked(vote):
    vote, browser = vote
    vote.close(result_hash="0" * 64)
    page = browser.get(f"/hearings/{vote.hall.hearing}/ranking_session").text
    assert "тохирсонгүй" in page
    assert "1. Гар худаг" in page


def test_a_ballot_that_comes_after_the_vote_is_over_is_late_and_not_counted(vote):
    vote, browser = vote
    vote.close()
    place = {"unit": vote.hall.unit, "hearing": vote.hall.hearing, "session": vote.session}
    vote.hall.bold.say("ballot", "z" * 26, **place, sealed=seal(b'{"02":3}', "z" * 26))
    vote.hall.world.sync(vote.hall.bold)
    page = browser.get(f"/hearings/{vote.hall.hearing}/ranking_session").text
    assert "Хожимдсон бичлэг, тоологдоогүй: 1" in page
    assert "Төвд дахин тоолоход тохирсон" in page


def test_keys_and_sealed_ballots_are_no_words_for_a_page(vote):
    vote, browser = vote
    vote.close()
    for page in pages(vote, browser):
        assert pkcs8(BOX) not in page.text


def test_the_spare_key_opens_the_box_of_a_lost_tablet(vote):
    vote, _ = vote
    world = vote.hall.world
    with world.app.app_context(), reading() as connection:
        found = records.load(connection, world.tenant, [vote.session], SubjectKeys(connection, world.tenant))
        assert ballot_box.spare_key(found[vote.session]) == pkcs8(BOX)


def close_in_office(vote, browser):
    page = browser.get(f"/hearings/{vote.hall.hearing}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return browser.post(f"/rankings/{vote.session}/closing", data={"csrf_token": token})


def test_the_office_closes_the_vote_of_a_lost_tablet_with_all_that_has_come(vote):
    vote, browser = vote
    assert close_in_office(vote, browser).status_code == 303
    page = browser.get(f"/hearings/{vote.hall.hearing}/ranking_session").text
    assert "Төвд дахин тоолоход тохирсон" in page
    assert ">1722<" in page and ">4<" in page
    assert close_in_office(vote, browser).status_code == 409


def test_who_only_reads_cannot_open_a_box(vote, desk):
    vote, _ = vote
    _, _, browse = desk
    assert close_in_office(vote, browse("officer")).status_code == 403
