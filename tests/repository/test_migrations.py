"""Migrations: forward only, up from empty on both databases, and the models say nothing that they do not."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from server.extensions import db
from tests.world import World


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    world = World(tmp_path, url)
    world.migrate()
    yield world
    world.close()


def test_the_migrations_make_exactly_the_tables_of_the_models(migrated):
    with migrated.app.app_context(), db.engine.connect() as connection:
        options = {"compare_type": True, "target_metadata": db.metadata}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.metadata) == []


def test_migrating_twice_changes_nothing(migrated):
    migrated.migrate()


def test_no_migration_goes_back():
    for path in (Path(__file__).resolve().parents[2] / "migrations" / "versions").glob("*.py"):
        assert "def downgrade" not in path.read_text(), path.name
