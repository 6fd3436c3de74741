"""The program `yavuul`. Each command is a module of server/commands/ with a click command named `command`."""

from importlib import import_module
from pkgutil import iter_modules

import click

from server import commands
from server.config import UnsafeSettings


class Program(click.Group):
    """A group that loads a command when it is asked for; settings errors are sentences, not traces."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of all commands, in order."""
        return sorted(found.name.replace("_", "-") for found in iter_modules(commands.__path__))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        known = name in self.list_commands(context)
        return import_module(f"{commands.__name__}.{name.replace('-', '_')}").command if known else None

    def invoke(self, context: click.Context):
        """Run the command."""
        try:
            return super().invoke(context)
        except UnsafeSettings as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Program)
def program() -> None:
    """Yavuul: offline-first capture of civic hearings."""


def main() -> None:
    """Entry point of the installed program."""
    program()
