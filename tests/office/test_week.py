"""An officer's week on the demo, from page to page: twelve baghs' hearings, letters, works, report, sheet (S2)."""

import threading
from io import BytesIO
from urllib.parse import urlsplit

import openpyxl
import pytest
from pypdf import PdfReader
from werkzeug.serving import WSGIRequestHandler, make_server

from server.commands.demo import read_up
from server.demo import story
from server.demo.monday import GARDEN, ROAD
from server.demo.places import BODIES
from tests.stores import sqlite_database
from tests.world import World

OFFICE, WATER, ROADS, EDUCATION = (BODIES[place][0] for place in (0, 4, 3, 7))
PACKAGE = {"package": "Улс, орон нутгийн ОНХС", "amount": "670,0 сая", "year": "2026", "state": "begun"}
SOURCES = {"funding/ldf_state": "400,0 сая", "funding/ldf": "270,0 сая"}
MEASURE = "Гурван худгийн өрмийн ажил дууссан."


class Week:
    """The browser of the demo's administrator on the Monday of `story.MONDAY`; `on` turns to a day."""

    def __init__(self, login, port, page, on) -> None:
        self.login, self.port, self.page, self.on = login, port, page, on

    def morning(self, day) -> None:
        """A new day: yesterday's session has ended."""
        self.on(day)
        self.page.goto("about:blank")  # what the page still asks for would bring yesterday's cookie back
        self.page.context.clear_cookies()
        self.go("/sign-in?next=/me")
        self.page.fill("[name=email]", self.login[0])
        self.page.fill("[name=password]", self.login[1])
        self.press("main form button")
        self.page.wait_for_selector("nav.nav")

    def go(self, path, host="office.localhost") -> None:
        self.page.goto(f"http://{host}:{self.port}{path}", wait_until="domcontentloaded")

    def press(self, selector, name="") -> None:
        """What leads to another page."""
        found = self.page.locator(selector, has_text=name).first if name else self.page.locator(selector).first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            found.click()

    def text(self, selector) -> str:
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def file(self, selector) -> bytes:
        take = "async (link) => Array.from(new Uint8Array(await (await fetch(link.href)).arrayBuffer()))"
        return bytes(self.page.locator(selector).first.evaluate(take))


class KeepAlive(WSGIRequestHandler):
    """One connection for many requests."""

    protocol_version = "HTTP/1.1"


@pytest.fixture
def week(tmp_path, tmp_path_factory, browser, monkeypatch):
    def on(day):
        monkeypatch.setenv("YAVUUL_NOW", f"2026-11-{day}T10:00:00+07:00")

    on(23)
    world = World(*sqlite_database(tmp_path, tmp_path_factory))
    with world.app.app_context():
        demo = story.tell(world.app, story.MONDAY)
        read_up(demo)
    server = make_server("127.0.0.1", 0, world.app, threaded=True, request_handler=KeepAlive)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="mn-MN")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("response", lambda said: page.complaints.append(said.url) if said.status >= 400 else None)
    yield Week(demo.logins["jargalant"][0], server.server_port, page, on)
    context.close()
    server.shutdown()
    thread.join()
    world.close()


def test_a_week_of_an_officer_from_twelve_hearings_to_the_board(week):
    week.morning(23)
    _monday_finds_the_hearings(week)
    _monday_clusters(week)
    _monday_forwards(week)
    week.morning(24)
    _tuesday_hears(week)
    week.morning(25)
    bagh = _wednesday_makes_works(week)
    week.morning(26)
    _thursday_reports(week, bagh)
    _thursday_issues_the_sheet(week)
    week.morning(27)
    _friday_counts(week)
    assert week.page.complaints == []


def _monday_finds_the_hearings(week):
    """Last week's twelve are in, and nothing of them is missing on a tablet."""
    week.go("/hearings")
    assert week.page.locator("tbody tr").count() == 12


def _monday_clusters(week):
    """The wells of twelve baghs become one wish; nobody is counted twice."""
    page = week.page
    week.go("/clusters")
    week.press(".offers .alike li form button")
    while page.locator(".clustered .stack .alike form button").count():
        week.press(".clustered .stack .alike form button")
    assert (page.locator(".voices li").count(), week.text(".spread b")) == (12, "12 баг, 24 хүн")


def _monday_forwards(week):
    """All fourteen are picked from the list; each body gets one letter, numbered in turn."""
    page = week.page
    week.go("/proposals?status=recorded")
    boxes = page.locator("[name=proposal]").all()
    assert len(boxes) == 14
    for box in boxes:
        box.check()
    week.press(".pickall button")
    assert page.locator("select.of-body").count() == 14
    week.press("form button.btn-primary", "Бичиг гаргах")
    assert sorted(_letters(week).values()) == [("1", "0 / 12"), ("2", "0 / 1"), ("3", "0 / 1")]
    week.go("/proposals?status=recorded")
    assert page.locator("[name=proposal]").count() == 0


def _letters(week):
    """Addressee → number, and how many of its proposals have a reply."""
    week.go("/letters")
    found = {}
    for row in week.page.locator("tbody tr").all():
        number, _, _, replied, _ = (cell.inner_text() for cell in row.locator("td").all())
        found[row.locator("th").inner_text()] = (number, replied)
    return found


def _tuesday_hears(week):
    """Three bodies reply by their links: not yet, yes, not ours; an officer reads each before it counts."""
    wells = _open_letter(week, WATER)
    _reply(week, 0, "interim", "Судалж байна.")
    _reply(week, 1, "final", "Гурван худгийг энэ онд гаргана.")
    _reply(week, 2, "final", "Усны нөөц хүрэлцэхгүй.")
    road = _open_letter(week, ROADS)
    _reply(week, 0, "not_competent", "Манай чиг үүрэг биш.", whose=OFFICE)
    _open_letter(week, EDUCATION)
    _reply(week, 0, "final", "Цэцэрлэгийг төлөвлөгөөнд тусгасан.")
    week.go("/letters")
    assert week.page.locator(".waits li").count() == 5
    week.go(wells)
    week.press(".line form[action$='/publication'] button")
    for state in ("planned", "declined"):
        _publish(week, wells, state)
    week.go("/letters")
    _publish(week, week.page.locator(".waits a", has_text=GARDEN).get_attribute("href"), "planned")
    week.go(road)
    week.press(".line form[action$='/publication'] button")
    week.press("a", "уламжлах")
    week.page.select_option("select.of-body", label=OFFICE)
    week.press("form button.btn-primary", "Бичиг гаргах")
    found = _letters(week)
    assert (found[OFFICE], found[WATER]) == (("4", "0 / 1"), ("1", "2 / 12"))
    assert week.page.locator(".waits").count() == 0


def _open_letter(week, addressee):
    """From the list to the letter, then by its signed link to the page of the body; returns the letter's path."""
    week.go("/letters")
    week.press("tbody th a", addressee)
    path = urlsplit(week.page.url).path
    week.go(urlsplit(week.page.get_attribute("a.address", "href")).path, "localhost")
    return path


def _reply(week, place, answer, text, whose=""):
    details = week.page.locator("main section details").nth(place)
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    form = details.locator("form")
    form.locator(f"input[value={answer}]").check()
    form.locator("[name=text]").fill(text)
    form.locator("[name=competent_body]").fill(whose)
    with week.page.expect_navigation(wait_until="domcontentloaded"):
        form.locator("button").click()
    assert week.text("[role=status]") == "Хариуг хүлээн авлаа. Баярлалаа."


def _publish(week, path, state):
    week.go(path)
    week.page.locator("form[action$='/publication'] [name=to]").first.select_option(state)
    week.press(".line form[action$='/publication'] button")


def _wednesday_makes_works(week):
    """Two works of one package, 670 million of two sources: one from the cluster's wish, one from the kindergarten.
    The wells are drilled: a measure says so."""
    page, bagh = week.page, ""
    week.go("/clusters")
    week.press("tbody th a")
    for words, name in (("", "Гар худаг, 12 баг"), (GARDEN, GARDEN)):
        if words:
            week.go("/proposals?status=planned")
        week.press("tbody th a, .voices blockquote a", words)
        week.press("a[href*='/works/new?proposal=']")
        for path, value in ({"name": name} | PACKAGE | SOURCES).items():
            field = page.locator(f"[name='{path}']")
            field.select_option(value) if path == "state" else field.fill(value)
        week.press("form.workform button.btn-primary")
        week.press("a[href^='/records/']:not([href$='history'])", words or "удаг")
        _step(week, "in_progress" if words else "done")
        bagh = bagh or page.locator("a", has_text="багийн хэлэлцүүлэг").first.inner_text().split()[0]
    week.go("/works")
    assert week.text("tfoot").replace("\u00a0", " ") == "2 ажил, 1 багц 670,0 сая ₮"
    assert {one.inner_text().replace("\u00a0", " ") for one in page.locator("section.sources dd").all()} == {
        "400,0 сая ₮",
        "270,0 сая ₮",
    }
    return bagh


def _step(week, state):
    """What became of the proposal that is open; what is done says by which measure."""
    week.page.locator("#step summary").click()
    week.page.locator(f"#step input[value={state}]").check()
    if state == "done":
        week.page.fill("#step [name=measure]", MEASURE)
    week.press("#step button.btn-primary")


def _thursday_reports(week, bagh):
    """The bagh whose well was drilled hears of it within fifteen days; everybody may read the report."""
    page = week.page
    week.go("/reports")
    line = page.locator("tbody tr", has_text=bagh)
    assert "12 хоног үлдсэн" in line.inner_text()
    with page.expect_navigation():
        line.locator("a.btn").click()
    assert page.locator("[name=take]").count() > 0
    page.fill("#office", "Жаргалант сумын ЗДТГ")
    week.press("form.report-draft button.btn-primary")
    assert "№ 1" in week.text("h1")
    paper = _words(week.file("a[href$='.pdf']"))
    assert MEASURE.rstrip(".") in paper and "2026 оны 11 дүгээр сарын 26" in paper
    week.go("/jargalant/reports", "localhost")
    assert "№ 1" in week.text("main")
    week.go("/reports")
    assert "15 хоног үлдсэн" in page.locator("tbody tr", has_text=bagh).inner_text()


def _thursday_issues_the_sheet(week):
    """The investments open in November on one sheet; paper and table say the same sum."""
    week.go("/reports/sheets")
    week.page.select_option("#month", "2026-11")
    week.page.select_option("#unit", label="Жаргалант")
    week.press("form.make button")
    assert "765,0 сая" in week.text("tfoot").replace("\u00a0", " ")
    week.page.fill("#office", "Жаргалант сумын ЗДТГ")
    week.press("form button.btn-primary", "Хуудас гаргах")
    paper = _words(week.file("a[href$='.pdf']"))
    assert ROAD in paper and GARDEN in paper and "765,0" in paper
    book = openpyxl.load_workbook(BytesIO(week.file("a[href$='.xlsx']"))).active
    assert 765_000_000 in [cell.value for row in book.iter_rows() for cell in row]


def _words(pdf):
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(said.replace("\u00a0", " ").split())


def _friday_counts(week):
    """Of three wishes two are works, twelve wells as one though one was declined; what was done needs no end."""
    page = week.page
    week.go("/works")
    assert "2 / 3" in [one.inner_text() for one in page.locator(".headline dd").all()]
    week.press(".headline a")
    assert page.locator("tbody tr").count() == 12
    week.go("/")
    assert week.text(".headline a") == "2"
    parts = [week.text(f".flowlegend li:has(.key-{part})")[:2] for part in ("work", "deciding", "answered")]
    assert parts == ["2 ", "1 ", "0 "]
