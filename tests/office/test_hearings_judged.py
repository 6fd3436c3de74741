"""The office's word on a hearing: approved, held, sent back with a comment that its tablets see (O2)."""

import json

import pytest

from server.office.hearings import comments, judgements, views
from server.problems import Problem
from sync.merge import value_of
from sync.record import decode


def _view(hall, actor):
    with hall.world.connection() as connection:
        return views.merged(connection, actor, hall.hearing)


def _judge(hall, actor, review, text="", token=None):
    token = _view(hall, actor)["token"] if token is None else token
    with hall.world.app.app_context():
        return judgements.judge(actor, hall.hearing, review, token, text)


@pytest.mark.parametrize("review", ["approved", "held", "returned"])
def test_a_judgement_reaches_the_tablets(hall, reviewer, review):
    _judge(hall, reviewer, review, "Ирцийн хуудсыг нэмж илгээх")
    told = {row["type"]: row for row, _ in hall.world.sync(hall.bold).rows}
    assert value_of(decode(json.dumps(told["hearing"])), "review") == review
    comment = told["comment"]["set"]
    assert (comment["text"], comment["author"]) == ("Ирцийн хуудсыг нэмж илгээх", reviewer.name)
    assert (comment["of"], comment["hearing"], comment["unit"]) == (hall.hearing, hall.hearing, hall.unit)


@pytest.mark.parametrize("text", ["", "  ", "а" * 3000, "\x00"])
def test_sending_back_needs_a_comment_that_can_be_read(hall, reviewer, text):
    before = hall.world.everything()
    with pytest.raises(Problem, match="bad-values"):
        _judge(hall, reviewer, "returned", text)
    assert hall.world.everything() == before


@pytest.mark.parametrize("review", ["", "done", "none"])
def test_there_is_no_other_word(hall, reviewer, review):
    with pytest.raises(Problem, match="bad-values"):
        _judge(hall, reviewer, review)


def test_what_is_undecided_is_not_approved(hall, reviewer):
    hall.collide()
    with pytest.raises(Problem, match="bad-state"):
        _judge(hall, reviewer, "approved")
    _judge(hall, reviewer, "held")


def test_a_parked_op_stands_against_an_approval(hall, reviewer):
    hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг", status="done")
    hall.world.sync(hall.ana)
    with pytest.raises(Problem, match="bad-state"):
        _judge(hall, reviewer, "approved")


def test_two_reviewers_on_one_hearing_both_see_it(hall, reviewer, administrator):
    token = _view(hall, reviewer)["token"]
    _judge(hall, administrator, "held", token=token)
    before = hall.world.everything()
    with pytest.raises(Problem, match="stale"):
        _judge(hall, reviewer, "approved", token=token)
    assert hall.world.everything() == before
    _judge(hall, reviewer, "approved")


def test_who_may_not_judge_does_not(hall, officer_of, stranger):
    for actor, code in (
        (officer_of("officer"), "forbidden"),
        (officer_of("reviewer", "Бугат"), "not-found"),
        (stranger, "not-found"),
    ):
        with hall.world.app.app_context(), pytest.raises(Problem, match=code):
            judgements.judge(actor, hall.hearing, "held", "")
        with hall.world.app.app_context(), pytest.raises(Problem, match=code):
            comments.add(actor, hall.hearing, "", "Тайлбар")


def test_a_comment_on_a_field_stands_by_the_record_and_the_hearing(hall, reviewer):
    record = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Худаг")
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        comments.add(reviewer, record, "title", "Хаана вэ")
        with pytest.raises(Problem, match="bad-values"):
            comments.add(reviewer, record, "mood", "Ямар")
    with hall.world.connection() as connection:
        (one,) = views.record(connection, reviewer, record)["comments"]
    assert (one.path, one.text, one.of, one.origin.is_office) == ("title", "Хаана вэ", record, True)
    assert [said.text for said in _view(hall, reviewer)["comments"]] == ["Хаана вэ"]


def test_a_tablet_writes_no_comment(hall):
    hall.ana.say("comment", unit=hall.unit, hearing=hall.hearing, text="Би төв")
    assert list(hall.world.sync(hall.ana).head["outcomes"].values()) == [["parked", "role"]]


def test_pages_judge_by_form_and_keep_what_was_written(desk):
    hall, browser, _ = desk
    where = f"/hearings/{hall.hearing}"
    hall.collide()
    refused = browser.submit(f"{where}/judgement", page=where, review="approved", token=_form_token(browser, where))
    assert refused.status_code == 409 and 'role="alert"' in refused.text
    answer = browser.submit(
        f"{where}/judgement", page=where, review="returned", text=" ", token=_form_token(browser, where)
    )
    assert answer.status_code == 422
    stale = browser.submit(f"{where}/judgement", page=where, review="returned", text="Ирцийг засах", token="old")
    assert stale.status_code == 409 and "Ирцийг засах" in stale.text
    done = browser.submit(
        f"{where}/judgement", page=where, review="returned", text="Ирцийг засах", token=_form_token(browser, where)
    )
    assert done.status_code == 303
    page = browser.get(done.location).text
    assert "Ирцийг засах" in page and "Засуулахаар буцаасан" in page
    undone = browser.submit("/undo/" + done.location.partition("done=")[2], page=where, here=where)
    assert (undone.status_code, undone.location) == (303, f"{where}?done=undone")
    assert "Ирцийг засах" not in browser.get(undone.location).text


def _form_token(browser, where):
    return browser.get(where).text.partition('name="token" value="')[2][:32]


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example", "/\t/evil.example", "javascript:alert(1)"])
def test_no_form_leads_to_a_foreign_page(desk, here):
    hall, browser, _ = desk
    answer = browser.submit(f"/records/{hall.hearing}/comments", page="/hearings", text="Тайлбар", here=here)
    assert answer.status_code == 303
    assert answer.location.startswith("/hearings?done=")
    assert browser.submit("/theme", page="/hearings", theme="dark", here=here).location == "/"
