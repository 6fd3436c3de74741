"""Numbers of documents have no gaps: on both stores, when work fails, and under two writers (O4)."""

from threading import Barrier, Thread

import pytest

from server.office import numbers
from server.store.unit_of_work import write


def _take(world, tenant="jargalant", kind=numbers.LETTER, year=2026, fails=False):
    def work(connection):
        number = numbers.take(connection, tenant, kind, year)
        if fails:
            raise RuntimeError("the paper could not be set")
        return number

    with world.app.app_context():
        return write(work)


def test_each_tenant_kind_and_year_counts_from_one(world):
    assert [_take(world), _take(world), _take(world, kind="minutes"), _take(world, year=2027)] == [1, 2, 1, 1]
    assert [_take(world, tenant="buyant"), _take(world)] == [1, 3]


def test_work_that_fails_gives_its_number_back(world):
    assert _take(world) == 1
    with pytest.raises(RuntimeError):
        _take(world, fails=True)
    assert _take(world) == 2


def test_after_a_restore_the_numbers_of_the_log_are_not_given_again(world):
    with world.app.app_context():
        take = lambda known: write(lambda connection: numbers.take(connection, "a", "letter", 2026, known))  # noqa: E731
        assert [take(0), take(41), take(7)] == [1, 42, 43]


def test_two_writers_take_every_number_once(postgres_world):
    begin, taken = Barrier(2), []

    def writer():
        begin.wait()
        taken.extend(_take(postgres_world) for _ in range(20))

    threads = [Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))
