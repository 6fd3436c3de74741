"""`yavuul enrol-code`: a one-time code for somebody's tablet, from the command line."""

import click

from server import accounts, commands, enrol, who
from server.who import Actor


@click.command("enrol-code")
@click.argument("email")
def command(email: str) -> None:
    """Make a code that connects one tablet of the account EMAIL, within 15 minutes."""
    with commands.app_context():
        account = accounts.by_email(email)
        if account is None:
            raise click.ClickException("There is no such account.")
        operator = Actor("account", account.tenant, account.id, who.ADMINISTRATOR, None, "operator")
        click.echo(enrol.create_code(operator, account.id))
