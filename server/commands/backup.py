"""`yavuul backup`: ship the log to a second place, verified; only that makes facts *safe*."""

import threading
from pathlib import Path

import click

from server import commands
from server.backup.folder import BrokenBackup
from server.backup.ship import ship

EVERY_S = 60


@click.command("backup")
@click.option("--follow", is_flag=True, help="Go on, a round each minute.")
@click.option("--every", default=EVERY_S, show_default=True, help="Seconds between rounds.")
@click.argument("place", type=click.Path(path_type=Path, file_okay=False))
def command(follow: bool, every: float, place: Path) -> None:
    """Ship what is new to PLACE, read it back, and let facts be safe."""
    pause = threading.Event()
    with commands.app_context():
        while True:
            try:
                for shipped in ship(place):
                    files = f", {shipped.media} media files" if shipped.media else ""
                    click.echo(f"{shipped.tenant}: safe up to batch {shipped.last} ({shipped.batches} new){files}")
            except BrokenBackup as error:
                if not follow:
                    raise click.ClickException(f"Nothing new is safe. {error}") from error
                click.echo(f"Nothing new is safe. {error}", err=True)
            if not follow:
                return
            pause.wait(every)
