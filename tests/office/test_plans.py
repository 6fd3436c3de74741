"""The joint plan of a year: drafted from open proposals, edited in its table, printed, exported (O9)."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from server.office.hearings import views as record_views
from server.office.proposals import states
from server.office.works import entry, plans
from server.office.works.routes import KINDS
from server.problems import Problem
from server.who import OFFICER
from sync.merge import value_of


@pytest.fixture
def officer(officer_of):
    return officer_of(OFFICER)


@pytest.fixture
def proposals(hall, reviewer):
    """An open one with few supporters, an open one with many, one that has its end."""
    made = [
        hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=title, supporters=count)
        for title, count in (("Зам засах", 3), ("Гар худаг гаргах", 19), ("Мод тарих", 2))
    ]
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        states.move(reviewer, made[2], states.Wish("answered", reason="Хавар зохион байгуулна"))
    return made


def _plan(hall, actor, view=plans.shown):
    with hall.world.connection() as connection:
        return view(connection, actor, {"unit": hall.unit, "year": "2027"})


def test_the_draft_holds_the_open_proposals_and_those_picked_become_planned_lines(hall, officer, proposals):
    road, well, _ = proposals
    assert [one.id for one in _plan(hall, officer, plans.draft)["found"]] == [well, road]
    with hall.world.app.app_context():
        op_id = plans.take_up(officer, hall.unit, 2027, [well])
    (line,) = _plan(hall, officer)["lines"]
    assert (value_of(line, "title"), value_of(line, "state")) == ("Гар худаг гаргах", "planned")
    assert [one.id for one in _plan(hall, officer, plans.draft)["found"]] == [road]
    with hall.world.connection() as connection:
        assert record_views.record(connection, officer, well)["status"] == "planned"
    with hall.world.app.app_context():
        entry.take_back(officer, op_id, KINDS)
    assert _plan(hall, officer)["lines"] == []
    with hall.world.connection() as connection:
        assert record_views.record(connection, officer, well)["status"] == "recorded"


def test_a_proposal_is_taken_up_once_and_a_line_needs_a_title_and_a_quarter_of_four(hall, officer, proposals):
    with hall.world.app.app_context():
        plans.take_up(officer, hall.unit, 2027, proposals[:1])
        with pytest.raises(Problem, match="bad-values"):
            plans.take_up(officer, hall.unit, 2027, proposals[:1])
        for typed in ({"title": " "}, {"title": "Мод тарих", "quarter": "5"}):
            with pytest.raises(Problem, match="bad-values"):
                plans.save(officer, "", {"unit": hall.unit, "year": "2027"} | typed)
    assert len(_plan(hall, officer)["lines"]) == 1


def test_a_sheet_of_the_plan_holds_no_formula():
    assert plans.as_csv(["Ажил"], [["=1+1"], ["-5"], ["Худаг"], [""]]).decode("utf-8-sig").split("\r\n")[1:5] == [
        "'=1+1", "'-5", "Худаг", '""',
    ]  # fmt: skip


def test_the_pages_of_the_plan_open_save_print_and_export(desk):
    hall, _, browse = desk
    browser = browse(OFFICER)
    well = hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title="Гар худаг гаргах")
    hall.world.sync(hall.ana)
    at = f"?unit={hall.unit}&year=2027"
    assert "хоосон" in browser.get("/plan" + at).text
    assert "Гар худаг гаргах" in browser.get("/plan/draft" + at).text
    form = {"unit": hall.unit, "year": "2027"}
    assert browser.submit("/plan/draft", "/me", proposal=well, **form).status_code == 303
    page = browser.get("/plan" + at).text
    line = page.partition('id="line-')[2][:26]
    seen = page.partition('name="seen" value="')[2][:32]
    said = {"title": "Гар худаг", "quarter": "2", "state": "begun", "owner_here": "Багийн Засаг дарга", **form}
    assert browser.submit(f"/plan/lines/{line}", "/me", seen=seen, **said).status_code == 303
    assert browser.submit(f"/plan/lines/{line}", "/me", seen=seen, **said).status_code == 409
    assert browser.submit("/plan/lines", "/me", title="Мод тарих", **form).status_code == 303
    table = browser.get("/plan/table" + at).data.decode("utf-8-sig")
    assert "1,Гар худаг,,Багийн Засаг дарга,,2,Эхэлсэн," in table
    paper = browser.get("/plan/paper" + at)
    script = browser.submit("/plan/paper", "/plan" + at, **form, traditional="ᠲᠥᠯᠥᠪᠯᠡᠭᠡ")
    assert "ᠲᠥᠯᠥᠪᠯᠡᠭᠡ" in PdfReader(BytesIO(script.data)).pages[-1].extract_text()
    assert paper.data[:5] == b"%PDF-" and paper.data == browser.get("/plan/paper" + at).data
    assert browser.submit(f"/plan/lines/{line}/removal", "/me", **form).status_code == 303
    assert "Багийн Засаг дарга" not in browser.get("/plan" + at).text
