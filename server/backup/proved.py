"""The ops of a batch, each proved to be what its chain names (I12): before it is shipped, and when it comes back.

A bit that rots on a page of the database changes no length and breaks no index. What is shipped unproved would become
*safe*, and tablets would drop the only whole copy (F36).
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from server.backup.folder import BrokenBackup
from server.store import log
from server.store.log import OpRow
from sync.chain import from_base64url, genesis, link, link_digest
from sync.op import read_json


class Run(NamedTuple):
    """Rows of consecutive seq, and the chain hash on which the first of them stands."""

    before: bytes
    rows: list[OpRow]


def runs(connection: Connection, tenant: str, batch, rows: list[OpRow]) -> Iterator[Run]:
    """The rows of `batch` (a row of the log, or an Entry) as proved runs. Raises BrokenBackup.

    A run is looked at when it is asked for: the one before it may just have been stored.
    """
    for run in _consecutive(rows):
        before = expected = _before(connection, tenant, batch, run[0])
        for row in run:
            expected = _next(expected, row)
            if expected != row.hash:
                raise BrokenBackup(f"op {row.id} is not what its chain says")
        yield Run(before, run)


def _consecutive(rows: list[OpRow]) -> list[list[OpRow]]:
    found: list[list[OpRow]] = []
    for row in rows:
        if found and found[-1][-1].seq + 1 == row.seq:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _before(connection: Connection, tenant: str, batch, row: OpRow) -> bytes:
    """The chain hash before a row: the inc's beginning, that of an op which is here, or what the header said."""
    if row.seq == 1:
        return genesis(batch.inc)
    known = log.hashes_between(connection, tenant, batch.inc, row.seq - 1, row.seq - 1)
    for found in known.values():
        if _next(found, row) == row.hash:
            return found
    header = read_json(batch.header)
    if isinstance(header, dict) and header.get("first_seq") == row.seq:
        return from_base64url(str(header["prev"]))
    raise BrokenBackup(f"{tenant}: op {row.id} of batch {batch.n} stands on no chain")


def _next(before: bytes, row: OpRow) -> bytes:
    if row.personal_digest is None:
        return link(before, row.line)
    return link_digest(before, row.line, row.personal_digest)
