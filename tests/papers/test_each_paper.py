"""Each paper with all it may have to hold: 35 letters in both cases, ₮, long names, more lines than a page holds."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from server.office.letters import paper as letters
from server.office.reports import papers as reports
from server.papers import pdf
from server.store.settings import House
from server.text.collate import LETTERS

LINES = 40
ALL = f"{LETTERS.upper()} {LETTERS} ₮"
NAME = "Цэндсүрэнжаргалмөнхийн Үүрийнтуяа-Оюунчимэг"
POST = "Сумын иргэдийн Төлөөлөгчдийн Хурлын нарийн бичгийн дарга"
UNIT = "Хөдөө аж ахуйн Баатархайрхан багийн Өвөлжөөний хэсэг"
HEAD = {"organisation": ["Ховд аймгийн Жаргалант сумын", "иргэдийн Төлөөлөгчдийн Хурал"], "name": "Нэр",
        "date": "2026 оны 11 дүгээр сарын 24-ний өдөр", "number": "№ 1024", "place": UNIT}  # fmt: skip
SIGNER = "Эхний гарын үсэг"
SIGNS = [[SIGNER, NAME], ["Даргалагч", ""]]


def _title(number):
    return f"{number}. {ALL}" if number % 3 else f"{number}. Багийн төв хүртэлх замыг хайрган хучилттай болгох"


def _letter():
    house = House("Жаргалант", "", {letters.PLACE: UNIT, letters.ADDRESS: ALL})
    head = letters.Head("1024", "2026-11-24", UNIT, NAME, ALL, ALL, SIGNER, NAME, "2027-02-22")
    words = {"root_cause": "Гол шалтгаан", "solution": ALL, "cost": "670000000"}
    return "letter", letters.data(house, head, [
        letters.Line({"title": _title(number)} | words, UNIT, "2026-11-14", "2027-02-12") for number in range(LINES)
    ])  # fmt: skip


def _report(kind, **more):
    said = {"kind": kind, "number": "1024", "day": "2026-11-24", "office": ALL, "to": UNIT, "unit": UNIT}
    said |= {"post": SIGNER, "name": NAME, "checked_post": "Хянасан: төвийн ажилтан", "checked_name": ""}
    return kind, reports.data(said | more)


def _fortnight():
    line = {"kind": "status", "word": "done", "text": ALL, "on": "2026-11-20"}
    said = {"from_on": "2026-11-09", "to_on": "2026-11-24", "note": ALL, "nothing_new": False, "next_on": "2026-12-09"}
    return _report("fortnight", lines=[line | {"title": _title(number)} for number in range(LINES)], **said)


def _sheet():
    line = {"place": UNIT, "supporters": 120, "funding": "Улс, орон нутгийн ОНХС", "cost": 670_000_000}
    lines = [line | {"no": number, "title": _title(number)} for number in range(1, LINES + 1)]
    said = {"month": "2026-11", "total": LINES * 670_000_000, "issued_at": "2026.11.24 17:40"}
    return _report("monthly_sheet", lines=lines, **said)


def _plan():
    row = [UNIT, POST, NAME, "2", "Төлөвлөсөн", ALL]
    rows = [[str(number), _title(number), *row] for number in range(1, LINES + 1)]
    head = ["№", "Хийх ажил", "Байгууллага", "Багийн тал", "Байгууллагын тал", "Улирал", "Төлөв", "Биелэлт"]
    return "plan", {"title": "Төлөвлөгөө", "dated": "2026-11-24", "size": 10, "letterhead": HEAD, "head": head,
                    "rows": rows, "empty": "", "count": "Нийт", "signs": SIGNS}  # fmt: skip


def _resolution():
    rows = [[str(number), _title(number), UNIT, "12", "670,0", ALL] for number in range(1, LINES + 1)]
    head = ["№", "Ажил", "Баг, хороо", "Иргэдийн эрэмбэ", "Төсөвт өртөг, сая ₮", "Шалтгаан"]
    annex = {"name": ["Хавсралт", "№ 1024"], "title": "Ажил", "head": head, "rows": rows, "total": "Нийт"}
    return "resolution", {"title": "Тогтоол", "dated": "2026-11-24", "draft": "Төсөл", "letterhead": HEAD,
                          "subject": ALL, "basis": ALL, "resolves": "Тогтоох нь", "points": [ALL, ALL],
                          "signers": SIGNS, "annex": annex}  # fmt: skip


def _minutes():
    rows = [[str(number), _title(number), "670,0", "24"] for number in range(1, LINES + 1)]
    table = {"name": "Эрэмбэ", "head": ["№", "Санал", "Өртөг", "Оноо"], "rows": rows, "note": ALL}
    decided = table | {
        "head": ["№", "Шийдвэр", "Хариуцах", "Санал"],
        "rows": [["1", ALL, f"{POST} {NAME}", "24 : 1 : 2"]],
    }
    annexes = [{"name": "1 дүгээр хавсралт", "title": "Ирц", "head": ["Бүлэг", "Тоо"], "rows": [[ALL, "12"]] * 40},
               table | {"name": "2 дугаар хавсралт", "title": "Бүх санал"}]  # fmt: skip
    return "minutes", {"title": "Тэмдэглэл", "dated": "2026-11-24", "size": 10, "letterhead": HEAD,
                       "facts": [["Хурлын нэр", ALL], ["Ирц", ALL]], "agenda_name": "Асуудал", "agenda": [ALL] * 9,
                       "heard_name": "Сонссон нь", "heard": [ALL] * 20, "ranking": table, "decisions": decided,
                       "signers": SIGNS, "annexes": annexes, "script_name": "Бичиг", "script_about": ALL,
                       "foot": {"lines": ["9F3A 71C0"]}}  # fmt: skip


PAPERS = (_letter, _fortnight, _sheet, _plan, _resolution, _minutes)


@pytest.mark.parametrize("full", PAPERS)
def test_a_full_paper_has_every_letter_its_page_on_each_page_and_no_signature_alone(full):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf(*full()))).pages]
    said = "".join(pages)
    assert [letter for letter in LETTERS.upper() + LETTERS + "₮№" if letter not in said] == []
    assert [number for number, page in enumerate(pages, 1) if f"{number} / {len(pages)}" not in page] == []
    (signed,) = [page for page in pages if SIGNER in page]
    assert signed.partition(SIGNER)[0].strip() != ""  # something of the paper stands above the lines to sign on
