"""`yavuul tenant`: the organisations that share this deployment; none sees another (I9)."""

import re
import secrets

import click

from server import commands
from server.models.columns import TENANT_MAX
from server.store import tenants
from server.store.unit_of_work import write
from sync.chain import base32

NAME = re.compile(rf"[a-z][a-z0-9-]{{1,{TENANT_MAX - 1}}}")


@click.group("tenant")
def command() -> None:
    """Organisations on this deployment."""


@command.command("add")
@click.argument("name")
def add(name: str) -> None:
    """Make an organisation. NAME is short and stands in the address of its public pages."""
    if not NAME.fullmatch(name):
        raise click.ClickException("A name is a letter, then letters, digits and hyphens, all small.")
    epoch = base32(secrets.token_bytes(4))[:6]

    def work(connection) -> None:
        if name in tenants.names(connection):
            raise click.ClickException("There is such an organisation already.")
        tenants.create(connection, name, epoch)

    with commands.app_context():
        write(work)
    click.echo(f"Organisation {name} made.")
