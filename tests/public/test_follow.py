"""P1: a proposal by its code (scenario 17)."""

import re

import pytest

from server import acts
from server.public.follow import MISSES_MAX
from sync import codes

PAGE = "/jargalant/follow"
WELL = "Гар худаг шинээр гаргуулах"
TWELVE = "7K2M9QXA4TBC"
CODE = TWELVE + codes.check_symbol(TWELVE)
PRIVATE = ("Айгүл", "99112233", "48.00123", "91.65012")


@pytest.fixture
def bold(world):
    return world.enrol()


@pytest.fixture
def well(world, bold):
    """A proposal of Айгүл with a code, at a place that is nobody else's business."""
    unit = world.units["Бугат"]
    person = bold.say("person", unit=unit, _personal={"given_name": "Айгүл", "phone": "99112233"})
    proposal = bold.say("proposal", unit=unit, title=WELL, proposer=person, place="48.00123,91.65012")
    bold.say("tracking_code", unit=unit, proposal=proposal, person=person, _personal={"code": CODE})
    world.sync(bold)
    return proposal


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), codes.shown(CODE), CODE.replace("A", "А").replace("K", "к")])
def test_scenario_17_a_code_tells_what_became_of_a_proposal_and_nothing_private(citizen, well, typed):
    answer = citizen.ask(PAGE, code=typed)
    assert answer.status_code == 200
    assert WELL in answer.text and "Бүртгэсэн" in answer.text and "Бугат" in answer.text
    assert [word for word in PRIVATE if word in answer.text] == []
    assert "Set-Cookie" not in answer.headers and "<script" not in answer.text


def test_scenario_17_the_timeline_tells_where_it_went_and_what_was_done(world, citizen, well):
    unit = world.units["Бугат"]
    body = world.state(acts.creation("body", {"name": "Ус сувгийн газар"}))
    sent = {"unit": unit, "proposal": well, "body": body, "sent_on": "2026-11-25", "due_on": "2026-12-25"}
    world.state(acts.creation("referral", sent | {"answered_on": "2026-12-01", "answer_text": "Хавар өрөмдөнө"}))
    world.state(
        acts.creation("measure", {"unit": unit, "proposal": well, "text": "Өрөмдсөн", "taken_on": "2027-05-02"})
    )
    page = citizen.ask(PAGE, code=CODE).text
    assert "2026.12.25" in page and "Ус сувгийн газар" in page and "Хавар өрөмдөнө" in page
    way = page[page.index('class="timeline"') :]
    assert re.findall(r'<time datetime="([^"]*)"', way) == ["2027-05-02", "2026-12-01", "2026-11-25"]
    assert "Байгууллагад илгээсэн: 2026.11.25 + 30 хоног = 2026.12.25" in page, "how the due date was reckoned"


def test_the_code_is_in_no_address_no_feed_and_no_table(world, citizen, bold, well):
    """I7: only its HMAC is kept in the clear."""
    assert 'method="post"' in citizen.ask(PAGE).text
    other = world.enrol()
    rows = world.sync(other).rows
    assert [personal for row, personal in rows if row["type"] == "tracking_code"] == [None]
    assert any(personal for row, personal in rows if row["type"] == "person")
    assert CODE not in str(world.everything())


def test_a_wrong_code_is_told_from_an_unknown_one(citizen, well):
    assert "хяналтын дугаар биш" in citizen.ask(PAGE, code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1")).text
    assert "дугаартай санал энд алга" in citizen.ask(PAGE, code="0" * 13).text
    assert citizen.ask(PAGE, code="").status_code == 200


def test_guessing_is_stopped(citizen, well):
    for _ in range(MISSES_MAX):
        assert citizen.ask(PAGE, code="0" * 13).status_code == 200
    assert citizen.ask(PAGE, code="0" * 13).status_code == 429


def test_a_code_of_another_organisation_is_unknown_here(world, citizen, well):
    world.found("songino", baghs=("1 дүгээр хороо",))
    assert WELL not in citizen.ask("/songino/follow", code=CODE).text
    assert citizen.ask("/nobody/follow").status_code == 404


def test_texts_are_only_text(world, citizen, bold):
    """H24: what people wrote is shown as they wrote it, and does nothing."""
    twelve = "0123456789AB"
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="<img src=x onerror=alert(1)>{{7*7}}")
    bold.say(
        "tracking_code",
        unit=world.units["Бугат"],
        proposal=proposal,
        _personal={"code": twelve + codes.check_symbol(twelve)},
    )
    world.sync(bold)
    page = citizen.ask(PAGE, code=twelve + codes.check_symbol(twelve)).text
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page and "<img" not in page
