"""`yavuul import-sealed`: second copies and bundles that came on a card or by mail, taken as if sent by tablets."""

from pathlib import Path

import click

from server import commands
from server.exchange.bundles import take_file
from server.exchange.copies import NotACopy, take_copy
from sync import bundle
from sync.bundle import BadBundle

FILE_BYTES_MAX = 256 * 1024 * 1024


@click.command("import-sealed")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Take what is in the second copies or bundles FILES. Twice is once; a line that cannot be read stops no other."""
    wrong = 0
    with commands.app_context():
        for path in files:
            wrong += _import(path)
    if wrong:
        raise click.ClickException(f"Lines not taken: {wrong}. The others are in; ask for the copy again.")


def _import(path: Path) -> int:
    if path.stat().st_size > FILE_BYTES_MAX:
        raise click.ClickException(f"{path.name}: larger than the copy of any tablet.")
    data = path.read_bytes()
    if bundle.HEAD.encode() in data[: bundle.TEXT_CHARS_MAX]:
        return _import_bundles(path.name, data.decode(errors="replace"))
    try:
        done = take_copy(data)
    except NotACopy:
        raise click.ClickException(f"{path.name}: this is no second copy of a tablet, and no bundle.") from None
    for inc, held in sorted(done.held.items()):
        ranges = ", ".join(f"{first}–{last}" for first, last in held)
        click.echo(f"{path.name}: tablet {inc[:4].upper()}, ops {ranges}")
    for number, code in done.wrong:
        click.echo(f"{path.name}: line {number}: {code}", err=True)
    return len(done.wrong)


def _import_bundles(name: str, text: str) -> int:
    try:
        states = take_file(text)
    except BadBundle as bad:
        raise click.ClickException(f"{name}: {bad.code}. Nothing was taken; ask for the file again.") from None
    for of, state in states.items():
        click.echo(f"{name}: bundle {of[:8]}: {state}", err=state != "taken")
    return sum(state != "taken" for state in states.values())
