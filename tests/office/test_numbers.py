"""Numbers of documents have no gaps: on both stores, when work fails, under two writers, after a restore (O4, O6)."""

from threading import Barrier, Thread

import pytest

from server import acts
from server.backup.restore import restore
from server.backup.ship import ship
from server.store import numbers
from server.store.unit_of_work import write
from sync.merge import value_of
from tests.exchange.test_backup import second_store
from tests.office.test_letters import NOW, Office

__all__ = ["second_store"]


def _issue(world, year=2026, fails=False, **said):
    """Issue a letter, or what else is said; returns its number."""
    kind = "report" if said else "letter"

    def work(connection):
        number = numbers.following(connection, world.tenant, kind, str(year), **said)
        values = {"number": str(number), "issued_on": f"{year}-03-01", **said}
        acts.state_in(connection, world.tenant, "", [acts.creation(kind, values)])
        if fails:
            raise RuntimeError("the paper could not be set")
        return number

    with world.app.app_context():
        return write(work)


def test_each_kind_and_year_counts_from_one_and_what_fails_gives_its_number_back(world):
    assert [_issue(world), _issue(world), _issue(world, year=2027)] == [1, 2, 1]
    assert [_issue(world, kind="monthly_sheet"), _issue(world, kind="fortnight")] == [1, 1]
    with pytest.raises(RuntimeError):
        _issue(world, fails=True)
    assert _issue(world) == 3


def test_two_writers_take_every_number_once(postgres_world):
    begin, taken = Barrier(2), []

    def writer():
        begin.wait()
        taken.extend(_issue(postgres_world) for _ in range(8))

    threads = [Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 17))


def test_after_a_restore_the_next_letter_has_the_next_number(world, second_store, tmp_path, monkeypatch):
    monkeypatch.setenv("YAVUUL_NOW", NOW)
    office = Office(world)
    first, second, third = (office.proposal(title=f"Санал {number}") for number in range(3))
    made = [office.send(one)[0] for one in (first, second)]
    with world.app.app_context():
        ship(tmp_path)
    with second_store.app.app_context():
        restore(tmp_path, world.tenant)
    office.world = second_store
    made += office.send(third)
    assert [value_of(office.record(one), "number") for one in made] == ["1", "2", "3"]
