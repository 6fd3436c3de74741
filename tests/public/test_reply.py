"""The reply page behind a letter's link: nothing else opens by it, it ends, and what comes by it waits (O4)."""

import pytest

from server.office.letters import deeds, replies, view
from sync.merge import value_of
from tests.office.test_letters import NOW, Office
from tests.server.conftest import browser_on


@pytest.fixture
def sent(sqlite_world, monkeypatch):
    """(office, letter, its line, browser on the public host, path of the link)."""
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    office = Office(sqlite_world)
    person = office.hall.ana.say("person", unit=office.hall.unit, given_name="Үүрийнтуяа", parent_name="Өнөр")
    letter = office.send(office.proposal(proposer=person))[0]
    page = office.see(view.page, letter)
    path = page["address"].split("8000", 1)[1]
    return office, letter, page["lines"][0], browser_on(sqlite_world.app, ""), path


def said(**more):
    return {"answer": "final", "text": "Хавар өрөмдөнө.", "signer": "Дарга", "number": "3/17"} | more


def test_a_body_without_an_account_replies_and_the_office_reads_it_first(sent):
    office, letter, line, public, path = sent
    page = public.get(path)
    assert page.status_code == 200 and "Гар худаг гаргах" in page.text
    assert "Үүрийнтуяа" not in page.text and "Set-Cookie" not in page.headers
    answer = public.post(f"{path}/{line.record.id}", data=said())
    assert answer.status_code == 303
    shown = public.get(answer.headers["Location"].partition("#")[0])
    assert "Хавар өрөмдөнө." in shown.text
    line = office.referral(letter)
    assert (line.waits, line.over, value_of(line.record, "answer_text")) == (True, None, None)
    assert value_of(office.record(value_of(line.record, "proposal")), "status") == "forwarded"
    assert office.see(view.waiting_of) == 1
    office.do(replies.publish, line.record.id, line.history[0].id, "Хавар өрөмдөнө", "planned")
    line = office.referral(letter)
    assert (line.waits, value_of(line.record, "answer_text")) == (False, "Хавар өрөмдөнө")
    assert value_of(line.history[0], "text") == "Хавар өрөмдөнө."
    assert value_of(office.record(value_of(line.record, "proposal")), "status") == "planned"


def test_scenario_15_by_the_link_too_whose_it_is_must_be_named(sent):
    office, letter, line, public, path = sent
    answer = public.post(f"{path}/{line.record.id}", data=said(answer="not_competent", text="Манайх биш"))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text and "Манайх биш" in answer.text
    assert office.referral(letter).history == []
    whose = said(answer="not_competent", competent_body="Ус сувгийн газар")
    assert public.post(f"{path}/{line.record.id}", data=whose).status_code == 303
    line = office.referral(letter)
    office.do(replies.publish, line.record.id, line.history[0].id, "Манайх биш", "")
    proposal = office.record(value_of(line.record, "proposal"))
    assert (value_of(proposal, "status"), value_of(proposal, "competent_body")) == ("not_competent", "Ус сувгийн газар")


def test_an_officer_chooses_neither_day_nor_state_for_who_replies_by_the_link(sent):
    office, letter, line, public, path = sent
    public.post(f"{path}/{line.record.id}", data=said(to="declined", answered_on="2020-01-01"))
    line = office.referral(letter)
    assert value_of(line.record, "answered_on") == "2026-11-25"
    assert value_of(office.record(value_of(line.record, "proposal")), "status") == "forwarded"


def test_the_link_opens_one_letter_and_nothing_beside_it(sent):
    office, letter, _, public, path = sent
    other = office.see(view.page, office.send(office.proposal(title="Гүүр"))[0])
    assert public.post(f"{path}/{other['lines'][0].record.id}", data=said()).status_code == 404
    mark = path.rpartition("-")[2]
    for wrong in (
        path[:-1] + ("a" if path[-1] != "a" else "b"),
        path.replace(letter, other["letter"].id),
        path.replace("/jargalant/", "/buyant/"),
        path.replace(f"-1-{mark}", f"-2-{mark}"),
        path.replace(f"-1-{mark}", f"-01-{mark}"),
        path.replace(f"-{mark}", ""),
        path + "x" * 300,
    ):
        assert public.get(wrong).status_code == 404, wrong


def test_an_ended_an_old_and_an_expired_link_are_gone(sent, monkeypatch):
    office, letter, _, public, path = sent
    office.do(deeds.set_link, letter, False)
    assert public.get(path).status_code == 410
    office.do(deeds.set_link, letter, True)
    assert public.get(path).status_code == 410
    fresh = office.see(view.page, letter)["address"].split("8000", 1)[1]
    assert public.get(fresh).status_code == 200
    monkeypatch.setenv("YAVUUL_NOW", "2027-05-25T10:00:00+07:00")
    assert public.get(fresh).status_code == 410


def test_guesses_are_counted_by_address(sent):
    *_, public, path = sent
    answers = [public.get(path[:-4] + f"{number:04}").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2


def test_replies_are_counted_by_letter(sent, monkeypatch):
    monkeypatch.setattr("server.public.reply.SENT_MAX", 2)
    _, _, line, public, path = sent
    answers = [public.post(f"{path}/{line.record.id}", data=said()).status_code for _ in range(3)]
    assert answers == [303, 303, 429]
