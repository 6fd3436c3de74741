"""A schedule and old proposals from a sheet: a dry run that explains every row, then that very plan, once (O15)."""

import html
import io
import re

from openpyxl import Workbook
from sqlalchemy import select

from server.models.projections import TABLES

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
    book = Workbook()
    for row in OLD:
        book.active.append(row)
    raw = io.BytesIO()
    book.save(raw)
    page = _upload(officer, raw.getvalue(), "санал.xlsx", kind="proposal").text
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
