"""`yavuul doctor`: is this deployment sound? One line a check; the exit status says whether all are."""

import stat

import click
from sqlalchemy import inspect, text

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
        results.append(("tables are there", inspect(connection).has_table("op")))
        if connection.dialect.name == "sqlite":
            results.append((f"journal {engine.journal_mode()}", _is_integral(connection)))
        names = tenants.names(connection) if results[-1][1] and inspect(connection).has_table("media_file") else []
        missing = sum(mark_lost(name) for name in names)
        results.append((f"media files are here ({missing} missing)", missing == 0))
    for what, is_right in results:
        click.echo(f"{'ok  ' if is_right else 'FAIL'} {what}")
    if not all(is_right for _, is_right in results):
        raise SystemExit(1)


def _is_integral(connection) -> bool:
    return connection.execute(text("PRAGMA quick_check")).scalar_one() == "ok"
