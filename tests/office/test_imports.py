"""A schedule, old proposals and works from a sheet: a dry run that explains every row, then that very plan, once (O15).

What a sheet may hide is refused with its reason and changes nothing: formulas (H81), what is no sheet (H71).
"""

import html
import io
import re

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from server.models.projections import TABLES
from server.office.imports import example, headings, rows, works
from server.office.imports.headings import SHEETS
from server.office.imports.rows import Row
from server.office.works import packages
from server.register import sheet
from server.store import records
from server.store.subjects import SubjectKeys
from sync.merge import value_of

SCHEDULE = """Хорооны уулзалтын хуваарь;;
Баг;Болох өдөр;Нэр
Рашаант баг;2017 оны 12 дугаар сарын 27-ны өдөр;Ажлын уулзалт
Бугат;2017.12.28;Їерийн хэлэлцїїлэг
Бугат;2017.12.28;Үерийн хэлэлцүүлэг
Алтай;2017.12.29;Хаана ч биш
Бугат;өнгөрсөн жил;Өдөргүй
"""
OLD = (
    ("Баг", "Санал", "Төсөвт өртөг", "Дэмжигч"),
    ("Рашаант", "Цэцэрлэг барих", "670,0 сая", 41),
    ("Рашаант", "=HYPERLINK(1)", "", ""),
    ("Бугат", "Худаг", "1,234", ""),
)


def _hidden(page, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def _upload(browser, raw, name, **said):
    return browser.submit("/imports", "/imports", file=(io.BytesIO(raw), name), **said)


def _yes(browser, page):
    sealed = {name: _hidden(page, name) for name in ("sealed", "token")}
    return browser.submit("/imports/confirmation", "/imports", **sealed)


def _rows(hall, kind, *names):
    table = TABLES[kind]
    with hall.world.connection() as connection:
        return sorted(map(tuple, connection.execute(select(*[table.c[name] for name in names]))))


def test_a_schedule_of_an_order_becomes_hearings_once(desk):
    hall, reviewer, browse = desk
    officer = browse("officer")
    said = {"kind": "hearing", "order_kind": "захирамж", "order_number": "А/918", "order_on": "2017-12-20"}
    page = _upload(officer, SCHEDULE.encode("utf-8"), "хуваарь.csv", **said)
    assert page.status_code == 200
    for words in ("Үерийн хэлэлцүүлэг", "Хуучин үсгийг зассан", "ийм баг, хороо олдсонгүй", "утга тохирохгүй"):
        assert words in page.text, words
    assert len(_rows(hall, "hearing", "id")) == 1  # nothing has happened yet
    assert _yes(officer, page.text).location.endswith("done=2")
    held = _rows(hall, "hearing", "held_on", "unit")
    assert held[:2] == [("2017-12-27", hall.unit), ("2017-12-28", hall.world.units["Бугат"])]
    assert "А/918" in officer.get(f"/hearings/{_id(hall, '2017-12-27')}").text
    assert _yes(officer, page.text).status_code == 409  # the plan is another by now: all is there
    assert len(_rows(hall, "hearing", "id")) == 3
    assert "Бүртгэлтэй: 2" in _upload(officer, SCHEDULE.encode("utf-8"), "хуваарь.csv", **said).text
    assert _upload(browse("officer", "Бугат"), SCHEDULE.encode(), "х.csv", **said).text.count("олдсонгүй") == 2
    assert reviewer.get("/imports").status_code == 403
    assert officer.submit("/imports/confirmation", "/imports", sealed="AAAA", token="x").status_code == 422


def _id(hall, day):
    table = TABLES["hearing"]
    with hall.world.connection() as connection:
        return connection.execute(select(table.c.id).where(table.c.held_on == day)).scalar_one()


def test_old_proposals_are_read_with_their_sums_and_formulas_are_refused(desk):
    hall, _, browse = desk
    officer = browse("officer")
    page = _upload(officer, _book(*OLD), "санал.xlsx", kind="proposal").text
    assert "Засах: 2" in page
    assert "670,0" in page
    assert _yes(officer, page).location.endswith("done=1")
    assert _rows(hall, "proposal", "cost", "needs_investment", "supporters") == [(670_000_000, True, 41)]


def test_a_file_without_headings_changes_nothing_and_says_so(desk):
    _, _, browse = desk
    officer = browse("officer")
    wrong = _upload(officer, "а;б\n1;2\n".encode(), "x.csv", kind="proposal")
    assert wrong.status_code == 422
    assert "баганын нэр олдсонгүй" in wrong.text
    assert _upload(officer, b"PK\x03\x04broken", "x.xlsx", kind="hearing").status_code == 422


WORKS = (
    ("Хөрөнгө оруулалтын жагсаалт",),
    (
        "Баг",
        "Ажлын нэр",
        "Байршил",
        "Он",
        "Багц",
        "Төсөвт өртөг",
        "Улсын ОНХС, мян.төг",
        "Аймгийн төсөв",
        "Төлөв",
        "Явц",
    ),
    ("Рашаант баг", "Цэцэрлэг\nбарих", "48.0, 91.6", "2018 он", "ОНХС", "670,0 сая", 400000, 270.125, "Эхэлсэн", 0.45),
    ("Рашаант", "Жорлон", "Дэнж", 2018, "ОНХС", None, None, None, "", ""),
    ("Бугат", "Єртєє засах", "", 2018, "", "18 сая", "-", "", "Эхлээгүй", ""),
    ("Бугат", "Өртөө засах", "", 2018, "", "18 сая", "", "", "", ""),
    ("Рашаант", "Хашаа", "", 2018, "ОНХС", "9 сая", "", "", "", ""),
    ("Бугат", "@SUM(A1)", "", "хэзээ", "", "1,234", "", "", "мартсан", "1"),
)
SUMS = {"amount": 670_000_000, "funding/ldf_state": 400_000_000, "funding/aimag": 270_125_000}


def _book(*said):
    book, raw = Workbook(), io.BytesIO()
    for row in said:
        book.active.append(row)
    book.save(raw)
    return raw.getvalue()


def test_works_come_in_once_with_the_sums_of_their_package_and_go_back_together(desk):
    hall, _, browse = desk
    officer = browse("officer")
    page = _upload(officer, _book(*WORKS), "ажил.xlsx", kind="work").text
    for words in ("Шинэ: 3", "Давхардсан мөр: 1", "Засах: 2", "дүн зөрж", "Томьёо", "утга тохирохгүй", "Өртөө засах"):
        assert words in page, words
    assert _rows(hall, "work", "id") == []
    done = _yes(officer, page).location
    assert _rows(hall, "work", "name", "unit", "year", "state") == [
        ("Жорлон, Дэнж", hall.unit, 2018, "planned"),
        ("Цэцэрлэг барих", hall.unit, 2018, "begun"),
        ("Өртөө засах", hall.world.units["Бугат"], 2018, "planned"),
    ]
    with hall.world.connection() as connection:
        ids = [one for (one,) in _rows(hall, "work", "id")]
        found = records.load(connection, hall.world.tenant, ids, SubjectKeys(connection, hall.world.tenant))
    of_package = [work for work in found.values() if value_of(work, "package")]
    assert [{path: value_of(work, path) for path in SUMS} for work in of_package] == [SUMS, SUMS]
    assert [value_of(work, "progress_percent") for work in of_package if value_of(work, "place")] == [45]
    assert packages.sums(map(packages.of_record, found.values())).amount == 688_000_000  # scenario 9: the package once
    assert "Бүртгэлтэй: 3" in (again := _upload(officer, _book(*WORKS), "ажил.xlsx", kind="work").text)
    assert "Шинэ" not in again
    assert officer.submit(f"/works/undo/{done.partition('done=')[2]}", "/works").status_code == 303
    assert {deleted for (deleted,) in _rows(hall, "work", "deleted")} == {True}
    back = _upload(officer, _book(*WORKS), "ажил.xlsx", kind="work").text
    assert _yes(officer, back).status_code == 303
    assert {deleted for (deleted,) in _rows(hall, "work", "deleted")} == {False}
    assert len(_rows(hall, "work", "id")) == 3


def test_a_work_typed_before_is_known_and_its_package_says_the_sums():
    standing = {("ОНХС", 2018): {"amount": 5}}
    said = {"unit": "u", "year": 2018, "package": "ОНХС"}
    silent, other = Row(1, said | {"name": "а"}), Row(2, said | {"name": "б", "amount": 6})
    works.settle([silent, other], standing)
    assert (silent.values["amount"], other.wrong) == (5, {"package": works.OTHER_SUMS})
    assert works.identity(said | {"name": "Гар  худаг."}) == works.identity(said | {"name": "гар худаг", "amount": 7})


@pytest.mark.parametrize("kind", sorted(SHEETS))
def test_the_sheet_to_fill_in_is_understood_as_it_is(kind):
    heading, *lines = sheet.rows(example.workbook(kind))
    head = headings.read(kind, heading)
    assert set(head.place) == set(SHEETS[kind])
    assert all(not rows.read(kind, 1, line, head, {"рашаант": "a" * 26}).wrong for line in lines)
