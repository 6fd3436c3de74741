"""The pages of people and tablets, in every state, in both languages, without JavaScript."""

import re

import pytest

from server import enrol, wipe
from server.who import ADMINISTRATOR
from tests.office.conftest import make_officer

STATES = {
    "active": (),
    "revoked": ("revoke",),
    "wiping": ("ask",),
    "handed-in": ("ask", "ready"),
    "wiped": ("ask", "ready", "done"),
}


@pytest.fixture
def actor(desk):
    """The administrator who does what the pages then show."""
    hall, _, _ = desk
    return make_officer(hall.world, ADMINISTRATOR, tenant="").actor()


def bring(hall, actor, state):
    with hall.world.app.app_context():
        for step in STATES[state]:
            if step == "revoke":
                enrol.revoke(actor, hall.bold.inc, "Алдсан <b>")
            elif step == "ask":
                wipe.ask(actor, hall.bold.inc, "Ажлаас гарсан <b>")
            else:
                assert hall.bold.sync(hall.world.client, wipe=step).status == 200


@pytest.mark.parametrize("state", STATES)
def test_a_tablet_says_on_its_page_how_it_stands_and_what_can_be_done(desk, actor, state):
    hall, _, browse = desk
    hall.world.sync(hall.bold, about={"app": "0.0.1", "ops": 2, "files": 1, "free": 90, "kept": False})
    bring(hall, actor, state)
    officer = browse("officer")
    page = officer.get(f"/tablets/{hall.bold.inc}")
    assert page.status_code == 200
    assert f'data-tablet="{state}"' in page.text
    assert ("/deeds/revoke" in page.text) is (state in ("active", "wiping", "handed-in"))
    assert ("/deeds/wipe" in page.text) is (state in ("active", "revoked"))
    assert ("/keep" in page.text) is (state == "wiping")
    assert "<b>" not in re.sub(r"<b>[^<]*</b>|<b class[^<]*</b>", "", page.text)
    assert f'data-tablet="{state}"' in officer.get("/tablets").text
    assert f'data-tablet="{state}"' in officer.get(f"/tablets?state={state}").text
    assert "msgid" not in page.text and "office.tablets." not in page.text


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_page_of_both_rooms_is_whole_in_both_languages(desk, actor, language):
    hall, _, browse = desk
    boss = browse(ADMINISTRATOR, "Рашаант")
    boss.submit("/language", page="/me", language=language)
    person = make_officer(hall.world, "facilitator", "Рашаант")
    paths = [
        *("/accounts", "/accounts?sort=-tablets&state=active", "/accounts/new", f"/accounts/{person.id}"),
        *(f"/accounts/{person.id}/rights", "/tablets", "/tablets?sort=room", f"/tablets/{hall.ana.inc}"),
        *(f"/accounts/{person.id}/deeds/{deed}" for deed in ("switch", "sessions", "second-step", "welcome")),
        *(f"/tablets/{hall.ana.inc}/deeds/{deed}" for deed in ("revoke", "wipe")),
    ]
    for path in paths:
        page = boss.get(path)
        assert page.status_code == 200, path
        assert re.findall(r"\b(?:office|role|problem|room)\.[a-z_]+", re.sub(r'"[^"]*"', "", page.text)) == [], path


def test_who_may_not_see_tablets_and_people_is_refused(desk):
    hall, reviewer, _ = desk
    for path in ("/accounts", "/tablets", f"/tablets/{hall.ana.inc}", f"/tablets/{hall.ana.inc}/deeds/wipe"):
        assert reviewer.get(path).status_code == 403


def test_a_deed_that_is_none_and_a_tablet_that_is_none_are_not_found(desk):
    hall, _, browse = desk
    officer = browse("officer")
    for path in (f"/tablets/{hall.ana.inc}/deeds/burn", "/tablets/none", "/tablets/none/deeds/wipe", "/codes/000000"):
        assert officer.get(path).status_code == 404


def test_a_reason_is_wanted_and_the_deed_is_done_once(desk):
    hall, _, browse = desk
    officer = browse("officer")
    page = f"/tablets/{hall.bold.inc}/deeds/wipe"
    assert officer.submit(page, page=page, why="  ").status_code == 422
    assert officer.submit(page, page=page, why="Шилжүүлсэн").status_code == 303
    assert officer.submit(page, page=page, why="Дахин").status_code == 409
    assert officer.submit(f"/tablets/{hall.bold.inc}/keep", page="/tablets").status_code == 303
    assert officer.submit(f"/tablets/{hall.bold.inc}/keep", page="/tablets").status_code == 409
