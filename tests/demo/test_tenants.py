"""Two organisations on one deployment: neither sees the other, by whatever way it asks (I9)."""

import pytest

from server import accounts, enrol
from server.demo.ledger import ops_of
from server.search.find import find
from server.search.index import Index
from server.store import hearings
from tests.media_lane import Lane
from tests.server.conftest import browser_on

PAIRS = [("jargalant", "songinokhairkhan"), ("songinokhairkhan", "jargalant")]
ROOMS = ("/", "/hearings", "/waiting", "/review", "/accounts", "/tablets")


@pytest.fixture(params=PAIRS, ids=lambda pair: pair[0])
def pair(request, told):
    """(who asks, whose is asked for, a browser signed in as the administrator of who asks)."""
    ours, theirs = request.param
    browser = browser_on(told.world.app, "office")
    email, password = told.login(ours, "administrator")
    answer = browser.sign_in(email, password)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")  # no second step stands in the way
    return ours, theirs, browser


def ids_of(told, tenant):
    """Every record id that the tablets of a tenant wrote."""
    tablets = {tablet.inc: tablet for room in told.demo.rooms[tenant] for tablet in room.team.tablets}
    return {record for tablet in tablets.values() for record in tablet.tops}


def test_the_rooms_of_the_office_name_nothing_of_the_other(told, pair):
    ours, theirs, browser = pair
    foreign = [room.title for room in told.demo.rooms[theirs]]
    foreign += [word for email, _, _, name in told.demo.logins[theirs] for word in (email, name)]
    foreign += [tablet.inc[:6] for room in told.demo.rooms[theirs] for tablet in room.team.tablets]
    for where in ROOMS:
        page = browser.get(where)
        assert page.status_code == 200, where
        assert [word for word in foreign if word in page.text] == [], where
    assert all(room.title in browser.get("/hearings").text for room in told.demo.rooms[ours])


def test_a_page_of_the_other_is_as_one_that_does_not_exist(told, pair):
    _, theirs, browser = pair
    nowhere = browser.get("/hearings/" + "a" * 26)
    for room in told.demo.rooms[theirs]:
        for tab in ("", "/attendance", "/proposal", "/media", "/history", "/review"):
            assert browser.get(f"/hearings/{room.hearing}{tab}").status_code == nowhere.status_code == 404
        for record in room.proposals:
            assert browser.get(f"/records/{record}").status_code == 404
            assert browser.get(f"/records/{record}/history").status_code == 404


def test_photos_of_the_other_are_not_there(told, pair):
    ours, theirs, browser = pair
    own = told.demo.rooms[ours][0]
    for room in told.demo.rooms[theirs]:
        with told.world.connection() as connection:
            found = hearings.of_hearing(connection, theirs, room.hearing, "media")
        for record in found:
            assert browser.get(f"/media/{record}/file").status_code == 404
            assert browser.get(f"/media/{record}/thumb").status_code == 404
        hashes = [ops["sha256"][0] for ops in sets_of(room, "media")]
        states = Lane(own.team.lead, told.world.client).states(*hashes, "a" * 64)
        assert set(states.values()) == {"missing"}


def sets_of(room, kind):
    """What the tablets of a room said of records of one type."""
    return [one.sets for tablet in room.team.tablets for one in ops_of(tablet) if one.type == kind]


def test_feeds_bring_nothing_of_the_other(told, pair):
    ours, theirs, _ = pair
    foreign = ids_of(told, theirs)
    tablet = told.demo.rooms[ours][-1].team.lead
    kept = tablet.cursor
    tablet.cursor = kept.split(".")[0] + ".0"
    rows, is_more = [], True
    while is_more:
        answer = tablet.sync(told.world.client)
        rows += [row["id"] for row, _ in answer.rows]
        is_more = bool(answer.head.get("more"))
    assert len(rows) > 40
    assert foreign.isdisjoint(rows)
    assert not ids_of(told, ours).isdisjoint(rows)


def test_search_finds_nothing_of_the_other(told, pair):
    ours, theirs, _ = pair
    index = Index(told.world.data_dir)
    with told.world.app.app_context():
        for query in ("худаг", "хороо", "хэлэлцүүлэг", "зам", "уулзалт"):
            while (answer := find(index, ours, query)).behind:
                pass
            assert ids_of(told, theirs).isdisjoint(one.record for one in answer.found), query


def test_tablets_of_the_other_are_not_listed(told, pair):
    ours, theirs, _ = pair
    with told.world.app.app_context():
        actor = accounts.by_email(told.login(ours, "administrator")[0]).actor()
        listed = {row.inc for row in enrol.listed(actor)}
    own, foreign = (
        {tablet.inc for room in told.demo.rooms[tenant] for tablet in room.team.tablets} for tenant in (ours, theirs)
    )
    assert own == listed
    assert listed.isdisjoint(foreign)
