"""P8: open data: only public fields, public places, published hearings; Open311 as a stranger's client reads it."""

import csv
import io
import json
import threading
from datetime import datetime
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from georeport import GeoReport
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.serving import make_server

from server import acts
from server.cli import program
from server.public.open_data import open311, written
from server.public.reader import few
from server.store import records
from server.store.unit_of_work import reading
from sync import opset
from tests.stores import sqlite_world

__all__ = ["sqlite_world"]
V2 = "/jargalant/open311/v2"
PRIVATE = ("Айгүл", "99112233", "48.00123", "91.65012", "Хараахан биш", "Нуусан")
ANY = "start_date=2026-01-01T00:00:00Z&end_date=2026-12-31T00:00:00Z"
NAMES = ("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size")
FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def world(sqlite_world):
    """On SQLite; what is asked of both stores is in test_open_data_stores.py."""
    return sqlite_world


@pytest.fixture(autouse=True)
def frozen(monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", "2026-11-23T10:00:00+07:00")


def told(world):
    """An approved hearing with two proposals, one at a public place; beside it what nobody may see."""
    bold, unit = world.enrol(), world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title="Бугат багийн хэлэлцүүлэг", held_on="2026-11-20")
    person = bold.say("person", unit=unit, _personal={"given_name": "Айгүл", "phone": "99112233"})
    for _ in range(3):
        bold.say("attendance", unit=unit, hearing=hearing, person=bold.new_id())
    well = bold.say(
        "proposal", unit=unit, hearing=hearing, category="water", title="Гар худаг", body="Худаг гаргах",
        proposer=person, place="47.90001,91.60001", place_is_public=True, supporters=12, cost=6_500_000,
        addendum="Нуусан",
    )  # fmt: skip
    home = bold.say(
        "proposal", unit=unit, hearing=hearing, category="roads", title=FORMULA, place="48.00123,91.65012",
    )  # fmt: skip
    open_one = bold.say("hearing", unit=unit, title="Нээлттэй", held_on="2026-11-21")
    bold.say("proposal", unit=unit, hearing=open_one, category="water", title="Хараахан биш")
    world.sync(bold)
    change(world, hearing, review="approved")
    change(world, home, status="done", status_reason="Хийсэн")
    return well, home


def change(world, record_id, **values):
    with world.app.app_context():
        with reading() as connection:
            record = records.load_open(connection, world.tenant, [record_id])[record_id]
        acts.state(world.tenant, "", [acts.change(record, values)])


def rows_of(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_form_tells_the_same_and_nothing_private(world, citizen):
    """I7: unpublished hearings, people, private places and fields that are not public stand in none of them."""
    well, home = told(world)
    paths = [
        f"/jargalant/data{path}" for path in ("", "/proposals.csv", "/hearings.csv", "/works.csv", "/works.geojson")
    ]
    paths += [f"/jargalant/data/proposals.{form}" for form in ("geojson", "atom")]
    paths += [f"{V2}/requests.{form}?{ANY}" for form in ("json", "xml")]
    answers = {path: citizen.ask(path) for path in paths}
    for path, answer in answers.items():
        assert answer.status_code == 200, (path, answer.text)
        assert [word for word in PRIVATE if word in answer.text] == [], path
        assert "Set-Cookie" not in answer.headers
    found = {row["id"]: row for row in rows_of(answers["/jargalant/data/proposals.csv"])}
    assert set(found) == {well, home}
    assert (found[well]["latitude"], found[well]["cost"], found[home]["latitude"]) == ("47.90001", "6500000", "")
    assert found[home]["title"] == "'" + FORMULA  # H81
    points = answers["/jargalant/data/proposals.geojson"].json["features"]
    assert [(one["id"], one["geometry"]["coordinates"]) for one in points] == [(well, [91.60001, 47.90001])]
    feed = ElementTree.fromstring(answers["/jargalant/data/proposals.atom"].data)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 2
    assert {one["service_request_id"] for one in answers[f"{V2}/requests.json?{ANY}"].json} == {well, home}


def test_works_are_on_maps_with_the_amount_of_their_package(world, citizen):
    unit = world.units["Бугат"]
    paid = {"funding/ldf": 5, "package": "ОНХС", "year": 2026}
    world.state(acts.creation("work", {"unit": unit, "name": "Худаг", "place": "47.9,91.6", **paid}))
    world.state(acts.creation("work", {"unit": unit, "name": "Зам", "amount": 7}))
    (point,) = citizen.ask("/jargalant/data/works.geojson").json["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [91.6, 47.9]}
    assert [point["properties"][name] for name in ("name", "amount", "package")] == ["Худаг", 5, "ОНХС"]
    assert point["properties"]["url"].endswith(f"/jargalant/works/{point['id']}")
    assert {row["amount"] for row in rows_of(citizen.ask("/jargalant/data/works.csv"))} == {"5", "7"}
    assert "works.geojson" in citizen.ask("/jargalant/data").text


def test_h85_a_count_of_fewer_than_five_people_is_not_told(world, citizen):
    told(world)
    rows = rows_of(citizen.ask("/jargalant/data/hearings.csv"))
    found = [(row["title"], row["people"], row["proposals"], row["decisions"]) for row in rows]
    assert found == [("Нээлттэй", "", "", ""), ("Бугат багийн хэлэлцүүлэг", "<5", "2", "0")]
    assert [few(count) for count in (0, 1, 4, 5, 43)] == [0, None, None, 5, 43]


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_strangers_client_reads_our_requests(sqlite_world, form):
    """The published client `georeport`, over HTTP."""
    well, home = told(sqlite_world)
    server = make_server("127.0.0.1", 0, sqlite_world.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        client = GeoReport(f"http://localhost:{server.server_port}{V2}", output_format=form)
        services = {one["service_code"]: one["service_name"] for one in client.get_service_list()}
        assert services["water"] and len(services) >= 12
        assert client.get_service_definition("water")["service_code"] == "water"
        assert {one["service_request_id"] for one in client.get_service_requests()} == {well, home}
        assert client.get_service_requests(status="closed", service_code="roads,water")  # one alone: no list in XML
        one = client.get_service_request(well)
        assert (one["status"], one["service_code"], float(one["lat"])) == ("open", "water", 47.90001)
        assert one["requested_datetime"] == "2026-11-20T00:00:00+07:00"
        assert datetime.fromisoformat(one["updated_datetime"]).tzinfo is not None
    finally:
        server.shutdown()


# What wiki.open311.org/GeoReport_v2 names for a request, all of which a client may look for.
REQUEST = """
service_request_id status status_notes service_name service_code description agency_responsible service_notice
requested_datetime updated_datetime expected_datetime address address_id zipcode lat long media_url
"""
SERVICE = ("service_code", "service_name", "description", "metadata", "type", "keywords", "group")


def test_the_answers_have_the_members_that_the_standard_names(world, citizen):
    well, _ = told(world)
    for said in citizen.ask(f"{V2}/requests.json").json:
        assert list(said) == REQUEST.split()
    assert all(tuple(said) == SERVICE for said in citizen.ask(f"{V2}/services.json").json)
    answer = citizen.ask(f"{V2}/requests/{well}.xml")
    assert answer.content_type == "text/xml; charset=utf-8" and answer.data.startswith(b"<?xml version=")
    tree = ElementTree.fromstring(answer.data)
    assert tree.tag == "service_requests" and [one.tag for one in tree[0]] == REQUEST.split()
    found = citizen.ask("/jargalant/open311/discovery.json").json["endpoints"][0]
    assert found["specification"] == "http://wiki.open311.org/GeoReport_v2" and found["url"].endswith(V2)
    xml = ElementTree.fromstring(citizen.ask("/jargalant/open311/discovery.xml").data)
    assert [one.text for one in xml.iter("format")] == ["text/xml", "application/json"]


def test_requests_are_asked_for_by_day_state_service_and_id(world, citizen):
    well, home = told(world)

    def ids(query):
        return {one["service_request_id"] for one in citizen.ask(f"{V2}/requests.json?{query}").json}

    assert ids("status=open") == {well} and ids("status=closed") == {home} and ids("status=open,closed") == {well, home}
    assert ids("service_code=roads") == {home}
    assert ids(f"service_request_id={well},{home}&status=open") == {well, home}
    assert ids("end_date=2026-11-19T00:00:00Z") == set() and ids("start_date=2026-11-20T00:00:00%2B07:00") == {
        well,
        home,
    }
    assert ids("page_size=1") | ids("page_size=1&page=2") == {well, home} and ids("page=9") == set()
    assert ids("service_request_id=" + "a" * 26) == set()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("status=maybe", 400), ("start_date=yesterday", 400), ("end_date=9999-12-31T23:59:59-23:59", 400),
        ("page=0", 400), ("page_size=1e9", 400), ("service_code=%27;DROP", 400), ("jurisdiction_id=elsewhere", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_the_standards_form(citizen, query, status):
    for form in ("json", "xml"):
        answer = citizen.ask(f"{V2}/requests.{form}?{query}")
        assert answer.status_code == status, answer.text
        code = answer.json[0]["code"] if form == "json" else int(ElementTree.fromstring(answer.data)[0][0].text)
        assert code == status


def test_what_is_not_there_is_not_found(citizen):
    for path in ("/nobody/data", "/nobody/data/proposals.csv", "/jargalant/open311/v2/requests.pdf"):
        assert citizen.ask(path).status_code == 404
    for path in (f"{V2}/requests/{'a' * 26}.json", f"{V2}/requests/..json", f"{V2}/services/none.json"):
        assert citizen.ask(path).status_code == 404
    assert citizen.ask("/nobody/open311/v2/services.json").json[0]["code"] == 404


@pytest.fixture
def key(world, monkeypatch):
    monkeypatch.setattr("server.commands.app_context", world.app.app_context)
    made = CliRunner().invoke(program, ["api-key", "jargalant", "--unit", "Бугат", "--name", "Утасны апп"])
    assert made.exit_code == 0, made.output
    return made.output.split()


def test_a_program_with_a_key_hands_in_what_nobody_sees_before_the_office(world, citizen, key):
    """Names and phones that come with it are not taken; its place is private until the office says otherwise."""
    form = {"api_key": key[1], "service_code": "water", "description": "Худаг эвдэрсэн", "lat": "48.00123",
            "long": "91.65012", "first_name": "Айгүл", "phone": "99112233"}  # fmt: skip
    answer = citizen.ask(f"{V2}/requests.json", **form)
    assert answer.status_code == 201, answer.text
    made = answer.json[0]["service_request_id"]
    assert citizen.ask(f"{V2}/requests/{made}.json").status_code == 404
    assert "Айгүл" not in str(world.everything()) and key[1] not in str(world.everything())
    change(world, made, status="accepted")
    shown = citizen.ask(f"{V2}/requests/{made}.json").json[0]
    assert (shown["description"], shown["address"], shown["lat"]) == ("Худаг эвдэрсэн", "Бугат", None)
    xml = ElementTree.fromstring(citizen.ask(f"{V2}/requests.xml", **form).data)
    assert xml[0].find("service_request_id").text != made
    revoked = CliRunner().invoke(program, ["api-key", "jargalant", "--revoke", key[0]])
    assert revoked.exit_code == 0 and citizen.ask(f"{V2}/requests.json", **form).status_code == 403
    assert CliRunner().invoke(program, ["api-key", "jargalant", "--revoke", key[0]]).exit_code == 1
    assert CliRunner().invoke(program, ["api-key", "nobody", "--unit", "Бугат"]).exit_code == 1
    assert CliRunner().invoke(program, ["api-key", "jargalant"]).exit_code == 2


@pytest.mark.parametrize(
    ("change_of", "status"),
    [
        ({"api_key": "x"}, 403), ({"service_code": ""}, 400), ({"service_code": "none"}, 404),
        ({"description": " "}, 400), ({"lat": "91", "long": "1"}, 400), ({"lat": "NaN", "long": "1"}, 400),
        ({"lat": "1"}, 400), ({"description": "a\u0000b"}, 400), ({"jurisdiction_id": "elsewhere"}, 404),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_stores_nothing(world, citizen, key, change_of, status):
    form = {"api_key": key[1], "service_code": "water", "description": "Худаг"} | change_of
    before = world.everything()
    answer = citizen.ask(f"{V2}/requests.json", **form)
    assert answer.status_code == status and answer.json[0]["code"] == status
    after = world.everything()
    assert {name: rows for name, rows in after.items() if name != "rate_count"} == {
        name: rows for name, rows in before.items() if name != "rate_count"
    }


def test_h93_a_key_that_is_used_too_often_is_stopped(world, citizen, key, monkeypatch):
    monkeypatch.setattr(open311, "POSTS_MAX", 2)
    form = {"api_key": key[1], "service_code": "water", "description": "Худаг"}
    said = [citizen.ask(f"{V2}/requests.json", **form).status_code for _ in range(3)]
    assert said == [201, 201, 429]


def test_h24_what_people_wrote_is_only_text(world, citizen):
    """In pages and in every form; a hearing's proofs among them."""
    canary = "<img src=x onerror=alert(1)>{{7*7}}"
    bold, unit = world.enrol(), world.units["Бугат"]
    hearing = bold.say("hearing", unit=unit, title=canary, place=canary, held_on="2026-11-20")
    bold.say("proposal", unit=unit, hearing=hearing, title=canary, body=canary)
    bold.say("decision", unit=unit, hearing=hearing, text=canary)
    seen = opset.encode([bold.op_id(number) for number in (1, 2, 3)])
    bold.say("seal", unit=unit, hearing=hearing, seen=seen, content_hash="ab" * 32)
    world.sync(bold)
    change(world, hearing, review="approved")
    page = citizen.ask(f"/jargalant/log/hearings/{hearing}").text
    feed = citizen.ask("/jargalant/data/proposals.atom")
    for text in (page, feed.text, citizen.ask(f"{V2}/requests.xml").text):
        assert "<img" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in text
    assert canary in citizen.ask(f"{V2}/requests.json").json[0]["description"]
    assert feed.headers["X-Content-Type-Options"] == "nosniff"


def test_a_key_in_the_address_is_refused(citizen, key):
    """H1, I7: nothing that proves who asks belongs into a URL."""
    path = f"{V2}/requests.json?api_key={key[1]}"
    assert citizen.ask(path, service_code="water", description="Худаг").status_code == 400


def test_one_who_has_it_already_pays_a_short_answer(world, citizen):
    told(world)
    first = citizen.ask("/jargalant/data/proposals.csv")
    client = world.app.test_client()
    seen = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/jargalant/data/proposals.csv", base_url="http://localhost:8000", headers=seen)
    assert again.status_code == 304 and first.headers["Access-Control-Allow-Origin"] == "*"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(
        ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "x"]
    ),
    value=st.text(max_size=30) | st.from_regex(r"[0-9T:Z+-]{1,25}", fullmatch=True),
    form=st.sampled_from(["json", "xml"]),
)
def test_whatever_is_asked_never_fails(sqlite_world, name, value, form):
    client = sqlite_world.app.test_client()
    answer = client.get(f"{V2}/requests.{form}", query_string={name: value}, base_url="http://localhost:8000")
    assert answer.status_code in (200, 400), answer.data
    json.loads(answer.data) if form == "json" else ElementTree.fromstring(answer.data)


@given(st.text())
def test_any_text_is_legal_xml_and_no_formula(text):
    assert ElementTree.fromstring(written.xml("a", "b", [text])).tag == "a"
    assert not str(written.cell(text)).startswith(written.FORMULA)
