"""What SQLite does under pressure: a lock that somebody holds (F34), and its row numbers (traps 3 and 4)."""

import threading

import pytest
from sqlalchemy import event, select

from server import engine
from server.extensions import db
from server.models.log import feed, records
from server.store.unit_of_work import reading, write


@pytest.fixture
def holder(sqlite_world):
    """Somebody else's connection to the database file; ours wait for its lock a moment only."""
    with sqlite_world.app.app_context():
        db.engine.dispose()

        @event.listens_for(db.engine, "connect")
        def impatient(connection, _record):
            connection.execute("PRAGMA busy_timeout=200")

    path = sqlite_world.data_dir / "yavuul.sqlite3"
    other = engine.sqlite_module().connect(path, isolation_level=None, check_same_thread=False)
    yield other
    other.close()


def test_f34_while_the_file_is_locked_pushes_are_put_off_and_then_drain(sqlite_world, holder):
    world = sqlite_world
    tablets = [world.enrol() for _ in range(3)]
    for tablet in tablets:
        tablet.say("proposal", unit=world.units["Бугат"], title="Түгжээтэй үед")
    before = world.everything()
    holder.execute("BEGIN IMMEDIATE")
    for tablet in tablets:
        response = world.client.post("/api/v1/sync", tablet.body(1, 1), {"Content-Type": "application/x-ndjson"})
        assert (response.status_code, response.json["code"], response.json["do"]) == (503, "busy", "retry")
        assert int(response.headers["Retry-After"]) > 0
    health = world.app.test_client().get("/api/v1/health", base_url="http://app.localhost:8000")
    assert health.status_code == 200  # readers go on
    assert world.everything() == before
    holder.execute("ROLLBACK")
    for tablet in tablets:
        assert world.sync(tablet).head["arrived"][0][:2] == [1, 1]


def test_trap_03_a_write_takes_the_lock_before_it_reads_so_no_upgrade_can_fail(sqlite_world, holder):
    """Two writers that both read first would meet on the upgrade; BEGIN IMMEDIATE lets them queue."""
    ready, done = threading.Barrier(2), []

    def work(connection):
        connection.execute(select(feed.c.n)).all()
        connection.execute(records.update().values(type=records.c.type))
        return "written"

    def writer():
        with sqlite_world.app.app_context():
            ready.wait()
            done.append(write(work))

    threads = [threading.Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done == ["written", "written"]


def test_trap_04_a_number_of_the_feed_is_never_given_twice(sqlite_world):
    """Rows are numbered by the tenant's counter, not by SQLite: deleting the last one frees no number."""
    world = sqlite_world
    bold, tuya = world.enrol(), world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Сүүлийн")
    world.sync(bold)
    world.sync(tuya)
    with world.app.app_context():
        write(lambda connection: connection.execute(feed.delete().where(feed.c.record == _last(world))))
    said = bold.say("proposal", unit=world.units["Бугат"], title="Дараагийн")
    world.sync(bold)
    assert [row["id"] for row, _ in world.sync(tuya).rows] == [said]


def _last(world):
    with world.app.app_context(), reading() as connection:
        return connection.execute(select(feed.c.record).order_by(feed.c.n.desc()).limit(1)).scalar_one()
