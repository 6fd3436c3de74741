"""The sync call, plainly: what one tablet says another hears, and nobody hears twice what he said himself."""

import gzip

import brotli

from server.models.tablets import Tablet as TabletRow
from server.store import feed
from server.store.unit_of_work import write
from sync import scope
from sync.chain import tag
from tests.tablet import MEDIA_TYPE


def test_what_one_tablet_says_another_hears(world):
    bold, tuya = world.enrol(), world.enrol()
    hearing = bold.say("hearing", unit=world.units["Рашаант"], title="Рашаант багийн хэлэлцүүлэг", kind="discussion")
    answer = world.sync(bold)
    assert answer.head["held"] == answer.head["arrived"] == [[1, 1, tag(bold.hashes[1])]]
    assert answer.head["settled"] is True
    assert "outcomes" not in answer.head
    heard = {row["id"]: row for row, _ in world.sync(tuya).rows}
    assert heard[hearing]["set"]["title"] == "Рашаант багийн хэлэлцүүлэг"
    assert heard[hearing]["op"] == bold.op_id(1)


def test_an_idle_sync_says_almost_nothing(world):
    bold = world.enrol()
    world.sync(bold)
    answer = world.sync(bold)
    assert set(answer.head) == {"server_time"}
    assert answer.sent_bytes + answer.got_bytes <= 200


def test_own_words_do_not_come_back(world):
    """trap_14: the answer to a push carries the cursor past it."""
    bold = world.enrol()
    world.sync(bold)
    bold.say("proposal", unit=world.units["Бугат"], title="Гар худаг гаргах")
    answer = world.sync(bold)
    assert answer.rows == []
    assert answer.head["settled"] is True
    assert world.sync(bold).rows == []


def test_own_words_come_back_whole_when_somebody_else_had_changed_the_record(world):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Гар худаг гаргах")
    world.sync(bold)
    world.sync(tuya)
    base = {"cost": (), "title": (bold.op_id(1),)}
    tuya.say("proposal", proposal, _n=2, cost=18_000_000)
    world.sync(tuya)
    bold.say("proposal", proposal, _bases=base, title="Гар худаг шинээр гаргах")
    ((row, _),) = world.sync(bold).rows
    assert row["id"] == proposal
    assert set(row.get("set", {})) | set(row.get("live", {})) == {"unit", "title", "cost"}


def test_personal_values_reach_tablets_of_the_unit_and_stay_sealed_in_the_store(world):
    bold, tuya = world.enrol(), world.enrol()
    person = bold.say("person", unit=world.units["Рашаант"], _personal={"given_name": "Цэцэгмаа", "phone": "99112233"})
    world.sync(bold)
    rows = {row["id"]: (row, hidden) for row, hidden in world.sync(tuya).rows}
    assert rows[person][1]["set"] == {"given_name": "Цэцэгмаа", "phone": "99112233"}
    assert "given_name" not in rows[person][0]["set"]
    assert "Цэцэгмаа" not in repr(world.everything())
    assert "Цэцэгмаа".encode() not in b"".join(
        value for rows in world.everything().values() for row in rows for value in row if isinstance(value, bytes)
    )


def test_a_long_feed_comes_in_pages_and_misses_nothing(world):
    bold, tuya = world.enrol(), world.enrol()
    said = {bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}") for i in range(1_200)}
    for first in range(1, 1_201, 300):
        world.sync(bold, first=first, last=first + 299)
    heard: list[str] = []
    pages = 0
    while True:
        answer = world.sync(tuya)
        heard += [row["id"] for row, _ in answer.rows]
        pages += 1
        if not answer.head.get("more"):
            break
    assert pages > 2
    assert said <= set(heard)
    assert len(heard) == len(set(heard))


def test_want_bytes_bounds_a_page(world):
    bold, tuya = world.enrol(), world.enrol()
    for i in range(40):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}", body="Ус " * 300)
    world.sync(bold)
    answer = world.sync(tuya, want_bytes=5_000)
    assert answer.head["more"] is True
    assert len(answer.rows) < 10


def test_a_tablet_hears_nothing_of_other_units_or_tenants(world):
    bold, dorj = world.enrol("Рашаант"), world.enrol("Бугат")
    secret = bold.say("proposal", unit=world.units["Рашаант"], title="Үерийн далан барих")
    world.sync(bold)
    world.found("songino", ("1-р хороо",))
    stranger = world.enrol("1-р хороо", tenant="songino")
    assert secret not in {row["id"] for row, _ in world.sync(dorj).rows}
    assert {row["type"] for row, _ in world.sync(stranger).rows} == {"tenant", "unit"}


def test_a_record_that_moves_to_another_unit_leaves_the_tablet(world):
    bold, dorj = world.enrol(), world.enrol("Рашаант")
    proposal = bold.say("proposal", unit=world.units["Рашаант"], title="Гүүр засах")
    world.sync(bold)
    world.sync(dorj)
    bold.say("proposal", proposal, _bases={"unit": (bold.op_id(1),)}, unit=world.units["Бугат"])
    world.sync(bold)
    answer = world.sync(dorj)
    assert answer.head["leave"] == [proposal]
    assert answer.rows == []


def _assign(world, tablet, *baghs, gone=()):
    """What a change of a tablet's units does: the row, and the records of what came or went, in one transaction."""
    units = " ".join(world.units[bagh] for bagh in baghs)
    table = TabletRow.__table__

    def work(connection):
        connection.execute(table.update().where(table.c.inc == tablet.inc).values(units=units))
        came, went = ([scope.of_unit(world.units[bagh]) for bagh in some] for some in (baghs, gone))
        feed.grant(connection, world.tenant, tablet.inc, went, [] if went else came)

    with world.app.app_context():
        write(work)


def test_a_new_grant_flows_by_the_ordinary_cursor_and_its_end_takes_the_records_away(world):
    bold, dorj = world.enrol(), world.enrol("Рашаант")
    far = bold.say("proposal", unit=world.units["Бугат"], title="Гүүр засах")
    world.sync(bold)
    world.sync(dorj)
    _assign(world, dorj, "Рашаант", "Бугат")
    assert far in {row["id"] for row, _ in world.sync(dorj).rows}
    assert world.sync(dorj).rows == []
    _assign(world, dorj, "Рашаант", gone=("Бугат",))
    answer = world.sync(dorj)
    assert answer.head["leave"] == [far]
    bold.say("proposal", far, _bases={"title": (bold.op_id(1),)}, title="Гүүр")
    world.sync(bold)
    assert world.sync(dorj).rows == []


def test_i9_a_record_that_moved_on_before_its_grant_was_heard_is_not_told(world):
    bold, dorj = world.enrol(), world.enrol("Рашаант")
    proposal = bold.say("proposal", unit=world.units["Рашаант"], title="Гүүр")
    world.sync(bold)
    world.sync(dorj)
    _assign(world, dorj, "Рашаант")
    bold.say("proposal", proposal, _bases={"unit": (bold.op_id(1),)}, unit=world.units["Бугат"])
    world.sync(bold)
    answer = world.sync(dorj)
    assert answer.rows == []
    assert proposal in answer.head["leave"]


def test_colliding_values_are_both_kept_and_a_review_opens(world):
    bold, tuya = world.enrol(), world.enrol()
    proposal = bold.say("proposal", unit=world.units["Бугат"], title="Худаг")
    world.sync(bold)
    world.sync(tuya)
    bold.say("proposal", proposal, _bases={"title": (bold.op_id(1),)}, title="Гар худаг гаргах")
    tuya.say("proposal", proposal, _n=2, _bases={"title": (bold.op_id(1),)}, title="Худгийг засварлах")
    world.sync(bold)
    world.sync(tuya)
    ((row, _),) = world.sync(bold).rows
    assert {value for _, value, _ in row["live"]["title"]} == {"Гар худаг гаргах", "Худгийг засварлах"}
    assert [row[1:3] for row in world.derived()["review"]] == [(proposal, "title")]


def test_an_answer_reads_the_same_however_it_is_packed(world):
    """Brotli for browsers over TLS, gzip for others and for proxies that know no more."""
    ana, bold = world.enrol(), world.enrol()
    for place in range(200):
        ana.say("proposal", unit=world.units["Бугат"], title=f"Гар худаг гаргах {place}")
    world.sync(ana)
    ask = bold.body(1, 0)
    plain, *packed = [
        world.client.post("/api/v1/sync", data=ask, headers={"Content-Type": MEDIA_TYPE, "Accept-Encoding": accepted})
        for accepted in ("identity", "gzip, deflate", "gzip, deflate, br, zstd", "br;q=0, gzip")
    ]
    assert [answer.headers.get("Content-Encoding") for answer in packed] == ["gzip", "br", "gzip"]
    rows = [gzip.decompress(packed[0].data), brotli.decompress(packed[1].data), gzip.decompress(packed[2].data)]
    feeds = {tuple(row.partition(b"\n")[2].splitlines()) for row in (plain.data, *rows)}  # the head tells the time
    assert len(feeds) == 1 and len(feeds.pop()) >= 200
