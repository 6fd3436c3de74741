"""Rooms «privacy» and «messages»: two people for each request, what is held on one paper, who was shown what."""

import re

import pytest
from sqlalchemy import select

from server import acts, opened
from server.messages import outbox
from server.models.privacy import Opened
from server.problems import Problem
from server.store import records, subject
from server.store.unit_of_work import reading
from tests.privacy.conftest import NAMES, PHONE, Citizen

WHOLE = ("/privacy", "/privacy/requests/new", "/privacy/opened", "/messages", "/messages/calls", "/messages/board")


@pytest.fixture
def office(desk):
    """(hall, citizen, officer's browser, administrator's browser)."""
    hall, _, browse = desk
    return hall, Citizen(hall), browse("officer", "Рашаант"), browse("administrator")


def ask(officer, citizen, kind):
    """The officer writes a request down; the address of its page."""
    said = {"kind": kind, "person": citizen.person, "paper": "12, 2026.11.22", "q": NAMES[1]}
    answer = officer.submit("/privacy/requests", page="/privacy/requests/new", **said)
    assert answer.status_code == 303, answer.text
    return answer.location


def erased(hall):
    with hall.world.connection() as connection:
        return set(subject.erased(connection, hall.world.tenant))


def move(hall, citizen, status="planned"):
    with hall.world.app.app_context():
        with reading() as connection:
            record = records.load_open(connection, hall.world.tenant, [citizen.proposal])[citizen.proposal]
        acts.state(hall.world.tenant, "", [acts.change(record, {"status": status})])


def test_to_be_forgotten_takes_two_people_and_the_second_is_the_administrator(office):
    hall, citizen, officer, administrator = office
    found = officer.submit("/privacy/people", page="/privacy/requests/new", kind="erasure", paper="12", q=NAMES[1])
    assert citizen.person in found.text
    page = ask(officer, citizen, "erasure")
    assert officer.submit(page + "/granting", page=page).status_code == 403
    assert not erased(hall)
    assert "granting" not in officer.get(page).text
    assert administrator.submit(page + "/granting", page=page).status_code == 303
    assert erased(hall) == citizen.own
    assert administrator.submit(page + "/granting", page="/privacy/requests/new").status_code == 409
    assert NAMES[1] not in administrator.get(page).text + administrator.get("/privacy").text


def test_an_administrator_cannot_grant_what_he_asked_himself(office):
    hall, citizen, _, administrator = office
    page = ask(administrator, citizen, "erasure")
    assert administrator.submit(page + "/granting", page=page).status_code == 403
    assert not erased(hall)


def test_who_asks_gets_all_that_is_held_of_him_and_who_was_shown_it_on_one_paper(office):
    hall, citizen, officer, administrator = office
    page = ask(officer, citizen, "access")
    assert officer.get(page + "/held").status_code == 409
    assert administrator.submit(page + "/granting", page=page).status_code == 303
    move(hall, citizen)
    of_group = {"unit": hall.unit, "name": "Гүүрийн хяналт", f"members/{citizen.person}": citizen.person}
    hall.world.state(acts.creation("monitoring_group", of_group))
    paper = officer.get(page + "/held").text
    words = ("Рашаант 4", "Гар худаг гаргах", "Гүүрийн хяналт", "Хувийн мэдээлэл<", "Б.Officer", "Б.Болд")
    for said in (*NAMES, PHONE, *words):
        assert said in paper, said
    assert "ABCDEFGHJKMN5" not in paper, "his code is his alone"


def test_a_request_out_of_reach_does_not_exist(office, desk):
    _, citizen, officer, _ = office
    page = ask(officer, citizen, "access")
    other = desk[2]("officer", "Бугат")
    assert other.get(page).status_code == 404
    said = {"kind": "access", "person": citizen.person, "paper": "1"}
    assert other.submit("/privacy/requests", page="/privacy/requests/new", **said).status_code == 404


def test_the_office_leaves_a_trace_of_whose_data_it_was_shown_without_a_name_in_it(office):
    hall, citizen, officer, administrator = office
    for _ in range(2):
        officer.submit("/search/people", page="/search", q=NAMES[1])
    officer.get(f"/records/{citizen.person}")
    with hall.world.connection() as connection:
        noted = connection.execute(select(Opened.record, Opened.page)).all()
    assert (citizen.person, "search.find_people") in noted
    assert len(noted) == len(set(noted))
    page = administrator.get("/privacy/opened").text
    assert "Б.Officer" in page
    assert NAMES[1] not in page
    assert officer.get("/privacy/opened").status_code == 403


def test_a_page_whose_note_cannot_be_kept_is_not_shown(office, monkeypatch):
    _, citizen, officer, _ = office

    def busy(*_args):
        raise Problem("busy", retry_after=2)

    monkeypatch.setattr(opened, "keep", busy)
    answer = officer.get(f"/records/{citizen.person}")
    assert answer.status_code == 503
    assert NAMES[1] not in answer.text


def test_a_call_is_ticked_off_tried_again_and_taken_back(office):
    hall, citizen, officer, _ = office
    move(hall, citizen)
    page = officer.get("/messages/calls").text
    assert PHONE[:4] in page
    assert "Д.Гантулга" in page
    message = re.search(r"/messages/([a-z2-7]{26})/told", page)[1]
    officer.submit(f"/messages/{message}/unreached", page="/messages/calls")
    officer.submit(f"/messages/{message}/told", page="/messages/calls")
    assert "Д.Гантулга" not in officer.get("/messages/calls").text
    officer.submit(f"/messages/{message}/undo", page="/messages/calls")
    assert "Д.Гантулга" in officer.get("/messages/calls").text
    assert officer.submit(f"/messages/{message}/undo", page="/messages/calls").status_code == 409


def test_who_answers_stop_is_called_no_more(office):
    hall, citizen, officer, _ = office
    move(hall, citizen)
    assert officer.submit("/messages/stop", page="/messages", number="+976 9911-8877").location.endswith("stopped=1")
    assert "Гантулга" not in officer.get("/messages/calls").text
    assert not erased(hall), "he still takes part"
    assert officer.submit("/messages/stop", page="/messages", number="12").status_code == 422


def test_the_board_names_nobody_and_empties_when_it_is_pinned_up(office):
    hall, citizen, officer, _ = office
    move(hall, citizen)
    page = officer.get("/messages/board").text
    assert "Гар худаг гаргах" in page
    assert "Гантулга" not in page
    with hall.world.connection() as connection:
        rows = outbox.listed(connection, hall.world.tenant, None, {"channel": "board"})
    officer.submit("/messages/board", page="/messages/board", message=rows[0].id)
    assert "Гар худаг гаргах" not in officer.get("/messages/board").text


def test_terms_and_words_are_the_organisations_own(office):
    _, _, officer, administrator = office
    administrator.submit("/privacy/terms", page="/privacy", name="voices", months="6")
    assert 'value="6"' in administrator.get("/privacy").text
    assert administrator.submit("/privacy/terms", page="/privacy", name="voices", months="x").status_code == 422
    said = {"kind": "reply", "language": "kk", "text": "Жауап келді: %(title)s"}
    administrator.submit("/messages/words", page="/messages/words", **said)
    assert "Жауап келді: %(title)s" in administrator.get("/messages/words").text
    assert officer.submit("/privacy/terms", page="/privacy", name="voices", months="6").status_code == 403
    assert officer.get("/messages/words").status_code == 403


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_page_is_whole_in_both_languages_with_and_without_anything_on_it(office, language):
    hall, citizen, officer, administrator = office
    administrator.submit("/language", page="/me", language=language)
    for _ in range(2):
        for path in (*WHOLE, "/messages/words", "/messages?channel=call&state=waiting"):
            page = administrator.get(path)
            assert page.status_code == 200, path
            assert not re.findall(r">\s*(?:privacy|messages|room|office)\.[a-z_.]+\s*<", page.text), path
        move(hall, citizen)
        ask(officer, citizen, "access")
        citizen.withdraw("participation", "answer_by_phone")
        citizen = Citizen(hall)
