"""`yavuul import-sealed`: the second copies that tablets wrote to a card, taken as if they had sent them."""

from pathlib import Path

import click

from server import commands
from server.exchange.copies import NotACopy, take_copy

FILE_BYTES_MAX = 256 * 1024 * 1024


@click.command("import-sealed")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Take what is in the second copies FILES. Twice is once; a line that cannot be read stops no other."""
    wrong = 0
    with commands.app_context():
        for path in files:
            wrong += _import(path)
    if wrong:
        raise click.ClickException(f"Lines not taken: {wrong}. The others are in; ask for the copy again.")


def _import(path: Path) -> int:
    if path.stat().st_size > FILE_BYTES_MAX:
        raise click.ClickException(f"{path.name}: larger than the copy of any tablet.")
    try:
        done = take_copy(path.read_bytes())
    except NotACopy:
        raise click.ClickException(f"{path.name}: this is no second copy of a tablet.") from None
    for inc, held in sorted(done.held.items()):
        ranges = ", ".join(f"{first}–{last}" for first, last in held)
        click.echo(f"{path.name}: tablet {inc[:4].upper()}, ops {ranges}")
    for number, code in done.wrong:
        click.echo(f"{path.name}: line {number}: {code}", err=True)
    return len(done.wrong)
