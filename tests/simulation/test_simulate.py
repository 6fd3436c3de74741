"""The simulator: hundreds of schedules in which nothing is lost, and proof that it would tell.

A seed that once broke something stands in BROKE, with what it broke; `yavuul simulate --seed S --schedules 1` shows it.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from server import exchange
from server.simulation import run
from server.simulation.worker import Worker
from server.store.unit_of_work import write
from sync import merge

YAVUUL = Path(sys.executable).with_name("yavuul")
SEED = 20261122
TABLETS, DAYS = 3, 3

BROKE = {
    "a further seal admits what only late notes place in its hearing; a closed inc asks once a run": 210120254971192,
    "an op that places a record in a sealed hearing comes after the record's other ops": 64467450425240,
    "a tablet is cloned, forks, is locked and unlocked, and the server is restored": 137031103251104,
    "a tablet whose vault is dropped hears of a restored server by its sealed segments": 105466500777484,
}


@pytest.fixture(scope="session")
def bundle(tmp_path_factory):
    """The tablets' side, as one file for Node."""
    return run.bundle(tmp_path_factory.mktemp("simulation"))


@pytest.fixture
def worker(bundle):
    """A worker in this process, whose server a test can spoil."""
    with Worker(bundle) as found:
        yield found


def _closing_line(schedules: int, days: int) -> str:
    words = ["simulate", "--seed", str(SEED), "--tablets", str(TABLETS), "--days", str(days)]
    command = [YAVUUL, *words, "--schedules", str(schedules)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return done.stdout.rstrip("\n").split("\n")[-1]


def _assert_nothing_lost(line: str, schedules: int) -> None:
    found = re.fullmatch(rf"schedules {schedules} acknowledged (\d+) lost 0 diverged 0 silent 0", line)
    assert found, line
    assert int(found[1]) > 10 * schedules


def test_five_hundred_schedules_lose_nothing():
    _assert_nothing_lost(_closing_line(500, days=1), 500)


@pytest.mark.slow
def test_five_thousand_schedules_lose_nothing():
    _assert_nothing_lost(_closing_line(5000, days=2), 5000)


@pytest.mark.parametrize("seed", BROKE.values(), ids=BROKE.keys())
def test_what_broke_once_holds(worker, seed):
    result = worker.run(seed, TABLETS, DAYS)
    assert result.verdict.is_right, result


def test_a_seed_says_everything(worker):
    first, again = (worker.run(SEED, TABLETS, DAYS) for _ in range(2))
    assert first == again
    assert first.verdict.acknowledged > 10


def _tells(worker, kind: str, schedules: int = 25) -> bool:
    """Whether one of these schedules ends with something `lost`, `diverged` or `silent`."""
    seeds = run.seeds_of(SEED, schedules)
    return any(getattr(worker.run(seed, TABLETS, DAYS).verdict, kind) for seed in seeds)


class _Forgotten(Exception):
    """Rolls a transaction back."""


@pytest.mark.slow
def test_a_server_that_says_arrived_and_stores_nothing_is_found(worker, monkeypatch):
    pushes = []

    def forgetful(work):
        def undone(connection):
            raise _Forgotten(work(connection))

        pushes.append(work)
        if len(pushes) % 20:
            return write(work)
        try:
            return write(undone)
        except _Forgotten as forgotten:
            return forgotten.args[0]

    monkeypatch.setattr(exchange, "write", forgetful)
    assert _tells(worker, "lost")


def test_a_merge_that_keeps_named_by_record_is_found(worker, monkeypatch):
    take = merge._take

    def take_without_m1(record, op, sets):
        if any(op.id in ids for ids in record.named.values()):
            for path, (_, bases) in sets.items():
                merge._name(record, path, bases)
        else:
            take(record, op, sets)

    monkeypatch.setattr(merge, "_take", take_without_m1)
    assert _tells(worker, "silent")


def test_a_merge_that_believes_the_highest_seq_is_found(worker, monkeypatch):
    apply = merge.apply

    def apply_without_m3(record, op, seal=None):
        seqs = [int(seq) for inc, seq, _ in (known.split(".") for known in record.seen) if inc == op.inc]
        return None if seqs and max(seqs) >= op.seq else apply(record, op, seal)

    monkeypatch.setattr(merge, "apply", apply_without_m3)
    assert _tells(worker, "silent")
