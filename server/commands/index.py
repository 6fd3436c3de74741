"""`yavuul index`: read the search index up; with `--anew` from nothing, where it was lost or is doubted."""

import click

from server import commands, config
from server.search.index import Index
from server.store import tenants
from server.store.unit_of_work import reading

STEPS = 20  # between two words about how far it is


@click.command("index")
@click.option("--anew", is_flag=True, help="Throw the present index away first.")
def command(anew: bool) -> None:
    """Take into the search index what changed since the last search."""
    with commands.app_context():
        index = Index(config.current().data_dir)
        if anew:
            index.drop()
        with reading() as connection:
            names = tenants.names(connection)
        for name in names:
            while behind := index.read_up(name, STEPS):
                click.echo(f"{name}: {behind} to go")
            click.echo(f"{name}: up to date")
