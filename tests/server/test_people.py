"""The room «people»: invited, changed, switched off, never locked out; codes that are watched."""

import re

import pytest

from server import account_deeds, accounts, acts, enrol, rights, welcome
from server.extensions import db
from server.models.accounts import Account
from server.models.tablets import Tablet
from server.problems import Problem
from server.who import Actor
from tests.server import tables
from tests.server.conftest import PASSWORD, browser_on
from tests.server.test_enrol import PATH, new_key, request_of
from tests.server.test_signin import is_signed_in

NEW = "Шинэ нууц үг 15"


@pytest.fixture
def boss(office, administrator):
    """The administrator, signed in."""
    office.sign_in(administrator.email)
    return administrator


@pytest.fixture
def bagh(app):
    """A unit of the first organisation."""
    with app.app_context():
        made = acts.creation("unit", {"name": "Рашаант", "level": "bagh"})
        acts.state(tables.TENANT, "", [made])
    return made.record


def actor_of(account):
    return Actor("account", tables.TENANT, account.id, account.role, None, account.name)


def invite(office, **fields):
    said = {"name": "Д.Сүх", "email": "sukh@jargalant.example", "role": "officer", "all_units": "1"} | fields
    return office.submit("/accounts/new", page="/accounts/new", **said)


def code_on(page):
    return re.search(r'class="code"><code>([0-9A-Z-]+)<', page)[1]


def enter(office, code, email="sukh@jargalant.example", password=NEW):
    fields = {"email": email, "code": code, "new_password": password, "new_password_confirm": password}
    return office.submit("/welcome", page="/welcome", **fields)


def test_who_is_invited_chooses_a_password_with_a_code_that_is_shown_once(app, office, boss):
    page = invite(office)
    code = code_on(page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert code not in office.get("/accounts").text
    guest = browser_on(app, "office")
    assert enter(guest, code.lower().replace("-", " ")).status_code == 303
    guest.sign_in("sukh@jargalant.example", NEW)
    assert is_signed_in(guest)


def test_h56_a_code_for_a_password_serves_once_its_own_address_and_for_a_week(app, office, boss, monkeypatch):
    code = code_on(invite(office).text)
    guest = browser_on(app, "office")
    assert enter(guest, code, email=boss.email).status_code == 404
    assert enter(guest, "0" * 20).status_code == 404
    assert enter(guest, code, email="nobody@jargalant.example").status_code == 404
    assert enter(guest, code, password="short").status_code == 422  # and the code is still good
    assert guest.get("/welcome", base_url="http://office.evil.example:8000").status_code == 400
    assert enter(guest, code).status_code == 303
    assert enter(guest, code).status_code == 404
    with app.app_context():
        account = accounts.by_email("sukh@jargalant.example")
        late = welcome.again(actor_of(boss), account.id)
    monkeypatch.setenv("YAVUUL_NOW", "+P8D")
    assert enter(guest, late).status_code == 404


def test_h56_another_code_makes_the_first_worth_nothing(app, office, boss):
    first = code_on(invite(office).text)
    with app.app_context():
        account = accounts.by_email("sukh@jargalant.example")
    page = office.submit(f"/accounts/{account.id}/deeds/welcome", page=f"/accounts/{account.id}/deeds/welcome")
    guest = browser_on(app, "office")
    assert enter(guest, first).status_code == 404
    assert enter(guest, code_on(page.text)).status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"email": "nobody"}, {"role": "king"}, {"name": " "}, {"email": "administrator@jargalant.example"}]
)
def test_an_invitation_that_cannot_be_keeps_what_was_written(office, boss, wrong):
    answer = invite(office, **wrong)
    assert answer.status_code == 422
    assert "Бичсэн зүйл хэвээр" in answer.text or "сонгоно уу" in answer.text
    if "name" not in wrong:
        assert 'value="Д.Сүх"' in answer.text


def test_who_works_on_a_tablet_alone_needs_no_password(office, boss, bagh):
    answer = invite(office, role="facilitator", all_units="", unit=bagh)
    assert answer.status_code == 303
    page = office.get(answer.location).text
    assert "Рашаант" in page
    assert "Нэвтрэх код өгөх" not in page


def test_the_last_administrator_is_neither_switched_off_nor_made_less(app, boss, add_account):
    actor = actor_of(boss)
    with app.app_context():
        for deed in (
            lambda: rights.switch(actor, boss.id, False),
            lambda: rights.change(actor, boss.id, "officer", None),
        ):
            with pytest.raises(Problem) as raised:
                deed()
            assert raised.value.code == "last-administrator"
    second = add_account("administrator", "second@jargalant.example")
    with app.app_context():
        rights.change(actor, boss.id, "officer", None)
        with pytest.raises(Problem):
            rights.switch(actor_of(second), second.id, False)


def test_only_an_administrator_changes_accounts(app, office, add_account):
    officer, other = add_account("officer"), add_account("facilitator")
    office.sign_in(officer.email)
    assert office.get("/accounts/new").status_code == 403
    assert office.get(f"/accounts/{other.id}/rights").status_code == 403
    assert "Эрх өөрчлөх" not in office.get(f"/accounts/{other.id}").text
    with app.app_context(), pytest.raises(Problem):
        rights.change(actor_of(officer), other.id, "administrator", None)


def test_another_organisations_account_cannot_be_told_from_none(office, boss, add_account):
    stranger = add_account("officer", "stranger@buyant.example", tables.OTHER_TENANT)
    for path in ("", "/rights", "/deeds/switch", "/deeds/nothing"):
        there, nowhere = (office.get(f"/accounts/{one}{path}") for one in (stranger.id, "z" * 26))
        assert there.status_code == nowhere.status_code == 404
        assert there.text == nowhere.text


def test_a_second_step_that_was_taken_away_is_shown_to_the_other_administrators(app, office, boss, add_account):
    second = add_account("administrator", "second@jargalant.example")
    officer = add_account("officer")
    page = f"/accounts/{officer.id}/deeds/second-step"
    assert office.submit(page, page=page, why=" ").status_code == 422
    assert office.submit(page, page=page, why="Утсаа усанд унагасан").status_code == 303
    assert "Утсаа усанд унагасан" in office.get(f"/accounts/{officer.id}").text
    with app.app_context():
        assert account_deeds.watched(actor_of(boss)) == []
        (told,) = account_deeds.watched(actor_of(second))
        assert (told.deed, told.name, told.by_name) == ("second-step", officer.name, boss.name)
    other = browser_on(app, "office")
    other.sign_in(second.email)
    assert "Утсаа усанд унагасан" in other.get("/accounts").text


def test_h52_who_is_signed_out_everywhere_is(app, office, boss, add_account):
    officer = add_account("officer")
    his = browser_on(app, "office")
    his.sign_in(officer.email)
    page = f"/accounts/{officer.id}/deeds/sessions"
    assert office.submit(page, page=page).status_code == 303
    assert not is_signed_in(his)


def test_a_grave_deed_wants_the_password_again_after_a_while(app, office, boss, add_account):
    officer = add_account("officer")
    with office.session_transaction(base_url="http://office.localhost:8000") as session:
        session["fs_paa"] -= 3600
        session.pop("fs_gexp", None)
    page = f"/accounts/{officer.id}/deeds/switch"
    answer = office.get(page)
    assert (answer.status_code, answer.location) == (303, f"/sign-in/again?next={page}")
    assert office.submit(page, page="/me", active="0").status_code == 303
    with app.app_context():
        assert db.session.get(Account, (tables.TENANT, officer.id)).active
    again = office.submit(f"/sign-in/again?next={page}", page="/sign-in/again", password=PASSWORD)
    assert again.location == page
    assert office.get(page).status_code == 200


def test_switching_off_revokes_the_tablets_on_wish(app, client, office, boss, add_account):
    person = add_account("facilitator")
    with app.app_context():
        code = enrol.create_code(actor_of(boss), person.id)
    inc = client.post(PATH, json=request_of(code, new_key())).json["inc"]
    page = f"/accounts/{person.id}/deeds/switch"
    assert f"Т-{inc[:4].upper()}" in office.get(page).text
    office.submit(page, page=page, active="0", tablets="1")
    with app.app_context():
        assert db.session.get(Tablet, (tables.TENANT, inc)).revoked_at is not None


def test_a_code_is_watched_until_a_tablet_has_used_it(office, client, boss, add_account):
    person = add_account("facilitator")
    shown = office.submit(f"/accounts/{person.id}/code", page="/accounts").text
    code = code_on(shown)
    path = re.search(r'hx-get="(/codes/[0-9A-Z]+)"', shown)[1]
    waiting = office.get(path).text
    assert 'data-state="open"' in waiting
    assert code not in waiting
    assert path in office.get(f"/accounts/{person.id}").text
    inc = client.post(PATH, json=request_of(code, new_key())).json["inc"]
    done = office.get(path).text
    assert 'data-state="used"' in done
    assert f"Т-{inc[:4].upper()}" in done
    assert "hx-trigger" not in done


def test_a_code_that_was_taken_back_connects_nothing(office, client, boss, add_account):
    person = add_account("facilitator")
    shown = office.submit(f"/accounts/{person.id}/code", page="/accounts").text
    path = re.search(r'hx-get="(/codes/[0-9A-Z]+)"', shown)[1]
    assert office.submit(f"{path}/cancel", page=path).status_code == 303
    assert client.post(PATH, json=request_of(code_on(shown), new_key())).json["code"] == "bad-code"
    assert 'data-state="cancelled"' in office.get(path).text
    assert office.submit("/codes/ZZZZZZ/cancel", page="/me").status_code == 404


def test_a_code_says_when_its_time_is_over(office, boss, add_account, monkeypatch):
    shown = office.submit(f"/accounts/{add_account('facilitator').id}/code", page="/accounts").text
    path = re.search(r'hx-get="(/codes/[0-9A-Z]+)"', shown)[1]
    monkeypatch.setenv("YAVUUL_NOW", "+PT16M")
    assert 'data-state="expired"' in office.get(path).text


def test_the_list_of_people_is_sorted_filtered_and_cut_by_the_address(office, boss, add_account):
    for number in range(60):
        add_account("facilitator", f"p{number:02}@jargalant.example")
    officer = add_account("officer")
    assert office.get("/accounts?role=officer").text.count("<tr>") == 2
    assert officer.email in office.get("/accounts?role=officer").text
    assert office.get("/accounts").text.count('<th scope="row">') == 50
    assert office.get("/accounts?page=2&sort=-email").text.count('<th scope="row">') == 12
    first = re.search(r'class="mail">([^<]+)', office.get("/accounts?sort=-email").text)[1]
    assert first == "p59@jargalant.example"
    assert office.get("/accounts?sort=drop&page=-3&state=x&unit=y").status_code == 200
