"""The monthly sheet of investments (O7, scenario 8): all and only, numbered, frozen; what comes back beside it."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader

from server import acts, clock
from server.office.reports import decisions, frozen, papers, sheet
from server.problems import Problem
from server.store import records
from sync.merge import value_of
from tests.office.conftest import HALL

OCTOBER, NOVEMBER, DECEMBER = 1_792_900_000_000, 1_795_320_000_000, 1_796_900_000_000  # 25 Oct, 22 Nov, 10 Dec 2026
HEAD = {"office": "Ховд аймгийн Жаргалант сумын Засаг даргын Тамгын газар", "to": "Хөгжлийн бодлогын хэлтэст",
        "post": "Сумын Засаг дарга", "name": "Ж.Мөнхжаргал"}  # fmt: skip


@pytest.fixture
def world(sqlite_world):
    """One store is enough here: the statements run on both in test_reports_fortnight.py."""
    return sqlite_world


@pytest.fixture
def at(monkeypatch):
    """Set the server's clock."""

    def move(now_ms):
        monkeypatch.setattr(clock, "now_ms", lambda: now_ms)

    move(NOVEMBER)
    return move


@pytest.fixture
def works(hall, at):
    """Make proposals of a hearing of a day: `works("Цэцэрлэг", cost=…, day=…)`; and change them."""
    world, halls = hall.world, {}

    def make(title, day="2026-10-20", bagh=HALL, **values):
        unit = world.units[bagh]
        if (bagh, day) not in halls:
            halls[bagh, day] = world.state(acts.creation("hearing", {"unit": unit, "held_on": day}))
        whole = {"unit": unit, "hearing": halls[bagh, day], "title": title, "needs_investment": True} | values
        return world.state(acts.creation("proposal", {name: one for name, one in whole.items() if one is not None}))

    def change(record, **values):
        with world.connection() as connection:
            known = records.load_open(connection, world.tenant, [record])[record]
        world.state(acts.change(known, values))

    make.change = change
    return make


def _draft(world, actor, unit, month="2026-11"):
    with world.connection() as connection:
        return sheet.draft(connection, actor, unit, month)


def _titles(world, actor, unit, month="2026-11"):
    return [line.title for line in _draft(world, actor, unit, month).lines]


def _issue(world, actor, unit, month="2026-11", **form):
    with world.app.app_context():
        last = _draft(world, actor, unit, month).last
        return sheet.issue(actor, {"unit": unit, "month": month, "last": last} | HEAD | form)


def _content(world, report):
    with world.connection() as connection:
        return frozen.unpack(records.load_open(connection, world.tenant, [report])[report])


def test_scenario_8_a_sheet_holds_all_and_only_the_investments_open_in_the_month(hall, works, at, officer_of):
    officer, world = officer_of("officer"), hall.world
    at(OCTOBER)
    works("Цэцэрлэг", cost=670_000_000)
    works("Самбар засах", needs_investment=None)
    ended_before = works("Ус түгээх байр", cost=6_500_000)
    works.change(ended_before, status="declined")
    ended_within, ended_after, reopened = (works(name, cost=1_000_000) for name in ("Гүүр", "Суваг", "Антенн"))
    works.change(reopened, status="done")
    merged = works("Худаг", cost=2_000_000)
    works.change(merged, merged_into=ended_after)
    at(NOVEMBER)
    works("Зам", cost=95_000_000, day="2026-11-30")
    works("Гэрэл", cost=7_200_000, day="2026-12-01")
    works("Бугатын худаг", cost=18_000_000, bagh="Бугат")
    works.change(ended_within, status="in_progress")
    works.change(ended_within, status="done")
    at(DECEMBER)
    works.change(ended_after, status="done")
    works.change(reopened, status="reopened")
    assert _titles(world, officer, hall.unit) == ["Цэцэрлэг", "Зам", "Гүүр", "Суваг"]
    assert _titles(world, officer, hall.unit, "2026-12") == ["Цэцэрлэг", "Зам", "Гэрэл", "Антенн", "Суваг"]
    october = _titles(world, officer, hall.unit, "2026-10")
    assert "Гүүр" in october and "Суваг" in october and "Худаг" not in october  # joined it: its money counts once


def test_flag_and_cost_are_those_of_the_months_end(hall, works, at, officer_of):
    officer, world = officer_of("officer"), hall.world
    dropped, dearer = works("Гүүр", cost=3_000_000), works("Зам", cost=2_000_000)
    set_later = works("Суваг", cost=1_000_000, needs_investment=None)
    twice = works("Гэрэл", cost=900_000)
    works.change(twice, needs_investment=False)
    at(DECEMBER)
    works.change(dropped, needs_investment=False)
    works.change(dearer, cost=5_000_000)
    works.change(set_later, needs_investment=True)
    works.change(twice, needs_investment=True)
    november, december = (_draft(world, officer, hall.unit, month).lines for month in ("2026-11", "2026-12"))
    assert [(line.title, line.cost) for line in november] == [("Гүүр", 3_000_000), ("Зам", 2_000_000)]
    assert [(line.title, line.cost) for line in december] == [
        ("Зам", 5_000_000), ("Суваг", 1_000_000), ("Гэрэл", 900_000),
    ]  # fmt: skip


def test_a_hearing_of_the_month_that_was_sent_later_is_on_its_sheet_as_tablets_brought_it(hall, works, at, officer_of):
    officer, world = officer_of("officer"), hall.world
    at(DECEMBER)
    said = {"unit": hall.unit, "hearing": hall.hearing}
    flagged, plain = (hall.ana.say("proposal", **said, title=title) for title in ("Зам", "Худаг"))
    hall.ana.say("proposal", flagged, _n=2, needs_investment=True, cost=2_000_000)
    world.sync(hall.ana)
    at(DECEMBER + 1)
    works.change(flagged, cost=9_000_000)
    works.change(plain, needs_investment=True)
    assert [(line.title, line.cost) for line in _draft(world, officer, hall.unit).lines] == [("Зам", 2_000_000)]
    assert "Худаг" in _titles(world, officer, hall.unit, "2026-12")


def test_scenario_8_the_total_is_in_figures_and_in_words(hall, works, officer_of):
    works("100 хүүхдийн цэцэрлэг барих", cost=670_000_000, supporters=46)
    content = _content(hall.world, _issue(hall.world, officer_of("officer"), hall.unit))
    words = " ".join(PdfReader(BytesIO(papers.paper(content, {}))).pages[0].extract_text().split())
    assert content["total"] == 670_000_000
    for said in ("670,0", "670 000 000 ₮", "зургаан зуун далан сая төгрөг", "2026 оны 11 дүгээр сарын 22-ны өдөр"):
        assert said in words.replace("\u2011", "-"), said


def test_scenario_8_later_edits_do_not_alter_an_issued_sheet(hall, works, at, officer_of):
    officer, world = officer_of("officer"), hall.world
    one = works("Цэцэрлэг", cost=670_000_000)
    report = _issue(world, officer, hall.unit)
    before = _content(world, report)
    pdf, xlsx = papers.paper(before, {}), papers.workbook(before)
    at(DECEMBER)
    works.change(one, cost=1, title="Өөр", status="withdrawn")
    works("Шинэ", cost=5, day="2026-11-02")
    with world.app.app_context():
        decisions.enter(officer, report, {"line": "1", "outcome": "accepted", "text": "Болно"})
    after = _content(world, report)
    assert (papers.paper(after, {}), papers.workbook(after)) == (pdf, xlsx)
    with world.connection() as connection:
        record = records.load_open(connection, world.tenant, [report])[report]
        assert frozen.digest(frozen.text_of(record)) == value_of(record, "content_hash")


def test_a_sheet_of_the_soum_holds_its_baghs_and_those_alone_who_reach_all_make_it(hall, works, officer_of):
    world = hall.world
    soum = world.state(acts.creation("unit", {"name": "Жаргалант", "level": "soum"}))
    world.units["Жаргалант"] = soum
    for bagh in (HALL, "Бугат"):
        with world.connection() as connection:
            known = records.load_open(connection, world.tenant, [world.units[bagh]])[world.units[bagh]]
        world.state(acts.change(known, {"parent": soum}))
        works(f"{bagh} зам", bagh=bagh, cost=9_000_000)
    found = _draft(world, officer_of("officer"), soum)
    assert [(line.title, line.place) for line in found.lines] == [("Бугат зам", "Бугат"), (f"{HALL} зам", HALL)]
    with pytest.raises(Problem, match="not-found"):
        _draft(world, officer_of("officer", "Жаргалант", HALL), soum)


def test_a_work_without_a_cost_is_last_counts_nothing_and_is_said(hall, works, officer_of):
    works("Үнэгүй")
    works("Худаг", cost=18_000_000)
    content = _content(hall.world, _issue(hall.world, officer_of("officer"), hall.unit))
    assert [line["title"] for line in content["lines"]] == ["Худаг", "Үнэгүй"]
    assert content["total"] == 18_000_000
    assert "Өртөг заагаагүй ажил: 1" in PdfReader(BytesIO(papers.paper(content, {}))).pages[0].extract_text()


def test_a_second_sheet_of_a_month_is_a_correction_with_its_own_number(hall, works, officer_of):
    officer, world = officer_of("officer"), hall.world
    works("Худаг", cost=1_000_000)
    first = _issue(world, officer, hall.unit)
    second = _issue(world, officer, hall.unit)
    with world.connection() as connection:
        found = records.load_open(connection, world.tenant, [second])[second]
    assert value_of(found, "corrects") == first
    assert (_content(world, second)["number"], _content(world, second)["corrects"]) == ("2", "1")


def test_what_comes_back_is_kept_line_by_line_and_can_be_put_right(hall, works, officer_of):
    officer, world = officer_of("officer"), hall.world
    works("Худаг", cost=1_000_000)
    report = _issue(world, officer, hall.unit)
    with world.app.app_context():
        decisions.enter(officer, report, {"line": "1", "outcome": "postponed", "decided_on": "2026-12-05"})
        decisions.enter(officer, report, {"line": "1", "outcome": "accepted", "act_number": "А/12"})
        for wrong in (
            {"line": "2", "outcome": "accepted"},
            {"line": "1", "outcome": "x"},
            {"line": "١", "outcome": ""},
        ):
            with pytest.raises(Problem):
                decisions.enter(officer, report, wrong)
    with world.connection() as connection:
        (back,) = decisions.of_report(connection, world.tenant, report).values()
    assert [value_of(back, name) for name in ("outcome", "act_number", "decided_on")] == ["accepted", "А/12", None]


def test_forty_works_are_set_on_annexed_pages_under_a_repeated_head(hall, works, officer_of):
    for number in range(40):
        works(f"Багийн төв хүртэлх {number} дэх зам", cost=number * 1_000_000 + 1)
    content = _content(hall.world, _issue(hall.world, officer_of("officer"), hall.unit))
    pages = [page.extract_text() for page in PdfReader(BytesIO(papers.paper(content, {}))).pages]
    assert len(pages) > 1
    assert all("Хийгдэх ажил" in page for page in pages[:-1])
    assert f"{len(pages)} / {len(pages)}" in pages[-1]


def test_h81_a_sheet_has_no_formulas(hall, works, officer_of):
    works('=HYPERLINK("http://evil.example")', cost=1_000_000)
    content = _content(hall.world, _issue(hall.world, officer_of("officer"), hall.unit))
    book = papers.workbook(content)
    cells = [cell for row in openpyxl.load_workbook(BytesIO(book)).active.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert b"<f>" not in ZipFile(BytesIO(book)).read("xl/worksheets/sheet1.xml")


def test_the_pages_of_sheets_open_issue_and_take_decisions(desk, at):
    hall, _, browse = desk
    officer = browse("officer")
    world = hall.world
    hearing = world.state(acts.creation("hearing", {"unit": hall.unit, "held_on": "2026-11-02"}))
    said = {"unit": hall.unit, "hearing": hearing, "title": "Худаг", "needs_investment": True, "cost": 18_000_000}
    world.state(acts.creation("proposal", said))
    assert officer.get("/reports/sheets").status_code == 200
    where = f"/reports/sheets/new?unit={hall.unit}&month=2026-11"
    assert "18,0" in officer.get(where).text
    issued = officer.submit(
        "/reports/sheets", where, unit=hall.unit, month="2026-11", last="", **HEAD, traditional="ᠬᠤᠳᠳᠤᠭ"
    )
    assert issued.status_code == 303, issued.text
    path = issued.location.partition("?")[0]
    back = officer.submit(f"{path}/decisions", path, line="1", outcome="planned", text="2027 онд", act_number="А/7")
    assert back.status_code == 303
    assert "А/7" in officer.get(path).text
    pages = PdfReader(BytesIO(officer.get(path + ".pdf").data)).pages
    assert len(pages) == 2 and "ᠬᠤᠳᠳᠤᠭ" in pages[1].extract_text()
    assert officer.get(path + ".xlsx").data[:2] == b"PK"
    assert officer.get(f"/reports/sheets/new?unit={hall.unit}&month=2026-13").status_code == 422
