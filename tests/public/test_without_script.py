"""A citizen on a small phone without JavaScript, by roles and names alone; and the pages on paper (P1–P6, P9)."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from server.public.units import NOTICE_ROWS
from tests.public.conftest import served

PHONE = {"width": 360, "height": 640}
FITS = "document.documentElement.scrollWidth <= innerWidth"
LANDMARKS = """
- link "Агуулга руу очих"
- banner: Jargalant
- navigation "Хуудсууд":
  - link "Эхлэл"
  - link "Санал"
  - link "Ажил"
  - link "Хурал"
  - link "Баг"
- main
- contentinfo
"""
HEARING = """
- main:
  - heading "Рашаант багийн хэлэлцүүлэг" [level=1]
  - term: Хэзээ
  - definition: 2026 оны 11 дүгээр сарын 2
  - 'heading "Эрэмбэлсэн санал хураалт: Аль нь түрүүнд?" [level=2]'
  - table:
    - rowgroup:
      - row "Эрэмбэ Санал Оноо"
    - rowgroup:
      - row /1 Гар худаг гаргах/
  - heading "Шийдвэр" [level=2]
  - list:
    - listitem:
      - paragraph: /Худгийн саналыг уламжлах/
  - heading "Санал" [level=2]
"""
FOLLOWED = """
- main:
  - paragraph: 7K2M 9QXA 4TBC2
  - heading "Гар худаг гаргах" [level=1]
  - region "Төлөв":
    - paragraph: Хийгдсэн
    - paragraph: Худаг ус гарч байна
  - heading "Явц" [level=2]
  - list
  - heading "Энэ ажил хийгдсэн үү?" [level=2]
  - group "Та өөрөө үзсэн бол хариулна уу.":
    - radio "Тийм, хийгдсэн"
    - radio "Үгүй, хийгдээгүй"
  - textbox "Тайлбар (заавал биш)"
  - button "Зураг (заавал биш)"
  - checkbox "Тайлбар, зургийг нийтэлж болно"
  - button "Хариу илгээх"
"""
LONG = "Өвөлжөөний бүх айлын малыг усалж болох гүн өрмийн худгийг шинээр гаргаж, хашаа барьж тордох ажил " * 3
# What reaches beyond the sheet, and what may cut off its own without ending in «…».
LOST = """() => {
  const sheet = document.querySelector('.sheet').getBoundingClientRect();
  const ends = (one) => getComputedStyle(one).webkitLineClamp !== 'none';
  const all = [...document.querySelectorAll('.sheet *')].filter((one) => !(one instanceof SVGElement));
  const off = all.filter((one) => {
    if (one.parentElement && ends(one.parentElement)) return false;
    const box = one.getBoundingClientRect();
    return box.right > sheet.right + 1 || box.bottom > sheet.bottom + 1 || box.left < sheet.left - 1;
  });
  const cut = all.filter((one) => getComputedStyle(one).overflowY !== 'visible' && !ends(one));
  return [...off, ...cut].map((one) => one.outerHTML.slice(0, 120));
}"""
ELLIPSES = (
    "() => [...document.querySelectorAll('li h2, .why bdi')].filter((e) => e.scrollHeight > e.clientHeight).length"
)
READ_QR = """
import decodeQR from "qr/decode.js";
const [width, height] = process.argv.slice(1).map(Number), parts = [];
for await (const part of process.stdin) parts.push(part);
console.log(decodeQR({ width, height, data: new Uint8ClampedArray(Buffer.concat(parts)) }));
"""
PWA = Path(__file__).resolve().parents[2] / "pwa"
MM, POINTS = 96 / 25.4, 72 / 25.4
PAPERS = {"a4": (210, 297), "a3": (297, 420)}


@pytest.fixture
def done(soum):
    """A hearing with a ranking, a decision, and a proposal that the office calls done; its code."""
    soum.well = soum.say("proposal", title="Гар худаг гаргах", body="Ус хол байна", cost=18_000_000, supporters=9)
    soum.code_of = soum.code(soum.well, "7K2M9QXA4TBC")
    ranked = {"method": "show_of_hands", "question": "Аль нь түрүүнд?", "cast": 9, "items/01": soum.well}
    soum.say("ranking_session", **ranked, closed_at="2026-11-02T10:00:00Z[Asia/Hovd]")
    soum.say("decision", number=1, text="Худгийн саналыг уламжлах", votes_for=8, votes_against=1, votes_abstain=0)
    soum.approve()
    soum.amend(soum.well, status="done", status_reason="Худаг ус гарч байна")
    return soum


@pytest.fixture
def address(done):
    """Where the pages are served."""
    with served(done.world.app) as address:
        yield f"{address}/jargalant"


@pytest.fixture
def phone(browser):
    """A page of a phone that runs no script."""
    context = browser.new_context(viewport=PHONE, locale="mn-MN", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def paper(browser):
    """A page that prints."""
    context = browser.new_context(locale="mn-MN")
    yield context.new_page()
    context.close()


def _stands(page):
    """The page has the landmarks of every page, and is no wider than the phone."""
    expect(page.locator("body")).to_match_aria_snapshot(LANDMARKS)
    assert page.evaluate(FITS), page.url


def test_a_citizen_without_script_finds_a_hearing_follows_a_code_confirms_and_writes(done, address, phone):
    phone.goto(address)
    _stands(phone)
    phone.get_by_role("navigation", name="Хуудсууд").get_by_role("link", name="Хурал").click()
    _stands(phone)
    phone.get_by_role("main").get_by_role("link", name="Рашаант багийн хэлэлцүүлэг").click()
    _stands(phone)
    expect(phone.get_by_role("main")).to_match_aria_snapshot(HEARING.strip())
    phone.get_by_role("navigation", name="Хуудсууд").get_by_role("link", name="Эхлэл").click()

    phone.get_by_role("textbox", name="Хяналтын дугаар").fill("7k2m 9qxa 4tbd2")
    phone.get_by_role("button", name="Явцыг харах").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    _stands(phone)
    phone.get_by_role("textbox", name="Хяналтын дугаар").fill(done.code_of.lower())
    phone.get_by_role("button", name="Явцыг харах").click()
    _stands(phone)
    expect(phone.get_by_role("main")).to_match_aria_snapshot(FOLLOWED.strip())
    assert done.code_of not in phone.url

    phone.get_by_role("radio", name="Тийм, хийгдсэн").check()
    phone.get_by_role("button", name="Хариу илгээх").click()
    expect(phone.get_by_role("status")).to_contain_text("хийгдсэн")

    phone.get_by_role("navigation", name="Хуудсууд").get_by_role("link", name="Санал").click()
    phone.get_by_role("main").get_by_role("link", name="Гар худаг гаргах").click()
    expect(phone.get_by_role("region", name="Төлөв")).to_contain_text("Иргэд баталгаажуулсан")
    phone.get_by_role("link", name="Сэтгэгдэл бичих").click()
    _stands(phone)
    phone.get_by_role("textbox", name="Сэтгэгдэл").fill("Ус тунгалаг, баярлалаа.")
    phone.get_by_role("checkbox", name="Нийтэлж болно").check()
    phone.get_by_role("button", name="Илгээх").click()
    expect(phone.get_by_role("status")).to_contain_text("хүлээн авлаа")
    assert [row[3:5] for row in done.world.everything()["public_remark"]] != []


def _read(shot: bytes) -> str:
    """The text of the QR code in a picture, as the tablet's own reader reads it."""
    picture = Image.open(io.BytesIO(shot)).convert("RGBA")
    words = ["node", "--input-type=module", "-e", READ_QR, *map(str, picture.size)]
    return (
        subprocess.run(words, cwd=PWA, input=picture.tobytes(), capture_output=True, check=True).stdout.decode().strip()
    )


@pytest.mark.parametrize("language", ["mn", "en"])
def test_six_long_rows_are_one_page_of_each_paper_and_nothing_is_cut_off_in_silence(done, address, paper, language):
    done.amend(done.well, status="withdrawn")
    for number in range(NOTICE_ROWS + 2):
        one = done.say("proposal", title=f"{number} {LONG}"[:190], cost=670_000_001 + number)
        done.send()
        done.amend(one, status="done", status_reason=LONG)
    coming = {"place": "Рашаант багийн төвийн соёлын танхимын хоёр давхарт", "theme": LONG}
    done.office("hearing", title="Дараагийн", held_on="2099-12-12", **coming)
    for size, (width, height) in PAPERS.items():
        paper.goto(f"{address}/units/{done.unit}/notice?size={size}&lang={language}")
        printed = PdfReader(io.BytesIO(paper.pdf(prefer_css_page_size=True)))
        assert len(printed.pages) == 1
        box = printed.pages[0].mediabox
        assert (float(box.width), float(box.height)) == pytest.approx((width * POINTS, height * POINTS), abs=1.5)
        told = " ".join(printed.pages[0].extract_text().split())
        costs = re.findall(r"670 000 00\d ₮", told)
        assert len(costs) == len(set(costs)) == NOTICE_ROWS, "each row is there with its money"
        assert {"mn": "Бусад санал: 3", "en": "Further proposals: 3"}[language] in told
        assert f"/jargalant/units/{done.unit}" in told and not re.search("Хэвлэ|menu", told)
        paper.emulate_media(media="print")
        paper.set_viewport_size({"width": int(width * MM), "height": int(height * MM)})
        assert paper.evaluate(LOST) == []
        assert paper.evaluate(ELLIPSES) == 2 * NOTICE_ROWS, "titles and reasons are longer than their lines, and say so"
        assert _read(paper.locator(".qr").screenshot()).endswith(f"/jargalant/units/{done.unit}")
        paper.emulate_media(media="null")


def test_the_page_of_a_code_and_of_a_hearing_print_what_they_tell_and_no_ways(done, address, paper):
    paper.goto(f"{address}/hearings/{done.hearing}")
    hearing = paper.pdf()
    paper.goto(f"{address}/follow")
    paper.get_by_role("textbox", name="Хяналтын дугаар").fill(done.code_of)
    paper.get_by_role("button", name="Явцыг харах").click()
    paper.wait_for_selector(".timeline")
    for printed, words in ((hearing, ("Аль нь түрүүнд?", "уламжлах")), (paper.pdf(), ("7K2M 9QXA", "Худаг ус гарч"))):
        pages = PdfReader(io.BytesIO(printed)).pages
        told = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert len(pages) == 1 and all(word in told for word in (*words, "Jargalant", "CC BY 4.0")), told
        assert not any(word in told for word in ("Эхлэл", "Агуулга руу", "Хариу илгээх", "Нийт:")), told
