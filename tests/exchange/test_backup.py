"""The backup is the log: what is read back is safe, a restore is a sync event (I5, M8, M23, M25; F47–F50)."""

import gzip
import shutil

import pytest
from sqlalchemy import make_url

from server import acts, keys
from server.backup import ship as shipping
from server.backup.folder import BrokenBackup, Folder
from server.backup.restore import LossNotAccepted, restore
from server.backup.ship import ship
from sync.chain import tag
from tests import postgres
from tests.media_lane import Lane, photo
from tests.together import drain, together
from tests.world import World, migrated_sqlite


@pytest.fixture
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("second-place")


@pytest.fixture
def second_store(world, request, tmp_path_factory):
    """An empty, migrated store with the same keys: the machine that a restore is made on."""
    folder = tmp_path_factory.mktemp("restored")
    shutil.copy(world.data_dir / keys.FILE, folder / keys.FILE)
    url = ""
    if world.app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        template = request.getfixturevalue("postgres_template")
        url = postgres.fresh_database(request.getfixturevalue("postgres_cluster"), template)
        assert make_url(url).database
    else:
        migrated_sqlite(folder, tmp_path_factory.getbasetemp() / "sqlite-template")
    fresh = World(folder, url)
    fresh.units = world.units
    yield fresh
    fresh.close()


def _ship(world, place):
    with world.app.app_context():
        return ship(place)


def _say(tablet, world, count=3):
    return [tablet.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}") for i in range(count)]


def test_nothing_is_safe_before_it_was_read_back_from_a_second_place(world, place):
    bold = world.enrol()
    _say(bold, world)
    assert "safe" not in world.sync(bold).head
    assert "safe" not in world.sync(bold).head
    _ship(world, place)
    assert world.sync(bold).head["safe"] == [[1, 3, tag(bold.hashes[3])]]
    assert "safe" not in world.sync(bold).head  # said once, by the feed


def test_safe_moves_only_with_what_was_shipped(world, place):
    bold = world.enrol()
    _say(bold, world)
    world.sync(bold)
    _ship(world, place)
    _say(bold, world, 2)
    world.sync(bold)
    _ship(world, place)
    assert world.sync(bold).head["safe"] == [[1, 5, tag(bold.hashes[5])]]
    assert [segment.last for segment in Folder(place, "jargalant").manifest().segments] == [4, 5]


def test_f50_a_place_that_does_not_read_back_makes_nothing_safe(world, place, monkeypatch):
    bold = world.enrol()
    _say(bold, world)
    world.sync(bold)

    def write_badly(path, data):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[:-7])

    with monkeypatch.context() as patch:
        patch.setattr("server.backup.folder.write_file", write_badly)
        with pytest.raises(BrokenBackup):
            _ship(world, place)
    assert "safe" not in world.sync(bold).head
    _ship(world, place)  # the next round mends it
    assert world.sync(bold).head["safe"] == [[1, 3, tag(bold.hashes[3])]]


def test_f50_a_rotten_segment_is_refused_loudly(world, place, second_store):
    _say(bold := world.enrol(), world)
    world.sync(bold)
    _ship(world, place)
    segment = next((place / "jargalant").glob("*.ndjson.gz"))
    segment.write_bytes(segment.read_bytes()[:-1] + b"?")
    with second_store.app.app_context(), pytest.raises(BrokenBackup):
        restore(place, "jargalant")
    assert second_store.everything()["op"] == []


def test_f49_a_backup_made_while_tablets_push_holds_whole_batches_and_restores_to_the_same(world, place, second_store):
    """Rounds run beside pushes; what was safe after any of them is in the place, and the last brings the rest."""
    tablets = [world.enrol() for _ in range(2)]

    def push(tablet):
        for _ in range(8):
            _say(tablet, world)
            drain(world, tablet)

    def rounds():
        for _ in range(4):
            _ship(world, place)

    together(*(lambda tablet=tablet: push(tablet) for tablet in tablets), rounds)
    _ship(world, place)
    for tablet in tablets:
        assert world.sync(tablet).head["safe"] == [[1, 24, tag(tablet.hashes[24])]]
    with second_store.app.app_context():
        assert restore(place, "jargalant").missing == 0
    before, after = world.derived(), second_store.derived()
    assert {name for name in before if after[name] != before[name]} == set()


def test_i12_an_altered_op_line_is_found_by_its_chain(world, place, second_store, monkeypatch):
    _say(bold := world.enrol(), world)
    world.sync(bold)
    honest = shipping.entry.write

    def forge(batch, rows):
        return honest(batch, [row._replace(line=row.line.replace(b"\xd0\xa1", b"\xd0\xa2")) for row in rows])

    with monkeypatch.context() as patch:
        patch.setattr(shipping.entry, "write", forge)
        _ship(world, place)
    with second_store.app.app_context(), pytest.raises(BrokenBackup, match="chain"):
        restore(place, "jargalant")


def test_restore_brings_back_records_projections_and_people(world, place, second_store):
    bold = world.enrol()
    _say(bold, world)
    bold.say("person", unit=world.units["Бугат"], _personal={"given_name": "Дорж"})
    bold.say("proposal", unit=world.units["Бугат"], title="Төлөвтэй", status="done")
    world.sync(bold)
    _ship(world, place)
    with second_store.app.app_context():
        restored = restore(place, "jargalant")
    assert restored.missing == 0
    before, after = world.derived(), second_store.derived()
    for name in before:
        assert after[name] == before[name], name
    assert second_store.everything()["tablet"] == world.everything()["tablet"]
    bold.cursor = f"{restored.epoch}.0"
    assert {p["set"]["given_name"] for _, p in second_store.sync(bold).rows if p} == {"Дорж"}


def test_f47_m8_after_a_restore_tablets_give_back_what_it_lost(world, place, second_store):
    """trap_11: the epoch in the cursor tells that the server went back."""
    bold = world.enrol()
    _say(bold, world)
    world.sync(bold)
    _ship(world, place)
    lost = _say(bold, world, 4)
    world.sync(bold)
    with second_store.app.app_context():
        restore(place, "jargalant")
    answer = second_store.sync(bold, first=8, last=7)
    assert "epoch" in answer.head
    assert answer.head["held"] == answer.head["safe"] == [[1, 3, tag(bold.hashes[3])]]
    assert len(answer.rows) == 6
    bold.cursor = answer.head["cursor"]
    again = second_store.sync(bold, first=4, last=7)
    assert again.head["arrived"] == [[1, 7, tag(bold.hashes[7])]]
    assert set(lost) <= {row[1] for row in second_store.derived()["record"]}
    assert second_store.derived()["review"] == []


def test_f47_a_collision_is_one_and_the_same_after_a_restore_whichever_side_of_it_was_lost(world, place, second_store):
    """Of the first all is in the place, of the second one side: the other is given back, and nothing stands twice."""
    bold, tuya = world.enrol(), world.enrol()
    first, second = _say(bold, world, 2)
    world.sync(bold)

    def collide(record, seq):
        for tablet, title in ((bold, "Болдын"), (tuya, "Туяагийн")):
            tablet.say("proposal", record, _n=2, _bases={"title": (bold.op_id(seq),)}, title=title)

    collide(first, 1)
    world.sync(bold)
    world.sync(tuya)
    collide(second, 2)
    world.sync(bold)
    _ship(world, place)
    world.sync(tuya)
    before = world.derived()
    assert sorted(row[1:3] for row in before["review"]) == sorted([(first, "title"), (second, "title")])
    with second_store.app.app_context():
        epoch = restore(place, "jargalant").epoch
    assert len(second_store.derived()["review"]) == 1
    for _ in range(2):  # all that each tablet ever said, and once more
        for tablet in (bold, tuya):
            tablet.cursor = f"{epoch}.0"
            second_store.sync(tablet, first=1, last=len(tablet.lines))
    after = second_store.derived()
    assert [row[:3] for row in after["review"]] == [row[:3] for row in before["review"]]
    assert after["record"] == before["record"]


def test_m23_a_certificate_enrols_again_what_the_restore_forgot(world, place, second_store):
    _say(early := world.enrol(), world)
    world.sync(early)
    _ship(world, place)
    bold = world.enrol()
    _say(bold, world)
    world.sync(bold)
    with second_store.app.app_context():
        restore(place, "jargalant")
    certificate = second_store.certificate(bold)
    refused = bold.sync(second_store.client, first=1, last=3)
    assert (refused.status, refused.head["code"]) == (401, "unknown-inc")
    answer = second_store.sync(bold, first=1, last=3, certificate=certificate)
    assert answer.head["held"] == [[1, 3, tag(bold.hashes[3])]]
    assert second_store.sync(bold, first=1, last=3).head["held"] == [[1, 3, tag(bold.hashes[3])]]
    forged = certificate[:-8] + "AAAAAAAA"
    stranger = world.enrol()
    _say(stranger, world)
    assert stranger.sync(second_store.client, certificate=forged).head["code"] == "bad-certificate"
    assert stranger.sync(second_store.client, certificate=certificate).head["code"] == "bad-certificate"


def test_m25_an_older_place_is_refused_unless_the_loss_is_accepted(world, place, second_store, tmp_path_factory):
    bold = world.enrol()
    _say(bold, world)
    world.sync(bold)
    _ship(world, place)
    older = tmp_path_factory.mktemp("older")
    shutil.copytree(place / "jargalant", older / "jargalant")
    _say(bold, world)
    world.sync(bold)
    _ship(world, place)
    shutil.copy(world.data_dir / "safe.json", second_store.data_dir / "safe.json")
    with second_store.app.app_context():
        with pytest.raises(LossNotAccepted, match="1 batches"):
            restore(older, "jargalant")
        assert restore(older, "jargalant", accept_loss=True).missing == 1


def test_m19_an_erasure_is_not_undone_by_a_backup(world, place, second_store):
    bold = world.enrol()
    person = bold.say("person", unit=world.units["Бугат"], _personal={"given_name": "Нэргүй"})
    world.sync(bold)
    _ship(world, place)

    world.state(acts.Statement("person", person, {"_erased": (True, ())}))
    _ship(world, place)
    with second_store.app.app_context():
        epoch = restore(place, "jargalant").epoch
    bold.cursor = f"{epoch}.0"
    assert all(hidden is None for _, hidden in second_store.sync(bold).rows)
    packed = b"".join(gzip.decompress(path.read_bytes()) for path in (place / "jargalant").glob("*.gz"))
    assert "Нэргүй".encode() not in packed


@pytest.fixture
def lane(world):
    """A tablet's media lane, and one photo that has arrived with its record."""
    found = Lane(world.enrol(), world.client)
    found.piece = found.media(world.units["Бугат"], photo(seed=21))
    world.sync(found.tablet)
    assert found.send(found.piece).status_code == 204
    return found


def _media_in(place):
    return sorted(path for path in (place / "jargalant" / "media").rglob("*") if path.is_file())


def test_a_file_is_safe_once_it_was_read_back_with_its_key(world, place, lane):
    assert lane.state(lane.piece) == "arrived"
    assert _ship(world, place)[0].media == 1
    assert lane.state(lane.piece) == "safe"
    assert len(_media_in(place)) == 3
    assert all(b"JFIF" not in path.read_bytes() for path in _media_in(place))


def test_f50_a_file_that_does_not_read_back_is_not_safe(world, place, lane, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("server.media.shelf.write_file", _write_badly)
        with pytest.raises(BrokenBackup):
            _ship(world, place)
    assert lane.state(lane.piece) == "arrived"
    _ship(world, place)
    assert lane.state(lane.piece) == "safe"


def _write_badly(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data[:-7])


def test_f48_restored_rows_find_their_files_again_and_say_which_are_lost(world, place, lane, second_store):
    """The log with all files, and the log without one of them."""
    lost = lane.media(world.units["Бугат"], photo(seed=22))
    world.sync(lane.tablet)
    lane.send(lost)
    _ship(world, place)
    lost_id = lane.create(lost).headers["Location"].rpartition("/")[2]
    for path in _media_in(place):
        if path.name.startswith(lost_id):
            path.unlink()
    with second_store.app.app_context():
        restored = restore(place, "jargalant")
    assert (restored.media, restored.media_missing) == (1, 1)
    again = Lane(lane.tablet, second_store.client)
    assert again.states(lane.piece.sha256, lost.sha256) == {lane.piece.sha256: "safe", lost.sha256: "missing"}
    assert again.send(lost).status_code == 204
    assert again.state(lost) == "arrived"


def test_f48_files_without_rows_are_asked_for_again(world, place, lane, second_store):
    """A place whose log ends before a file came: its bytes alone prove nothing, the tablet sends them once more."""
    _ship(world, place)
    late = lane.media(world.units["Бугат"], photo(seed=23))
    lane.send(late)
    late_id = lane.create(late).headers["Location"].rpartition("/")[2]
    shutil.copytree(world.data_dir / "media", place / "jargalant" / "media", dirs_exist_ok=True)
    assert [path for path in _media_in(place) if path.name.startswith(late_id)]
    with second_store.app.app_context():
        assert restore(place, "jargalant").media == 1
    again = Lane(lane.tablet, second_store.client)
    assert again.state(late) == "missing"
    assert again.send(late).status_code == 204


def test_a_file_that_rotted_here_is_not_shipped_and_is_missing(world, place, lane):
    for path in (world.data_dir / "media").rglob("*.original"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    _ship(world, place)
    assert lane.state(lane.piece) == "missing"
    assert _media_in(place) == []


def test_m19_an_erased_file_leaves_the_place(world, place, lane):
    _ship(world, place)
    world.state(acts.Statement("media", lane.piece.record, {"_erased": (True, ())}))
    _ship(world, place)
    assert _media_in(place) == []
    assert lane.state(lane.piece) == "gone"
