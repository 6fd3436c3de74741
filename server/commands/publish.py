"""`yavuul publish --to DIR`: the public pages as files that any plain web host serves."""

from pathlib import Path

import click

from server import commands, logs
from server.publish import MARK, NotEmpty, publish


@click.command("publish")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="An empty folder, or a snapshot.")
@click.option("--tenant", default="", help="The short name of one organisation; else all.")
def command(folder: Path, tenant: str) -> None:
    """Write a snapshot of the public pages: relative links, no forms, no server needed."""
    with commands.app_context() as app:
        logs.quiet()
        try:
            count = publish(app, folder, tenant, click.echo)
        except NotEmpty:
            raise click.ClickException(f"The folder is neither empty nor a snapshot (it has no {MARK}).") from None
    click.echo(f"{count} files")
