"""A deployment on each store, and a citizen at its public host."""

import pytest

from tests.stores import database, empty_world, postgres_template, sqlite_world, world

__all__ = ["database", "empty_world", "postgres_template", "sqlite_world", "world"]


@pytest.fixture
def citizen(world):
    """Somebody at the public host: `citizen.get("/jargalant/follow")`."""
    client = world.app.test_client()

    class Citizen:
        def ask(self, path, **form):
            options = {"base_url": "http://localhost:8000"}
            return client.post(path, data=form, **options) if form else client.get(path, **options)

    return Citizen()
