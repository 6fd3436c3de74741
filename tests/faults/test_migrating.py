"""A migration that is killed half-way (F51): the database is as it was, and the next run brings it whole."""

import os
import signal
import subprocess
import sys

import pytest
from sqlalchemy import inspect

from server.extensions import db
from tests.serving import ROOT
from tests.world import World

# `yavuul migrate`, killed when it has made the tables of the third revision.
KILLED = """
import os, signal
from server import commands
from flask_migrate import upgrade

def applied(ctx, step, heads, run_args):
    if step.up_revision_id == "0003":
        os.kill(os.getpid(), signal.SIGKILL)

with commands.app_context() as app:
    app.extensions["migrate"].configure_args["on_version_apply"] = applied
    upgrade()
"""


@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_f51_a_migration_that_is_killed_leaves_the_old_tables_and_the_next_makes_the_new(request, store, tmp_path):
    """One transaction on both stores. What older tablets send is taken all the same: trap 29."""
    url = request.getfixturevalue("postgres_url") if store == "postgresql" else ""
    world = World(tmp_path, url)
    said = os.environ | {"YAVUUL_DATA": str(tmp_path), "DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=said, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    assert tables(world) == []
    world.migrate()
    assert {"op", "record"} <= set(tables(world))
    world.close()


def tables(world):
    with world.app.app_context():
        found = inspect(db.engine).get_table_names()
        db.engine.dispose()
    return found
