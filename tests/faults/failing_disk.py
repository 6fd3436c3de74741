"""A disk under SQLite that fails where it is told: one of the file calls of an open database is replaced (F32).

SQLite calls the disk by a table of functions (`sqlite3_io_methods`, sqlite.org/c3ref/io_methods.html) that each open
file points to. The connection's log file is given a copy of its table whose `xSync` fails as EIO makes it fail.
"""

import ctypes
import importlib
from dataclasses import dataclass, field

from server import engine

_METHODS, _X_SYNC = 19, 5  # pointers in the table (version 3; the first is the version), and the place of xSync
_JOURNAL_POINTER = 28  # SQLITE_FCNTL_JOURNAL_POINTER: the log file of a connection
_IOERR_FSYNC = 1034  # SQLITE_IOERR_FSYNC, what SQLite's own code makes of an EIO of fsync
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


@dataclass
class Disk:
    """`fails`: whether fsync says EIO; `syncs`: how often it was asked."""

    fails: bool = False
    syncs: int = 0
    _kept: list = field(default_factory=list)  # what SQLite points to must stay where it is

    def take(self, connection) -> None:
        """Stand under the log file of this connection of the driver."""
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()  # so that the log is open
        library = ctypes.CDLL(_driver().__file__)
        handle = ctypes.c_void_p.from_address(id(connection) + object.__basicsize__)  # its first member: sqlite3 *
        file = ctypes.c_void_p()
        found = library.sqlite3_file_control(handle, b"main", _JOURNAL_POINTER, ctypes.byref(file))
        assert found == 0 and file.value
        table = ctypes.POINTER(ctypes.c_void_p * _METHODS).from_address(file.value)
        plain = _Sync(table.contents[_X_SYNC])

        def sync(which, flags):
            self.syncs += 1
            return _IOERR_FSYNC if self.fails else plain(which, flags)

        ours, replaced = _Sync(sync), type(table.contents)(*table.contents)
        replaced[_X_SYNC] = ctypes.cast(ours, ctypes.c_void_p).value
        self._kept += [ours, plain, replaced]
        table.contents = replaced


def _driver():
    """The compiled part of the driver, which holds SQLite's own functions."""
    package = engine.sqlite_module().__name__.partition(".")[0]
    return importlib.import_module("_sqlite3" if package == "sqlite3" else f"{package}._sqlite3")
