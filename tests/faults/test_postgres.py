"""What PostgreSQL does under pressure: late commits (F43, trap 1), deadlocks (F44), a lost connection (F45)."""

import threading

import pytest
from sqlalchemy import text

from server import exchange
from server.extensions import db
from server.store import feed, log, records
from tests.serving import until
from tests.together import drain, together


def at(monkeypatch, owner, name, stop):
    """Have `stop(connection)` called after each `owner.name`."""
    plain = getattr(owner, name)

    def stopping(connection, *args, **options):
        found = plain(connection, *args, **options)
        stop(connection)
        return found

    monkeypatch.setattr(owner, name, stopping)


def test_f43_trap_01_a_cursor_never_passes_a_change_that_is_not_committed_yet(postgres_world, monkeypatch):
    world = postgres_world
    bold, tuya, reader = world.enrol(), world.enrol(), world.enrol()
    world.sync(reader)
    slow = bold.say("proposal", unit=world.units["Бугат"], title="Удаан")
    quick = tuya.say("proposal", unit=world.units["Бугат"], title="Хурдан")
    numbered, go_on = threading.Event(), threading.Event()

    def stop(_connection):
        if threading.current_thread().name == "slow":
            numbered.set()
            assert go_on.wait(60)

    at(monkeypatch, feed, "advance", stop)
    first = threading.Thread(target=lambda: world.sync(bold), name="slow")
    second = threading.Thread(target=lambda: world.sync(tuya))
    first.start()
    assert numbered.wait(60)  # has its number, and has not committed
    second.start()
    until(lambda: _waiting(world), "the second push to wait for the counter")
    heard = [row["id"] for row, _ in world.sync(reader).rows]
    go_on.set()
    first.join(60)
    second.join(60)
    heard += [row["id"] for row, _ in world.sync(reader).rows]
    assert sorted(heard) == sorted([slow, quick])


def _waiting(world):
    with world.connection() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return connection.execute(text(query)).scalar_one()


@pytest.mark.parametrize("seed", range(3))
def test_f44_pushes_of_the_same_records_by_many_tablets_at_once_all_arrive(postgres_world, seed):
    world = postgres_world
    world.random.seed(seed)
    author = world.enrol()
    shared = [author.say("proposal", unit=world.units["Бугат"], title=f"Санал {i}") for i in range(10)]
    world.sync(author)
    tablets = [world.enrol() for _ in range(5)]
    for i, tablet in enumerate(tablets):
        order = list(enumerate(shared, 1))
        tablet.random.shuffle(order)
        for seq, record in order:
            tablet.say("proposal", record, _n=2, _bases={"title": (author.op_id(seq),)}, title=f"Засвар {i}")
    together(*(lambda tablet=tablet: drain(world, tablet) for tablet in tablets))
    with world.connection() as connection:
        texts = connection.execute(records.records.select()).all()
    states = [row.state.decode() for row in texts if row.id in shared]
    assert all(state.count("Засвар") == 5 for state in states)
    assert len(states) == 10
    before = world.derived()
    together(*(lambda tablet=tablet: drain(world, tablet) for tablet in tablets))
    assert world.derived() == before


def test_f44_two_tablets_that_make_the_same_record_at_once_make_one(postgres_world, monkeypatch):
    """Both look, neither finds it, both insert: the second is done again over what the first has made."""
    world = postgres_world
    tablets = [world.enrol() for _ in range(2)]
    record = tablets[0].new_id()
    for i, tablet in enumerate(tablets):
        tablet.say("proposal", record, unit=world.units["Бугат"], title=f"Нэр {i}")
    both, met = threading.Barrier(2), set()

    def meet(_connection):
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            both.wait(60)

    at(monkeypatch, records, "load", meet)
    together(*(lambda tablet=tablet: drain(world, tablet) for tablet in tablets))
    monkeypatch.undo()
    row = next(row for row, _ in world.sync(world.enrol()).rows if row["id"] == record)
    assert sorted(value for _, value, _ in row["live"]["title"]) == ["Нэр 0", "Нэр 1"]
    assert len([row for row in world.derived()["record"] if row[1] == record]) == 1


@pytest.mark.parametrize("place", [(log, "add_ops"), (exchange.tablets, "note_contact"), (exchange.tablets, "lock")])
def test_f45_a_connection_that_is_cut_before_its_commit_acknowledges_nothing(postgres_world, monkeypatch, place):
    world = postgres_world
    bold = world.enrol()
    bold.say("proposal", unit=world.units["Бугат"], title="Тасарсан")
    before = world.everything()

    def cut(connection):
        ours = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:ours)"), {"ours": ours})

    with monkeypatch.context() as patch:
        at(patch, *place, cut)
        answer = bold.sync(world.client)
        assert (answer.status, answer.head["code"], answer.head["do"]) == (503, "busy", "retry")
        assert answer.head["retry_after"] > 0
    assert world.everything() == before
    assert world.sync(bold).head["arrived"][0][:2] == [1, 1]
    assert len([row for row in world.everything()["op"] if row[1] == bold.inc]) == 1
