"""An officer's week, from page to page: twelve baghs' proposals, letters, replies, works, report, sheet, board (S2)."""

import threading
from io import BytesIO
from urllib.parse import urlsplit

import openpyxl
import pytest
from pypdf import PdfReader
from werkzeug.serving import make_server

from server import acts
from server.demo.places import BAGHS
from server.who import ADMINISTRATOR
from tests.office.conftest import make_officer
from tests.server.conftest import PASSWORD

WISHES = ("Гар худаг гаргах", "Гар худаг шинээр гаргуулах", "гар худаг гаргаж егөөч")
ROAD, GARDEN = "Багийн төв хүртэлх замыг хайргаар хучих", "100 хүүхдийн цэцэрлэг барих"
PACKAGE = {"package": "Улс, орон нутгийн ОНХС", "amount": "670,0 сая", "year": "2026", "state": "begun"}
SOURCES = {"funding/ldf_state": "400,0 сая", "funding/ldf": "270,0 сая"}


class Week:
    """A soum of twelve baghs whose hearings lie on one tablet, and its officer's browser; `on` turns to a day."""

    def __init__(self, world, port, page, on) -> None:
        self.world, self.port, self.page, self.on = world, port, page, on
        self.email = make_officer(world, ADMINISTRATOR).email
        soum = world.state(acts.creation("unit", {"name": "Жаргалант", "level": "soum", "zone": "Asia/Hovd"}))
        said = {"level": "bagh", "parent": soum, "zone": "Asia/Hovd"}
        for name in BAGHS:
            if known := world.units.get(name):
                world.state(acts.Statement("unit", known, {path: (value, ()) for path, value in said.items()}))
            else:
                world.units[name] = world.state(acts.creation("unit", {"name": name} | said))
        for body, category in (
            ("Ус суваг", "water"),
            ("Авто замын газар", "roads"),
            ("Боловсролын газар", "education"),
        ):
            made = world.state(acts.creation("body", {"name": body}))
            world.state(acts.creation("route", {"category": category, "body": made}))
        world.state(acts.creation("body", {"name": "Сумын ЗДТГ"}))

    def hearings(self) -> None:
        """What a tablet brings: a well is wanted everywhere, by two people each; a road and a kindergarten once."""
        tablet = self.world.enrol(*BAGHS)
        for number, bagh in enumerate(BAGHS):
            unit = self.world.units[bagh]
            hall = {"unit": unit, "title": f"{bagh} багийн хэлэлцүүлэг", "kind": "discussion", "stage": "sealed"}
            here = {"unit": unit, "hearing": tablet.say("hearing", held_on=f"2026-11-{11 + number // 2}", **hall)}
            asking = tablet.say("person", unit=unit, _personal={"given_name": f"Болд {number}", "parent_name": "Дорж"})
            wish = WISHES[number % len(WISHES)]
            well = tablet.say("proposal", title=wish, category="water", kind="proposal", proposer=asking, **here)
            tablet.say("supporter", proposal=well, **here)
            if bagh in ("Бугат", "Наран"):
                title, category, cost = (ROAD, "roads", 95) if bagh == "Бугат" else (GARDEN, "education", 670)
                said = {"title": title, "category": category, "cost": cost * 1_000_000, "needs_investment": True}
                tablet.say("proposal", kind="proposal", **said, **here)
        self.world.sync(tablet)

    def morning(self, day) -> None:
        """A new day: yesterday's session has ended."""
        self.on(day)
        self.page.context.clear_cookies()
        self.go("/sign-in?next=/me")
        self.page.fill("[name=email]", self.email)
        self.page.fill("[name=password]", PASSWORD)
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


@pytest.fixture
def week(sqlite_world, browser, monkeypatch):
    def on(day):
        monkeypatch.setenv("YAVUUL_NOW", f"2026-11-{day}T10:00:00+07:00")

    on(23)
    server = make_server("127.0.0.1", 0, sqlite_world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="mn-MN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("response", lambda said: page.complaints.append(said.url) if said.status >= 400 else None)
    yield Week(sqlite_world, server.server_port, page, on)
    context.close()
    server.shutdown()
    thread.join()


def test_a_week_of_an_officer_from_twelve_hearings_to_the_board(week):
    week.hearings()
    week.morning(23)
    _monday_clusters(week)
    _monday_forwards(week)
    week.morning(24)
    _tuesday_hears(week)
    week.morning(25)
    _wednesday_makes_works(week)
    week.morning(26)
    _thursday_reports(week)
    _thursday_issues_the_sheet(week)
    week.morning(27)
    _friday_counts(week)
    assert week.page.complaints == []


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
    wells = _open_letter(week, "Ус суваг")
    _reply(week, 0, "interim", "Судалж байна.")
    _reply(week, 1, "final", "Гурван худгийг энэ онд гаргана.")
    _reply(week, 2, "final", "Усны нөөц хүрэлцэхгүй.")
    road = _open_letter(week, "Авто замын газар")
    _reply(week, 0, "not_competent", "Манай чиг үүрэг биш.", whose="Сумын ЗДТГ")
    _open_letter(week, "Боловсролын газар")
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
    week.page.select_option("select.of-body", label="Сумын ЗДТГ")
    week.press("form button.btn-primary", "Бичиг гаргах")
    found = _letters(week)
    assert (found["Сумын ЗДТГ"], found["Ус суваг"]) == (("4", "0 / 1"), ("1", "2 / 12"))
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
    """Two works of one package, 670 million of two sources: one from the cluster's wish, one from the kindergarten."""
    page = week.page
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
        page.locator("#step summary").click()
        page.locator("#step input[value=in_progress]").check()
        week.press("#step button.btn-primary")
    week.go("/works")
    assert week.text("tfoot").replace("\u00a0", " ") == "2 ажил, 1 багц 670,0 сая ₮"
    assert {one.inner_text().replace("\u00a0", " ") for one in page.locator("section.sources dd").all()} == {
        "400,0 сая ₮",
        "270,0 сая ₮",
    }


def _thursday_reports(week):
    """The bagh of the first forwarding hears within fifteen days."""
    page = week.page
    week.go("/reports")
    line = page.locator("tbody tr", has_text="Наран")
    assert "12 хоног үлдсэн" in line.inner_text()
    with page.expect_navigation():
        line.locator("a.btn").click()
    assert page.locator("[name=take]").count() > 0
    page.fill("#office", "Жаргалант сумын ЗДТГ")
    week.press("form.report-draft button.btn-primary")
    assert "№ 1" in week.text("h1")
    paper = _words(week.file("a[href$='.pdf']"))
    assert GARDEN in paper and "2026 оны 11 дүгээр сарын 26" in paper
    week.go("/reports")
    assert "15 хоног үлдсэн" in page.locator("tbody tr", has_text="Наран").inner_text()


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
    """Of three wishes two are works, twelve wells as one though one was declined."""
    page = week.page
    week.go("/works")
    assert "2 / 3" in [one.inner_text() for one in page.locator(".headline dd").all()]
    week.press(".headline a")
    assert page.locator("tbody tr").count() == 13
    week.go("/")
    assert week.text(".headline a") == "2"
    parts = [week.text(f".flowlegend li:has(.key-{part})")[:2] for part in ("work", "deciding", "answered")]
    assert parts == ["2 ", "1 ", "0 "]
