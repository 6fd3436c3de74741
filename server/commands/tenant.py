"""`yavuul tenant`: the organisations that share this deployment; none sees another (I9)."""

import re

import click

from server import acts, commands, config
from server.models.columns import TENANT_MAX
from server.problems import Problem
from server.text import says
from sync.kinds import line

NAME = re.compile(rf"[a-z][a-z0-9-]{{1,{TENANT_MAX - 1}}}")


@click.group("tenant")
def command() -> None:
    """Organisations on this deployment."""


@command.command("add")
@click.argument("short")
@click.option("--name", required=True, help="What it is called, as pages and papers say it.")
@click.option("--zone", help="Its time zone, such as Asia/Hovd; the deployment's by default.")
def add(short: str, name: str, zone: str | None) -> None:
    """Make an organisation. SHORT is its short name, which stands in the address of its public pages."""
    if not NAME.fullmatch(short):
        raise click.ClickException("A short name is a letter, then letters, digits and hyphens, all small.")
    name = " ".join(name.split())
    if not name or line(name):
        raise click.ClickException("This cannot be a name.")
    with commands.app_context():
        zone = zone or config.current().zone
        if not says.is_zone(zone):
            raise click.ClickException("There is no such time zone.")
        try:
            acts.found_tenant(short, name, zone)
        except Problem:
            raise click.ClickException("There is such an organisation already.") from None
    click.echo(f"Organisation {short} made: {name}, {zone}.")
