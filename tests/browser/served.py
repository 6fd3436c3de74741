"""A server process of the browser tests: gunicorn as `yavuul serve` begins it, with one worker.

The process that it is forked from has built an app already, so a server answers half a second sooner: what it imports,
its templates and the addresses of its routes are ready.
"""

import os
import sys
import tempfile
from pathlib import Path

import gunicorn.workers.gthread  # noqa: F401 - imported before the fork
from flask import Flask
from gunicorn.app.wsgiapp import run

from server import keys
from server.app import create_app
from server.config import Settings
from tests import quick

quick.remember_addresses()
Flask.jinja_options = {"bytecode_cache": quick.Templates()}
with tempfile.TemporaryDirectory() as folder:
    keys.save(keys.create(), Path(folder))
    templates = create_app(Settings(data_dir=Path(folder))).jinja_env
    for name in templates.list_templates():
        templates.get_template(name)


def serve(said: dict[str, str], log: str) -> None:
    """In a process of its own: serve the deployment that `said` describes, and write what is said to `log`."""
    os.environ.update(said)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.argv = ["gunicorn", "--config", "python:server.gunicorn_conf", "--workers", "1", "--graceful-timeout", "3"]
    sys.argv.append("server.app:create_app()")
    run()
