"""A private PostgreSQL that syncs its files, as the one in production does, and its CPU time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from tests import postgres
from tests.bench.gunicorn import cpu_s
from tests.postgres import Cluster

_settings = postgres._settings  # the last word on its command line is the one that counts
_safe = ["-c", "fsync=on", "-c", "full_page_writes=on"]


@contextmanager
def durable() -> Iterator[Cluster]:
    """As `tests.postgres.start`, safe against power cuts. A server named from outside is as it is."""
    with mock.patch.object(postgres, "_settings", lambda home: [*_settings(home), *_safe]), postgres.start() as cluster:
        (fsync,) = cluster.execute("SHOW fsync")[0]
        assert fsync == "on", "this PostgreSQL would lose what it says is stored"
        yield cluster


def backends_cpu_s(cluster: Cluster) -> float | None:
    """CPU time of the server and its backends; None where it runs elsewhere."""
    lines = cluster.execute("SELECT pg_read_file('postmaster.pid')")[0][0].split("\n")
    return cpu_s(int(lines[0])) if Path(f"/proc/{lines[0]}").exists() else None
