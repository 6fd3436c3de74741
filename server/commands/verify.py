"""`yavuul verify`: is the log what was published of it, and does a proof in a file hold? (docs/verify.md)"""

from pathlib import Path

import click

from server import commands, keys
from sync import log_head
from sync.chain import from_base64url
from sync.log_head import BadProof, Head, Proof


@click.command("verify")
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head that somebody has kept: the log must begin with it. May be given several times.",
)
@click.option("--key", default="", help="The deployment's public key, as its page shows it. For files.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(files: tuple[Path, ...], against: tuple[Path, ...], key: str) -> None:
    """Check FILES (proofs and heads), without any server; without FILES, the whole log of this deployment."""
    are_right = [_check_file(path, key) for path in files] if files else _check_logs([_read(path) for path in against])
    if not all(are_right):
        raise SystemExit(1)


def _read(path: Path) -> Head | Proof:
    try:
        return log_head.read(path.read_bytes())
    except BadProof as error:
        raise click.ClickException(f"{path.name} is no head and no proof ({error}).") from None


def _check_file(path: Path, key: str) -> bool:
    """One line of what the file proves; whether it does."""
    found = _read(path)
    head = found.head if isinstance(found, Proof) else found
    try:
        point = from_base64url(key)
        keys.public_key(point)
    except ValueError:
        raise click.ClickException("--key must be the deployment's public key, as its page shows it.") from None
    if not keys.is_signed(point, head.text, head.sig):
        click.echo(f"FAIL {path.name}: the head is not signed with this key")
        return False
    if isinstance(found, Proof) and not found.holds:
        click.echo(f"FAIL {path.name}: op {found.op} is not in the log of this head")
        return False
    what = f"op {found.op} is number {found.place + 1} of" if isinstance(found, Proof) else "signed:"
    click.echo(f"ok   {path.name}: {what} {head.size} ops of {head.tenant}")
    return True


def _check_logs(witnessed: list[Head | Proof]) -> list[bool]:
    from server.store import tenants  # here: a file is checked without any database
    from server.store.unit_of_work import reading
    from server.verify import check

    heads = [found.head if isinstance(found, Proof) else found for found in witnessed]
    with commands.app_context():
        with reading() as connection:
            names = tenants.names(connection)
        unknown = [f"{head.tenant}: no such organisation here" for head in heads if head.tenant not in names]
        for line in unknown:
            click.echo(f"FAIL {line}")
        are_right = [not unknown]
        for name in names:
            checked = check(name, [head for head in heads if head.tenant == name])
            for finding in checked.findings:
                click.echo(f"FAIL {name}: {finding}")
            if not checked.findings:
                click.echo(f"ok   {name}: {checked.ops} ops begin with {checked.heads} heads")
            are_right.append(not checked.findings)
    return are_right
