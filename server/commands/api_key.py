"""`yavuul api-key`: a key for a program that hands in requests by Open311 (docs/open-data.md)."""

import click

from server import commands, request_keys
from server.problems import Problem
from server.store import hearings, tenants
from server.store.unit_of_work import reading


@click.command("api-key")
@click.argument("tenant")
@click.option("--unit", help="Name of the unit to which all that comes with the key belongs.")
@click.option("--name", default="", help="Whose program it is.")
@click.option("--revoke", help="Id of a key that is to open nothing any more.")
def command(tenant: str, unit: str | None, name: str, revoke: str | None) -> None:
    """Make a key for TENANT, told this once; or revoke one."""
    if bool(unit) is bool(revoke):
        raise click.UsageError("Give either --unit or --revoke.")
    with commands.app_context():
        if revoke:
            try:
                request_keys.revoke(tenant, revoke)
            except Problem:
                raise click.ClickException("There is no such key.") from None
            click.echo(f"revoked {revoke}")
            return
        with reading() as connection:
            known = hearings.units(connection, tenant, None) if tenant in tenants.names(connection) else {}
        found = [one for one, called in known.items() if called == unit]
        if len(found) != 1:
            raise click.ClickException("There is no such unit, or several of this name.")
        key_id, key = request_keys.create(tenant, found[0], name)
        click.echo(f"{key_id}  {key}")
