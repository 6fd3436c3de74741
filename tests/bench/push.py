"""An evening: 8 tablets push at once against the real server; every op verified, merged and durable.

CPU is that of gunicorn and its workers, per record, in units of `json.loads` of the same lines in the same run.
"""

import json
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from sqlalchemy import func, select

from server.engine import sqlite_module
from server.models.log import ops, records
from tests import postgres as any_postgres
from tests.bench import evening, postgres
from tests.bench.deployment import BAGHS, fresh
from tests.bench.figure import Figure, at_least, at_most, beside, progress
from tests.bench.gunicorn import WORKERS, serve
from tests.world import World

RECORDS, RECORDS_QUICK = 20_000, 4_000
ROUNDS = 3  # the machine's speed drifts; each round has its own `json.loads`, and the middle one is told
CPU_MAX = 20  # times json.loads
RECORDS_PER_S_MIN = 1_500
APP, ECHO = "server.app:create_app()", "tests.bench.echo:create_app()"


def measure(is_quick: bool) -> list[Figure]:
    """SQLite, PostgreSQL, and what the parts cost alone."""
    count = RECORDS_QUICK if is_quick else RECORDS
    return _on_sqlite(count) + _on_postgresql(count)


class Round(NamedTuple):
    """One push of everything into an empty store: seconds of `json.loads` per line, of CPU and of the clock."""

    unit: float
    cpu: float
    wall: float


def _push(world: World, tablets: list, count: int) -> Round:
    lines = [line for tablet, _ in tablets for op in tablet.lines for line in op]
    before = loads_s(lines)
    with serve(APP, world) as server:
        wall, cpu = evening.run(server, tablets)
    _check(world, count)
    progress(f"{count / wall:.0f} records/s")
    return Round((before + loads_s(lines)) / 2, cpu, wall)


def _middle(rounds: list[Round]) -> Round:
    return sorted(rounds, key=lambda one: one.cpu / one.unit)[len(rounds) // 2]


def _on_sqlite(count: int) -> list[Figure]:
    rounds = []
    for _ in range(ROUNDS - 1):
        with fresh() as world:
            rounds.append(_push(world, evening.prepare(world, count), count))
    with fresh() as world:
        tablets = evening.prepare(world, count)
        rounds.append(_push(world, tablets, count))
        unit, cpu, wall = _middle(rounds)
        with serve(ECHO, world) as server:
            echo_wall, echo_cpu = evening.run(server, tablets, is_sync=False)
        inserted = _insert_s(world)
    name = f"push of {count} records by {len(BAGHS)} tablets"
    return [
        beside(f"{name}: json.loads of a line", unit * 1e6, "µs"),
        *_cpu(f"{name}, SQLite", cpu / count, unit),
        at_least(f"{name}, SQLite", count / wall, "records/s", RECORDS_PER_S_MIN),
        *_cpu_beside(f"{name}, empty endpoint that parses them", echo_cpu / count, unit),
        beside(f"{name}, empty endpoint that parses them", count / echo_wall, "records/s"),
        beside(f"{name}, SQLite alone: executemany of op and record", count / inserted, "records/s"),
    ]


def _on_postgresql(count: int) -> list[Figure]:
    rounds, spent = [], 0.0
    with postgres.durable() as cluster:
        for _ in range(ROUNDS):
            with fresh(any_postgres.fresh_database(cluster)) as world:
                tablets = evening.prepare(world, count)
                backends = postgres.backends_cpu_s(cluster)
                rounds.append(_push(world, tablets, count))
                spent += 0.0 if backends is None else (postgres.backends_cpu_s(cluster) - backends) / ROUNDS
    unit, cpu, wall = _middle(rounds)
    name = f"push of {count} records by {len(BAGHS)} tablets, PostgreSQL"
    found = [*_cpu(name, cpu / count, unit), beside(name, count / wall, "records/s")]
    return found if not spent else [*found, *_cpu_beside(f"{name}, its backends", spent / count, unit)]


def _cpu(name: str, record_s: float, unit: float) -> list[Figure]:
    return [
        at_most(f"{name}: CPU of the app per record", record_s / unit, "x json.loads", CPU_MAX),
        beside(f"{name}: CPU of the app per record", record_s * 1e6, "µs"),
    ]


def _cpu_beside(name: str, record_s: float, unit: float) -> list[Figure]:
    return [beside(f"{name}: CPU per record", record_s / unit, "x json.loads")]


def loads_s(lines: list[bytes]) -> float:
    """CPU seconds of `json.loads` of one line, with as many processes at it as the server has: cores share caches."""
    with ProcessPoolExecutor(WORKERS, get_context("fork")) as pool:
        return statistics.mean(pool.map(_loads_s, [lines] * WORKERS))


def _loads_s(lines: list[bytes]) -> float:
    rounds = []
    for _ in range(9):
        began = time.process_time()
        for line in lines:
            json.loads(line)
        rounds.append(time.process_time() - began)
    return statistics.median(rounds) / len(lines)


def _check(world: World, count: int) -> None:
    """All is there, and all was applied."""
    with world.connection() as connection:
        stored = connection.execute(select(func.count()).where(records.c.type == "proposal")).scalar_one()
        applied = connection.execute(
            select(func.count()).where(ops.c.outcome == "applied", ops.c.inc.not_like("office-%"))
        ).scalar_one()
    assert (stored, applied) == (count, count), (stored, applied)


def _insert_s(world: World) -> float:
    """Seconds to insert the rows of `op` and `record` into an empty database, as durably and in as large batches."""
    with fresh() as empty:
        source, target = (
            sqlite_module().connect(found.data_dir / "yavuul.sqlite3", isolation_level=None) for found in (world, empty)
        )
        rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name in ("op", "record")}
        source.close()
        target.execute("PRAGMA synchronous=FULL")
        for name in rows:
            target.execute(f'DELETE FROM "{name}"')
        began = time.monotonic()
        for first in range(0, len(rows["op"]), evening.BATCH_RECORDS):
            target.execute("BEGIN IMMEDIATE")
            for name, found in rows.items():
                batch = found[first : first + evening.BATCH_RECORDS]
                marks = ", ".join("?" * len(found[0]))
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', batch)
            target.execute("COMMIT")
        spent = time.monotonic() - began
        target.close()
    return spent
