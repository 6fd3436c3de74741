"""The index: stems of what records say, in a file of its own beside the store, read up by feed numbers.

It is derived and local: each machine has its own (also beside PostgreSQL), deleting it costs a read-up and nothing
else, and no sync call pays for it. A new epoch begins a new index. Personal fields are never in it (I7).

SQLite's FTS5 holds the stems; `doc` says of which record they are, so that a search stays within a person's units (I9).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.engine import sqlite_module
from server.problems import Problem
from server.search import alike, words
from server.store import feed, unit_of_work
from server.store.tablets import all_units
from sync import merge, scope
from sync.catalogue import BY_NAME
from sync.record import Record, decode

FILE = "search.db"
WISH_MAX = 200  # letters of a proposal that say what it wishes
PER_STEP = 500  # records read up in one transaction
TYPES = ("hearing", "proposal", "decision", "agenda_item", "unit", "body", "work", "measure", "referral", "material")
TEXTS = {
    name: tuple(
        field.name
        for field in BY_NAME[name].fields
        if field.kind in ("line", "text", "date") and not (field.personal or field.map)
    )
    for name in TYPES
}
TENANT_WIDE = frozenset(name for name in TYPES if BY_NAME[name].scope == "tenant") - {"unit"}  # a unit is its own place
_version = "3"  # of what stands in the file: raise it, and every index is made anew
_schema = """
CREATE TABLE IF NOT EXISTS reached (tenant TEXT PRIMARY KEY, epoch TEXT NOT NULL, n INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS doc (
  rowid INTEGER PRIMARY KEY, tenant TEXT NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, unit TEXT NOT NULL,
  UNIQUE (tenant, record));
CREATE VIRTUAL TABLE IF NOT EXISTS stems USING fts5 (said, prefix='2 3 4', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE IF NOT EXISTS known USING fts5vocab (stems, row);
CREATE TABLE IF NOT EXISTS wish (
  rowid INTEGER PRIMARY KEY, tenant TEXT NOT NULL, record TEXT NOT NULL, unit TEXT NOT NULL, category TEXT NOT NULL,
  sign TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS wish_sign ON wish (tenant, sign, unit);
CREATE VIRTUAL TABLE IF NOT EXISTS wished USING fts5 (said, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE IF NOT EXISTS roots USING fts5vocab (wished, row);
CREATE TABLE IF NOT EXISTS root (term TEXT PRIMARY KEY, wishes INTEGER NOT NULL) WITHOUT ROWID;
"""
_one_at_a_time = threading.Lock()


class Index:
    """The index file of one deployment. Threads and processes may use it at once; SQLite keeps them apart."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    @contextmanager
    def open(self) -> Iterator:
        """A connection to the file, which is made where it is missing, spoilt or of another version.

        Raises `Problem`: `busy`.
        """
        connection = self._connect()
        try:
            yield connection
        except connection.OperationalError as error:
            raise Problem("busy", retry_after=2) from error
        except connection.DatabaseError as error:  # torn in the middle
            self.drop()
            raise Problem("busy", retry_after=2) from error
        finally:
            connection.close()

    def _connect(self):
        sqlite = sqlite_module()
        for is_last in (False, True):
            connection = sqlite.connect(str(self._path), timeout=5, isolation_level=None)
            try:
                if connection.execute("PRAGMA user_version").fetchone()[0] != int(_version):
                    _make(connection)
                return connection
            except sqlite.OperationalError as error:
                connection.close()
                raise Problem("busy", retry_after=2) from error
            except sqlite.DatabaseError:  # no database, or torn: nothing is lost but the time to read up
                connection.close()
                if is_last:
                    raise
                self.drop()
        raise AssertionError("unreachable")

    def drop(self) -> None:
        """Throw the file away; the next search begins a new one."""
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def read_up(self, tenant: str, steps: int) -> int:
        """Take in what changed since the last time, at most `steps` × PER_STEP records; returns how many feed
        numbers are still ahead. Whoever finds another at work searches what is there."""
        with unit_of_work.reading() as store, self.open() as index:
            epoch, last = feed.counters(store, tenant)
            reached = _reached(index, tenant, epoch)
            if reached >= last or not _one_at_a_time.acquire(blocking=False):
                return max(0, last - reached)
            try:
                names = [scope.TENANT, *map(scope.of_unit, sorted(all_units(store, tenant)))]
                for _ in range(steps):
                    changes = feed.page(store, tenant, names, reached, last, PER_STEP)
                    reached = changes[-1].n if len(changes) == PER_STEP else last
                    _take(index, tenant, epoch, reached, _decoded(store, tenant, changes))
                    if reached >= last:
                        break
            finally:
                _one_at_a_time.release()
            return last - reached


def _make(connection) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("BEGIN IMMEDIATE")
    for name in ("root", "roots", "wished", "wish", "known", "stems", "doc", "reached"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in filter(str.strip, _schema.split(";\n")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version={_version}")
    connection.execute("COMMIT")


def _reached(index, tenant: str, epoch: str) -> int:
    row = index.execute("SELECT epoch, n FROM reached WHERE tenant = ?", (tenant,)).fetchone()
    return row[1] if row and row[0] == epoch else 0


def _decoded(store, tenant: str, changes: list[feed.Change]) -> list[tuple[str, Record | None]]:
    """Each changed record; None for one that has left its scope."""
    states = feed.states(store, tenant, {change.record for change in changes})
    kept = {change.record for change in changes if not change.gone}
    found = []
    for record_id in dict.fromkeys(change.record for change in changes):
        state = states.get(record_id)
        found.append((record_id, decode(state[0], None) if state and record_id in kept else None))
    return found


def _take(index, tenant: str, epoch: str, reached: int, records: list[tuple[str, Record | None]]) -> None:
    index.execute("BEGIN IMMEDIATE")
    row = index.execute("SELECT epoch FROM reached WHERE tenant = ?", (tenant,)).fetchone()
    if row and row[0] != epoch:
        for table in ("stems", "wished", "wish"):
            index.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM doc WHERE tenant = ?)", (tenant,))  # noqa: S608
        index.execute("DELETE FROM doc WHERE tenant = ?", (tenant,))
        count_roots(index)
    for record_id, record in records:
        _put(index, tenant, record_id, record)
    index.execute(
        "INSERT INTO reached VALUES (?, ?, ?) "
        "ON CONFLICT (tenant) DO UPDATE SET epoch = excluded.epoch, n = excluded.n",
        (tenant, epoch, reached),
    )
    index.execute("COMMIT")


def _put(index, tenant: str, record_id: str, record: Record | None) -> None:
    old = index.execute("SELECT rowid FROM doc WHERE tenant = ? AND record = ?", (tenant, record_id)).fetchone()
    said = " ".join(_said(record)) if record and record.type in TEXTS and not merge.is_deleted(record) else ""
    if old:
        _count(index, old[0], -1)
        for table in ("stems", "wished", "wish", "doc"):
            index.execute(f"DELETE FROM {table} WHERE rowid = ?", old)  # noqa: S608 - names of our own
    if said:
        unit = merge.value_of(record, "unit") if record.type != "unit" else record_id
        row = index.execute(
            "INSERT INTO doc (tenant, record, type, unit) VALUES (?, ?, ?, ?)",
            (tenant, record_id, record.type, unit if type(unit) is str else ""),
        )
        index.execute("INSERT INTO stems (rowid, said) VALUES (?, ?)", (row.lastrowid, said))
        if record.type == "proposal":
            _put_wish(index, row.lastrowid, tenant, record)


def _put_wish(index, rowid: int, tenant: str, record: Record) -> None:
    """What a proposal wishes, for those that are alike (alike.py): its title, or the beginning of what was said."""
    unit, category, title, body = (merge.value_of(record, path) or "" for path in ("unit", "category", "title", "body"))
    found = alike.roots(str(title or body)[:WISH_MAX])
    index.execute(
        "INSERT INTO wish VALUES (?, ?, ?, ?, ?, ?)",
        (rowid, tenant, record.id, str(unit), str(category), alike.sign(found)),
    )
    index.execute("INSERT INTO wished (rowid, said) VALUES (?, ?)", (rowid, " ".join(found)))
    _count(index, rowid, 1)


def _count(index, rowid: int, by: int) -> None:
    """In how many wishes a root stands: counting it in the full-text index itself reads all of that."""
    for (said,) in index.execute("SELECT said FROM wished WHERE rowid = ?", (rowid,)).fetchall():
        index.executemany(
            "INSERT INTO root VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET wishes = wishes + excluded.wishes",
            [(term, by) for term in said.split()],
        )


def count_roots(index) -> None:
    """Count them all anew."""
    index.execute("DELETE FROM root")
    index.execute("INSERT INTO root SELECT term, doc FROM roots")


def _said(record: Record) -> Iterator[str]:
    """The stems of all that the record says, colliding values included: nothing that somebody said is unfindable."""
    for path in TEXTS[record.type]:
        for value, _ in record.live.get(path, {}).values():
            if type(value) is str:
                yield from words.stems(value)
