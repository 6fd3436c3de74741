"""`yavuul init`: the data directory and the deployment's keys."""

from pathlib import Path

import click

from server import escrow, keys
from server.config import Settings


@click.command("init")
@click.option(
    "--escrow", "escrow_file", type=click.Path(path_type=Path), help="Write the sealed keys to this new file."
)
@click.option("--from-escrow", type=click.Path(exists=True, path_type=Path), help="Take the keys from such a file.")
def command(escrow_file: Path | None, from_escrow: Path | None) -> None:
    """Make the data directory and the keys; keys that are there stay."""
    data_dir = Settings.from_env().check().data_dir
    if (data_dir / keys.FILE).exists():
        own = keys.load(data_dir)
        click.echo("The keys are there already.")
    else:
        own = _from_escrow(from_escrow) if from_escrow else keys.create()
        click.echo(f"Keys written to {keys.save(own, data_dir)}.")
    if escrow_file:
        _write_escrow(own, escrow_file)
    click.echo(f"Signing key: {keys.fingerprint(keys.point(own.signing))}")


def _from_escrow(file: Path) -> keys.Keys:
    passphrase = click.prompt("Passphrase of the escrow", hide_input=True)
    try:
        return keys.from_json(escrow.unseal(file.read_text(), passphrase))
    except ValueError:
        raise click.ClickException("The file does not open with this passphrase.") from None


def _write_escrow(own: keys.Keys, file: Path) -> None:
    passphrase = escrow.new_passphrase()
    with file.open("x") as target:
        target.write(escrow.seal(keys.to_json(own), passphrase))
    click.echo(f"Sealed keys written to {file}. Take the file off this machine.")
    click.echo(f"Its passphrase, shown only now. Keep it elsewhere than the file: {passphrase}")
