"""The program `yavuul`. Each command is a module of server/commands/ with a click command named `command`."""

from importlib import import_module
from pkgutil import iter_modules

import click

from server import commands
from server.config import UnsafeSettings


class Program(click.Group):
    """A group whose settings errors are sentences, not traces."""

    def invoke(self, context: click.Context):
        """Run the command."""
        try:
            return super().invoke(context)
        except UnsafeSettings as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Program)
def program() -> None:
    """Yavuul: offline-first capture of civic hearings."""


for _found in iter_modules(commands.__path__):
    _module = import_module(f"{commands.__name__}.{_found.name}")
    if hasattr(_module, "command"):
        program.add_command(_module.command)


def main() -> None:
    """Entry point of the installed program."""
    program()
