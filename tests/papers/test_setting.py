"""Papers: every letter is there as text, the same data are the same bytes, what people wrote is never markup."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from server.papers import MARGINS, margins, pdf, png, qr, traditional
from server.text.collate import LETTERS

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
DATA = {
    "title": "Үсэг",
    "dated": "2026-11-24",
    "letterhead": {
        "organisation": ["Ховд аймгийн Жаргалант сумын", "Иргэдийн төлөөлөгчдийн хурал"],
        "name": "Албан бичиг",
        "date": "2026 оны 11 дүгээр сарын 24-ний өдөр",
        "number": "№ 09",
        "place": "Рашаант баг",
    },
    "foot": {"qr": qr("https://yavuul.example/1"), "lines": ["9F3A 71C0"]},
    "upper": LETTERS.upper(),
    "lower": LETTERS.lower(),
    "kazakh": KAZAKH,
    "rows": [["1", "Худаг", "18,0 сая ₮"]],
}


def words(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def test_all_letters_and_the_sign_of_money_are_in_a_paper_as_text():
    said = words(pdf("alphabet", DATA))
    assert [letter for letter in LETTERS.upper() + LETTERS.lower() + KAZAKH + "₮№" if letter not in said] == []


def test_a_paper_is_set_in_our_fonts_alone():
    fonts = PdfReader(BytesIO(pdf("alphabet", DATA))).pages[0]["/Resources"]["/Font"]
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts.values()} <= {
        "NotoSerif-Regular", "NotoSerif-Bold"
    }  # fmt: skip


def test_the_national_script_stands_behind_in_its_own_letters_downwards():
    said = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠃\n" + "ᠬᠤᠷᠠᠯᠳᠠᠭᠠᠨ ᠤ ᠲᠡᠮᠳᠡᠭᠯᠡᠯ᠂ " * 150
    _, *behind = PdfReader(BytesIO(pdf("alphabet", DATA | traditional(said)))).pages
    assert len(behind) == 2, "a long text goes on"
    turns: list[tuple] = []  # of the letters: how the line that they stand on is turned
    for page in behind:
        fonts = page["/Resources"]["/Font"].values()
        assert any("NotoSansMongolian" in font.get_object()["/BaseFont"] for font in fonts)
        page.extract_text(visitor_text=lambda text, line, *_: turns.append((text, tuple(map(round, line[:2])))))
    assert {turn for text, turn in turns if "ᠲ" in text} == {(0, -1)}
    assert "ᠮᠣᠩᠭᠣᠯ" in behind[0].extract_text() and traditional(" \r\n") == {}


def test_the_same_data_are_the_same_bytes():
    assert pdf("alphabet", DATA) == pdf("alphabet", dict(reversed(DATA.items())))


def test_what_people_wrote_is_no_markup_and_turns_no_line():
    wild = '#import "/etc" *x* $1$ \\ <a> @b `c` // d \u202e\x00е'
    assert 'import "/etc" *x* $1$ \\ <a> @b `c` // d е' in words(pdf("alphabet", DATA | {"kazakh": wild}))


def test_a_long_table_goes_on_with_its_head_and_counts_its_pages():
    paper = pdf("alphabet", DATA | {"rows": [[str(number), "Санал", "1"] for number in range(90)]})
    pages = [page.extract_text() for page in PdfReader(BytesIO(paper)).pages]
    assert [f"{at} / {len(pages)}" in page for at, page in enumerate(pages, 1)] == [True] * len(pages)
    assert len(pages) > 2 and all("Санал" in page for page in pages[:2])


def test_a_paper_is_a_picture_too():
    assert png("alphabet", DATA, 30)[0].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("said", "left"),
    [({}, 30), ({"paper.left_mm": "25"}, 25), ({"paper.left_mm": "900"}, 60), ({"paper.left_mm": "x"}, 30)],
)
def test_margins_are_settings_with_their_source(said, left):
    assert margins(said)["left"] == left
    assert all(setting.source and setting.verified for setting in MARGINS.values())
