"""What a disk does to us: it is full (F31), does not flush (F32), is read for hours (F35), rots (F36); all on SQLite.

Nothing is acknowledged that is not on the disk, and what comes again is taken once it can be (Q1, Q2, Q7).
"""

import shutil

import pytest
from click.testing import CliRunner
from sqlalchemy import event, text

from server import engine, keys
from server.backup.folder import BrokenBackup
from server.backup.restore import restore
from server.backup.ship import ship
from server.cli import program
from server.extensions import db
from server.store.unit_of_work import write
from tests.faults.failing_disk import Disk
from tests.world import World, migrated_sqlite


def each_connection(world, prepare):
    """Have `prepare(connection)` called on every connection of the driver, from a new beginning."""
    with world.app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _record: prepare(connection))


def proposals(world, tablet, count=3):
    for number in range(count):
        tablet.say("proposal", unit=world.units["Бугат"], title=f"Санал {number}", body="ө" * 2_000)


def is_whole(world):
    with world.connection() as connection:
        return connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_f31_a_disk_that_is_full_takes_no_push_and_recovers_alone(sqlite_world):
    """Of the media lane: tests/exchange/test_media.py."""
    world, room = sqlite_world, {"pages": 0}
    bold = world.enrol()
    proposals(world, bold, 20)
    before = world.everything()
    with world.connection() as connection:
        room["pages"] = connection.execute(text("PRAGMA page_count")).scalar_one()
    each_connection(world, lambda connection: connection.execute(f"PRAGMA max_page_count={room['pages']}"))
    for _ in range(2):
        answer = bold.sync(world.client)
        assert (answer.status, answer.head["code"], answer.head["do"]) == (507, "store-full", "retry")
        assert answer.head["retry_after"] > 0
    assert world.everything() == before and is_whole(world)
    room["pages"] = 2**31
    with world.app.app_context():
        db.engine.dispose()
    assert world.sync(bold).head["arrived"][0][:2] == [1, 20]


def test_f32_what_the_disk_did_not_flush_is_not_acknowledged_nor_flushed_a_second_time(sqlite_world):
    """The next commit writes its pages anew and flushes those: SQLite never trusts what a failed fsync left behind.

    So no process has to end. PostgreSQL ends by itself (`data_sync_retry` is off), which is F45 to us.
    """
    world, disk = sqlite_world, Disk()
    bold = world.enrol()
    proposals(world, bold)
    each_connection(world, disk.take)
    before = world.everything()
    disk.fails = True
    for attempt in (1, 2):
        answer = bold.sync(world.client)
        assert (answer.status, answer.head["code"], answer.head["do"]) == (503, "busy", "retry")
        assert disk.syncs == attempt
        assert world.everything() == before
    disk.fails = False
    assert world.sync(bold).head["arrived"][0][:2] == [1, 3]
    assert disk.syncs > 2 and is_whole(world)
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 3


def test_f35_a_log_that_a_long_reader_let_grow_is_told_and_given_back_after_him(sqlite_world, monkeypatch):
    world = sqlite_world
    bold = world.enrol()
    log = world.data_dir / "yavuul.sqlite3-wal"
    monkeypatch.setenv("YAVUUL_DATA", str(world.data_dir))
    monkeypatch.setattr(engine, "WAL_BYTES_MAX", engine.WAL_BYTES_KEPT)
    with world.app.app_context():
        write(lambda connection: connection.execute(text("CREATE TABLE much (bytes BLOB)")))
        with db.engine.connect() as reader:
            reader.execute(text("SELECT count(*) FROM op")).all()
            for _ in range(2):
                write(lambda connection: connection.execute(text("INSERT INTO much VALUES (zeroblob(40000000))")))
            assert log.stat().st_size > engine.WAL_BYTES_KEPT
            assert "FAIL journal is moved on" in CliRunner().invoke(program, ["doctor"]).output
            proposals(world, bold)
            assert world.sync(bold).head["arrived"][0][:2] == [1, 3]  # meanwhile pushes are served
    for _ in range(2):  # the first commit after him moves the log on, the next begins it anew
        proposals(world, bold, 1)
        world.sync(bold)
    assert log.stat().st_size <= engine.WAL_BYTES_KEPT
    assert "ok   journal is moved on" in CliRunner().invoke(program, ["doctor"]).output


@pytest.fixture
def shipped(sqlite_world, tmp_path_factory):
    """A world, a tablet, and a second place that has the first three of its five ops."""
    world, place = sqlite_world, tmp_path_factory.mktemp("second-place")
    bold = world.enrol()
    proposals(world, bold)
    world.sync(bold)
    with world.app.app_context():
        ship(place)
    proposals(world, bold, 2)
    world.sync(bold)
    with world.app.app_context():
        with db.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).all()
        db.engine.dispose()
    return world, bold, place


def test_f36_a_page_that_rotted_is_found_nothing_new_is_safe_and_a_restore_gets_all_back(
    shipped, monkeypatch, tmp_path_factory
):
    world, bold, place = shipped
    with world.connection() as connection:
        root = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'op'")).scalar_one()
        size = connection.execute(text("PRAGMA page_size")).scalar_one()
    world.close()
    path = world.data_dir / "yavuul.sqlite3"
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 64] = bytes(64)
    path.write_bytes(data)
    monkeypatch.setenv("YAVUUL_DATA", str(world.data_dir))
    told = CliRunner().invoke(program, ["doctor"])
    assert told.exit_code == 1 and f"FAIL journal {engine.journal_mode()}, its pages are whole" in told.output
    lost = CliRunner().invoke(program, ["backup", str(place)])
    assert lost.exit_code == 1 and "safe up to" not in lost.output
    assert bold.sync(world.client, first=4, last=5).status >= 500  # what cannot be read is not acknowledged
    fresh = World(_copy_of_keys(world, tmp_path_factory))
    with fresh.app.app_context():
        bold.cursor = f"{restore(place, world.tenant).epoch}.0"
    fresh.units = world.units
    assert fresh.sync(bold, first=4, last=5).head["arrived"][0][:2] == [1, 5]
    fresh.close()


def _copy_of_keys(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("restored")
    shutil.copy(world.data_dir / keys.FILE, folder / keys.FILE)
    migrated_sqlite(folder, tmp_path_factory.getbasetemp() / "sqlite-template")
    return folder


def test_f36_one_bit_that_no_page_tells_of_is_never_safe(shipped):
    """The page is whole, and so is its length: the chain alone knows."""
    world, bold, place = shipped
    path = world.data_dir / "yavuul.sqlite3"
    plain = path.read_bytes()
    path.write_bytes(plain.replace("Санал 1".encode(), "Санал 3".encode()))
    assert path.read_bytes() != plain
    with world.app.app_context(), pytest.raises(BrokenBackup, match="not what its chain says"):
        ship(place)
    assert "safe" not in world.sync(bold).head
