"""Codes of an authenticator app serve once (H55); passkeys are offered."""

import re
import time

import pyotp
import pytest

from server import accounts
from tests.server.test_signin import is_signed_in


@pytest.fixture
def secret(office, add_account):
    """The secret of an officer's authenticator app, set up through the pages; the officer is signed out again."""
    left = 30 - time.time() % 30
    if left < 5:  # a code asked for at the end of its half minute is another's when it arrives
        time.sleep(left)
    office.sign_in(add_account("officer").email)
    page = office.submit("/second-step", page="/second-step", setup="authenticator").text
    secret = re.search(r'class="code"><code>([^<]+)<', page)[1].replace("-", "").replace(" ", "")
    action = re.search(r'action="([^"]+)"', page.split('class="narrow"')[1])[1]
    # the code before the present one, so that the present one is still unused
    answer = office.submit(action, page="/second-step", code=pyotp.TOTP(secret).at(time.time() - 30))
    assert answer.status_code == 302
    office.submit("/sign-out", page="/me")
    return secret


def test_the_password_alone_no_longer_signs_in(office, secret):
    office.sign_in("officer@jargalant.example")
    assert not is_signed_in(office)


def test_h55_a_code_signs_in_and_serves_once(office, secret):
    code = pyotp.TOTP(secret).now()
    office.sign_in("officer@jargalant.example")
    assert office.submit("/sign-in/code", page="/sign-in/code", code=code).status_code == 302
    assert is_signed_in(office)
    office.submit("/sign-out", page="/me")
    office.sign_in("officer@jargalant.example")
    office.submit("/sign-in/code", page="/sign-in/code", code=code)
    assert not is_signed_in(office)


@pytest.mark.parametrize("steps", [-4, -3, 3, 4])
def test_h55_a_code_of_another_time_does_not_sign_in(office, secret, steps):
    office.sign_in("officer@jargalant.example")
    office.submit("/sign-in/code", page="/sign-in/code", code=pyotp.TOTP(secret).at(time.time() + 30 * steps))
    assert not is_signed_in(office)


def test_h47_codes_cannot_be_guessed_at_leisure(office, secret, monkeypatch):
    monkeypatch.setattr("server.signin.BY_PERSON", 4)
    office.sign_in("officer@jargalant.example")
    answers = [office.submit("/sign-in/code", page="/sign-in/code", code="000000").status_code for _ in range(6)]
    assert answers[-1] == 429


def test_h56_no_mail_takes_the_second_step_away(office, secret):
    office.sign_in("officer@jargalant.example")
    assert office.submit("/sign-in/rescue", help_setup="lost_device").status_code in (401, 403)


def test_the_operator_takes_it_away_from_who_lost_the_phone(app, office, secret):
    with app.app_context():
        accounts.reset("officer@jargalant.example", "Шинэ нууц үг 2", without_second_step=True)
    office.sign_in("officer@jargalant.example", "Шинэ нууц үг 2")
    assert is_signed_in(office)


def test_a_passkey_can_be_set_up_from_the_persons_page(office, add_account):
    office.sign_in(add_account("officer").email)
    assert "/passkeys" in office.get("/me").text
    assert "<form" in office.get("/passkeys").text
    page = office.submit("/passkeys", page="/passkeys", name="laptop", usage="first").text
    assert 'data-deed="register"' in page
    assert "challenge" in page


def test_passkey_sign_in_asks_the_browser_and_names_nobody(office, add_account):
    add_account("officer")
    page = office.submit("/sign-in/passkey", page="/sign-in/passkey", identity="officer@jargalant.example").text
    assert 'data-deed="sign-in"' in page
    assert "allowCredentials&#34;: [{" not in page
