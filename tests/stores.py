"""Fixtures of a deployment on each store: `world` runs a test on SQLite and on PostgreSQL in turn.

A folder's conftest imports them by name.
"""

import pytest
from sqlalchemy import make_url

from tests import postgres
from tests.world import World, migrated_sqlite


@pytest.fixture(scope="session")
def postgres_template(postgres_cluster, tmp_path_factory):
    """A migrated PostgreSQL database that others are copied from; returns its name."""
    url = postgres.fresh_database(postgres_cluster)
    world = World(tmp_path_factory.mktemp("template"), url)
    world.migrate()
    return make_url(url).database


def sqlite_database(tmp_path, tmp_path_factory):
    """(data directory, database URL) of an empty, migrated SQLite database; its URL is empty: the default."""
    migrated_sqlite(tmp_path, tmp_path_factory.getbasetemp() / "sqlite-template")
    return tmp_path, ""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, tmp_path_factory):
    """(data directory, database URL) of an empty, migrated database, on each store."""
    if request.param == "sqlite":
        yield sqlite_database(tmp_path, tmp_path_factory)
        return
    cluster = request.getfixturevalue("postgres_cluster")
    url = postgres.fresh_database(cluster, request.getfixturevalue("postgres_template"))
    yield tmp_path, url
    postgres.drop_database(cluster, url)


@pytest.fixture
def empty_world(database):
    """A deployment without tenants."""
    world = World(*database)
    yield world
    world.close()


@pytest.fixture
def world(empty_world):
    """A deployment with the tenant `jargalant` and its baghs."""
    return empty_world.found()


@pytest.fixture
def sqlite_world(tmp_path, tmp_path_factory):
    """A world on SQLite alone, for faults that only it has."""
    world = World(*sqlite_database(tmp_path, tmp_path_factory))
    yield world.found()
    world.close()


@pytest.fixture
def postgres_world(tmp_path, postgres_cluster, postgres_template):
    """A world on PostgreSQL alone, for faults that only it has."""
    url = postgres.fresh_database(postgres_cluster, postgres_template)
    world = World(tmp_path, url)
    yield world.found()
    world.close()
    postgres.drop_database(postgres_cluster, url)
