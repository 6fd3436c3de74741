"""The rooms «people» and «tablets»: a code shown once, tablets listed and revoked."""

import re

import pytest

from server.extensions import db
from server.models.accounts import Account
from tests.server import tables
from tests.server.test_enrol import PATH, new_key, request_of


@pytest.fixture
def officer(office, add_account):
    """An officer, signed in."""
    account = add_account("officer")
    office.sign_in(account.email)
    return account


def code_on(page):
    return re.search(r'class="code"><code>([0-9A-Z-]+)<', page)[1]


def test_an_officer_makes_a_code_that_connects_a_tablet(office, officer, client, add_account):
    account = add_account("facilitator")
    page = office.submit(f"/accounts/{account.id}/code", page="/accounts").text
    assert account.name in page
    assert "<svg" in page
    code = code_on(page)
    inc = client.post(PATH, json=request_of(code, new_key())).json["inc"]
    listing = office.get("/tablets").text
    assert account.name in listing
    assert f"Т-{inc[:4].upper()}" in listing
    assert code not in office.get("/accounts").text
    assert office.submit(f"/tablets/{inc}/deeds/revoke", page="/tablets", why="Алдсан").status_code == 303
    assert "Эрхийг хаасан" in office.get("/tablets").text


def test_the_code_never_stands_in_an_address_that_a_server_sees(office, officer, add_account):
    account = add_account("facilitator")
    answer = office.submit(f"/accounts/{account.id}/code", page="/accounts")
    assert answer.request.path == f"/accounts/{account.id}/code"
    assert answer.headers["Cache-Control"] == "no-store"


def test_people_and_tablets_of_another_office_cannot_be_told_from_none(office, officer, client, add_account):
    stranger = add_account("facilitator", "stranger@buyant.example", tables.OTHER_TENANT)
    assert stranger.email not in office.get("/accounts").text
    there = office.submit(f"/accounts/{stranger.id}/code", page="/accounts")
    nowhere = office.submit(f"/accounts/{'z' * 26}/code", page="/accounts")
    assert there.status_code == nowhere.status_code == 404
    assert there.text == nowhere.text
    assert office.submit("/tablets/unknown/deeds/revoke", page="/accounts", why="Алдсан").status_code == 404


def test_only_the_administrator_switches_people_off(app, office, officer, administrator, add_account):
    account = add_account("facilitator")
    assert office.submit(f"/accounts/{account.id}/deeds/switch", page="/accounts", active="0").status_code == 403
    office.submit("/sign-out", page="/me")
    office.sign_in(administrator.email)
    assert office.submit(f"/accounts/{account.id}/deeds/switch", page="/accounts", active="0").status_code == 303
    with app.app_context():
        assert db.session.get(Account, (tables.TENANT, account.id)).active is False
    assert office.submit(f"/accounts/{account.id}/code", page="/accounts").status_code == 404
    office.submit(f"/accounts/{account.id}/deeds/switch", page="/accounts", active="1")
    assert office.submit(f"/accounts/{account.id}/code", page="/accounts").status_code == 200


def test_names_are_never_taken_for_markup(app, office, officer, add_account):
    account = add_account("facilitator")
    with app.app_context():
        db.session.get(Account, (tables.TENANT, account.id)).name = "<img src=x onerror=alert(1)>"
        db.session.commit()
    assert "<img src=x" not in office.get("/accounts").text


@pytest.mark.parametrize(
    ("wrong", "said"), [({"role": "king"}, "role"), ({"email": "nobody"}, "email"), ({"tenant": "nowhere"}, "tenant")]
)
def test_an_account_that_cannot_be_is_not_made(add_account, wrong, said):
    with pytest.raises(ValueError, match=said):
        add_account(**{"role": "officer"} | wrong)


def test_one_address_has_one_account_over_all_offices(add_account):
    add_account("officer", "same@yavuul.example")
    with pytest.raises(ValueError, match="email"):
        add_account("officer", "SAME@yavuul.example", tables.OTHER_TENANT)


def test_an_administrator_reaches_every_unit_and_others_theirs(administrator, add_account):
    assert administrator.units is None
    assert add_account("officer", units=["u" * 26]).units == {"u" * 26}
    assert add_account("reviewer", units=[]).actor().units == frozenset()
