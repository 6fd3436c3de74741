"""`yavuul demo` as a person runs it."""

import re

import pytest
from click.testing import CliRunner

from server.app import create_app
from server.cli import program
from server.extensions import db
from server.who import ROLES
from tests.server.conftest import browser_on


@pytest.fixture
def yavuul(tmp_path, monkeypatch):
    """Run the program with a data directory of its own."""
    monkeypatch.setenv("YAVUUL_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words, status=0):
        done = CliRunner().invoke(program, words)
        assert done.exit_code == status, done.output
        return done.output

    run("init")
    run("migrate")
    return run


def test_the_demo_prints_log_ins_that_work_and_is_filled_once(yavuul):
    said = yavuul("demo", "--small")
    logins = re.findall(r"^  (\S+@\S+) +(\S+) +(\S+) +\S+$", said, re.M)
    assert {role for _, _, role in logins} == set(ROLES)
    assert "http://office.localhost:8000" in said
    app = create_app()
    for role in ("administrator", "officer", "reviewer"):
        email, password = next((email, password) for email, password, of in logins if of == role)
        assert browser_on(app, "office").sign_in(email, password).status_code == 302
    with app.app_context():
        db.engine.dispose()
    assert "Every figure is the same." in yavuul("demo", "--check")
    assert "not empty" in yavuul("demo")
    assert yavuul("demo", "--check").count("\n") == 7


def test_without_a_demo_there_is_nothing_to_compare(yavuul):
    assert "No demo was filled here." in yavuul("demo", "--check", status=1)
