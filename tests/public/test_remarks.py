"""Remarks wait for a moderator, and citizens say whether a proposal was done (P5, P6)."""

import http.client
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import event

from server import clock
from server.extensions import db
from server.public import remarks
from server.public.follow import MISSES_MAX, VOICES_MAX
from sync.codes import check_symbol
from tests.office.conftest import make_officer
from tests.public import planted
from tests.server.conftest import browser_on
from tests.serving import serve

TWELVE = "7K2M9QXA4TBC"


@pytest.fixture
def done(soum):
    """A proposal that the office calls done, with the codes of two citizens."""
    soum.well = soum.say("proposal", title="Гар худаг гаргах")
    soum.codes = [soum.code(soum.well, twelve) for twelve in (TWELVE, "0123456789AB")]
    soum.approve()
    soum.amend(soum.well, status="done", status_reason="Ус гарч байна")
    return soum


@pytest.fixture
def desk(done):
    """A reviewer at the office."""
    office = browser_on(done.world.app, "office")
    assert office.sign_in(make_officer(done.world, "reviewer").email).status_code == 302
    return office


def write(reader, soum, text, token=None, headers=None, **more):
    """Fill in the form of a remark."""
    page = f"/jargalant/proposals/{soum.well}/remark"
    said = re.search(r'name="token" value="([^"]+)"', reader.ask(page).text)[1] if token is None else token
    return reader.ask(page, headers=headers, token=said, text=text, **more)


def stored(soum):
    return [(row[3], row[4]) for row in soum.world.everything()["public_remark"]]


def test_h93_a_remark_is_read_by_nobody_before_the_moderator_and_by_the_public_only_after(done, reader, desk):
    assert "хүлээн авлаа" in write(reader, done, "Баярлалаа, ус тунгалаг.", publish="yes").text
    page = f"/jargalant/proposals/{done.well}"
    assert "тунгалаг" not in reader.ask(page).text and "тунгалаг" not in str(done.world.everything())
    waiting = desk.get("/remarks")
    assert "Баярлалаа, ус тунгалаг." in waiting.text and 'class="n"' in waiting.text
    remark = re.search(r'action="/remarks/([a-z2-7]+)"', waiting.text)[1]
    assert desk.submit(f"/remarks/{remark}", "/remarks", state="published").status_code == 303
    assert "тунгалаг" in reader.ask(page).text
    assert desk.submit(f"/remarks/{remark}", "/remarks", state="waiting").status_code == 303
    assert "тунгалаг" not in reader.ask(page).text


def test_a_remark_that_was_not_given_to_the_public_is_never_published(done, reader, desk):
    write(reader, done, "Зөвхөн танд.")
    remark = re.search(r'action="/remarks/([a-z2-7]+)"', desk.get("/remarks").text)[1]
    assert 'value="published"' not in desk.get("/remarks").text
    assert desk.submit(f"/remarks/{remark}", "/remarks", state="published").status_code == 409
    assert desk.submit(f"/remarks/{remark}", "/remarks", state="refused").status_code == 303
    assert "Зөвхөн танд" not in desk.get("/remarks?state=refused").text
    assert desk.submit(f"/remarks/{remark}", "/remarks", state="waiting").status_code == 409


def test_h93_a_flood_is_refused_and_a_machine_hears_thanks(done, reader):
    assert write(reader, done, "Зарчилгаа", website="http://spam.example").status_code == 200
    assert stored(done) == []
    for _ in range(remarks.BY_ADDRESS - 1):
        assert write(reader, done, "Дахин").status_code == 200
    assert write(reader, done, "Дахин").status_code == 429
    assert len(stored(done)) == remarks.BY_ADDRESS - 1


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "http://evil.example"}, None),
        ({"Sec-Fetch-Site": "cross-site"}, None),
        (None, "forged"),
        (None, ""),
    ],
)
def test_h54_a_form_of_another_site_is_refused(done, reader, headers, token):
    assert write(reader, done, "Дахин", token, headers).status_code == 403
    assert stored(done) == []


def test_a_remark_has_no_controls_and_an_end():
    assert remarks.clean(" a\x00\x07b\r\nc\u202e ") == "ab\nc"
    assert len(remarks.clean("ү" * 5000)) == remarks.TEXT_MAX


def vote(reader, code, finding, note=""):
    return reader.ask("/jargalant/follow/verify", code=code, finding=finding, note=note)


def test_scenario_16_citizens_confirm_what_is_done_and_the_state_follows(done, reader):
    page = f"/jargalant/proposals/{done.well}"
    assert "Хийгдсэн" in reader.ask(page).text and "Иргэд баталгаажуулсан" not in reader.ask(page).text
    assert "хүлээн авлаа: хийгдсэн" in vote(reader, done.codes[0], "yes").text
    assert "Иргэд баталгаажуулсан" in reader.ask(page).text
    assert "хийгдсэн гэсэн 1, хийгдээгүй гэсэн 0" in reader.ask(page).text


def test_scenario_16_a_no_keeps_the_counts_and_goes_to_the_office(done, reader, desk):
    vote(reader, done.codes[0], "yes")
    answer = vote(reader, done.codes[1], "no", "Ус гарахаа больсон")
    assert "дахин нээх эсэхийг шийднэ" in answer.text
    page = reader.ask(f"/jargalant/proposals/{done.well}").text
    assert "хийгдсэн гэсэн 1, хийгдээгүй гэсэн 1" in page and "Ус гарахаа больсон" not in page
    assert "Иргэд баталгаажуулсан" not in page
    assert "Ус гарахаа больсон" in desk.get("/remarks").text


def test_one_code_is_one_voice_which_may_change(done, reader):
    for finding in ("yes", "yes", "no", "no", "yes"):
        thanks = vote(reader, done.codes[0], finding).text
        assert ("Иргэд баталгаажуулсан" in thanks) is (finding == "yes"), "the page that thanks knows what was said"
    assert "хийгдсэн гэсэн 1, хийгдээгүй гэсэн 0" in reader.ask(f"/jargalant/proposals/{done.well}").text
    rows = done.world.everything()
    assert len(rows["public_voice"]) == 1 and len(rows["p_verification"]) == 3
    assert done.codes[0] not in str(rows)


def test_a_code_that_changes_its_mind_all_day_is_told_to_wait(done, reader):
    answers = [vote(reader, done.codes[0], ("yes", "no")[turn % 2]).status_code for turn in range(VOICES_MAX + 1)]
    assert answers == [200] * VOICES_MAX + [429]
    assert vote(reader, done.codes[1], "yes").status_code == 200, "another code at the same address"


def test_only_what_is_done_can_be_confirmed_and_only_by_code(done, reader):
    assert "хяналтын дугаар биш" in vote(reader, "0" * 5, "yes").text
    assert vote(reader, done.codes[0], "").status_code == 200
    done.amend(done.well, status="in_progress")
    assert 'name="finding"' not in reader.ask("/jargalant/follow", code=done.codes[0]).text
    assert vote(reader, done.codes[0], "yes").status_code == 409


def test_scenario_17_the_code_of_a_merged_proposal_tells_both(soum, reader):
    root = soum.say("proposal", title="Гар худаг гаргах")
    own = soum.say("proposal", title="Гар худаг шинээр гаргуулах", merged_into=root)
    code = soum.code(own, TWELVE)
    soum.send()
    page = reader.ask("/jargalant/follow", code=code).text
    assert "Гар худаг шинээр гаргуулах" in page and "Гар худаг гаргах" in page and "нэгтгэсэн" in page.lower()
    assert reader.ask(f"/jargalant/proposals/{root}").status_code == 404, "the code opens no other door"


def test_h86_a_flood_of_guesses_finds_nothing_and_does_not_lock_out_who_has_a_code(done, reader, monkeypatch):
    """Misses are counted by address and in all; a right code is looked up before the count of all is asked."""
    monkeypatch.setattr("server.public.follow.MISSES_MAX", 10**6)
    monkeypatch.setattr("server.public.follow.MISSES_IN_ALL", 40)
    answers = [reader.ask("/jargalant/follow", code="0" * 13).status_code for _ in range(60)]
    assert answers == [200] * 40 + [429] * 20
    assert "Гар худаг гаргах" in reader.ask("/jargalant/follow", code=done.codes[0]).text


def guess(server, address, guesses, answers):
    """Ask these codes over one line from `address`; adds (status, page) of each to `answers`."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(address, 0))
    headers = {"Host": f"localhost:{server.port}", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(line):
        for one in guesses:
            line.request("POST", "/jargalant/follow", f"code={one}", headers)
            answer = line.getresponse()
            answers.append((answer.status, answer.read().decode()))


@pytest.mark.parametrize("many", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_h86_so_many_guesses_by_http_find_nothing_and_every_right_code_is_answered(done, many):
    """By the real server: each address guesses as often as it may, six at a time; the right ones come from another."""
    wrong = [planted.code(number) for number in range(many)]
    assert len(set(wrong)) == many and not set(wrong) & set(done.codes)
    guessed, right = [], []
    with serve(done.world, workers=2) as server, ThreadPoolExecutor(6) as pool:
        waiting = [
            pool.submit(
                guess, server, f"127.0.{1 + start // MISSES_MAX // 250}.{1 + start // MISSES_MAX % 250}", some, guessed
            )
            for start in range(0, many, MISSES_MAX)
            for some in [wrong[start : start + MISSES_MAX]]
        ]
        while not all(one.done() for one in waiting):
            guess(server, "127.0.0.1", done.codes, right)
        for one in waiting:
            one.result()
    assert len(guessed) == many and {status for status, _ in guessed} <= {200, 429}
    assert not any("timeline" in page or "худаг" in page for _, page in guessed)
    assert len(right) > 10 and all(status == 200 and "Гар худаг гаргах" in page for status, page in right)
    assert any(status == 429 for status, _ in guessed), "the limit of all addresses holds"


def costs(done, ask):
    """What the store was asked for an answer, without values, and the answer."""
    asked = []
    with done.world.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note := lambda *said: asked.append(said[2]))
    answer = ask()
    event.remove(engine, "before_cursor_execute", note)
    return asked, answer.status_code, answer.text


def test_h89_a_near_miss_costs_and_says_what_any_other_does(done, reader, monkeypatch):
    """The same statements, the same answer: no time tells how near a guess was. A right code tells by its page."""
    now = clock.now_ms()  # what is done every few seconds is not done in between
    monkeypatch.setattr(clock, "now_ms", lambda: now)
    near = done.codes[0][:11] + ("0" if done.codes[0][11] != "0" else "1")
    guesses = [one + check_symbol(one) for one in ("ZZZZZZZZZZZZ", "YYYYYYYYYYYY", near)]
    _, *others = [costs(done, lambda one=one: reader.ask("/jargalant/follow", code=one)) for one in guesses]
    told = [
        (asked, status, text.replace(one, "")) for one, (asked, status, text) in zip(guesses[1:], others, strict=True)
    ]
    assert told[0] == told[1] and told[0][1] == 200 and len(told[0][0]) > 3
    for number in range(MISSES_MAX):  # this address has to wait then
        reader.ask("/jargalant/follow", code=planted.code(number))
    waits = [
        costs(done, lambda one=one: reader.ask("/jargalant/follow", code=one)) for one in (guesses[2], done.codes[0])
    ]
    assert waits[0] == waits[1] and waits[0][1] == 429, "not even a right code is told from a wrong one then"


def test_h91_what_a_code_tells_is_kept_by_nobody(done, reader):
    assert reader.ask("/jargalant/follow", code=done.codes[0]).headers["Cache-Control"] == "no-store"
    form = reader.ask("/jargalant/follow")
    assert (
        form.headers["Cache-Control"] == "no-store" and "script-src 'self'" in form.headers["Content-Security-Policy"]
    )
