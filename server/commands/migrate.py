"""`yavuul migrate`: bring the database to the present shape. Forward only."""

import click
from flask_migrate import upgrade

from server import commands


@click.command("migrate")
def command() -> None:
    """Bring the database to the present shape."""
    with commands.app_context():
        upgrade()
    click.echo("The database is up to date.")
