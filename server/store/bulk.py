"""Bulk statements: many rows, one statement, built once per table from its metadata (never from names off the wire).

SQLite takes `executemany`; PostgreSQL takes one array per column, because a round trip per row costs more than the row.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import BigInteger, Boolean, Connection, Integer, LargeBinary, Table

Row = tuple


def _pg_type(column) -> str:
    kinds = {BigInteger: "bigint", Integer: "bigint", Boolean: "boolean", LargeBinary: "bytea"}
    return next((name for kind, name in kinds.items() if isinstance(column.type, kind)), "text")


@cache
def _statement(dialect: str, table: Table, columns: tuple[str, ...], on_conflict: str) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    if dialect == "postgresql":
        arrays = ", ".join(f"%b::{_pg_type(table.c[name])}[]" for name in columns)
        source = f"SELECT * FROM unnest({arrays})"  # noqa: S608 - as below
    else:
        source = f"VALUES ({', '.join('?' * len(columns))})"
    keys = [column.name for column in table.primary_key]
    if on_conflict == "update":
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in keys)
        tail = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changed}"
    else:
        tail = " ON CONFLICT DO NOTHING" if on_conflict == "nothing" else ""
    return f'INSERT INTO "{table.name}" ({names}) {source}{tail}'


def insert(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row], on_conflict: str = ""
) -> int:
    """Insert `rows` (tuples in the order of `columns`); `on_conflict` is "", "nothing" or "update" (by primary key).

    Returns how many rows were written. On PostgreSQL give the rows in the order of their keys: locks are taken in it.
    """
    if not rows:
        return 0
    dialect = connection.dialect.name
    statement = _statement(dialect, table, columns, on_conflict)
    if dialect == "postgresql":
        return connection.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True)))).rowcount
    return connection.exec_driver_sql(statement, list(rows)).rowcount


@cache
def _deletion(dialect: str, table: Table, columns: tuple[str, ...]) -> str:
    if dialect == "postgresql":
        arrays = ", ".join(f"%b::{_pg_type(table.c[name])}[]" for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        return f'DELETE FROM "{table.name}" WHERE ({names}) IN (SELECT * FROM unnest({arrays}))'  # noqa: S608
    return f'DELETE FROM "{table.name}" WHERE ' + " AND ".join(f'"{name}" = ?' for name in columns)  # noqa: S608


def delete(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Delete the rows whose `columns` are any of `rows`."""
    if rows:
        postgres = connection.dialect.name == "postgresql"
        given = tuple(map(list, zip(*rows, strict=True))) if postgres else list(rows)
        connection.exec_driver_sql(_deletion(connection.dialect.name, table, columns), given)


@cache
def _selection(dialect: str, table: Table, columns: tuple[str, ...], by: str, lock: bool) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    key = f'"{by}"'
    wanted = "= ANY(%s)" if dialect == "postgresql" else "IN (SELECT value FROM json_each(?))"
    mark = "%s" if dialect == "postgresql" else "?"
    tail = " FOR UPDATE" if lock and dialect == "postgresql" else ""
    return f'SELECT {names} FROM "{table.name}" WHERE tenant = {mark} AND {key} {wanted} ORDER BY {key}{tail}'  # noqa: S608


def select_in(
    connection: Connection,
    table: Table,
    columns: tuple[str, ...],
    tenant: str,
    by: str,
    wanted: Iterable[str],
    lock: bool = False,
) -> list[Row]:
    """The rows of a tenant whose column `by` is among `wanted`, in its order: one statement, however many.

    `lock`: hold them until the transaction ends (SQLite's write lock already does).
    """
    wanted = sorted(wanted)
    if not wanted:
        return []
    dialect = connection.dialect.name
    statement = _selection(dialect, table, columns, by, lock)
    given = wanted if dialect == "postgresql" else json.dumps(wanted)
    return list(connection.exec_driver_sql(statement, (tenant, given)))
