"""`yavuul doctor`: is this deployment sound? One line a check; the exit status says whether all are."""

import stat
from pathlib import Path

import click
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import DatabaseError

from server import commands, engine, keys
from server.config import Settings
from server.extensions import db
from server.media.check import mark_lost
from server.store import tenants


@click.command("doctor")
def command() -> None:
    """Check settings, keys, database and tablet app."""
    settings = Settings.from_env()
    settings.check()
    keys.load(settings.data_dir)
    results = [("settings and keys", True)]
    mode = stat.S_IMODE(settings.data_dir.stat().st_mode)
    results.append(("data directory is ours alone", not mode & 0o007))
    results.append(("tablet app is built", (settings.pwa_dir / "index.html").exists()))
    with commands.app_context(), db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        results.append((f"database answers ({connection.dialect.name})", True))
        is_whole = connection.dialect.name != "sqlite" or _is_integral(connection)
        if connection.dialect.name == "sqlite":
            waiting = _wal_bytes(settings)
            results.append((f"journal {engine.journal_mode()}, its pages are whole", is_whole))
            results.append((f"journal is moved on ({waiting >> 20} MB wait)", waiting <= engine.WAL_BYTES_MAX))
        results.append(("tables are there", is_whole and inspect(connection).has_table("op")))
        names = tenants.names(connection) if is_whole and inspect(connection).has_table("media_file") else []
        missing = sum(mark_lost(name) for name in names)
        results.append((f"media files are here ({missing} missing)", missing == 0))
    for what, is_right in results:
        click.echo(f"{'ok  ' if is_right else 'FAIL'} {what}")
    if not all(is_right for _, is_right in results):
        raise SystemExit(1)


def _wal_bytes(settings: Settings) -> int:
    """How much of SQLite's write-ahead log is not in the database file yet."""
    log = Path(f"{make_url(settings.database).database}-wal")
    return log.stat().st_size if log.exists() else 0


def _is_integral(connection) -> bool:
    """Whether every page of SQLite's file is what it should be (F36); a broken one may also end the question."""
    try:
        return connection.execute(text("PRAGMA quick_check(1)")).scalar_one() == "ok"
    except DatabaseError:
        return False
