"""The small demo, told once on each store for all files here; a test that changes it puts it back."""

import pytest

from server.demo import story
from tests import postgres
from tests.stores import postgres_template, sqlite_database
from tests.world import World

__all__ = ["postgres_template"]


class Told:
    """A deployment with the demo in it."""

    def __init__(self, world: World, part: story.Part = story.SMALL) -> None:
        self.world = world
        with world.app.app_context():
            self.demo = story.tell(world.app, part)

    def room(self, title):
        """The hearing on its tablets."""
        return next(room for held in self.demo.rooms.values() for room in held if room.title == title)

    def login(self, tenant, role):
        """(e-mail, password) of the first log-in with this role."""
        return next((email, password) for email, password, of, _ in self.demo.logins[tenant] if of == role)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def told(request, tmp_path_factory):
    """The demo on each store."""
    folder = tmp_path_factory.mktemp("demo")
    if request.param == "sqlite":
        world = World(*sqlite_database(folder, tmp_path_factory))
        yield Told(world)
        world.close()
        return
    cluster = request.getfixturevalue("postgres_cluster")
    url = postgres.fresh_database(cluster, request.getfixturevalue("postgres_template"))
    world = World(folder, url)
    yield Told(world)
    world.close()
    postgres.drop_database(cluster, url)


@pytest.fixture
def blank(tmp_path, tmp_path_factory):
    """A deployment on SQLite in which nobody has founded anything."""
    world = World(*sqlite_database(tmp_path, tmp_path_factory))
    yield world
    world.close()
