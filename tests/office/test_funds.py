"""A year of the local fund: sheets, sessions, the governor's list, resolution, works, advice, the `.pb` file (O10)."""

import re
from io import BytesIO

import pytest
from pabulib.checker import Checker
from pypdf import PdfReader

from server import acts
from server.office.sheets import service as sheets
from server.office.works import elections, entry, funds, packages, resolution
from server.office.works.elections import Election
from server.office.works.routes import KINDS
from server.problems import Problem
from server.store import records
from server.who import OFFICER
from sync import ranking
from sync.merge import value_of
from tests.office.conftest import Hall, make_officer

CYCLE = {"year": "2026", "opens_on": "2026-01-01", "closes_on": "2026-12-31", "limit": "100"}
COSTS = {"A": 60, "B": 50, "C": 40, "D": 30}  # of the hand example (DOMAIN §F1), in millions
MILLION = 1_000_000


ASKED = {"method": "approval", "question": "ОНХС", "eligible": 10, "seed": "баг"}


@pytest.fixture
def officer(sqlite_world):
    return make_officer(sqlite_world, OFFICER).actor()


@pytest.fixture
def year(sqlite_world, officer):
    return _begun(Hall(sqlite_world), officer)


def _begun(hall, officer):
    """A cycle of the bagh, a closed approval session of ten ballots over four proposals, sheets of two kinds."""
    items = {
        name: hall.ana.say("proposal", unit=hall.unit, hearing=hall.hearing, title=f"Санал {name}") for name in COSTS
    }
    asked = ASKED | {f"items/{name}": one for name, one in items.items()}
    asked |= {f"costs/{name}": cost * MILLION for name, cost in COSTS.items()}
    session = hall.ana.say("ranking_session", unit=hall.unit, hearing=hall.hearing, **asked)
    cast = {}
    for number in range(10):
        ticked = ("A", "B") if number < 6 else ("C", "D")
        marks = {f"marks/{name}": 1 for name in ticked}
        cast[str(number)] = marks
        hall.ana.say("ballot", unit=hall.unit, hearing=hall.hearing, session=session, **marks)
    result = ranking.rank(asked, cast, {})
    ended = {"closed_at": "2026-11-24T06:40:00Z[Asia/Hovd]", "result_hash": ranking.result_hash(result)}
    hall.ana.say("ranking_session", session, _n=2, **ended)
    for number, invalid in enumerate((None, None, True)):
        more = {"invalid": invalid} if invalid else {}
        hall.ana.say("survey", unit=hall.unit, hearing=hall.hearing, number=str(number), **more)
    house = hall.ana.say("household", unit=hall.unit, number="12")
    for number in ("3", "4"):  # a household's second sheet counts no more than an interview does
        hall.ana.say("survey", unit=hall.unit, hearing=hall.hearing, number=number, household=house)
    for invalid in ({}, {"invalid": True}):
        hall.ana.say("survey", unit=hall.unit, hearing=hall.hearing, form="group_interview", who="Малчид", **invalid)
    hall.world.sync(hall.ana)
    with hall.world.app.app_context():
        cycle, _ = funds.save(officer, "", CYCLE | {"unit": hall.unit})
    hall.items, hall.cycle, hall.asked, hall.cast = items, cycle, asked, cast
    _do(hall, officer, funds.choose, {}, [session])
    return hall


def _one(hall, actor):
    with hall.world.connection() as connection:
        return funds.one(connection, actor, hall.cycle)


def _do(hall, actor, deed, typed, *more):
    seen = _one(hall, actor)["seen"]
    with hall.world.app.app_context():
        return deed(actor, hall.cycle, {"seen": seen} | typed, *more)


def _places(hall, order, **reasons):
    said = {f"place/{hall.items[name]}": str(place) for place, name in enumerate(order, 1)}
    return said | {f"reason/{hall.items[name]}": why for name, why in reasons.items()}


def test_sheets_are_counted_by_bagh_as_the_list_of_sheets_counts_them(hall, officer_of):
    officer = officer_of(OFFICER)
    view = _one(_begun(hall, officer), officer)
    assert (view["sheets"], len(view["sessions"])) == ([(hall.unit, 3, 1, 1)], 1)
    with hall.world.connection() as connection:
        listed = sheets.listed(connection, officer, "household_sheet", {})
    assert listed.counts == {hall.unit: {"": 5, "valid": 3, "invalid": 1, "repeated": 1}}


def test_a_governors_list_that_differs_from_the_citizens_order_says_why_line_by_line(year, officer):
    lines = {line.proposal: line.citizens for line in _one(year, officer)["lines"]}
    assert lines[year.items["A"]] < lines[year.items["C"]]
    with pytest.raises(Problem) as raised:
        _do(year, officer, funds.order, _places(year, "CA"))
    wrong = raised.value.detail["fields"]
    assert {f"reason/{year.items[name]}" for name in "CA"} <= wrong.keys()
    why = dict.fromkeys("ABCD", "Төсөв, зураг нь бэлэн")
    op_id = _do(year, officer, funds.order, _places(year, "CA", **why))
    view = _one(year, officer)
    assert [(line.place, line.proposal) for line in view["lines"] if line.place] == [
        (1, year.items["C"]), (2, year.items["A"]),
    ]  # fmt: skip
    assert view["funded"] == {year.items["A"], year.items["C"]}
    with year.world.app.app_context():
        entry.take_back(officer, op_id, KINDS)
    assert _one(year, officer)["funded"] == set()


@pytest.mark.parametrize(
    ("order", "off"),
    [
        ("ABCD", ""),
        ("AB", ""),
        ("", ""),
        ("BA", "AB"),
        ("AC", "B"),
        ("DABC", "ABCD"),
    ],
)
def test_what_differs_is_an_order_turned_round_or_one_passed_over(order, off):
    ranked = [("session", name, place) for place, name in enumerate("ABCD", 1)]
    assert funds.differing(ranked, {name: place for place, name in enumerate(order, 1)}) == set(off)
    tied = [("session", name, 1) for name in "ABCD"]
    assert funds.differing(tied, {name: place for place, name in enumerate(order, 1)}) == set()


def test_works_are_made_of_what_is_funded_after_the_resolution_and_once(year, officer):
    _do(year, officer, funds.order, _places(year, "BA"))
    with year.world.app.app_context(), pytest.raises(Problem, match="bad-state"):
        funds.make_works(officer, year.cycle)
    with pytest.raises(Problem, match="bad-values"):
        _do(year, officer, funds.resolve, {"resolution_number": "12"})
    _do(year, officer, funds.resolve, {"resolution_number": "12", "resolution_on": "2026-12-20"})
    with year.world.app.app_context():
        funds.make_works(officer, year.cycle)
        with pytest.raises(Problem, match="bad-state"):
            funds.make_works(officer, year.cycle)
    (made,) = _one(year, officer)["works_made"]  # B for 50; A for 60 more goes beyond the limit of 100
    assert (value_of(made, "year"), packages.amount(made)) == (2027, 50 * MILLION)
    assert packages.linked(made) == [year.items["B"]]


def test_everybody_reads_the_list_beside_the_citizens_order_and_why_they_differ(year, officer):
    """DOMAIN §C1: publish why the final list differs."""
    why = dict.fromkeys("ABCD", "Төсөв, зураг нь бэлэн <b>")
    _do(year, officer, funds.order, _places(year, "CA", **why))
    _do(year, officer, funds.resolve, {"resolution_number": "12", "resolution_on": "2026-12-20"})
    with year.world.app.app_context():
        funds.make_works(officer, year.cycle)
    client = year.world.app.test_client()

    def read(path):
        return client.get(f"/jargalant/{path}", base_url="http://localhost:8000").text

    where = f"funds/{year.cycle}"
    assert where in read("works")
    page = read(where)
    assert "2026.12.20" in page and "100,0" in page and year.items["C"] not in page, "its hearing is not approved"
    with year.world.connection() as connection:
        hall = records.load_open(connection, year.world.tenant, [year.hearing])[year.hearing]
    year.world.state(acts.change(hall, {"review": "approved"}))
    page = read(where)
    rows = re.findall(r'<tr><td class="num">(.+?)</td>.*?Санал (.).*?<td class="num">(\d)</td>', page)
    assert rows == [("1", "C", "4"), ("2", "A", "2"), ("–", "B", "1"), ("–", "D", "3")]
    assert page.count("Төсөв, зураг нь бэлэн &lt;b&gt;") == 4
    assert page.count("/jargalant/works/") == 2


def test_equal_shares_stands_beside_the_list_as_an_advice(year, officer):
    """The hand example of DOMAIN §F1: ten ballots, 10 each. With the cost as utility ρ is 1 ÷ supporters, so A, B are
    equal (1/6), then C and D (1/4). Its {A, C} comes of taking equals by name; ours is the order of the tie
    policy (§F, the published one): more votes, then the lower cost, so B before A, D before C. Both sets fit into 100.
    """
    _do(year, officer, funds.order, _places(year, "BA"))
    advice = _one(year, officer)["advice"]
    told = ranking.advise(year.asked, year.cast, {}, "equal_shares", {"budget": str(100 * MILLION)})
    bought = [year.items[item["item"]] for item in told["items"] if item["rank"]]
    assert (set(advice.chosen), advice.variant) == (set(bought), told["variant"])
    assert set(bought) == {year.items["B"], year.items["D"]}
    assert advice.election.left_out == 0


def test_the_pabulib_checker_accepts_the_file(year, officer):
    view = _one(year, officer)
    meta = {"description": "ОНХС; туршилт", "country": "Mongolia", "unit": "Рашаант", "instance": 2026}
    meta |= {"budget": view["limit"], "date_begin": "01.01.2026", "date_end": "31.12.2026"}
    names = view["names"] | {year.items["A"]: 'Гар "худаг"; гаргах'}
    text = elections.pb(view["advice"].election, meta, names, {year.items["A"], year.items["C"]})
    found = Checker().process_files([text])
    assert (found["metadata"]["valid"], found["metadata"]["invalid"]) == (1, 0), found
    assert elections.pb(Election({}, (), 0), meta, {}, set()).endswith("voter_id;vote\n")


def test_the_pages_of_the_fund_open_save_and_ask_again(desk):
    hall, _, browse = desk
    browser = browse(OFFICER)
    assert "Сангийн сайдын 2018 оны 228" in browser.get("/funds").text
    again = browser.submit("/funds", "/me", unit=hall.unit, **CYCLE | {"limit": ""})
    assert again.status_code == 422 and 'value="2026-12-31"' in again.text
    made = browser.submit("/funds", "/me", unit=hall.unit, **CYCLE)
    path = made.location.partition("?")[0]
    page = browser.get(path).text
    seen = page.partition('name="seen" value="')[2][:32]
    assert browser.submit(path + "/resolution", "/me", seen=seen, resolution_number="12").status_code == 422
    said = {"resolution_number": "12/03", "resolution_on": "2026-12-20"}
    assert browser.submit(path + "/resolution", "/me", seen=seen, **said).status_code == 303
    assert browser.submit(path + "/resolution", "/me", seen=seen, **said).status_code == 409
    assert "12/03" in browser.get("/funds").text
    assert browser.get(path + "/election.pb").status_code == 404
    assert browse("officer", "Бугат").get(path).status_code == 404


def test_the_resolution_is_a_paper_with_its_list_and_a_draft_until_the_khural_gave_it_a_number(year, officer):
    with year.world.connection() as connection, pytest.raises(Problem, match="not-found"):
        resolution.paper(connection, officer, year.cycle)  # nothing is listed yet
    _do(year, officer, funds.order, _places(year, "DA", **dict.fromkeys("ABCD", "Зураг нь бэлэн")))
    assert "ТӨСӨЛ" in (draft := _paper(year, officer))
    _do(year, officer, funds.resolve, {"resolution_number": "12/07", "resolution_on": "2026-12-11"})
    said = _paper(year, officer)
    assert "ТӨСӨЛ" not in said and "№ 12/07" in said and "2026 оны 12 дугаар сарын 11" in said
    for words in ("ТОГТООХ НЬ", "2027 онд хийх 2 ажлын", "ерэн сая төгрөг", "Санал A", "Зураг нь бэлэн", "Рашаант"):
        assert words in said and words in draft, words


def _paper(year, officer):
    with year.world.connection() as connection:
        paper, _ = resolution.paper(connection, officer, year.cycle)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
