"""Numbers of documents: by tenant, kind and year, from 1, without gaps.

The counter row is raised in the transaction that makes the document: what fails gives its number back, and two writers
take their turns at the row. The counter is no part of the log: a caller that finds documents in it says the highest
number there, so that after a restore no number is given twice. A new kind of document needs no more than a name.
"""

from sqlalchemy import Connection, text

LETTER = "letter"

_next = text(
    "INSERT INTO document_number (tenant, kind, year, last) VALUES (:tenant, :kind, :year, :known + 1) "
    "ON CONFLICT (tenant, kind, year) DO UPDATE SET last = 1 + "
    "CASE WHEN document_number.last > :known THEN document_number.last ELSE :known END RETURNING last"
)


def take(connection: Connection, tenant: str, kind: str, year: int, known: int = 0) -> int:
    """The next number of such a document; it stands when the caller's unit of work commits."""
    said = {"tenant": tenant, "kind": kind, "year": year, "known": known}
    return connection.execute(_next, said).scalar_one()
