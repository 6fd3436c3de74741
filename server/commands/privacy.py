"""`yavuul privacy`: the daily step of privacy; run it once a day (deploy/, docs/privacy.md)."""

import click

from server import commands
from server.privacy.sweep import sweep
from server.store import tenants
from server.store.unit_of_work import reading


@click.command("privacy")
def command() -> None:
    """Erase what no consent holds any more, and let go of what was kept long enough."""
    with commands.app_context():
        with reading() as connection:
            names = tenants.names(connection)
        for tenant in names:
            done = sweep(tenant)
            said = [f"{kind} {count}" for kind, count in sorted((done.people + done.classes).items())]
            click.echo(f"{tenant}: {', '.join(said) or 'nothing to do'}")
