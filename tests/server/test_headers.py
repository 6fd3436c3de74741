"""Security headers, on the first page already (RELIABILITY 4.7)."""

import re
from dataclasses import replace

import pytest

from server.app import create_app
from server.headers import APP_CSP, ARGON2_CSP
from tests.server.conftest import browser_on


@pytest.fixture
def built_app(settings, tmp_path):
    """An app whose tablet shell was built."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / ".secret").write_text("secret")
    for name in ("index.html", "sw.js", "assets/index-a1b2.js", "assets/argon2-c3d4.js"):
        (dist / name).write_text("shell")
    return create_app(replace(settings, pwa_dir=dist))


def test_the_shell_carries_its_policy(built_app):
    answer = browser_on(built_app, "app").get("/")
    assert answer.headers["Content-Security-Policy"] == APP_CSP
    assert "trusted-types svelte-trusted-html yavuul" in APP_CSP
    assert "unsafe" not in APP_CSP
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_the_argon2_worker_may_compile_webassembly(built_app):
    browser = browser_on(built_app, "app")
    assert browser.get("/assets/argon2-c3d4.js").headers["Content-Security-Policy"] == ARGON2_CSP
    assert "wasm" not in browser.get("/assets/index-a1b2.js").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "caching"),
    [("/", "no-cache"), ("/sw.js", "no-cache"), ("/assets/index-a1b2.js", "public, max-age=31536000, immutable")],
)
def test_each_kind_of_file_is_cached_as_it_needs(built_app, path, caching):
    assert browser_on(built_app, "app").get(path).headers["Cache-Control"] == caching


def test_a_file_is_sent_as_the_build_packed_it_to_whoever_reads_that(built_app, tmp_path):
    for ending in (".br", ".gz"):
        (tmp_path / "dist" / f"assets/index-a1b2.js{ending}").write_text(ending)
    browser = browser_on(built_app, "app")
    asked = {
        coding: browser.get("/assets/index-a1b2.js", headers={"Accept-Encoding": coding})
        for coding in ("br, gzip", "gzip", "")
    }
    assert [answer.headers.get("Content-Encoding") for answer in asked.values()] == ["br", "gzip", None]
    assert [answer.text for answer in asked.values()] == [".br", ".gz", "shell"]
    assert {answer.mimetype for answer in asked.values()} == {"text/javascript"}
    assert {answer.headers["Vary"] for answer in asked.values()} == {"Accept-Encoding"}


def test_hidden_files_are_not_served(built_app):
    assert browser_on(built_app, "app").get("/.secret").status_code == 404


def test_public_pages_may_run_no_script_at_all(public):
    policy = public.get("/").headers["Content-Security-Policy"]
    assert "script" not in policy and policy.startswith("default-src 'none'")


def test_pages_of_the_office_carry_a_nonce_of_their_own(office):
    policies = [office.get("/sign-in").headers["Content-Security-Policy"] for _ in range(2)]
    nonces = [re.search("'nonce-([^']+)'", policy)[1] for policy in policies]
    assert nonces[0] != nonces[1]
    assert all("unsafe" not in policy and "frame-ancestors 'none'" in policy for policy in policies)


def test_answers_to_machines_carry_no_headers_of_pages(client):
    headers = client.get("/api/v1/health").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert not {"Content-Security-Policy", "Permissions-Policy", "Vary", "Set-Cookie"} & set(headers.keys())


def test_pages_of_the_office_are_not_kept(office):
    assert office.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_the_public_host_sets_no_cookie(public):
    assert "Set-Cookie" not in public.get("/").headers


def test_hsts_and_host_cookies_only_with_https(settings, office):
    assert "Strict-Transport-Security" not in office.get("/sign-in").headers
    assert office.get("/sign-in").headers["Set-Cookie"].startswith("yavuul=")
    secure = browser_on(create_app(replace(settings, scheme="https", host="yavuul.example")), "office")
    answer = secure.get("/sign-in", base_url="https://office.yavuul.example")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-yavuul=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
