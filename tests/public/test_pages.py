"""What everybody reads: lists, hearings, baghs, works; light, current, and only what was approved (P2–P4, P9)."""

import gzip
import re
from collections import Counter

import brotli
import pytest

from server import acts
from server.office.works import packages
from server.public import visits
from server.public.reader import SMALLEST, hidden, public_fields
from server.store import published, records
from tests.public.conftest import Citizen, Soum
from tests.public.walk import walked

HTML_CSS_MAX, PAGE_MAX = 10_000, 50_000


@pytest.fixture
def full(soum):
    """A hearing with people, proposals, a vote of hands, decisions; a work and a measure; all of it approved."""
    for number in range(9):
        traits = {"sex": "female" if number < 7 else "male", "age_band": "35_54" if number < 6 else "18_24"}
        soum.say("attendance", role="citizen", **traits)
    soum.wells = [
        soum.say(
            "proposal",
            title=title,
            category=category,
            cost=cost,
            supporters=9,
            place="48.01,91.65",
            place_is_public=number == 0,
        )
        for number, (title, category, cost) in enumerate(
            (("Гар худаг гаргах", "water", 18_000_000), ("Зам засах", "roads", None), ("Гэрэл тавих", "lighting", 9))
        )
    ]
    soum.say("decision", number=1, text="Худгийн саналыг уламжлах", votes_for=8, votes_against=1, votes_abstain=0)
    body = soum.world.state(_body())
    soum.approve()
    soum.amend(soum.wells[0], status="done", status_reason="Худаг ус гарч байна")
    work = {"name": "Гар худаг", "amount": 18_000_000, "state": "done", "year": 2026, "progress_percent": 100}
    soum.work = soum.office("work", **work, **{"funding/ldf": 18_000_000, "proposals/a": soum.wells[0]})
    soum.office("measure", proposal=soum.wells[0], text="Өрөмдсөн", taken_on="2026-11-20", body=body)
    return soum


def _body():
    return acts.creation("body", {"name": "Ус суваг"})


def test_every_page_that_links_lead_to_is_there_light_and_without_script_or_cookie(full, reader):
    found = walked(reader.client, "/jargalant")
    assert [(address, answer.status_code) for address, answer in found.items() if answer.status_code != 200] == []
    pages = {address: answer for address, answer in found.items() if answer.mimetype == "text/html"}
    assert len(pages) > 20
    sheet = len(gzip.compress(found["/static/public.css"].data, 9))
    for address, answer in pages.items():
        assert len(gzip.compress(answer.data, 9)) + sheet <= HTML_CSS_MAX, address
        assert len(answer.data) + len(found["/static/public.css"].data) <= PAGE_MAX, address
        assert "Set-Cookie" not in answer.headers and "<script" not in answer.text, address
        assert "style=" not in answer.text, address


def test_a_list_is_filtered_by_bagh_category_state_and_money(full, reader):
    page = "/jargalant/proposals"
    assert all(title in reader.ask(page).text for title in ("Гар худаг гаргах", "Зам засах", "Гэрэл тавих"))
    for query, fits in (("category=water", 1), ("status=done", 1), ("money=20", 1), ("money=5", 1), ("category=x", 3)):
        assert len(re.findall(r'<li><a href="/jargalant/proposals/', reader.ask(f"{page}?{query}").text)) == fits, query
    assert len(re.findall(r"<li><a href=", reader.ask(f"{page}?unit={full.unit}&status=recorded").text)) == 2
    assert reader.ask(f"{page}?page=99999999&unit=x").status_code == 200
    assert reader.ask(f"{page}?unit=%00").status_code == 400


def test_a_point_is_drawn_only_of_a_public_place(full, reader):
    page = reader.ask("/jargalant/proposals").text
    assert len(re.findall(r"M\d+ \d+h0", page[page.index('class="pins"') : page.index('class="key"')])) == 1


def test_what_the_reviewer_has_not_approved_is_a_notice_and_nothing_more(soum, reader):
    proposal = soum.say("proposal", title="Хэний ч хянаагүй санал")
    soum.say("decision", number=1, text="Хянаагүй шийдвэр")
    soum.say("attendance", role="citizen")
    soum.send()
    assert reader.ask(f"/jargalant/proposals/{proposal}").status_code == 404
    assert "Хэний ч хянаагүй" not in reader.ask("/jargalant/proposals").text
    page = reader.ask(f"/jargalant/hearings/{soum.hearing}").text
    assert "Рашаант багийн хэлэлцүүлэг" in page and "хянаж байна" in page
    assert "Хянаагүй шийдвэр" not in page and "оролцсон" not in page
    soum.amend(soum.hearing, review="approved")
    assert reader.ask(f"/jargalant/proposals/{proposal}").status_code == 200
    assert "Хянаагүй шийдвэр" in reader.ask(f"/jargalant/hearings/{soum.hearing}").text


def test_h85_groups_under_five_are_not_told_nor_reckoned_from_the_rest(full, reader):
    page = reader.ask(f"/jargalant/hearings/{full.hearing}").text
    turnout = page[page.index("Ирц") : page.index("Шийдвэр")]
    assert "<b>9</b>" in turnout
    assert re.findall(r'<td class="num">([^<]*)</td>', turnout) == ["5-аас цөөн"] * 4, "7 + 2 and 6 + 3 of 9"


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 9, "b": 7, "c": 3}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 7}, {"a": 9, "b": 7}),
        ({"a": 3}, {"a": None}),
    ],
)
def test_h85_a_single_small_group_takes_the_next_one_with_it(counts, told):
    assert dict(hidden(Counter(counts))) == told
    assert SMALLEST == 5


def test_a_page_is_asked_for_once_and_again_only_when_something_changed(full, reader):
    page = "/jargalant/proposals"
    first = reader.ask(page)
    assert first.headers["Cache-Control"] == "public, max-age=60" and "Accept-Language" in first.headers["Vary"]
    again = reader.ask(page, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    full.amend(full.wells[1], status="forwarded")
    changed = reader.ask(page, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and "Уламжилсан" in changed.text


def test_a_page_is_packed_for_who_reads_that(full, reader):
    plain = reader.ask("/jargalant")
    packed = reader.ask("/jargalant", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == plain.data
    assert reader.ask("/jargalant", headers={"Accept-Encoding": "br, gzip"}).headers["Content-Encoding"] == "br"


def test_pages_speak_both_languages_by_wish_or_by_the_browser(full, reader):
    assert "Measures taken" in reader.ask(f"/jargalant/units/{full.unit}", headers={"Accept-Language": "en"}).text
    wished = reader.ask(f"/jargalant/units/{full.unit}?lang=en", headers={"Accept-Language": "mn"}).text
    assert "Measures taken" in wished and 'href="/jargalant/proposals?lang=en"' in wished
    assert 'lang="mn-Cyrl"' in reader.ask(f"/jargalant/units/{full.unit}?lang=xx").text


def test_a_page_says_when_it_was_renewed_and_warns_after_fourteen_days(full, reader, monkeypatch):
    assert "Шинэчилсэн: <b>" in reader.ask("/jargalant").text
    monkeypatch.setenv("YAVUUL_NOW", "+P13D")
    assert "14 хоногоос" not in reader.ask("/jargalant").text
    monkeypatch.setenv("YAVUUL_NOW", "+P15D")
    page = reader.ask("/jargalant").text
    assert "14 хоногоос" in page and "CC BY 4.0" in page


def test_visits_are_counted_by_page_and_day_without_a_trace_of_who(full, reader, monkeypatch):
    for _ in range(3):
        reader.ask("/jargalant/works", headers={"User-Agent": "Opera Mini"})
    reader.ask("/jargalant/works", headers={"User-Agent": "SomeBot/1.0"})
    with full.world.app.app_context():
        visits.flush()
    rows = full.world.everything()["public_visit"]
    assert sorted({(page, count) for _, page, _, count in rows}) == [("", 3), ("works", 3)]
    assert "127.0.0.1" not in str(rows) and "Opera" not in str(rows)
    monkeypatch.setenv("YAVUUL_NOW", "+PT20M")
    assert "Нийт: 3" in reader.ask("/jargalant/works").text


def test_the_board_gets_a_notice_with_what_came_of_the_baghs_proposals(full, reader):
    page = reader.ask(f"/jargalant/units/{full.unit}/notice").text
    assert "Та хэлсэн. Ингэж шийдэв." in page and "Худаг ус гарч байна" in page and "<path" in page
    assert f"/jargalant/units/{full.unit}</p>" in page, "who has no camera can type the address"
    assert "notice-a3.css" in reader.ask(f"/jargalant/units/{full.unit}/notice?size=a3").text


def test_a_work_says_what_where_and_with_whose_money(full, reader):
    page = reader.ask(f"/jargalant/works/{full.work}").text
    assert all(word in page for word in ("Гар худаг", "Рашаант", "ОНХС", "18,0", "Хийгдсэн", "Гар худаг гаргах"))


def test_scenario_09_the_money_of_a_package_counts_once(soum, reader):
    for name in ("Цэцэрлэг", "Бие засах газар"):
        soum.office("work", name=name, amount=670_000_000, package="2018", state="planned", year=2018)
    assert "670,0" in reader.ask("/jargalant/works").text and "1 340" not in reader.ask("/jargalant/works").text


def test_scenario_09_everybody_reads_the_sum_that_the_office_reads(soum, reader):
    soum.office("work", name="А", package="ОНХС", year=2025, amount=100)
    soum.office("work", name="Б", package="ОНХС", year=2026, amount=70)
    soum.office("work", name="В", package="ОНХС", year=2026, amount=60)  # they differ: the larger counts
    soum.office("work", name="Г", year=2026, **{"funding/ldf": 5, "funding/aimag": 4})
    with soum.world.connection() as connection:
        works = records.load_open(connection, "jargalant", published.works(connection, "jargalant", {}))
    assert packages.sums(map(packages.of_record, works.values())).amount == 179
    page = reader.ask("/jargalant/works").text
    assert "179₮" in page.replace("\xa0", "") and "9₮" in page[page.index(">Г<") :].replace("\xa0", "")


def test_scenario_25_the_headline_counts_distinct_proposals_that_became_work(full, reader):
    assert "<b>1 / 3</b>" in reader.ask("/jargalant").text.replace("\u00a0", " ")


def test_another_organisation_has_pages_of_its_own(full, reader):
    full.world.found("songino", baghs=("1 дүгээр хороо",))
    assert reader.ask(f"/songino/proposals/{full.wells[0]}").status_code == 404
    assert "Гар худаг" not in reader.ask("/songino/proposals").text
    assert reader.ask("/nobody").status_code == 404
    assert 'href="/songino"' in reader.ask("/").text


def test_an_address_typed_with_a_slash_at_its_end_is_the_same(full, reader):
    assert reader.ask("/jargalant/").status_code == 200


def test_machines_find_every_page(full, reader):
    cycle = full.office("ldf_cycle", unit=full.unit, year=2026)
    listed = reader.ask("/sitemap.xml").text
    assert f"/jargalant/proposals/{full.wells[0]}</loc>" in listed and f"/jargalant/units/{full.unit}</loc>" in listed
    assert f"/jargalant/funds/{cycle}</loc>" in listed
    assert "sitemap.xml" in reader.ask("/robots.txt").text


def test_lists_are_the_same_on_both_stores(world):
    soum = Soum(world)
    soum.say("proposal", title="Худаг", category="water", cost=7_000_000, supporters=3)
    soum.say("proposal", title="Зам", category="roads", cost=150_000_000)
    soum.approve()
    reader = Citizen(world.app)
    for query, fits in (("", 2), ("?money=20", 1), ("?money=more&sort=cost", 1), ("?sort=supporters", 2)):
        assert len(re.findall("<li><a href=", reader.ask(f"/jargalant/proposals{query}").text)) == fits
    for path in ("", "/works", "/hearings", "/units", f"/units/{soum.unit}", f"/hearings/{soum.hearing}"):
        assert reader.ask(f"/jargalant{path}").status_code == 200


def test_only_public_fields_have_a_way_out():
    assert "given_name" not in public_fields("person") and public_fields("proposal") >= {"title", "status"}
    assert not {"proposer", "place_is_public", "addendum"} & public_fields("proposal")


def test_style_sheets_are_packed_and_nothing_else_of_the_disk_is_served(reader):
    found = reader.ask("/static/public.css", headers={"Accept-Encoding": "br, gzip"})
    assert found.headers["Content-Encoding"] == "br" and len(found.data) < 3_000
    tag = found.headers["ETag"]
    again = reader.ask("/static/public.css", headers={"Accept-Encoding": "br, gzip", "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    for path in ("none.css", "../config.py", "%2e%2e/config.py", "fonts"):
        assert reader.ask(f"/static/{path}").status_code == 404


def test_a_page_of_a_code_is_packed_too_and_kept_by_nobody(reader):
    found = reader.ask("/jargalant/follow", headers={"Accept-Encoding": "br"})
    assert (found.headers["Content-Encoding"], found.headers["Cache-Control"]) == ("br", "no-store")
    assert b"<form" in brotli.decompress(found.data)
