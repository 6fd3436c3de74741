"""Every page of this folder's rooms in a real browser: no finding of axe, no breach of the page's own policy."""

import threading

import pytest
from werkzeug.serving import make_server

from tests.axe import findings
from tests.server.conftest import PASSWORD

PAGES = [
    "/",
    "/me",
    "/accounts",
    "/accounts/new",
    "/units",
    "/units/new",
    "/imports",
    "/tablets",
    "/password",
    "/second-step",
    "/passkeys",
    "/nothing",
]


@pytest.fixture
def port(app):
    """The app on a free port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser):
    """A page that notes what the browser complains of."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def complaints(page):
    """All but the browser's own note of a status that was asked for."""
    return [text for text in page.complaints if "404" not in text and "favicon" not in text]


def test_pages_pass_axe_and_keep_their_policy(page, port, add_account):
    account = add_account("administrator")
    person = add_account("facilitator")
    page.goto(f"http://localhost:{port}/")
    assert findings(page) == []
    page.goto(f"http://office.localhost:{port}/sign-in")
    assert findings(page) == []
    page.fill("#email", account.email)
    page.fill("#password", PASSWORD)
    page.click("form.narrow button")
    assert page.locator("h1").inner_text() == "Төвийн ажлын байр"
    his = f"/accounts/{person.id}"
    for path in [*PAGES, his, f"{his}/rights", f"{his}/deeds/switch", f"/accounts/{account.id}/deeds/welcome"]:
        page.goto(f"http://office.localhost:{port}{path}")
        assert (path, findings(page)) == (path, [])
    page.goto(f"http://office.localhost:{port}{his}")
    page.locator("form[action$='/code'] button").click()
    assert page.locator("figure.qr svg").is_visible()
    assert findings(page) == []
    assert complaints(page) == []


def test_a_passkey_is_made_and_signs_in(page, port, add_account):
    account = add_account("officer")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"http://office.localhost:{port}/sign-in?next=/passkeys")
    page.fill("#email", account.email)
    page.fill("#password", PASSWORD)
    page.click("form.narrow button")
    page.fill("#name", "laptop")
    page.click("form.narrow button")
    page.get_by_text("laptop").wait_for()
    page.locator("form[action='/sign-out'] button").click()
    page.goto(f"http://office.localhost:{port}/sign-in/passkey")
    page.click("form.narrow button")
    page.locator("h1", has_text="Төвийн ажлын байр").wait_for()
    assert complaints(page) == []
