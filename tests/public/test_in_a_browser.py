"""All pages in a real browser: what people wrote does nothing; the public ones pass axe, and fit on a phone."""

import pytest

from server import accounts, filters
from server.exports import api_keys
from server.messages.causes import KINDS
from server.office.directory.shelves import SHELVES
from server.office.settings.known import GROUPS
from server.office.sheets import service as sheets
from server.privacy import requests
from server.store import hearings, published
from sync.catalogue import RECORDS
from tests.axe import findings
from tests.media_lane import photo
from tests.public import planted
from tests.public.conftest import served
from tests.public.walk import addresses, links
from tests.screens.walk import READY
from tests.server.conftest import PASSWORD

PHONE = {"width": 360, "height": 640}
FITS = "document.documentElement.scrollWidth <= innerWidth"
COUNTED = "<img src=x onerror=ran()><svg onload=ran()>\"'><script>ran()</script>{{ran()}}"
# Pages that need what no record is: a code, a letter by mail, a file that is being read in; and files.
NOT_WALKED = {
    *("codes.state", "register.import_page", "register.compare", "security.static", "home.static_file"),
    *("files.file", "files.thumb", "remarks.photo", "exports.take", "exports.minutes_pdf", "letters.printed"),
    *("reports.as_pdf", "reports.as_xlsx", "works.fund_election", "works.plan_paper", "works.plan_table"),
    *("imports.example_sheet", "register.example_sheet", "works.funds_list"),
}


@pytest.fixture
def hostile(soum):
    """A canary in every text of every record, of the organisation itself, and in what people write in forms."""
    world = soum.world

    def text(kind, one):
        if one.kind == "code":
            return soum.code_of
        return planted.written(COUNTED) if one.kind == "long_text" else COUNTED

    soum.code_of = planted.code(1)
    soum.house = planted.furnish(soum, text, lambda of, name: COUNTED)
    lines = [one.key for group in GROUPS for one in group.settings if one.kind in ("line", "lines")]
    said = {"name": COUNTED, "short_name": COUNTED} | {f"settings/{key}": COUNTED for key in lines}
    said |= {f"settings/message.mn.{kind}": COUNTED for kind in KINDS}
    with world.app.app_context():
        with world.connection() as connection:
            (house,) = published.of_type(connection, world.tenant, "tenant", 1)
        soum.amend(house, **said)
        filters.keep(soum.house.actor, "/proposals", "status=done", COUNTED[:60])
        api_keys.make(soum.house.actor, COUNTED[:60], ["units"], None)
        soum.request = requests.ask(soum.house.actor, requests.ACCESS, soum.house.ids["person"], COUNTED)
        accounts.create(world.tenant, "canary@jargalant.example", COUNTED[:100], "reviewer", PASSWORD, None)
    return soum


@pytest.fixture
def address(hostile):
    """Where the pages are served."""
    with served(hostile.world.app) as address:
        yield address


@pytest.fixture
def window(browser):
    """A page that counts in `page.ran` how often a canary ran; that it does is tried first."""
    context = browser.new_context(viewport=PHONE, locale="mn-MN", color_scheme="dark", bypass_csp=True)
    context.set_default_timeout(15_000)
    page, ran = context.new_page(), []
    context.expose_function("ran", lambda: ran.append(1))
    page.goto("data:text/html,<main>")
    page.set_content(COUNTED)
    assert len(ran) == 3, "a picture that fails, a drawing that loads, a script"
    ran.clear()
    page.ran = ran
    yield page
    context.close()


def test_a_canary_in_every_field_runs_on_no_public_page_and_every_page_passes_axe(hostile, address, window):
    waiting, seen, looked = ["/jargalant"], set(), set()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = window.goto(address + path)
        assert answer.status == 200 and window.evaluate(FITS), path
        kind = tuple(part for part in path.partition("?")[0].split("/") if len(part) != 26)
        if kind not in looked:
            looked.add(kind)
            assert (path, findings(window)) == (path, [])
        told = (to for to in links(window.content()) if "." not in to and "lang=" not in to)  # pages, not files
        waiting += [to for to in told if to not in seen]
    window.goto(f"{address}/jargalant/follow#{hostile.code_of}")
    window.wait_for_selector(".timeline")
    assert hostile.code_of not in window.url and "7K2M 9QX0" in window.content(), "a scanned slip opens by itself"
    assert (window.url, findings(window)) == (window.url, [])
    window.check("[name=finding][value=yes]")
    window.set_input_files("[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(320, 240)})
    window.click("form[action$=verify] button")
    window.wait_for_selector("[role=status]")
    assert window.content().count("onerror=ran()") > 0, "the canary was on the page, as text"
    assert window.ran == [] and len(seen) > 15


def test_a_canary_in_every_field_runs_on_no_page_of_the_office_nor_on_the_reply_page(hostile, address, window):
    app, house, ids = hostile.world.app, hostile.house, hostile.house.ids
    window.goto(address + house.link)
    assert "onerror=ran()" in window.content() and window.ran == [], "the reply page"
    named = {
        f"{one}_id": [ids[one]]
        for one in ("hearing", "campaign", "cluster", "programme", "work", "referral", "proposal")
    }
    known = named | {
        "record_id": [ids[one.name] for one in RECORDS if one.name in ids and one.scope == "unit"],
        "hearings.record_history:record_id": [ids["hearing"], ids["proposal"], ids["person"]],
        "kind": [*hearings.KINDS, *sheets.KINDS],
        "name": list(SHELVES),
        "slug": ["water"],
        "unit": [ids["unit"]],
        "unit_id": [ids["unit"]],
        "group_id": [ids["monitoring_group"]],
        "cycle_id": [ids["ldf_cycle"]],
        "letter_id": [house.letter, ids["letter"]],
        "report_id": [house.report],
        "request_id": [hostile.request],
        "account_id": [house.actor.id],
        "inc": [hostile.tablet.inc],
        "deed": ["x"],
        "book.checklist:hearing_id": [ids["hearing"]],
        "proposals.card:record_id": [ids["proposal"]],
        "directory.one:record_id": [ids["body"], ids["goal"], ids["material"]],
    }
    every, unknown = addresses(app, "office", known)
    host = app.url_map.bind("localhost:8000", subdomain="office")
    pages = [one for one in every if host.match(one)[0] not in NOT_WALKED]
    assert unknown <= NOT_WALKED, unknown
    office = address.replace("//", "//office.")
    window.set_viewport_size({"width": 1024, "height": 768})
    window.goto(f"{office}/sign-in")
    window.fill("[name=email]", house.email)
    window.fill("[name=password]", PASSWORD)
    window.click("main form button")
    window.wait_for_selector("nav.nav")
    assert window.ran == [], window.url
    shown = set()
    for path in pages:
        answer = window.goto(office + path)
        assert answer.status in (200, 404), path
        if answer.status == 200:
            window.wait_for_selector(READY, state="attached")
            shown.add(host.match(path)[0])
        assert window.ran == [], path
    assert {host.match(one)[0] for one in pages} == shown, "every page was there"
