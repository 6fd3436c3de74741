"""Numbers of documents: by tenant, kind and year, from 1, without gaps.

The counter row is raised in the transaction that makes the document: what fails gives its number back, and two writers
take their turns at the row. A new kind of document needs no more than a name of its own.
"""

from sqlalchemy import Connection, text

LETTER = "letter"

_next = text(
    "INSERT INTO document_number (tenant, kind, year, last) VALUES (:tenant, :kind, :year, 1) "
    "ON CONFLICT (tenant, kind, year) DO UPDATE SET last = document_number.last + 1 RETURNING last"
)


def take(connection: Connection, tenant: str, kind: str, year: int) -> int:
    """The next number of such a document; it stands when the caller's unit of work commits."""
    return connection.execute(_next, {"tenant": tenant, "kind": kind, "year": year}).scalar_one()
