"""What the exchange asks of tablets: who an inc is, and the note that it was in contact."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from server.certificates import Certificate
from server.models.projections import TABLES
from server.models.tablets import Tablet
from sync import scope

tablet = Tablet.__table__


class Sender(NamedTuple):
    """An enrolled inc. `units` None: all of the tenant."""

    tenant: str
    inc: str
    public_key: bytes
    role: str
    units: frozenset[str] | None
    scopes: list[str]
    is_revoked: bool
    last_contact_at: int


_find = select(
    tablet.c.tenant, tablet.c.public_key, tablet.c.role, tablet.c.units, tablet.c.revoked_at, tablet.c.last_contact_at
).where(tablet.c.inc == bindparam("of"))
_this = (tablet.c.tenant == bindparam("of"), tablet.c.inc == bindparam("own"))
_note = update(tablet).where(*_this).values(last_contact_at=bindparam("now"))
_note_offset = (
    update(tablet).where(*_this).values(last_contact_at=bindparam("now"), clock_offset_ms=bindparam("offset"))
)


def find(connection: Connection, inc: str) -> Sender | None:
    """The sender with this inc, in whichever tenant it was enrolled."""
    row = connection.execute(_find, {"of": inc}).one_or_none()
    if row is None:
        return None
    units = None if row.units is None else frozenset(row.units.split())
    return Sender(
        row.tenant,
        inc,
        row.public_key,
        row.role,
        units,
        scopes_of(connection, row.tenant, inc, units),
        row.revoked_at is not None,
        row.last_contact_at or 0,
    )


def scopes_of(connection: Connection, tenant: str, inc: str, units: frozenset[str] | None) -> list[str]:
    """The scopes that an inc reads: the tenant's, its units', its own."""
    reached = all_units(connection, tenant) if units is None else units
    return [scope.TENANT, *map(scope.of_unit, sorted(reached)), scope.of_inc(inc)]


def all_units(connection: Connection, tenant: str) -> set[str]:
    """Every unit of the tenant."""
    table = TABLES["unit"]
    return set(connection.execute(select(table.c.id).where(table.c.tenant == tenant)).scalars())


def lock(connection: Connection, tenant: str, inc: str) -> None:
    """Let one request of an inc at a time through (SQLite's write lock already does)."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            select(tablet.c.inc).where(tablet.c.tenant == tenant, tablet.c.inc == inc).with_for_update()
        ).one()


def note_contact(
    connection: Connection, tenant: str, inc: str, now_ms: int, clock_offset_ms: int | None = None
) -> None:
    """Write down the contact; in a push it is also what makes even a pure duplicate end in a commit (finding 1)."""
    said = {"of": tenant, "own": inc, "now": now_ms}
    if clock_offset_ms is None:
        connection.execute(_note, said)
    else:
        connection.execute(_note_offset, said | {"offset": clock_offset_ms})


def enrol_again(connection: Connection, certificate: Certificate, now_ms: int) -> None:
    """Take an inc in by its certificate, after a restore that forgot it (M23). A revocation that is known stays."""
    known = select(tablet.c.inc).where(tablet.c.tenant == certificate.tenant, tablet.c.inc == certificate.inc)
    if connection.execute(known).one_or_none() is not None:
        return
    connection.execute(
        tablet.insert().values(
            tenant=certificate.tenant,
            inc=certificate.inc,
            public_key=certificate.public_key,
            account=certificate.person,
            role=certificate.role,
            units=None if certificate.units is None else " ".join(sorted(certificate.units)),
            serial=certificate.serial,
            not_after=certificate.not_after,
            created_at=now_ms,
        )
    )
