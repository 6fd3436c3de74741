"""`yavuul demo`: fill an empty store with the demo, through the real sync call; `--check` compares what came of it."""

import time

import click

from server import commands, config, logs
from server.commands.index import STEPS
from server.demo import check, ledger, story
from server.search.index import Index
from sync import codes


@click.command("demo")
@click.option("--small", is_flag=True, help="Five hearings only, in a few seconds.")
@click.option("--monday", is_flag=True, help="An officer's Monday: twelve hearings are in, nothing is answered.")
@click.option("--check", "is_check", is_flag=True, help="Lay what the office counts beside what the tablets captured.")
def command(small: bool, monday: bool, is_check: bool) -> None:
    """Fill an empty store with Jargalant soum and Songinokhairkhan district, as their tablets would."""
    with commands.app_context() as app:
        if is_check:
            _compare()
        elif not story.is_empty():
            click.echo("The store is not empty: the demo is left out. A new password: yavuul user password E-MAIL")
        else:
            logs.quiet()
            began = time.monotonic()
            part = story.MONDAY if monday else story.SMALL if small else story.ALL
            demo = story.tell(app, part, lambda text: click.echo(f"{time.monotonic() - began:5.1f} s  {text}"))
            read_up(demo)
            _report(demo, time.monotonic() - began)


def read_up(demo: story.Demo) -> None:
    """Take all of it into the search index, so that the first search finds all of it."""
    index = Index(config.current().data_dir)
    for tenant in demo.logins:
        while index.read_up(tenant, STEPS):
            pass


def _report(demo: story.Demo, took_s: float) -> None:
    settings = config.current()
    hearings, sent = sum(map(len, demo.rooms.values())), sum(tablet.sent for tablet in demo.tablets)
    click.echo(f"{took_s:5.1f} s  {len(demo.tablets)} tablets sent {sent} ops of {hearings} hearings.")
    for tenant, logins in demo.logins.items():
        click.echo(f"\n{tenant}: sign in at {settings.origin('office')}")
        for email, password, role, name in logins:
            click.echo(f"  {email:28} {password:14} {role:15} {name}")
    for tenant, held in demo.rooms.items():
        for code in next((room.slips for room in held if room.slips), [])[:2]:
            click.echo(f"\nA citizen of {tenant} asks at {settings.origin()}/{tenant}/follow with {codes.shown(code)}")
    click.echo(f"\nA tablet: open {settings.origin('app')}; facilitators and check-in clerks work there.")
    click.echo('Its code: in the office, «Хүмүүс» (People), or make yavuul ARGS="enrol-code bold@jargalant.example"')
    click.echo('What tablets captured beside what the office counts: make yavuul ARGS="demo --check"')


def _compare() -> None:
    try:
        said = ledger.load(config.current().data_dir)
    except FileNotFoundError:
        raise click.ClickException("No demo was filled here.") from None
    differing = 0
    for agrees, line in check.compare(said):
        click.echo(line)
        differing += not agrees
    if differing:
        raise click.ClickException(f"{differing} hearings differ (tablets ≠ office).")
    click.echo("Every figure is the same.")
