"""One decision of what is published: pages, files, Open311 and REST lay the same records before everybody (I7)."""

import csv
import io
import re

import pytest

from server.acts import Statement
from server.exports import api_keys
from server.public import reader as one_reader
from server.public.open_data import source
from server.public.reader import Reader
from sync.merge import ERASED
from tests.office.conftest import make_officer
from tests.public.walk import links

DATA = "/jargalant/data"
V2 = "/jargalant/open311/v2/requests.json?start_date=2000-01-01T00:00:00Z&end_date=2100-01-01T00:00:00Z"


@pytest.fixture
def told(soum):
    """What is published and what is not, of every sort; `soum.shown`: title → id of what everybody may know."""
    soum.person = soum.say("person", _personal={"given_name": "Айгүл"})
    well = soum.say("proposal", title="Худаг", place="48.01,91.65", place_is_public=True)
    home = soum.say("proposal", title="Хашаа", place="48.02,91.66")
    hers = soum.say("proposal", title="Зам", proposer=soum.person)
    twin = soum.say("proposal", title="Хоёр дахь худаг", merged_into=well)
    gone = soum.say("proposal", title="Устсан")
    soum.say("attendance", person=soum.person)
    soum.approve()
    first = soum.hearing
    soum.hearing = soum.say("hearing", title="Хянаагүй", kind="discussion", held_on="2026-11-09")
    soum.say("proposal", title="Хараахан биш")
    soum.say("verification", proposal=home, finding="not_done", count_against=9)
    soum.send()
    soum.hearing = first
    soum.amend(home, status="done")
    accepted = soum.office("proposal", title="Гэрэл", status="accepted")
    soum.office("proposal", title="Гараагүй", status="under_review")
    soum.world.state(Statement("proposal", gone, {"_deleted": ("", ())}))
    soum.world.state(Statement("person", soum.person, {ERASED: (True, ())}))
    soum.shown = {"Худаг": well, "Хашаа": home, "Зам": hers, "Хоёр дахь худаг": twin, "Гэрэл": accepted}
    return soum


def rows(reader, name):
    return list(csv.DictReader(io.StringIO(reader.ask(f"{DATA}/{name}.csv").data.decode("utf-8-sig"))))


def rest(soum, name):
    with soum.world.app.app_context():
        key = api_keys.make(make_officer(soum.world, "administrator").actor(), "Самбар", [name], None)
    return soum.world.client.ask("GET", f"/api/v1/{name}", None, {"Authorization": f"Bearer {key}"}).json["items"]


def test_a_proposal_that_a_page_shows_is_in_the_data_and_the_other_way_round(told, reader):
    of_pages = {
        one.rpartition("/")[2] for one in links(reader.ask("/jargalant/proposals").text) if "/proposals/" in one
    }
    table, listed = {row["id"]: row for row in rows(reader, "proposals")}, rest(told, "proposals")
    assert of_pages == set(table) == set(told.shown.values())
    assert of_pages == {one["id"] for one in listed}
    assert of_pages == {one["service_request_id"] for one in reader.ask(V2).json}
    assert of_pages == set(
        re.findall(r"<id>[^<]*/proposals/([a-z2-7]{26})</id>", reader.ask(f"{DATA}/proposals.atom").text)
    )
    states = {one["id"]: one["status"] for one in listed}
    for title, record in told.shown.items():
        page = reader.ask(f"/jargalant/proposals/{record}")
        assert page.status_code == 200 and title in page.text
        assert table[record]["status"] == states[record]
    said = {title: states[record] for title, record in told.shown.items()}
    assert said == {
        "Худаг": "recorded", "Хашаа": "reopened", "Зам": "recorded", "Хоёр дахь худаг": "merged", "Гэрэл": "accepted"
    }  # fmt: skip


def test_a_point_that_is_not_public_stands_nowhere(told, reader):
    points = reader.ask(f"{DATA}/proposals.geojson").json["features"]
    assert [one["id"] for one in points] == [told.shown["Худаг"]]
    assert {row["id"] for row in rows(reader, "proposals") if row["latitude"]} == {told.shown["Худаг"]}
    assert {one["id"] for one in rest(told, "proposals") if one["place"]} == {told.shown["Худаг"]}


def test_hearings_are_the_same_and_an_unapproved_one_is_its_notice(told, reader):
    of_pages = {one.rpartition("/")[2] for one in links(reader.ask("/jargalant/hearings").text) if "/hearings/" in one}
    table, listed = rows(reader, "hearings"), rest(told, "hearings")
    assert of_pages == {row["id"] for row in table} == {one["id"] for one in listed}
    assert {row["title"]: row["people"] for row in table} == {"Хянаагүй": "", "Рашаант багийн хэлэлцүүлэг": "<5"}
    assert all(one["opened_at"] is None for one in listed if one["title"] == "Хянаагүй")


def test_open311_says_open_of_what_a_hall_opened_again(told, reader):
    def ids(status):
        return {one["service_request_id"] for one in reader.ask(f"{V2}&status={status}").json}

    assert told.shown["Хашаа"] in ids("open") and told.shown["Хашаа"] not in ids("closed")
    assert told.shown["Хоёр дахь худаг"] not in ids("open")


def test_a_file_is_not_sent_to_who_has_it(told, reader):
    path = f"{DATA}/proposals.csv"
    first = reader.ask(path)
    again = reader.ask(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"") and first.content_length == len(first.data)
    told.office("proposal", title="Шинэ", status="accepted")
    assert "Шинэ" in reader.ask(path, headers={"If-None-Match": first.headers["ETag"]}).text


def test_statements_do_not_grow_with_the_rows(told, monkeypatch):
    """No query of its own for each row (H84)."""
    monkeypatch.setattr(source, "STEP", 1000)
    counted = []
    monkeypatch.setattr(one_reader.records, "load_open", _counting(one_reader.records.load_open, counted))
    with told.world.connection() as connection:
        list(source.proposals(Reader(connection, "jargalant"), {"id": told.shown["Худаг"]}, 10))
        few = len(counted)
        for number in range(30):
            told.office("proposal", title=f"Санал {number}", status="accepted")
        counted.clear()
    with told.world.connection() as connection:
        assert len(list(source.proposals(Reader(connection, "jargalant"), {}, 100))) == 35
    assert len(counted) <= few + 3


def _counting(load, counted):
    def counting(*args, **named):
        counted.append(args)
        return load(*args, **named)

    return counting
