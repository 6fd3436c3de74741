"""`yavuul restore`: the log from a backup place into an empty store, and a new epoch."""

from pathlib import Path

import click

from server import commands
from server.backup.folder import BrokenBackup, tenants_at
from server.backup.restore import LossNotAccepted, restore


@click.command("restore")
@click.argument("place", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--accept-loss", is_flag=True, help="Restore even where more was promised safe than PLACE holds.")
@click.option(
    "--erased",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An erased.json from elsewhere: what it names is erased again.",
)
def command(place: Path, accept_loss: bool, erased: tuple[Path, ...]) -> None:
    """Restore all tenants found at PLACE into a migrated, empty database."""
    with commands.app_context():
        found = tenants_at(place)
        if not found:
            raise click.ClickException(f"{place} holds no backup.")
        for tenant in found:
            try:
                done = restore(place, tenant, accept_loss, erased)
            except (BrokenBackup, LossNotAccepted) as error:
                raise click.ClickException(str(error)) from error
            lost = f"; {done.missing} batches that were promised safe are missing" if done.missing else ""
            click.echo(f"{tenant}: {done.counted.ops} ops restored, new epoch {done.epoch}{lost}")
            if done.erased_again:
                click.echo(f"{tenant}: {done.erased_again} records that were erased after this backup erased again")
            if done.media or done.media_missing:
                click.echo(f"{tenant}: {done.media} media files restored, {done.media_missing} missing")
