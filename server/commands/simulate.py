"""`yavuul simulate`: seeded schedules of everything that goes wrong, with the real tablet program and server."""

import os
import secrets

import click


@click.command("simulate")
@click.option("--seed", type=int, help="Decides everything; a new one where not given. A failure prints its own.")
@click.option("--tablets", type=click.IntRange(1, 12), default=3, show_default=True)
@click.option("--days", type=click.IntRange(1, 60), default=3, show_default=True, help="Of work in each schedule.")
@click.option("--schedules", type=click.IntRange(1), default=100, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; as many as there are cores.")
def command(seed: int | None, tablets: int, days: int, schedules: int, workers: int | None) -> None:
    """Let tablets and server meet faults, and see that nothing is lost. Needs Node and the tablet's packages."""
    from server.simulation import run  # here: it needs the whole server

    seed = secrets.randbelow(2**32) if seed is None else seed
    click.echo(f"seed {seed} tablets {tablets} days {days}")
    seeds = run.seeds_of(seed, schedules)
    told = run.simulate(seeds, tablets, days, workers or os.cpu_count() or 1, lambda one: click.echo(run.report(one)))
    click.echo(told.line)
    if told.failed:
        raise SystemExit(1)
