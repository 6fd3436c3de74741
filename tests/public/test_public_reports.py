"""Reports as everybody reads them (P4): the paper of what was frozen, again without sending it twice."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from server import acts
from server.office.reports import fortnight
from tests.office.conftest import make_officer
from tests.server.conftest import browser_on
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]


@pytest.fixture
def issued(sqlite_world):
    """(world, address of an issued report)."""
    world, unit = sqlite_world, sqlite_world.units["Рашаант"]
    officer = make_officer(world, "officer").actor()
    with world.app.test_request_context(base_url="http://localhost:8000"):
        report = fortnight.issue(officer, unit, MultiDict({"last": "", "office": "ЗДТГ", "note": "Ус гарсан"}))
    public = browser_on(world.app, "")
    assert f'href="/jargalant/reports/{report}"' in public.get("/jargalant/reports").text
    page = public.get(f"/jargalant/reports/{report}").text
    return world, re.search(r'href="(/jargalant/reports/[a-z2-7]+\.pdf)"', page)[1]


def test_everybody_reads_an_issued_report_and_is_not_sent_it_twice(issued):
    world, address = issued
    public = browser_on(world.app, "")
    first = public.get(address)
    assert (first.status_code, first.data[:4]) == (200, b"%PDF")
    assert "Set-Cookie" not in first.headers
    again = public.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_no_report_is_not_found(issued):
    world, address = issued
    person = world.state(acts.creation("person", {"unit": world.units["Рашаант"], "given_name": "Болд"}))
    public = browser_on(world.app, "")
    for path in (
        f"/jargalant/reports/{person}.pdf",
        "/jargalant/reports/x.pdf",
        address.replace("jargalant", "buyant"),
    ):
        assert public.get(path).status_code == 404
