"""Terms that are extended, deadlines that are over, and who is told of them (O5; scenarios 5, 6)."""

import json

import pytest

from server.messages import gateways, readers, words, worker
from server.office.clocks import extension, listing
from server.problems import Problem
from server.who import ADMINISTRATOR
from sync.merge import value_of
from tests.office.conftest import make_officer
from tests.office.test_letters import NOW, Office


@pytest.fixture
def office(sqlite_world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    return Office(sqlite_world)


def petition(office):
    letter = office.send(office.proposal(kind="petition"))[0]
    return letter, office.referral(letter).record.id


def test_scenario_6_an_extension_needs_its_reason_and_its_notice(office):
    letter, referral = petition(office)
    assert office.referral(letter).due_on == "2026-12-24"
    for missing in ("reason", "notice"):
        said = {"to": "2027-01-23", "by": "Засаг дарга", "reason": "Судалгаа", "notice": "Хугацааг сунгалаа."}
        with pytest.raises(Problem) as wrong:
            office.do(extension.extend, referral, *(said | {missing: " "}).values())
        assert wrong.value.detail["fields"] == {missing: ["missing"]}
    assert office.referral(letter).due_on == "2026-12-24"
    office.do(extension.extend, referral, "2027-01-23", "Засаг дарга", "Судалгаа", "Хугацааг сунгалаа.")
    line = office.referral(letter)
    assert (line.due_on, value_of(line.record, "due_on")) == ("2027-01-23", "2026-12-24")
    assert value_of(office.record(value_of(line.record, "proposal")), "status") == "extended"


def told(office, monkeypatch, now):
    """What a gateway that writes a file was given by then."""
    monkeypatch.setenv("YAVUUL_NOW", now)
    path = office.world.data_dir / gateways.FILE
    path.write_text(json.dumps({office.world.tenant: {"sms": {"kind": "file"}}}))
    path.chmod(0o600)
    with office.world.app.app_context():
        worker.send_due(office.world.tenant)
    sent = office.world.data_dir / gateways.SENT_FILE
    return [json.loads(line) for line in sent.read_text().splitlines()] if sent.exists() else []


@pytest.mark.parametrize("language", readers.LANGUAGES)
def test_scenario_6_who_said_it_is_told_once_of_the_new_day_with_the_notice(office, monkeypatch, language):
    of_unit = {"unit": office.hall.unit, "consents/answer_by_phone": "2099-01-01"}
    named = {"given_name": "Болд", "phone": "99118877"}
    person = office.hall.ana.say("person", **of_unit, language=language, _personal=named)
    told(office, monkeypatch, NOW)
    letter = office.send(office.proposal(kind="petition", proposer=person))[0]
    before = told(office, monkeypatch, "2026-11-26T10:00:00+07:00")
    notice = "Хөрсний шинжилгээ дуусаагүй тул хугацааг сунгалаа. " * 12
    referral = office.referral(letter).record.id
    office.do(extension.extend, referral, "2027-01-10", "Засаг дарга", "Судалгаа", notice)
    office.do(extension.extend, referral, "2027-01-23", "Засаг дарга", "Судалгаа", notice)
    after = told(office, monkeypatch, "2026-11-27T10:00:00+07:00")
    (one,) = after[len(before) :]  # of the day that stands, and not also «extended» alone
    assert one["to"] == "99118877"
    assert "2027.01.23" in one["text"]
    assert "Хөрсний шинжилгээ дуусаагүй" in one["text"]
    assert one["text"].endswith("/follow"), "a long notice is cut, not the address"
    assert len(one["text"]) <= words.SMS_MAX
    assert told(office, monkeypatch, "2026-11-28T10:00:00+07:00") == after


def test_no_term_is_extended_beyond_the_law_or_backwards(office):
    letter, referral = petition(office)
    for to in ("2027-01-24", "2026-12-24", "2026-12-01", "soon", ""):
        with pytest.raises(Problem, match="bad-values"):
            office.do(extension.extend, referral, to, "Дарга", "Шалтгаан", "Мэдэгдэл")
    assert office.referral(letter).due_on == "2026-12-24"


def test_the_law_names_no_extension_for_a_proposal_and_none_after_the_end(office, monkeypatch):
    letter = office.send(office.proposal())[0]
    assert office.referral(letter).may_extend_to == ""
    with pytest.raises(Problem, match="bad-values"):
        office.do(extension.extend, office.referral(letter).record.id, "2027-02-23", "Дарга", "Ш", "М")
    _, referral = petition(office)
    monkeypatch.setenv("YAVUUL_NOW", "2026-12-25T00:00:01+07:00")
    with pytest.raises(Problem, match="bad-state"):
        office.do(extension.extend, referral, "2027-01-01", "Дарга", "Ш", "М")


def test_scenario_5_a_deadline_is_over_when_the_units_own_day_is(office, monkeypatch):
    letter, _ = petition(office)
    monkeypatch.setenv("YAVUUL_NOW", "2026-12-24T23:59:59+07:00")
    assert office.referral(letter).over == 0
    monkeypatch.setenv("YAVUUL_NOW", "2026-12-25T00:00:00+07:00")
    assert office.referral(letter).over == 1


def test_the_list_counts_what_stands_on_each_step_and_tells_the_roles(office, monkeypatch):
    office.send(office.proposal(kind="petition"), office.proposal(title="Гүүр"))
    head = make_officer(office.world, ADMINISTRATOR).actor()

    def told(actor):
        with office.world.app.app_context():
            return listing.waiting(actor)

    for now, counts, of_officer, of_head in (
        ("2026-12-18", [0, 0, 0, 0, 0], 0, 0),
        ("2026-12-19", [1, 0, 0, 0, 0], 1, 0),
        ("2026-12-24", [0, 1, 0, 0, 0], 1, 0),
        ("2026-12-25", [0, 0, 1, 0, 0], 1, 0),
        ("2026-12-31", [0, 0, 0, 1, 0], 1, 1),
        ("2027-01-23", [0, 0, 0, 0, 1], 1, 1),
        ("2027-02-22", [0, 1, 0, 0, 1], 2, 1),
    ):
        monkeypatch.setenv("YAVUUL_NOW", f"{now}T09:00:00+07:00")
        found = office.see(listing.listed, {})
        assert list(found["counts"].values()) == counts, now
        assert (told(office.officer), told(head)) == (of_officer, of_head), now
    assert [row.due_on for row in office.see(listing.listed, {})["cut"].rows] == ["2026-12-24", "2027-02-22"]
    assert office.see(listing.listed, {"step": "latest"})["cut"].count == 1
