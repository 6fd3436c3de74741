"""Rate limits hold across workers, end with their window, and keep no name."""

import pytest
from sqlalchemy import text

from server import limits
from server.app import create_app
from server.clock import now
from server.extensions import db, limiter
from server.problems import Problem


def hits(count, name="try", key="10.0.0.1"):
    for _ in range(count):
        limits.hit(name, 5, 900, key)


def test_the_one_too_many_is_refused_with_the_time_to_wait(in_app):
    hits(5)
    with pytest.raises(Problem) as raised:
        hits(1)
    assert raised.value.code == "too-many-requests"
    assert 0 < raised.value.detail["retry_after"] <= 901


def test_another_worker_sees_the_same_count(in_app, settings):
    hits(3)
    other = create_app(settings)
    with other.app_context():
        hits(2)
        with pytest.raises(Problem):
            hits(1)


def test_looking_does_not_count(in_app):
    for _ in range(9):
        limits.refuse_if_spent("try", 5, 900, "10.0.0.1")
    hits(5)
    with pytest.raises(Problem):
        limits.refuse_if_spent("try", 5, 900, "10.0.0.1")


def test_keys_and_names_are_counted_apart(in_app):
    hits(5)
    hits(5, key="10.0.0.2")
    hits(5, name="other")


def test_a_window_ends_and_what_expired_is_swept(in_app, monkeypatch):
    moment = now()
    hits(5)
    hits(1, key="10.0.0.2")
    monkeypatch.setenv("YAVUUL_NOW", "+PT16M")
    hits(5)
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rate_count")).scalar_one() == 1
    assert now() > moment


def test_the_table_holds_no_address(in_app):
    hits(1)
    with db.engine.connect() as connection:
        (key,) = connection.execute(text("SELECT key FROM rate_count")).scalars()
    assert len(bytes(key)) == 32
    assert b"10.0.0.1" not in bytes(key)


def test_a_storage_can_be_cleared_and_reset(in_app):
    storage = limiter.storage
    assert storage.check()
    assert storage.incr("a", 60) == 1
    assert storage.incr("a", 60, amount=3) == 4
    assert storage.get("a") == 4
    storage.clear("a")
    assert storage.get("a") == 0
    storage.incr("b", 60)
    assert storage.reset() == 1
