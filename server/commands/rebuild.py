"""`yavuul rebuild`: everything derived, made again from the log."""

import click

from server import commands
from server.replay import rebuild
from server.store import tenants
from server.store.unit_of_work import reading


@click.command("rebuild")
def command() -> None:
    """Make records, projections and feeds again from the log."""
    with commands.app_context():
        with reading() as connection:
            names = tenants.names(connection)
        for name in names:
            counted = rebuild(name)
            click.echo(f"{name}: {counted.ops} ops in {counted.batches} batches")
