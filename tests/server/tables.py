"""The tables that server tests run on: made by the real migrations, once in a process, then copied.

`make_tables(app)` is the one place that says how tables come to be.
"""

import shutil
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from server.config import Settings
from server.store import tenants
from server.store.unit_of_work import write

TENANT, OTHER_TENANT = "jargalant", "buyant"
EPOCH = "k7f2q5"


def make_tables(app: Flask) -> None:
    """Bring the database of `app` to the present shape and let two organisations share it."""
    with app.app_context():
        upgrade()
        for name in (TENANT, OTHER_TENANT):
            write(lambda connection, name=name: tenants.create(connection, name, EPOCH))


def copy_deployment(template: Path, settings: Settings) -> None:
    """Give a test its own copy of a data directory: keys, and the SQLite database with its tables."""
    shutil.copytree(template, settings.data_dir)
