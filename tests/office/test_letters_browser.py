"""Letters and clocks in a real browser: axe, the policy of pages, both widths, light and dark; the reply page."""

import threading

import pytest
from werkzeug.serving import make_server

from server.office.letters import replies, view
from tests.axe import findings
from tests.office.test_letters import NOW, Office, answer
from tests.server.conftest import PASSWORD

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 1024, "height": 768}
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def office(sqlite_world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    return Office(sqlite_world)


@pytest.fixture
def port(office):
    server = make_server("127.0.0.1", 0, office.world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


@pytest.fixture
def page(browser, office, port):
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.goto(f"http://office.localhost:{port}/sign-in")
    page.fill("[name=email]", office.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_selector("nav.nav")
    yield page
    context.close()


def test_pages_of_letters_pass_axe_and_fit_both_widths(office, port, page):
    tablet, well, road = office.hall.ana, office.proposal(kind="petition"), office.proposal(title="Замыг засах")
    base = (tablet.op_id(len(tablet.lines)),)
    letter = office.send(well, road)[0]
    tablet.say("proposal", road, _n=2, _bases={"title": base}, title="Замыг хайрган болгох")
    office.world.sync(tablet)
    lines = {value: line for line in office.see(view.page, letter)["lines"] for value in line.words.values()}
    referral = lines["Гар худаг гаргах"].record.id
    with office.world.app.app_context():
        token = office.see(view.page, letter)["address"].rpartition("/")[2]
        replies.by_link(office.world.tenant, token, referral, answer())
    waiting = office.proposal(title="Гүүр")
    paths = ("/letters", f"/letters/{letter}", f"/letters/new?proposal={waiting}", "/routes", "/clocks", "/proposals")
    for number, path in enumerate(paths):
        page.emulate_media(color_scheme="dark" if number % 2 else "light")
        page.goto(f"http://office.localhost:{port}{path}")
        for summary in page.locator("main details > summary").all()[:3]:
            summary.click()
        assert (path, findings(page)) == (path, [])
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            assert page.evaluate(FITS), (path, size)
    page.goto(f"http://localhost:{port}/{office.world.tenant}/reply/{token}")
    assert findings(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(FITS)
    assert [said for said in page.complaints if "404" not in said] == []  # the public host has no icon
