"""The database connections: SQLite safe against power loss, PostgreSQL with bounded waits (DESIGN §8).

SQLite: transactions are opened by us and by nobody else. The driver's own guesses are switched off
(`isolation_level = None`); SQLAlchemy's begin event says `BEGIN`, or `BEGIN IMMEDIATE` for a connection with
the execution option `immediate=True`: `session.connection(execution_options={"immediate": True})` before the
first statement. That option means nothing on PostgreSQL. ORM sessions take the lock by themselves when they
first write.
"""

import importlib.util
import sqlite3

from sqlalchemy import Engine, event, make_url
from sqlalchemy.orm import Session

from server.config import Settings

WAL_BYTES_KEPT = 64 << 20  # twice what is moved at once
WAL_BYTES_MAX = 512 << 20  # a log this long says that somebody has been reading for hours


def options(settings: Settings) -> dict:
    """The keywords of `create_engine` for these settings."""
    url = make_url(settings.database)
    pool = {"pool_size": settings.threads, "max_overflow": 8, "pool_timeout": settings.lock_timeout_s}
    if url.get_backend_name() == "sqlite":
        return pool | {"module": sqlite_module(), "connect_args": {"timeout": settings.lock_timeout_s}}
    waits = (
        f"-c statement_timeout={settings.statement_timeout_s}s -c lock_timeout={settings.lock_timeout_s}s "
        f"-c idle_in_transaction_session_timeout={settings.statement_timeout_s}s -c timezone=UTC "
        # who came in ten years is counted in memory, by a plan made for those years and not for any span
        "-c work_mem=32MB -c plan_cache_mode=force_custom_plan"
    )
    return pool | {"pool_pre_ping": True, "connect_args": {"options": waits, "connect_timeout": 10}}


def sqlite_module():
    """The wheel `pysqlite3`, which carries a current SQLite, where there is one; else Python's own."""
    if importlib.util.find_spec("pysqlite3"):
        from pysqlite3 import dbapi2

        return dbapi2
    return sqlite3


def is_free_of_the_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """SQLite 3.51.3 mends it, 3.50.7 and 3.44.6 have the mend; all others may lose what WAL had committed."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def journal_mode() -> str:
    """WAL where this SQLite is safe with it, else the rollback journal."""
    return "wal" if is_free_of_the_wal_reset_bug(sqlite_module().sqlite_version_info) else "delete"


def prepare(engine: Engine) -> None:
    """Attach what every connection of `engine` needs. Called once, by create_app."""
    if engine.dialect.name == "sqlite":
        _answer_the_driver()
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def take_the_lock(session: Session, *_) -> None:
    """Before an ORM session writes: begin anew with the write lock, once in a transaction (SQLite).

    A transaction that has read cannot write after another one has committed; under the tablets' traffic that
    would be often. What was read may so be a moment old when it is written, as on PostgreSQL (READ
    COMMITTED).
    """
    connection = session.connection()
    transaction = connection.get_transaction()
    is_locked = connection.get_execution_options().get("immediate") or session.info.get("locked") is transaction
    if connection.dialect.name == "sqlite" and not is_locked:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        session.info["locked"] = transaction


def _answer_the_driver() -> None:
    """Say at once how None, bytes and bool are bound: as they are.

    The driver takes int, float, str and bytearray as they come and asks all else whether it adapts itself, which
    costs a microsecond a value by exceptions that nobody sees: ten per cent of a push.
    """
    module = sqlite_module()
    for kind in (type(None), bytes):
        module.register_adapter(kind, lambda value: value)
    module.register_adapter(bool, int)


def _open_sqlite(connection, _record) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"journal_mode={journal_mode()}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-32768",  # KiB; the indexes of an evening's batches stay at hand
        "wal_autocheckpoint=8000",  # pages, 32 MB: a page that many commits touch is moved once
        f"journal_size_limit={WAL_BYTES_KEPT}",  # what a long reader let it grow to is given back after him (F35)
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
