"""The public pages in a real browser: what people wrote does nothing, axe finds nothing, a phone is wide enough."""

import pytest

from server import acts
from server.media import given
from server.public import remarks
from server.who import REVIEWER, Actor
from sync.catalogue import BY_NAME, RECORDS
from tests.axe import findings
from tests.media_lane import photo
from tests.public.conftest import served
from tests.public.walk import links

PHONE = {"width": 360, "height": 640}
FITS = "document.documentElement.scrollWidth <= innerWidth"
COUNTED = "<img src=x onerror=ran()><svg onload=ran()>\"'><script>ran()</script>{{ran()}}"
LINE_MAX = 200


@pytest.fixture
def hostile(soum):
    """A canary in every public text field of every record that a page may show."""
    well = soum.say("proposal", title="Гар худаг" + COUNTED, body=COUNTED, supporters=3)
    soum.code_of = soum.code(well, "7K2M9QXA4TBC")
    for kind in (one.name for one in RECORDS if one.roles and BY_NAME[one.name].field("hearing")):
        texts = [one for one in BY_NAME[kind].fields if one.public and not one.map and one.kind in ("line", "text")]
        values = {one.name: COUNTED[:LINE_MAX] for one in texts}
        refs = {"proposal": well} if BY_NAME[kind].field("proposal") else {}
        if values and kind != "proposal":
            zone = "2026-11-02T10:00:00Z[Asia/Hovd]"
            ended = {one: zone for one in ("closed_at", "adopted_at") if BY_NAME[kind].field(one)}
            soum.say(kind, **values, **refs, **ended)
    soum.say("poll", moment="before", **{"question/q1": COUNTED, "counts/asked": 9, "counts/q1": 3})
    soum.approve()
    body = soum.world.state(acts.creation("body", {"name": COUNTED}))
    soum.amend(soum.hearing, **dict.fromkeys(("title", "theme", "place", "order_number", "order_kind"), COUNTED))
    soum.amend(soum.unit, name="Рашаант" + COUNTED)
    soum.amend(well, status="done", status_reason=COUNTED)
    soum.office("measure", proposal=well, text=COUNTED, taken_on="2026-11-20", body=body)
    letter = {"answer_text": COUNTED, "letter_number": COUNTED, "competent_body": COUNTED, "answer": "not_competent"}
    days = {"sent_on": "2026-11-03", "due_on": "2026-12-03", "answered_on": "2026-11-10"}
    soum.office("referral", proposal=well, body=body, **letter, **days)
    plain = dict.fromkeys(("name", "purpose", "capacity", "package", "contractor"), COUNTED)
    soum.office("work", **plain, **{"proposals/a": well, "funding/ldf": 5}, state="begun", year=2026)
    with soum.world.app.app_context():
        remarks.add("jargalant", well, "confirmed", COUNTED, may_publish=True, photo=given.look(photo(320, 240)))
        (remark,) = [row[1] for row in soum.world.everything()["public_remark"]]
        remarks.decide(Actor("account", "jargalant", "a" * 26, REVIEWER, None), remark, remarks.PUBLISHED)
    return soum


@pytest.fixture
def address(hostile):
    """Where the pages are served."""
    with served(hostile.world.app) as address:
        yield address


def test_a_canary_in_every_public_field_runs_on_no_page_and_every_page_passes_axe(hostile, address, browser):
    context = browser.new_context(viewport=PHONE, locale="mn-MN", color_scheme="dark", bypass_csp=True)
    context.set_default_timeout(15_000)
    ran = []
    context.expose_function("ran", lambda: ran.append(1))
    page = context.new_page()
    waiting, seen, looked = ["/jargalant"], set(), set()
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        answer = page.goto(address + path)
        assert answer.status == 200 and page.evaluate(FITS), path
        kind = tuple(part for part in path.partition("?")[0].split("/") if len(part) != 26)
        if kind not in looked:
            looked.add(kind)
            assert (path, findings(page)) == (path, [])
        told = (to for to in links(page.content()) if "." not in to and "lang=" not in to)  # pages, not files
        waiting += [to for to in told if to not in seen]
    page.goto(f"{address}/jargalant/follow#{hostile.code_of}")
    page.wait_for_selector(".timeline")
    assert hostile.code_of not in page.url and "7K2M 9QXA" in page.content(), "a scanned slip opens by itself"
    assert (page.url, findings(page)) == (page.url, [])
    page.check("[name=finding][value=yes]")
    page.set_input_files("[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(320, 240)})
    page.click("form[action$=verify] button")
    page.wait_for_selector("[role=status]")
    assert page.content().count("onerror=ran()") > 0, "the canary was on the page, as text"
    context.close()
    assert ran == [] and len(seen) > 15
