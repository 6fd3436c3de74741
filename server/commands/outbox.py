"""`yavuul outbox`: send the messages that are due (P7)."""

import threading

import click

from server import commands
from server.messages import worker

EVERY_S = 30


@click.command("outbox")
@click.option("--follow", is_flag=True, help="Go on, a round each half minute.")
@click.option("--every", default=EVERY_S, show_default=True, help="Seconds between rounds.")
def command(follow: bool, every: float) -> None:
    """Send what is due; several may run, each message goes once."""
    pause = threading.Event()
    with commands.app_context():
        while True:
            for tenant, done in worker.send_all().items():
                if done or not follow:
                    said = ", ".join(f"{state} {count}" for state, count in sorted(done.items()))
                    click.echo(f"{tenant}: {said or 'nothing is due'}")
            if not follow:
                return
            pause.wait(every)
