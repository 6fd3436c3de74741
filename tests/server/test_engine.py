"""Connections: SQLite safe against power loss and half-way locks, PostgreSQL with bounded waits."""

import sqlite3

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from server import engine
from server.extensions import db
from server.models.accounts import Account
from server.store.unit_of_work import reading, write
from tests.server.conftest import deployment
from tests.server.tables import TENANT


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 53, 4), True),
        ((3, 51, 3), True),
        ((3, 51, 2), False),
        ((3, 50, 7), True),
        ((3, 50, 6), False),
        ((3, 44, 6), True),
        ((3, 44, 5), False),
        ((3, 45, 0), False),
        ((3, 40, 1), False),
    ],
)
def test_versions_with_the_wal_reset_bug_are_known(version, is_safe):
    assert engine.is_free_of_the_wal_reset_bug(version) is is_safe


def test_an_old_sqlite_does_without_wal(monkeypatch):
    monkeypatch.setattr(engine, "sqlite_module", lambda: type("old", (), {"sqlite_version_info": (3, 40, 1)}))
    assert engine.journal_mode() == "delete"


def test_without_the_wheel_pythons_own_sqlite_serves(monkeypatch):
    monkeypatch.setattr(engine.importlib.util, "find_spec", lambda _name: None)
    assert engine.sqlite_module() is sqlite3


def test_a_connection_is_set_to_lose_nothing(in_app):
    with db.engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    expected = {"journal_mode": engine.journal_mode(), "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    assert pragmas == expected


def test_an_immediate_transaction_takes_the_lock_at_once(settings, in_app):
    other = engine.sqlite_module().connect(settings.data_dir / "yavuul.sqlite3", timeout=0, isolation_level=None)
    locked = pytest.raises(engine.sqlite_module().OperationalError, match="locked")
    with db.engine.connect().execution_options(immediate=True) as connection, connection.begin(), locked:
        other.execute("BEGIN IMMEDIATE")
    with reading():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()


def test_a_session_can_begin_immediately(settings, in_app):
    other = engine.sqlite_module().connect(settings.data_dir / "yavuul.sqlite3", timeout=0, isolation_level=None)
    db.session.connection(execution_options={"immediate": True})
    with pytest.raises(engine.sqlite_module().OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    db.session.rollback()
    other.close()


def test_what_a_transaction_wrote_goes_when_it_fails(in_app):
    def work(connection):
        connection.execute(text("INSERT INTO rate_count VALUES ('', x'00', 1, 0)"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(work)
    with reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM rate_count")).scalar_one() == 0


def test_postgres_never_waits_for_ever(tmp_path):
    options = engine.options(deployment(tmp_path, database_url="postgresql+psycopg:///yavuul"))
    said = options["connect_args"]["options"]
    assert "statement_timeout=30s" in said
    assert "lock_timeout=10s" in said
    assert "module" not in options


def test_a_database_that_is_away_is_a_problem_that_says_try_again(client, monkeypatch):
    def away(*_args, **_options):
        raise OperationalError("SELECT 1", {}, Exception("secret address of the database"))

    monkeypatch.setattr(Engine, "connect", away)
    answer = client.get("/api/v1/health")
    assert (answer.status_code, answer.json["code"], answer.json["do"]) == (503, "busy", "retry")
    assert "secret" not in answer.text


def test_a_session_that_has_read_can_write_after_another_has_committed(in_app, add_account):
    account_id = add_account("officer").id
    account = db.session.get(Account, (TENANT, account_id))
    write(lambda connection: connection.execute(text("INSERT INTO rate_count VALUES ('', x'00', 1, 0)")))
    account.name = "Г.Дулмаа"
    db.session.flush()
    account.language = "mn"
    db.session.commit()
    assert db.session.scalar(text("SELECT name FROM account")) == "Г.Дулмаа"
