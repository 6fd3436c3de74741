"""`world`: one deployment, on SQLite and on PostgreSQL in turn. The whole folder is the contract of both stores."""

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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path, tmp_path_factory):
    """(data directory, database URL) of an empty, migrated database; the URL of SQLite is empty: the default."""
    if request.param == "sqlite":
        migrated_sqlite(tmp_path, tmp_path_factory.getbasetemp() / "sqlite-template")
        yield tmp_path, ""
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
