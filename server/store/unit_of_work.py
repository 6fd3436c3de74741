"""The unit of work: the one place where write transactions begin and end (DESIGN §8).

SQLite begins with `BEGIN IMMEDIATE`, so a write never fails half-way on an upgrade of its lock (trap 3). PostgreSQL may
say that two transactions met; the whole work is then done again, a bounded number of times (F44).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from server.extensions import db
from server.problems import Problem

ATTEMPTS = 4
RETRY_AFTER_S = 2
FULL_RETRY_AFTER_S = 60
_retry_states = {"40001", "40P01", "23505"}  # serialisation failure, deadlock, a key that another just took

Result = TypeVar("Result")


class TryAgain(Exception):
    """Another transaction took a row first: do the whole unit of work again."""


@contextmanager
def reading() -> Iterator[Connection]:
    """A read transaction: one consistent view, and never the write lock."""
    with db.engine.connect() as connection, connection.begin():
        yield connection


def write(work: Callable[[Connection], Result]) -> Result:
    """Run `work(connection)` in one write transaction; commit if it returns, roll back if it raises.

    `work` may run several times: it must not keep anything from a run that failed. A busy database is a `Problem`
    (503, try again), never an answer that something was stored (R8: unknown outcome means no acknowledgement).
    """
    for attempt in range(ATTEMPTS):
        try:
            with db.engine.connect().execution_options(immediate=True) as connection, connection.begin():
                return work(connection)
        except TryAgain:
            if attempt == ATTEMPTS - 1:
                raise Problem("busy", retry_after=RETRY_AFTER_S) from None
        except DBAPIError as error:
            if _may_retry(error) and attempt < ATTEMPTS - 1:
                continue
            if isinstance(error, OperationalError) or error.connection_invalidated or _may_retry(error):
                if _is_full(error):
                    raise Problem("store-full", retry_after=FULL_RETRY_AFTER_S) from error
                raise Problem("busy", retry_after=RETRY_AFTER_S) from error
            raise
    raise AssertionError("unreachable")


def lock(connection: Connection, name: str, alone: bool) -> None:
    """Hold the lock `name` until the transaction ends, alone or shared. SQLite's one writer needs none."""
    if connection.dialect.name == "postgresql":
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        connection.exec_driver_sql(f"SELECT {function}(hashtextextended(%s, 0))", (name,))


def _may_retry(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _retry_states


def _is_full(error: DBAPIError) -> bool:
    return "full" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "53100"
