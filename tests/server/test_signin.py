"""Sign-in of the office: H47–H54 and what goes with them."""

import re
import time
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest
from itsdangerous import NoneAlgorithm, URLSafeTimedSerializer

from server import accounts, rights
from server.app import create_app
from server.who import Actor
from tests.server import tables
from tests.server.conftest import PASSWORD, browser_on


def is_signed_in(browser):
    return browser.get("/me").status_code == 200


def test_an_officer_signs_in_and_out(office, add_account):
    account = add_account("officer")
    answer = office.sign_in(account.email)
    assert (answer.status_code, answer.location) == (302, "/")
    assert account.name in office.get("/").text
    assert office.submit("/sign-out", page="/me").status_code == 302
    assert not is_signed_in(office)


@pytest.mark.parametrize("email", ["OFFICER@Jargalant.example", "officer@JARGALANT.example"])
def test_an_address_is_known_however_it_is_typed(office, add_account, email):
    add_account("officer")
    office.sign_in(email)
    assert is_signed_in(office)


def test_h48_an_unknown_person_and_a_wrong_password_get_one_answer(office, add_account):
    account = add_account("officer")
    pages = []
    for email in (account.email, "nobody@jargalant.example"):
        answer = office.sign_in(email, "wrong password")
        assert answer.status_code == 200
        pages.append(re.sub(r'value="[^"]*"|nonce-\S+', "", answer.text))
    assert pages[0] == pages[1]
    assert "таарсангүй" in pages[0]


@pytest.mark.slow
def test_h48_an_unknown_person_and_a_wrong_password_cost_the_same_work(settings, add_account):
    from server.extensions import limiter

    add_account("officer")
    app = create_app(replace(settings, argon2_memory_kib=19456, argon2_time_cost=2))
    with app.app_context():
        account = accounts.create(tables.TENANT, "other@jargalant.example", "Б.Дулмаа", "officer", PASSWORD)
    office = browser_on(app, "office")
    seconds = {account.email: [], "nobody@jargalant.example": []}
    for _ in range(30):
        for email, taken in seconds.items():
            with app.app_context():
                limiter.storage.reset()
            began = time.thread_time()
            office.sign_in(email, "wrong password")
            taken.append(time.thread_time() - began)
    known, unknown = (min(taken) for taken in seconds.values())
    assert abs(known - unknown) / known < 0.1


def test_h47_ten_wrong_passwords_close_the_account_for_a_while_wherever_they_come_from(app, add_account, monkeypatch):
    account = add_account("officer")
    for i in range(10):
        guesser = browser_on(app, "office")
        guesser.environ_base["REMOTE_ADDR"] = f"10.0.0.{i}"
        assert guesser.sign_in(account.email, "wrong password").status_code == 200
    owner = browser_on(app, "office")
    answer = owner.sign_in(account.email)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    monkeypatch.setenv("YAVUUL_NOW", "+PT16M")
    owner.sign_in(account.email)
    assert is_signed_in(owner)


def test_h47_one_address_that_tries_many_people_is_stopped(office, monkeypatch):
    monkeypatch.setattr("server.signin.BY_ADDRESS", 3)
    answers = [office.sign_in(f"person{i}@jargalant.example", "password").status_code for i in range(4)]
    assert answers == [200, 200, 200, 429]


def test_h47_many_addresses_that_try_many_people_are_stopped(office, monkeypatch):
    monkeypatch.setattr("server.signin.IN_ALL", 3)
    answers = []
    for i in range(4):
        office.environ_base["REMOTE_ADDR"] = f"10.0.1.{i}"
        answers.append(office.sign_in(f"person{i}@jargalant.example", "password").status_code)
    assert answers == [200, 200, 200, 429]


def test_h57_a_forwarded_address_counts_only_behind_a_trusted_proxy(office, monkeypatch):
    monkeypatch.setattr("server.signin.BY_ADDRESS", 3)
    answers = []
    for i in range(4):
        office.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.2.{i}"
        answers.append(office.sign_in(f"person{i}@jargalant.example", "password").status_code)
    assert answers[-1] == 429


def test_h57_a_thousand_forged_hops_before_the_trusted_one_are_one_address(settings, monkeypatch):
    monkeypatch.setattr("server.signin.BY_ADDRESS", 3)
    behind_proxy = create_app(replace(settings, proxies=1))
    guesser = browser_on(behind_proxy, "office")
    answers = []
    for i in range(4):
        hops = [f"10.{i}.{hop // 250}.{hop % 250}" for hop in range(1000)]
        guesser.environ_base["HTTP_X_FORWARDED_FOR"] = ", ".join([*hops, "192.0.2.7"])
        answers.append(guesser.sign_in(f"person{i}@jargalant.example", "password").status_code)
    assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize("path", ["/sign-in", "/welcome"])
def test_h47_codes_and_passwords_of_one_person_are_guessed_ten_times_together(app, add_account, path):
    account = add_account("officer")
    fields = {"email": account.email, "password": "wrong", "code": "0" * 20}
    said = fields | {"new_password": "Шинэ нууц үг 3", "new_password_confirm": "Шинэ нууц үг 3"}
    for i in range(10):
        guesser = browser_on(app, "office")
        guesser.environ_base["REMOTE_ADDR"] = f"10.0.3.{i}"
        assert guesser.submit(path, page=path, **said).status_code in (200, 404)
    assert browser_on(app, "office").submit("/welcome", page="/welcome", **said).status_code == 429


@pytest.mark.parametrize("password", ["😀 ээж аав хоёр 😀", "a" * 64, "a" * 1000, "таван\0толгой\0хүн"])
def test_h49_unusual_passwords_work_uncut(office, add_account, password):
    account = add_account("officer", password=password)
    office.sign_in(account.email, password[:-1])
    assert not is_signed_in(office)
    office.sign_in(account.email, password)
    assert is_signed_in(office)


@pytest.mark.parametrize("size", [1025, 1024 * 1024])
def test_h49_a_monstrous_password_is_refused_unhashed(office, add_account, size):
    answer = office.sign_in(add_account("officer").email, "a" * size)
    assert answer.status_code == 422


def test_h50_the_session_from_before_is_worth_nothing_after(app, office, add_account):
    account = add_account("officer")
    office.get("/sign-in")
    before = office.get_cookie("yavuul", "office.localhost").value
    token = office.form_token()
    office.sign_in(account.email)
    after = office.get_cookie("yavuul", "office.localhost").value
    assert after != before
    assert office.form_token("/me") != token
    thief = browser_on(app, "office")
    thief.set_cookie("yavuul", before, domain="office.localhost")
    assert not is_signed_in(thief)


def test_h51_a_cookie_signed_with_another_secret_or_with_none_is_nobodys(app, office, add_account):
    office.sign_in(add_account("officer").email)
    own = app.session_interface.get_signing_serializer(app)
    said = own.loads(office.get_cookie("yavuul", "office.localhost").value)
    foreign = URLSafeTimedSerializer(
        "x" * 64, salt=own.salt, serializer=own.serializer, signer_kwargs=own.signer_kwargs
    )
    unsigned = URLSafeTimedSerializer(
        "x" * 64, salt=own.salt, serializer=own.serializer, signer_kwargs={"algorithm": NoneAlgorithm()}
    )
    for forged in (foreign.dumps(said), unsigned.dumps(said)):
        thief = browser_on(app, "office")
        thief.set_cookie("yavuul", forged, domain="office.localhost")
        assert not is_signed_in(thief)
    thief.set_cookie("yavuul", own.dumps(said), domain="office.localhost")
    assert is_signed_in(thief)  # so it is the secret that decides


def test_h51_an_edited_or_foreign_cookie_is_nobodys(app, office, add_account):
    office.sign_in(add_account("officer").email)
    cookie = office.get_cookie("yavuul", "office.localhost").value
    payload, _, signature = cookie.partition(".")
    for forged in (payload, f"{payload}.", f"{payload[:-2]}AA.{signature}", cookie[:-3] + "abc", "x" * 4000):
        thief = browser_on(app, "office")
        thief.set_cookie("yavuul", forged, domain="office.localhost")
        assert not is_signed_in(thief)


@pytest.mark.parametrize("how", ["sign-out", "password", "switched-off", "time"])
def test_h52_a_copied_cookie_ends_with_the_session(app, office, add_account, administrator, monkeypatch, how):
    account = add_account("officer")
    office.sign_in(account.email)
    thief = browser_on(app, "office")
    thief.set_cookie("yavuul", office.get_cookie("yavuul", "office.localhost").value, domain="office.localhost")
    assert is_signed_in(thief)
    if how == "sign-out":
        office.submit("/sign-out", page="/me")
    elif how == "password":
        fields = {"password": PASSWORD, "new_password": "Шинэ нууц үг 1", "new_password_confirm": "Шинэ нууц үг 1"}
        assert office.submit("/password", page="/password", **fields).status_code == 302
    elif how == "switched-off":
        with app.app_context():
            boss = Actor("account", tables.TENANT, administrator.id, "administrator", None)
            rights.switch(boss, account.id, False)
    else:
        monkeypatch.setenv("YAVUUL_NOW", "+PT13H")
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "///evil.example"]
)
def test_h53_sign_in_leads_only_to_our_own_pages(office, add_account, target):
    answer = office.sign_in(add_account("officer").email, next=target)
    assert answer.status_code in (200, 302)
    target = urlsplit(urljoin("http://office.localhost:8000/sign-in", answer.headers.get("Location", "/")))
    assert (target.scheme, target.netloc) == ("http", "office.localhost:8000")
    assert "\\" not in answer.headers.get("Location", "/")


def test_sign_in_leads_back_to_the_page_that_was_asked_for(office, add_account):
    assert office.sign_in(add_account("officer").email, next="/tablets").location == "/tablets"


def test_h54_a_form_without_its_token_is_refused(office, add_account):
    account = add_account("officer")
    answer = office.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert not is_signed_in(office)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://app.localhost:8000"},
    ],
)
def test_h54_a_form_from_another_site_is_refused(office, add_account, headers):
    fields = {"csrf_token": office.form_token(), "email": add_account("officer").email, "password": PASSWORD}
    assert office.post("/sign-in", data=fields, headers=headers).status_code == 403


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
def test_h54_what_is_no_form_is_refused(office, add_account, content_type):
    body = f'{{"email": "{add_account("officer").email}", "password": "{PASSWORD}"}}'.encode()
    answer = office.post("/sign-in", data=body, content_type=content_type, headers={"X-CSRFToken": office.form_token()})
    assert answer.status_code in (403, 415)
    assert not is_signed_in(office)


def test_pages_speak_the_chosen_language(office, add_account):
    assert "Нэвтрэх" in office.get("/sign-in").text
    office.submit("/language", language="en")
    assert "<h1>Sign in</h1>" in office.get("/sign-in").text
    office.submit("/language", language="xx")
    assert "<h1>Sign in</h1>" in office.get("/sign-in").text


def test_what_was_typed_is_never_taken_for_a_page(office):
    page = office.sign_in('"><script>alert(1)</script>@x.example', "password").text
    assert "<script>alert" not in page
