"""By the book: what a public hearing needs, each with its day worked out from a setting; its notice (O20)."""

from html.parser import HTMLParser

import pytest

from server import acts, clock
from server.office.book import service
from server.office.hearings.desk import Desk
from server.store import records
from tests.office.conftest import make_officer

NOW = 1_795_516_200_000  # Tuesday 24 November 2026, noon in Hovd


@pytest.fixture(autouse=True)
def _frozen(monkeypatch):
    monkeypatch.setattr(clock, "now_ms", lambda: NOW)


def _states(world, actor, hearing):
    with world.connection() as connection:
        items = service.of_hearing(Desk(connection, actor), hearing)["items"]
    return {item.rule.name: (item.due_on, item.state) for item in items}


def test_each_item_has_its_day_from_a_setting_and_says_what_is_missing(desk):
    hall, reviewer, _ = desk
    chief = make_officer(hall.world, "administrator").actor()
    found = _states(hall.world, chief, hall.hearing)
    assert found["notice_days"] == ("2026-11-14", "overdue")
    assert found["participants"] == ("2026-11-24", "open")
    assert found["answers"] == ("2026-12-24", "open")
    page = f"/hearings/{hall.hearing}/checklist"
    assert reviewer.submit(page, page, item="notice_days", met_on="2026-11-20").status_code == 303
    assert reviewer.submit(page, page, item="materials", met_on="2026.11.18").status_code == 303
    assert reviewer.submit(page, page, item="speakers", met_on="yesterday").status_code == 422
    with hall.world.connection() as connection:
        (tenant,) = connection.exec_driver_sql("SELECT id FROM p_tenant").scalars()
    said = {"settings/book.answers_days_after": ("14", ())}
    hall.world.state(acts.Statement("tenant", tenant, said))
    found = _states(hall.world, chief, hall.hearing)
    assert (found["notice_days"][1], found["materials"][1], found["answers"][0]) == ("late", "met", "2026-12-08")
    reviewer.submit(page, page, item="notice_days", met_on="")
    assert _states(hall.world, chief, hall.hearing)["notice_days"][1] == "overdue"


def test_a_hearing_without_a_day_has_no_dates_and_says_so(desk):
    hall, reviewer, _ = desk
    hearing = hall.world.state(acts.creation("hearing", {"unit": hall.unit}))
    page = reviewer.get(f"/hearings/{hearing}/checklist").text
    assert "өдөр тогтоогоогүй" in page
    assert reviewer.get(f"/hearings/{hearing}/notice").status_code == 200


def test_the_notice_says_when_where_and_until_when_one_may_write(desk):
    hall, reviewer, browse = desk
    hall.ana.say("agenda_item", unit=hall.unit, hearing=hall.hearing, position=1, title="Усны асуудал")
    hall.world.sync(hall.ana)
    page = f"/hearings/{hall.hearing}/checklist"
    reviewer.submit(page, page, notice_traditional="ᠵᠠᠷ")
    notice = reviewer.get(f"/hearings/{hall.hearing}/notice").text
    for words in ("24\u2011ний өдөр", "21\u2011ний өдөр", "Усны асуудал", "Рашаант", "ᠵᠠᠷ", "traditional"):
        assert words in notice, words
    assert browse("officer", "Бугат").get(f"/hearings/{hall.hearing}/notice").status_code == 404


class Read(HTMLParser):
    """A page as a reader of HTML takes it: its elements with the names of their attributes, and what it says."""

    def __init__(self, page) -> None:
        super().__init__()
        self.elements, self.said = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, sorted(name for name, _ in attrs)))

    def handle_data(self, data):
        self.said += data


MEANT_ILL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "</bdi></p><iframe src=//evil.example>",
    "[x](javascript:alert(1)) **b** <b>b</b> &lt;b&gt;",
)


def test_h80_html_and_markdown_in_a_notice_are_words_for_the_office_and_for_everybody(desk):
    hall, reviewer, _ = desk

    def off(hearing):
        """No day for it: the next hearing that the unit's notice names is another."""
        with hall.world.connection() as connection:
            found = records.load_open(connection, hall.world.tenant, [hearing])[hearing]
        hall.world.state(acts.change(found, {"held_on": None}))

    def pages(words):
        """The notice of a hearing that says `words` wherever somebody may write; its pages."""
        said = dict.fromkeys(("title", "theme", "place", "order_kind", "order_number", "notice_traditional"), words)
        values = {"unit": hall.unit, "kind": "thematic", "held_on": "2026-11-25"} | said
        hearing = hall.world.state(acts.creation("hearing", values))
        agenda = {"unit": hall.unit, "hearing": hearing, "position": 1, "title": words}
        hall.world.state(acts.creation("agenda_item", agenda))
        public = hall.world.app.test_client()
        yield reviewer.get(f"/hearings/{hearing}/notice").text
        for path in (f"hearings/{hearing}", f"units/{hall.unit}/notice"):
            yield public.get(f"/jargalant/{path}", base_url="http://localhost:8000").text
        off(hearing)

    off(hall.hearing)
    plain = [Read(page) for page in pages("Худаг")]
    for words in MEANT_ILL:
        for page, like in zip(pages(words), plain, strict=True):
            read = Read(page)
            assert read.elements == like.elements
            assert read.said.count(words) >= like.said.count("Худаг") > 0
