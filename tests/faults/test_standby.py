"""Two PostgreSQL servers: a receipt *arrived* says that both have it (F38, F39, F41; Q1, R2)."""

import os
import signal
import threading

import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.serving import until
from tests.world import World


@pytest.fixture
def pair(tmp_path):
    """(primary, synchronous standby, a world on the primary)."""
    with postgres.private() as primary:
        world = World(tmp_path, postgres.fresh_database(primary)).migrate().found()
        with postgres.private(primary) as standby:
            primary.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
            primary.execute("SELECT pg_reload_conf()")
            until(lambda: primary.execute("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"), "a standby")
            yield primary, standby, world
        world.close()


def waiting(primary):
    """The backends whose commit waits for the standby."""
    return primary.execute("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")


def test_f38_f39_f41_what_no_standby_has_is_not_acknowledged_and_what_was_survives_the_primary(pair, tmp_path):
    """The retry is the trap (F39): its op stands on the primary already, committed and on no second machine."""
    primary, standby, world = pair
    bold, answers = world.enrol(), []
    for number in range(3):
        bold.say("proposal", unit=world.units["Бугат"], title=f"Санал {number}")
    world.sync(bold)
    bold.say("proposal", unit=world.units["Бугат"], title="Тасарсан үед")
    ((receiver,),) = standby.execute("SELECT pid FROM pg_stat_wal_receiver")
    os.kill(receiver, signal.SIGSTOP)  # the standby is there and takes nothing (F41)

    for end in (lambda pid: primary.execute(f"SELECT pg_terminate_backend({pid})"), lambda _: primary.process.kill()):
        push = threading.Thread(target=lambda: answers.append(bold.sync(world.client, first=4, last=4)))
        push.start()
        ((pid,),) = until(lambda: waiting(primary), "the commit to wait for the standby")
        assert push.is_alive() and not [answer for answer in answers if answer.status == 200]
        end(pid)
        push.join(60)
    assert [(answer.status, answer.head["do"]) for answer in answers] == [(503, "retry")] * 2

    os.kill(receiver, signal.SIGCONT)
    standby.execute("SELECT pg_promote()")
    name = make_url(world.app.config["SQLALCHEMY_DATABASE_URI"]).database
    promoted = World(tmp_path, standby.url.set(database=name).render_as_string(hide_password=False))
    assert {1, 2, 3} <= set(seqs(promoted, bold))
    assert promoted.sync(bold, first=4, last=4).head["arrived"][0][:2] == [1, 4]
    assert seqs(promoted, bold) == [1, 2, 3, 4]
    promoted.close()


def seqs(world, tablet):
    return sorted(row[2] for row in world.everything()["op"] if row[1] == tablet.inc)
