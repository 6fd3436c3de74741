"""A deployment on each store, a citizen at its public host, and a soum that has something to publish."""

import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

from server import acts
from server.store import records
from server.store.subjects import SubjectKeys
from sync import codes
from sync.catalogue import BY_NAME
from tests.stores import database, empty_world, postgres_template, sqlite_world, world

__all__ = ["database", "empty_world", "postgres_template", "sqlite_world", "world"]


class Citizen:
    """Somebody at the public host: `citizen.ask("/jargalant/follow", code=…)`."""

    def __init__(self, app) -> None:
        self.client = app.test_client()

    def ask(self, path, headers=None, **form):
        options = {"base_url": "http://localhost:8000", "headers": headers}
        return self.client.post(path, data=form, **options) if form else self.client.get(path, **options)


class Soum:
    """A hearing in Рашаант with two tablets' worth of proposals. `say` is the tablet's word, `office` the office's."""

    def __init__(self, world) -> None:
        self.world, self.unit = world, world.units["Рашаант"]
        self.tablet = world.enrol()
        self.hearing = self.say("hearing", title="Рашаант багийн хэлэлцүүлэг", kind="discussion", held_on="2026-11-02")

    def say(self, of, record="", /, _personal=None, **values):
        hall = {"hearing": self.hearing} if BY_NAME[of].field("hearing") else {}
        return self.tablet.say(of, record, _personal=_personal, unit=self.unit, **hall, **values)

    def code(self, proposal, twelve):
        """A slip for a proposal; returns its code."""
        code = twelve + codes.check_symbol(twelve)
        self.say("tracking_code", proposal=proposal, _personal={"code": code})
        return code

    def send(self):
        self.world.sync(self.tablet)

    def office(self, of, /, **values):
        return self.world.state(acts.creation(of, {"unit": self.unit, **values}))

    def amend(self, record, **values):
        """An ordinary edit by the office."""
        with self.world.app.app_context():
            with self.world.connection() as connection:
                found = records.load(connection, "jargalant", [record], SubjectKeys(connection, "jargalant"))[record]
            acts.state("jargalant", "", [acts.change(found, values)])

    def approve(self):
        """The reviewer's word: what the hearing brought is published."""
        self.send()
        self.amend(self.hearing, review="approved")


@contextmanager
def served(app):
    """Serve `app` to a browser; gives the address of its public host."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def citizen(world):
    """Somebody at the public host, on each store."""
    return Citizen(world.app)


@pytest.fixture
def soum(sqlite_world):
    """A soum on SQLite."""
    return Soum(sqlite_world)


@pytest.fixture
def reader(soum):
    """Somebody who reads the pages of `soum`."""
    return Citizen(soum.world.app)
