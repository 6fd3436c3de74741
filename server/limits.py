"""Rate limits that hold across workers: the counters of Flask-Limiter, in a table (server/models/limits.py).

`hit("enrol", 5, 900, address)` counts one and raises `too-many-requests` when it was one too many; `is_spent`
only looks. Each count is a short transaction of its own, before the request's: it stays when the request
fails.
"""

from hashlib import sha256

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import Storage
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from server.clock import now_ms
from server.extensions import limiter
from server.problems import Problem

LONGEST_MS = 2 * 24 * 3600 * 1000  # no window is longer: one that ends later was begun under a clock that jumped (F15)
_is_over = "(rate_count.expires_at <= :now OR rate_count.expires_at > :latest)"
_count = text(
    "INSERT INTO rate_count (tenant, key, count, expires_at) VALUES ('', :key, :amount, :expires_at) "  # noqa: S608
    "ON CONFLICT (tenant, key) DO UPDATE SET "
    f"count = CASE WHEN {_is_over} THEN :amount ELSE rate_count.count + :amount END, "
    f"expires_at = CASE WHEN {_is_over} THEN :expires_at ELSE rate_count.expires_at END "
    "RETURNING count"
)
_read = text(f"SELECT count, expires_at FROM rate_count WHERE tenant = '' AND key = :key AND NOT {_is_over}")  # noqa: S608
_sweep = text(f"DELETE FROM rate_count WHERE tenant = '' AND {_is_over}")  # noqa: S608
_clear = text("DELETE FROM rate_count WHERE tenant = '' AND key = :key")
_reset = text("DELETE FROM rate_count WHERE tenant = ''")


class DatabaseStorage(Storage):
    """Storage of the package `limits`, fixed windows, on our engine."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012 - the package's own form

    def __init__(self, _uri: str | None = None, *, engine, **_options) -> None:
        super().__init__(_uri)
        self.engine = engine

    @property
    def base_exceptions(self) -> type[Exception]:
        """What may go wrong here."""
        return SQLAlchemyError

    def _write(self) -> Connection:
        return self.engine.connect().execution_options(immediate=True)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more; the first of a window also sweeps what has expired."""
        bounds = _bounds()
        values = {"key": _digest(key), "amount": amount, "expires_at": bounds["now"] + expiry * 1000, **bounds}
        with self._write() as connection, connection.begin():
            count = connection.execute(_count, values).scalar_one()
            if count == amount:
                connection.execute(_sweep, bounds)
            return count

    def _row(self, key: str):
        with self.engine.connect() as connection:
            return connection.execute(_read, {"key": _digest(key), **_bounds()}).first()

    def get(self, key: str) -> int:
        """The count of the present window."""
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        """When the present window ends, in seconds since 1970."""
        row = self._row(key)
        return (row.expires_at if row else now_ms()) / 1000

    def check(self) -> bool:
        """Whether the table answers."""
        self.get("")
        return True

    def reset(self) -> int | None:
        """Forget all counts."""
        with self._write() as connection, connection.begin():
            return connection.execute(_reset).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._write() as connection, connection.begin():
            connection.execute(_clear, {"key": _digest(key)})


def hit(name: str, most: int, window_s: int, *keys: str) -> None:
    """Count one for `name` and `keys`; raise the Problem where more than `most` fall in a window of
    `window_s`."""
    item = RateLimitItemPerSecond(most, window_s, namespace=name)
    if not limiter.limiter.hit(item, *keys):
        raise _too_many(item, *keys)


def refuse_if_spent(name: str, most: int, window_s: int, *keys: str) -> None:
    """Raise the Problem where `most` are already counted; count nothing."""
    item = RateLimitItemPerSecond(most, window_s, namespace=name)
    if not limiter.limiter.test(item, *keys):
        raise _too_many(item, *keys)


def _too_many(item: RateLimitItem, *keys: str) -> Problem:
    reset_at = limiter.limiter.get_window_stats(item, *keys).reset_time
    return Problem("too-many-requests", retry_after=max(1, round(reset_at - now_ms() / 1000)))


def _bounds() -> dict[str, int]:
    now = now_ms()
    return {"now": now, "latest": now + LONGEST_MS}


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()
