"""Hostile cursors and pulls (H35–H40): whatever a tablet claims to have, it gets what its scopes hold."""

import pytest

from server import acts
from server.models.tablets import Tablet as TabletRow
from server.store import feed
from server.store.unit_of_work import write
from sync import scope
from tests.tablet import MEDIA_TYPE


@pytest.mark.parametrize(
    "cursor", ["{0}.-1", "{0}.18446744073709551616", "{0}.9007199254740992", "{0}.01", "{0}.1 ", "{0}", "..", "", 7, []]
)
def test_h35_a_cursor_that_is_none_is_refused(world, nothing, cursor):
    bold = world.enrol()
    said = cursor.format(bold.cursor[:6]) if isinstance(cursor, str) else cursor
    with nothing():
        answer = bold.post(world.client, bold.body(1, 0, cursor=said))
    assert (answer.status, answer.head["code"]) == (400, "bad-header")


def test_h35_a_cursor_from_the_future_hears_all_that_comes_after_it_was_told(world):
    """A forged number harms its forger alone, and only until the next sync: the answer sets it right."""
    bold, tuya = world.enrol(), world.enrol()
    epoch = bold.cursor[:6]
    bold.cursor = f"{epoch}.{2**53 - 1}"
    answer = world.sync(bold)
    assert int(answer.head["cursor"].split(".")[1]) < 100
    said = tuya.say("proposal", unit=world.units["Бугат"], title="Дараа нь")
    world.sync(tuya)
    assert said in {row["id"] for row, _ in world.sync(bold).rows}


def test_h35_a_cursor_of_an_old_history_or_another_tenants_starts_anew_in_its_own(world):
    """The override of RELIABILITY part 4: an old epoch is no error; the feed restarts (M8, trap_11)."""
    bold, tuya = world.enrol("Рашаант"), world.enrol()
    secret = tuya.say("proposal", unit=world.units["Бугат"], title="Хөрш")
    world.sync(tuya)
    world.found("songino", ("1-р хороо",))
    stranger = world.enrol("1-р хороо", tenant="songino")
    foreign = stranger.say("proposal", unit=world.units["1-р хороо"], title="Өөр газар")
    world.sync(stranger)
    for cursor in ("aaaaaa.0", "aaaaaa.999", stranger.cursor):
        bold.cursor = cursor
        answer = world.sync(bold)
        assert answer.head["epoch"] == tuya.cursor[:6]
        assert {secret, foreign}.isdisjoint(row["id"] for row, _ in answer.rows)


@pytest.mark.parametrize("want", [10**9, 2**53 - 1, 1])
def test_h36_want_bytes_is_clamped(world, want):
    bold, tuya = world.enrol(), world.enrol()
    for i in range(600):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}")
    world.sync(bold)
    answer = world.sync(tuya, want_bytes=want)
    assert 0 < len(answer.rows) <= 500
    assert answer.head["more"] is True


@pytest.mark.parametrize(
    "query", ["?limit=1000000000", "?limit=-1", "?limit[]=1", "?limit=1&limit=2", "?%00", "?scope=*"]
)
def test_h36_h37_the_url_takes_no_parameters(world, nothing, query):
    bold = world.enrol()
    with nothing():
        answer = world.client.post("/api/v1/sync" + query, bold.body(1, 0), {"Content-Type": MEDIA_TYPE})
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")


@pytest.mark.parametrize("scope", ["*", "unit:" + "a" * 26, "../", "tenant"])
def test_h37_a_scope_cannot_be_asked_for(world, nothing, scope):
    bold = world.enrol()
    with nothing():
        answers = [bold.post(world.client, bold.body(1, 0, **{key: scope})) for key in ("scope", "scopes", "units")]
    assert {(answer.status, answer.head["code"]) for answer in answers} == {(400, "bad-header")}


def test_h37_a_record_outside_cannot_be_told_from_one_that_does_not_exist(world):
    bold, tuya = world.enrol("Рашаант"), world.enrol()
    there = tuya.say("proposal", unit=world.units["Бугат"], title="Хөрш")
    world.sync(tuya)
    world.sync(bold)
    answers = []
    for record in (there, bold.new_id()):
        bold.say("proposal", record, _n=2, unit=world.units["Бугат"], title="Байна уу?")
        answer = world.sync(bold)
        answers.append((list(answer.head["outcomes"].values()), answer.rows, answer.head.get("leave")))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": "*"},
        {"If-None-Match": '"' + "a" * 4_000 + '"'},
        {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"Range": "bytes=0-0"},
        {"Range": "bytes=" + ",".join(f"{i}-{i}" for i in range(1_000))},
        {"Range": "bytes=-" + "9" * 500},
        {"If-Range": "x", "Range": "bytes=5-1"},
    ],
)
def test_h38_conditions_and_ranges_change_nothing(world, headers):
    bold = world.enrol()
    whole = bold.post(world.client, bold.body(1, 0))
    part = bold.post(world.client, bold.body(1, 0), **headers)
    assert part.status == 200
    assert part.rows == whole.rows
    browser = world.app.test_client()
    for path in ("/api/v1/health", "/api/v1/openapi.json"):
        answer = browser.get(path, headers=headers, base_url="http://app.localhost:8000")
        assert answer.status_code in (200, 206, 304, 416)


def test_h39_of_an_erased_person_only_the_mark_is_told(world):
    bold, tuya = world.enrol(), world.enrol()
    person = bold.say("person", unit=world.units["Бугат"], sex="female", _personal={"given_name": "Нэргүй"})
    world.sync(bold)
    world.state(acts.Statement("person", person, {"_erased": (True, ())}))
    for tablet in (tuya, bold):
        ((row, hidden),) = [(row, hidden) for row, hidden in world.sync(tablet).rows if row["id"] == person]
        assert row["erased"] is True
        assert hidden is None
    assert "wrapped" not in repr(world.everything()["subject_key"])
    assert [row[2] for row in world.everything()["subject_key"] if row[1] == person] == [None]


def test_h40_a_scope_that_shrank_says_what_leaves_and_tells_no_more(world):
    bold, tuya = world.enrol(), world.enrol()
    inside = tuya.say("proposal", unit=world.units["Рашаант"], title="Үлдэх")
    outside = tuya.say("proposal", unit=world.units["Бугат"], title="Явах")
    world.sync(tuya)
    assert {inside, outside} <= {row["id"] for row, _ in world.sync(bold).rows}
    table = TabletRow.__table__

    def shrink(connection):
        rest = table.update().where(table.c.inc == bold.inc).values(units=world.units["Рашаант"])
        connection.execute(rest)
        feed.grant(connection, world.tenant, bold.inc, [scope.of_unit(world.units["Бугат"])], [])

    with world.app.app_context():
        write(shrink)
    tuya.say("proposal", outside, _bases={"title": (tuya.op_id(2),)}, title="Явсны дараа")
    world.sync(tuya)
    answer = world.sync(bold)
    assert answer.head["leave"] == [outside]
    assert answer.rows == []
    bold.cursor = bold.cursor[:6] + ".0"
    assert outside not in {row["id"] for row, _ in world.sync(bold).rows}
