"""The built tablet app in Chromium: it starts under its own CSP, the service worker takes it over, the server may go.

Only what needs a browser stands here; store and exchange are tested in pwa/src, the two sides together in other files.
"""

import pytest

from tests.browser.built_app import DIST, BuiltApp

if not (DIST / "index.html").exists():
    pytest.fail("pwa/dist is not built: make test builds it, or cd pwa && npm run build", pytrace=False)


@pytest.fixture
def built_app():
    """The built app, served on a port of its own."""
    app = BuiltApp()
    yield app
    app.stop()


@pytest.fixture
def page(browser):
    """A tablet of its own; whatever the page complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="mn-MN")
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("console", lambda said: complaints.append(said.text) if "Trusted" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def _controlled(page, url):
    page.goto(url)
    page.wait_for_selector("[data-testid=code]")
    page.evaluate(  # wait_for_function would need eval, which the policy refuses
        "navigator.serviceWorker.controller ? true : new Promise((done) => "
        "navigator.serviceWorker.addEventListener('controllerchange', () => done(true), {once: true}))"
    )


def test_the_page_starts_under_its_policy_in_mongolian(page, built_app):
    page.goto(built_app.url)
    page.wait_for_selector("[data-testid=code]")
    assert page.inner_text("[data-testid=title]") == "Таблет бүртгэх"
    assert page.evaluate("document.fonts.check('16px \"Golos Yavuul\"')")


def test_the_service_worker_takes_the_page_over_and_the_server_may_go(page, built_app):
    _controlled(page, built_app.url)
    built_app.stop()
    page.reload()
    page.wait_for_selector("[data-testid=code]")
    another = page.context.new_page()
    another.goto(built_app.url + "#/home")
    another.wait_for_selector("[data-testid=code]")


def test_a_captive_portal_is_told_as_no_connection(page, built_app):
    page.goto(built_app.url)
    page.fill("[data-testid=code]", "G00D-C0DE")
    page.click("[data-testid=enrol]")
    page.wait_for_selector("[data-testid=wrong]")
    assert page.inner_text("[data-testid=wrong]").startswith("Серверт холбогдсонгүй")


def test_answers_of_the_api_are_never_kept(page, built_app):
    _controlled(page, built_app.url)
    page.evaluate("fetch('/api/v1/health').catch(() => null)")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name))))"
        ".then((opened) => Promise.all(opened.map((cache) => cache.keys())))"
        ".then((found) => found.flat().map((request) => new URL(request.url).pathname))"
    )
    assert "/index.html" in kept
    assert [path for path in kept if path.startswith("/api/")] == []


def test_argon2_runs_in_its_worker_and_nowhere_else(page, built_app):
    """The page's policy refuses WebAssembly; the worker's own response allows it (RELIABILITY 4.7)."""
    _controlled(page, built_app.url)
    refused = page.evaluate(
        "WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(() => false, () => true)"
    )
    assert refused
    worker = next(path.name for path in (DIST / "assets").glob("argon2*.js"))
    policy = page.evaluate(
        "(url) => fetch(url, {cache: 'reload'}).then((answer) => answer.headers.get('Content-Security-Policy'))",
        f"/assets/{worker}",
    )
    assert "wasm-unsafe-eval" in policy


def test_every_target_is_large_enough_for_a_glove(page, built_app):
    for width, height in ((1280, 800), (800, 1280)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(built_app.url)
        page.wait_for_selector("[data-testid=code]")
        small = page.evaluate(
            "[...document.querySelectorAll('button, .input')].map((e) => e.getBoundingClientRect())"
            ".filter((box) => box.width < 48 || box.height < 48).length"
        )
        assert small == 0
