"""Commands of `yavuul`, one a module; its click command is named `command`. server/cli.py finds them by
itself.

A command that needs the app: `with commands.app_context():`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask


@contextmanager
def app_context() -> Iterator[Flask]:
    """The app with the settings of the environment, with its context pushed."""
    from server.app import create_app  # here, so that `yavuul init --help` needs no database driver

    app = create_app()
    with app.app_context():
        yield app
