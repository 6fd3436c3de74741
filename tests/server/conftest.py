"""A deployment of its own for each server test: settings, app, and a browser for each of the three hosts."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server import accounts, keys
from server.app import create_app
from server.config import Settings
from server.extensions import db
from server.who import ADMINISTRATOR
from tests.server import tables

PASSWORD = "Ховдын таван толгой"
PORT = 8000


class Browser(FlaskClient):
    """A browser that is on one host: `get("/")` asks that host."""

    face = ""

    def open(self, *args, **options):
        """Send a request to this browser's host, unless it names another."""
        host = f"{self.face}.localhost" if self.face else "localhost"
        options.setdefault("base_url", f"http://{host}:{PORT}")
        return super().open(*args, **options)

    def form_token(self, path="/sign-in"):
        """The token that a page puts into its forms."""
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)[1]

    def submit(self, path, page="/sign-in", **fields):
        """Fill in and send a form that stands on `page`."""
        return self.post(path, data={"csrf_token": self.form_token(page), **fields})

    def sign_in(self, email, password=PASSWORD, **query):
        """Sign in on the office host."""
        return self.post(
            "/sign-in",
            data={"csrf_token": self.form_token(), "email": email, "password": password},
            query_string=query,
        )


def deployment(data_dir: Path, **choices) -> Settings:
    """Settings of a test: passwords cost little."""
    return Settings(data_dir=data_dir, argon2_memory_kib=64, argon2_time_cost=1, **choices)


def browser_on(app, face):
    """A browser on one of the three hosts of `app`."""
    app.test_client_class = Browser
    client = app.test_client()
    client.face = face
    return client


@pytest.fixture(scope="session")
def deployment_template(tmp_path_factory):
    """A data directory with keys and migrated tables, to be copied."""
    template = tmp_path_factory.mktemp("deployment") / "var"
    keys.save(keys.create(), template)
    app = create_app(deployment(template))
    tables.make_tables(app)
    with app.app_context():
        db.engine.dispose()
    return template


@pytest.fixture
def settings(tmp_path, deployment_template):
    """The settings of a fresh deployment on SQLite."""
    fresh = deployment(tmp_path / "var")
    tables.copy_deployment(deployment_template, fresh)
    return fresh


@pytest.fixture
def app(settings):
    """The app of that deployment. No context is pushed: `g` would then be one for all requests of a test."""
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def in_app(app):
    """The app with its context pushed, for tests of services that make no request."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app):
    """A browser on the tablet's host, where the API is."""
    return browser_on(app, "app")


@pytest.fixture
def office(app):
    """A browser on the office host."""
    return browser_on(app, "office")


@pytest.fixture
def public(app):
    """A browser on the public host."""
    return browser_on(app, "")


@pytest.fixture
def add_account(app):
    """Make an account: `add_account("officer", units=[…])`."""

    def add(role, email=None, tenant=tables.TENANT, units=None, password=PASSWORD):  # units None: all
        with app.app_context():
            return accounts.create(
                tenant, email or f"{role}@{tenant}.example", f"Б.{role.title()}", role, password, units
            )

    return add


@pytest.fixture
def administrator(add_account):
    """The administrator of the first organisation."""
    return add_account(ADMINISTRATOR)
