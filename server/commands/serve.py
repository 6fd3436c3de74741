"""`yavuul serve`: gunicorn with the app, in place of this process."""

import os
import sys

import click

from server.config import Settings


@click.command("serve")
@click.option("--bind", help="Address and port, such as 127.0.0.1:8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; each has its threads.")
def command(bind: str | None, workers: int | None) -> None:
    """Serve the three hosts."""
    settings = Settings.from_env().check()
    words = ["-m", "gunicorn", "--config", "python:server.gunicorn_conf"]
    words += ["--bind", bind] if bind else []
    words += ["--workers", str(workers)] if workers else []
    click.echo(f"Office {settings.origin('office')} · tablets {settings.origin('app')} · public {settings.origin()}")
    sys.stdout.flush()
    os.execv(  # noqa: S606 - our own interpreter, no shell wanted
        sys.executable,
        [sys.executable, *words, "server.app:create_app()"],
    )
