"""Numbers of documents: by tenant, kind and year, from 1, without gaps.

Made of what was issued, within the transaction that issues the next and under a lock: what fails gives its number back,
two writers take turns, and after a restore, which brings back the log, the next one follows. A kind of document is a
record with `number` and `issued_on`.
"""

from sqlalchemy import Connection, select

from server.models.projections import TABLES
from server.store import unit_of_work


def following(connection: Connection, tenant: str, of: str, year: str, /, **said: str) -> int:
    """The number after the last one that a record of the type `of` (one that is as `said`) has in this year."""
    unit_of_work.lock(connection, f"number:{tenant}:{of}:{sorted(said.items())}", alone=True)
    table = TABLES[of]
    rows = select(table.c.number).where(table.c.tenant == tenant, table.c.number.is_not(None))
    rows = rows.where(table.c.issued_on.between(f"{year}-01-01", f"{year}-12-31"))
    rows = rows.where(*[table.c[name] == value for name, value in said.items()])
    return max((int(number) for number in connection.execute(rows).scalars() if number.isdecimal()), default=0) + 1
