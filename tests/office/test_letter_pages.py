"""The pages of letters and clocks: what each role may see and do there, and that mistakes keep what was written."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from server.office.letters import view
from server.who import ADMINISTRATOR, OFFICER, REVIEWER
from tests.office.conftest import make_officer
from tests.office.test_letters import NOW, Office
from tests.server.conftest import browser_on


@pytest.fixture
def office(sqlite_world, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    return Office(sqlite_world)


def signed_in(office, role):
    browser = browser_on(office.world.app, "office")
    email = office.email if role == OFFICER else make_officer(office.world, role).email
    assert browser.sign_in(email).status_code == 302
    return browser


def test_an_officer_sends_proposals_from_the_list_and_enters_what_came_back(office):
    proposal, other = office.proposal(kind="petition"), office.proposal(title="Гүүр", category="roads")
    browser = signed_in(office, OFFICER)
    listed = browser.get("/proposals").text
    assert f'name="proposal" value="{proposal}"' in listed
    path = f"/letters/new?proposal={proposal}&proposal={other}"
    page = browser.get(path).text
    assert "2026.11.24-нд хүлээн авсан + 30 хоног = 2026.12.24" in page
    said = {"proposal": [proposal, other], f"body-{proposal}": office.water, "subject": ""}
    said |= {"text": "Уламжилж\r\nбайна.", "traditional": "ᠮᠣᠩᠭᠣᠯ\r\nᠪᠢᠴᠢᠭ"}
    wrong = browser.submit("/letters/new", path, **said)
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text and "ᠮᠣᠩᠭᠣᠯ" in wrong.text
    sent = browser.submit("/letters/new", path, **said | {"subject": "Уламжлах тухай"})
    assert sent.status_code == 303
    where = sent.headers["Location"].partition("?")[0]
    page = browser.get(where).text
    referral = re.search(r"/referrals/([a-z2-7]{26})/replies", page)[1]
    paper = browser.get(where + "/paper")
    assert paper.data.startswith(b"%PDF-") and paper.headers["Content-Disposition"].endswith('-1.pdf"')
    assert "ᠮᠣᠩᠭᠣᠯ" in PdfReader(BytesIO(paper.data)).pages[-1].extract_text()
    wrong = browser.submit(f"/referrals/{referral}/replies", where, answer="not_competent", text="Манайх биш")
    assert wrong.status_code == 422 and "Манайх биш" in wrong.text
    interim = {"answer": "interim", "text": "Судалж байна."}
    assert browser.submit(f"/referrals/{referral}/replies", where, **interim).status_code == 303
    form = f"/referrals/{referral}/extension"
    wrong = browser.submit(form, form, to="2027-01-23", by="Засаг дарга", reason="Судалгаа", notice="")
    assert wrong.status_code == 422 and "Судалгаа" in wrong.text
    said = {"to": "2027-01-23", "by": "Засаг дарга", "reason": "Судалгаа\r\nдуусаагүй", "notice": "Сунгалаа."}
    assert browser.submit(form, form, **said).status_code == 303
    assert "2027.01.23" in browser.get("/clocks").text
    assert "Уламжлал" in browser.get(f"/records/{proposal}").text
    assert browser.get("/letters").status_code == 200 and browser.get("/clocks?what=unsent").status_code == 200


def test_rules_are_added_refused_twice_and_taken_back_on_their_page(office):
    browser = signed_in(office, OFFICER)
    said = {"category": "water", "place": "", "body": office.water, "note": ""}
    assert browser.submit("/routes", "/routes", **said).status_code == 303
    assert browser.submit("/routes", "/routes", **said).status_code == 409
    assert browser.submit("/routes", "/routes", **said | {"category": "roads", "body": ""}).status_code == 422
    removal = re.search(r"/routes/[a-z2-7]{26}/removal", browser.get("/routes").text)[0]
    done = browser.submit(removal, "/routes")
    assert "Буцаах" in browser.get(done.headers["Location"]).text
    browser.submit(removal, "/routes", deed="back")
    assert removal in browser.get("/routes").text


def test_a_reviewer_reads_letters_and_sends_none(office):
    proposal = office.proposal()
    letter = office.send(proposal)[0]
    browser = signed_in(office, REVIEWER)
    page = browser.get(f"/letters/{letter}").text
    assert "/replies" not in page and "/link" not in page
    assert browser.get(f"/letters/new?proposal={proposal}").status_code == 403
    assert browser.get("/routes").status_code == 200 and "/removal" not in browser.get("/routes").text
    assert f'name="proposal" value="{proposal}"' not in browser.get("/proposals").text


def test_h83_the_file_name_of_a_paper_is_plain_whatever_the_letter_says(office):
    letter = office.send(office.proposal(title='"; filename=x.exe'))[0]
    browser = signed_in(office, ADMINISTRATOR)
    told = browser.get(f"/letters/{letter}/paper").headers["Content-Disposition"]
    assert re.fullmatch(r'inline; filename="\d{4}-\d\d-\d\d-\d+\.pdf"', told)


def test_an_address_with_a_nul_is_refused_on_every_store(office):
    browser = signed_in(office, OFFICER)
    for path in ("/letters/%00", "/clocks?unit=%00", "/search?q=%00x", "/hearings/x/%00", "/clusters?page=%00"):
        assert browser.get(path).status_code == 400, path
    wish = {"proposal": office.proposal(), "subject": "Тухай", "text": "Уламжилж байна."}
    wish[f"body-{wish['proposal']}"] = "\0"
    assert browser.submit("/letters/new", "/letters/new", **wish).status_code == 422


def test_what_does_not_exist_is_not_found(office):
    browser = signed_in(office, OFFICER)
    nothing = "a" * 26
    for path in (f"/letters/{nothing}", f"/letters/{nothing}/paper", f"/referrals/{nothing}/extension", "/letters/x"):
        assert browser.get(path).status_code == 404, path
    assert browser.get("/letters/new?proposal=x").status_code == 200
    assert office.see(view.waiting_of) == 0
