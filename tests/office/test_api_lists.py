"""Read-only lists for programs (O14): the key and its reach, pages, ETag, nothing of a person."""

import json
import re

import pytest
from sqlalchemy import select

from server import acts
from server.exports import api_keys
from server.models.exports import ApiKey
from server.problems import Problem
from tests.office.conftest import HALL


@pytest.fixture
def world(sqlite_world):
    """One store is enough."""
    return sqlite_world


@pytest.fixture
def api(hall, administrator):
    """Ask a list with a key: `api("proposals", key)`; `api.key(lists, units)` makes one."""

    def ask(name, key="", **headers):
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        return hall.world.client.ask("GET", f"/api/v1/{name}", None, headers)

    def key(lists, units=None):
        with hall.world.app.app_context():
            return api_keys.make(administrator, "Самбар", lists, units)

    ask.key = key
    return ask


def _proposal(hall, title, bagh=HALL, **values):
    unit = hall.world.units[bagh]
    return hall.world.state(acts.creation("proposal", {"unit": unit, "title": title, "status": "accepted"} | values))


def test_a_key_reads_its_lists_within_its_units_and_no_others(hall, api):
    _proposal(hall, "Худаг")
    _proposal(hall, "Зам", "Бугат")
    wide, narrow = api.key(["proposals", "units"]), api.key(["proposals", "units"], [hall.unit])
    assert {one["title"] for one in api("proposals", wide).json["items"]} == {"Худаг", "Зам"}
    assert [one["title"] for one in api("proposals", narrow).json["items"]] == ["Худаг"]
    assert [one["name"] for one in api("units", narrow).json["items"]] == [HALL]
    assert api("hearings", narrow).status_code == 403


def test_no_key_a_wrong_key_and_a_revoked_key_open_nothing(hall, api, administrator):
    key = api.key(["proposals"])
    for wrong in ("", "x", key[:-1] + "x", "yvl_é", "yvl_" + "a" * 500):
        assert api("proposals", wrong.encode().decode("latin-1")).status_code == 401
    with hall.world.connection() as connection:
        row = connection.execute(select(ApiKey.__table__)).one()
    assert key.encode() not in row.digest and key not in str(row)
    assert api("proposals", key).status_code == 200
    with hall.world.app.app_context():
        api_keys.revoke(administrator, row.id)
    assert api("proposals", key).status_code == 401


def test_who_guesses_keys_is_told_to_wait(api):
    codes = [api("proposals", "yvl_" + "x" * 43).status_code for _ in range(25)]
    assert codes[0] == 401 and codes[-1] == 429


def test_pages_are_bounded_and_go_on_where_the_last_one_ended(hall, api):
    ids = sorted(_proposal(hall, f"Санал {number}") for number in range(5))
    key = api.key(["proposals"])
    first = api("proposals?limit=2", key).json
    second = api(f"proposals?limit=3&after={first['next']}", key).json
    assert [one["id"] for one in first["items"] + second["items"]] == ids
    assert second["next"] is None
    for wrong in ("limit=501", "limit=0", "limit=x", "after=%00", "after=" + "A" * 26):
        assert api(f"proposals?{wrong}", key).status_code in (400, 422)


def test_what_has_not_changed_is_not_sent_again(hall, api):
    _proposal(hall, "Худаг")
    key = api.key(["proposals"])
    tag = api("proposals", key).headers["ETag"]
    again = api("proposals", key, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    _proposal(hall, "Зам")
    assert api("proposals", key, **{"If-None-Match": tag}).status_code == 200


def test_a_program_reads_public_fields_alone_and_places_that_are_public(hall, api):
    person = hall.world.state(acts.creation("person", {"unit": hall.unit, "given_name": "Үүрийнтуяа"}))
    _proposal(hall, "Худаг", proposer=person, place="48.1,91.7", addendum="нууц")
    _proposal(hall, "Гүүр", place="48.2,91.8", place_is_public=True)
    found = api("proposals", api.key(["proposals"])).json["items"]
    assert {one["title"]: one["place"] for one in found} == {"Худаг": None, "Гүүр": "48.2,91.8"}
    assert not {"proposer", "addendum", "media"} & set().union(*found)
    assert "Үүрийнтуяа" not in json.dumps(found, ensure_ascii=False)


def test_the_administrator_makes_and_revokes_keys_on_the_page_and_nobody_else(desk):
    hall, _, browse = desk
    chief, officer = browse("administrator"), browse("officer")
    page = chief.submit("/exports/keys", "/exports", name="Самбар", list="works")
    key = re.search(r"yvl_[\w-]{43}", page.text)[0]
    assert hall.world.client.ask("GET", "/api/v1/works", None, {"Authorization": f"Bearer {key}"}).status_code == 200
    shown = chief.get("/exports").text
    assert key not in shown
    away = re.search(r"/exports/keys/[a-z2-7]{26}/revocation", shown)[0]
    assert chief.submit(away, "/exports").status_code == 303
    assert hall.world.client.ask("GET", "/api/v1/works", None, {"Authorization": f"Bearer {key}"}).status_code == 401
    assert officer.submit("/exports/keys", "/exports", name="x", list="works").status_code == 403
    assert away not in officer.get("/exports").text
    with pytest.raises(Problem), hall.world.app.app_context():
        api_keys.reader("Bearer " + key, "works")
