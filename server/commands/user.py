"""`yavuul user`: accounts from the command line, above all the first one."""

import secrets

import click

from server import accounts, commands, who


@click.group("user")
def command() -> None:
    """Accounts of the office and of those who carry tablets."""


@command.command("add")
@click.argument("email")
@click.option("--tenant", required=True, help="Short name of the organisation, as in its public address.")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(who.ROLES), required=True)
@click.option("--unit", "units", multiple=True, help="Id of a unit; may be given several times.")
@click.option("--all-units", is_flag=True, help="Every unit of the organisation.")
@click.option("--password-from", type=click.File(), help="Read the password from a file; `-` is standard input.")
def add(email: str, tenant: str, name: str, role: str, units: tuple[str, ...], all_units: bool, password_from) -> None:
    """Make an account. Without --password-from a password is made and shown once."""
    password = password_from.readline().rstrip("\n") if password_from else secrets.token_urlsafe(12)
    with commands.app_context():
        try:
            accounts.create(tenant, email, name, role, password, None if all_units else units)
        except ValueError as error:
            raise click.ClickException(f"The account was not made: see {error}.") from None
    click.echo(f"Account {email} made.")
    if not password_from:
        click.echo(f"Password, shown only now: {password}")


@command.command("password")
@click.argument("email")
@click.option("--without-second-step", is_flag=True, help="Also forget the authenticator app and the passkeys.")
def password(email: str, without_second_step: bool) -> None:
    """Give the account EMAIL a new password, shown once, and end its sessions."""
    new = secrets.token_urlsafe(12)
    with commands.app_context():
        try:
            accounts.reset(email, new, without_second_step)
        except ValueError:
            raise click.ClickException("There is no such account.") from None
    click.echo(f"Password, shown only now: {new}")
