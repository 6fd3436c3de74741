"""Units and people with accounts taken in from a sheet: placed in the tree, invited, each once (O15, O16)."""

import html
import io
import re

import pytest
from sqlalchemy import select

from server import accounts
from server.models.projections import TABLES

UNITS = """Түвшин;Нэр;Харьяа;Өрх;Иргэд;Ирцийн суурь;Ирцийн хувь;Байршил
сум;Жаргалант;;1 420;4200;;;
баг;Хар ус;Жаргалант сум;142;560;өрх;30 %;48.0, 91.64
баг;Хар ус баг;Жаргалант;;;;;
баг;Рашаант;;;;;;
баг;Шинэ;Хаана ч биш;;;;;
тосгон;Нэргүй;;олон;;;30%;
"""
PEOPLE = """Нэр;Цахим шуудан;Үүрэг;Нэгж
Г.Дулмаа;Dulmaa@example.mn;Төвийн ажилтан;бүгд
Б.Болд;bold@example.mn;Чиглүүлэгч;Рашаант; Бугат
Б.Болд;bold@example.mn;Чиглүүлэгч;Рашаант
Хэн нэгэн;шуудангүй;Дарга;Алтай
Б.Administrator;{known};админ;бүгд
"""


@pytest.fixture
def head(desk):
    """(hall, browser of the administrator, function that uploads, function that says yes)."""
    hall, _, browse = desk
    browser = browse("administrator")

    def upload(kind, text):
        file = (io.BytesIO(text.encode()), "жагсаалт.csv")
        return browser.submit("/imports", "/imports", kind=kind, file=file).text

    def agree(page):
        sealed = {name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1]) for name in SEALED}
        return browser.submit("/imports/confirmation", "/imports", **sealed)

    return hall, browser, upload, agree


SEALED = ("sealed", "token")


def _units(hall):
    table = TABLES["unit"]
    with hall.world.connection() as connection:
        rows = connection.execute(select(table.c.name, table.c.id, table.c.parent).where(table.c.deleted.is_(False)))
        return {name: (unit, parent) for name, unit, parent in rows}


def test_units_come_in_below_those_they_belong_to_once_and_go_back_together(head):
    hall, browser, upload, agree = head
    page = upload("unit", UNITS)
    for words in ("Шинэ: 2", "Бүртгэлтэй: 1", "Давхардсан мөр: 1", "Засах: 2", "дээд нэгж олдсонгүй"):
        assert words in page, words
    assert len(_units(hall)) == 2
    done = agree(page).location
    found = _units(hall)
    assert found["Хар ус"][1] == found["Жаргалант"][0] and len(found) == 4
    page = browser.get(f"/units/{found['Хар ус'][0]}").text
    for value in ("142", "30", "48.0,91.64", "Asia/Hovd"):  # the zone is the organisation's
        assert f'value="{value}"' in page, value
    assert "Бүртгэлтэй: 3" in upload("unit", UNITS)
    assert browser.submit(f"/units/undo/{done.partition('done=')[2]}", "/units").status_code == 303
    assert len(_units(hall)) == 2
    agree(upload("unit", UNITS))
    assert len(_units(hall)) == 4


def test_people_of_a_list_are_invited_each_with_his_own_code(head):
    hall, _, upload, agree = head
    page = upload("user", PEOPLE.replace("Рашаант; Бугат", '"Рашаант; Бугат"').format(known=_known(hall)))
    for words in ("Шинэ: 2", "Бүртгэлтэй: 1", "Давхардсан мөр: 1", "Засах: 1", "Бүх нэгж"):
        assert words in page, words
    invited = agree(page)
    assert invited.headers["Cache-Control"] == "no-store"
    assert len(re.findall(r"<code>[0-9A-Z-]{24}</code>", invited.text)) == 1  # who carries a tablet needs none
    with hall.world.app.app_context():
        assert accounts.by_email("dulmaa@example.mn").units is None
        assert accounts.by_email("bold@example.mn").units == {hall.unit, hall.world.units["Бугат"]}
    assert agree(page).status_code == 409  # the plan is another by now


def _known(hall):
    return f"administrator-0-all@{hall.world.tenant}.example"


def test_an_officer_is_offered_neither(desk):
    _, _, browse = desk
    officer = browse("officer")
    page = officer.get("/imports").text
    assert 'value="work"' in page and 'value="unit"' not in page and 'value="user"' not in page
    file = (io.BytesIO(UNITS.encode()), "х.csv")
    assert officer.submit("/imports", "/imports", kind="unit", file=file).status_code == 403
