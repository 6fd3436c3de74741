"""The minutes on paper (O14, scenario 22): national form, all letters, pages, signatures, annexes; always the same."""

from base64 import b64encode
from io import BytesIO

import pytest
from pycrdt import Doc, Text
from pypdf import PdfReader

from server import acts
from server.exports import minutes
from server.store import records
from server.text.collate import LETTERS
from sync.update import ROOT
from tests.office.conftest import HALL

ADOPTED = "2026-11-24T09:00:00Z[Asia/Hovd]"


@pytest.fixture
def world(sqlite_world):
    """One store is enough."""
    return sqlite_world


@pytest.fixture
def held(hall):
    """A hearing with minutes, agenda, proposals, decisions, a closed ranking."""
    world, base = hall.world, {"unit": hall.unit, "hearing": hall.hearing}
    document: Doc = Doc(client_id=7)
    document[ROOT] = text = Text()
    text += f"Үсэг: {LETTERS.upper()} {LETTERS} 18,0 сая ₮\n1. Г.Энхтуяа танилцуулав."
    for kind, values in (
        ("agenda_item", {"position": 2, "title": "Тулгамдсан асуудлыг эрэмбэлэх"}),
        ("agenda_item", {"position": 1, "title": "ОНХС-ийн тухай"}),
        ("minutes", {"text": b64encode(document.get_update()).decode()}),
        ("proposal", {"title": "Гар худаг", "cost": 18_000_000, "supporters": 3}),
        ("proposal", {"title": "Зам", "cost": 95_000_000, "supporters": 7}),
        ("decision", {"number": 1, "text": "Уламжлах", "due_on": "2026-12-01", "votes_for": 31, "votes_against": 4,
                      "votes_abstain": 3}),
    ):  # fmt: skip
        world.state(acts.creation(kind, base | values))
    return hall


def _paper(world, actor, hearing):
    with world.app.test_request_context(base_url="http://office.localhost:8000"), world.connection() as connection:
        return minutes.paper(connection, actor, hearing)


def _words(paper):
    return [" ".join(page.extract_text().replace("\u2011", "-").split()) for page in PdfReader(BytesIO(paper)).pages]


def test_scenario_22_minutes_have_the_national_form_all_letters_pages_signatures_and_annexes(held, reviewer):
    paper, name = _paper(held.world, reviewer, held.hearing)
    pages = _words(paper)
    said = " ".join(pages)
    for words in ("ХУРЛЫН ТЭМДЭГЛЭЛ", "2026 оны 11 дүгээр сарын 24-ний өдөр", "18,0 сая ₮", "31 : 4 : 3", HALL,
                  "Хуралдаан даргалагч", "Тэмдэглэл хөтөлсөн", "1 дүгээр хавсралт", "2 дугаар хавсралт",
                  "ҮНДЭСНИЙ БИЧГЭЭР"):  # fmt: skip
        assert words in said, words
    assert [letter for letter in LETTERS + LETTERS.upper() if letter not in said] == []
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert said.index("ОНХС-ийн тухай") < said.index("Тулгамдсан асуудлыг эрэмбэлэх")
    annex = next(page for page in pages if "2 дугаар хавсралт" in page)
    assert annex.index("Зам") < annex.index("Гар худаг")
    assert name == "minutes-2026-11-24"


def test_scenario_22_the_same_data_are_the_same_paper_and_other_data_another(held, reviewer):
    first, _ = _paper(held.world, reviewer, held.hearing)
    assert _paper(held.world, reviewer, held.hearing)[0] == first
    held.world.state(acts.creation("agenda_item", {"unit": held.unit, "hearing": held.hearing, "title": "Бусад"}))
    assert _paper(held.world, reviewer, held.hearing)[0] != first


def test_minutes_in_the_national_script_stand_on_paper_and_pages(held, desk):
    hall, browser, _ = desk
    said = {"unit": hall.unit, "hearing": hall.hearing, "traditional_text": "ᠬᠤᠷᠠᠯ", "adopted_at": ADOPTED}
    hall.world.state(acts.creation("minutes", said))
    assert "ᠬᠤᠷᠠᠯ" in browser.get(f"/hearings/{hall.hearing}/minutes").text
    last = _words(browser.get(f"/hearings/{hall.hearing}/minutes.pdf").data)[-1]
    assert "ᠬᠤᠷᠠᠯ" in last and "ҮНДЭСНИЙ" not in last
    with hall.world.connection() as connection:
        found = records.load_open(connection, hall.world.tenant, [hall.hearing])[hall.hearing]
    hall.world.state(acts.change(found, {"review": "approved"}))
    page = hall.world.app.test_client().get(f"/jargalant/hearings/{hall.hearing}", base_url="http://localhost:8000")
    assert 'lang="mn-Mong"><bdi>ᠬᠤᠷᠠᠯ' in page.text


def test_scenario_11_minutes_without_a_quorum_say_that_decisions_are_not_valid(held, reviewer, world):
    said = {"quorum_basis": "household", "quorum_percent": 50, "households": 142}
    with world.connection() as connection:
        unit = records.load_open(connection, world.tenant, [held.unit])[held.unit]
    world.state(acts.change(unit, said))
    words = " ".join(_words(_paper(world, reviewer, held.hearing)[0]))
    assert "142 өрхийн 50 хувь; хүчинтэй ирц 71" in words
    assert "Ирц бүрдээгүй үед гаргасан шийдвэрийг хүчинтэйд тооцохгүй" in words


def test_nobody_prints_the_minutes_of_another_bagh(desk):
    hall, reviewer, browse = desk
    assert reviewer.get(f"/hearings/{hall.hearing}/minutes.pdf").data[:4] == b"%PDF"
    assert browse("officer", "Бугат").get(f"/hearings/{hall.hearing}/minutes.pdf").status_code == 404
