"""`yavuul demo`: fill an empty store with the demo, through the real sync call."""

import click

from server import commands, config
from server.demo.story import tell
from server.store import tenants
from server.store.unit_of_work import reading


@click.command("demo")
def command() -> None:
    """Fill an empty store with Jargalant soum: twelve baghs, three tablets, one hearing."""
    with commands.app_context() as app:
        with reading() as connection:
            if tenants.names(connection):
                click.echo("The store is not empty: the demo is left out.")
                return
        settings = config.current()
        demo = tell(app, f"{settings.host}:{settings.port}")
        click.echo(f"The demo is in: three tablets sent {demo.sent} ops. Sign in at {settings.origin('office')}")
        for email, password in demo.passwords.items():
            click.echo(f"  {email:28} {password}")
