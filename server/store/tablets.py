"""What the exchange asks of tablets: who an inc is, and the note that it was in contact."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from server.certificates import Certificate
from server.models.projections import TABLES
from server.models.tablets import Tablet
from sync import scope

tablet = Tablet.__table__
UNIT = TABLES["unit"]


class About(NamedTuple):
    """What a tablet says of itself: evidence for the office, nothing is decided by it. None: not said."""

    app: str | None
    ops: int | None  # ops and files that will still be only there after this request
    files: int | None
    free_mb: int | None
    is_kept: bool | None
    beside: tuple[str, ...] | None  # the other incs on the same tablet


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
    is_to_wipe: bool = False  # the office has asked for it, and it has not happened yet


_columns = ("tenant", "public_key", "role", "units", "revoked_at", "last_contact_at", "wipe_asked_at", "wiped_at")
_find = select(*[tablet.c[name] for name in _columns]).where(tablet.c.inc == bindparam("of"))
_this = (tablet.c.tenant == bindparam("of"), tablet.c.inc == bindparam("own"))
_NAMED = {"app": "app_version", "ops": "unsent_ops", "files": "unsent_media"}  # columns that are called otherwise


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
        row.wipe_asked_at is not None and row.wiped_at is None,
    )


def scopes_of(connection: Connection, tenant: str, inc: str, units: frozenset[str] | None) -> list[str]:
    """The scopes that an inc reads: the tenant's, its units', its own; and of the units above its own what reaches
    down."""
    reached = all_units(connection, tenant) if units is None else units
    above = set() if units is None else _above(connection, tenant, units)
    names = [*map(scope.of_below, sorted(above)), *map(scope.of_unit, sorted(reached))]
    return [scope.TENANT, *names, scope.of_inc(inc)]


_parents = select(UNIT.c.id, UNIT.c.parent).where(UNIT.c.tenant == bindparam("of"), UNIT.c.parent.is_not(None))


def _above(connection: Connection, tenant: str, units: frozenset[str]) -> set[str]:
    """The units above these that are none of them."""
    parents = dict(map(tuple, connection.execute(_parents, {"of": tenant})))
    found: set[str] = set()
    for unit in units:
        while (unit := parents.get(unit, "")) and unit not in found:
            found.add(unit)
    return found - units


def scopes_by_inc(connection: Connection, tenant: str) -> dict[str, set[str]]:
    """The scopes of every tablet that still reads and is bound to units: what a change of the tree may change."""
    here = (tablet.c.tenant == tenant, tablet.c.revoked_at.is_(None), tablet.c.units.is_not(None))
    rows = connection.execute(select(tablet.c.inc, tablet.c.units).where(*here)).all()
    return {inc: set(scopes_of(connection, tenant, inc, frozenset(units.split()))) for inc, units in rows}


def all_units(connection: Connection, tenant: str) -> set[str]:
    """Every unit of the tenant."""
    return set(connection.execute(select(UNIT.c.id).where(UNIT.c.tenant == tenant)).scalars())


def lock(connection: Connection, tenant: str, inc: str) -> None:
    """Let one request of an inc at a time through (SQLite's write lock already does)."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            select(tablet.c.inc).where(tablet.c.tenant == tenant, tablet.c.inc == inc).with_for_update()
        ).one()


def note_contact(
    connection: Connection,
    tenant: str,
    inc: str,
    now_ms: int,
    clock_offset_ms: int | None = None,
    about: About | None = None,
) -> None:
    """Write down the contact; in a push it is also what makes even a pure duplicate end in a commit (finding 1)."""
    noted: dict[str, object] = {"last_contact_at": now_ms}
    if clock_offset_ms is not None:
        noted["clock_offset_ms"] = clock_offset_ms
    if about is not None:
        noted |= {_NAMED.get(name, name): said for name, said in about._asdict().items() if said is not None}
        if about.beside is not None:
            noted["beside"] = " ".join(sorted(set(about.beside) - {inc}))
    connection.execute(update(tablet).where(*_this).values(noted), {"of": tenant, "own": inc})


def note_handed_in(connection: Connection, tenant: str, inc: str, now_ms: int) -> bool:
    """The tablet says that all of it is safe, and asks whether it is to go: whether the office still wants that.

    From here on the wish is not taken back: the tablet may have heard the answer.
    """
    here = (tablet.c.tenant == tenant, tablet.c.inc == inc, tablet.c.wipe_asked_at.is_not(None))
    handed_in = func.coalesce(tablet.c.handed_in_at, now_ms)
    return connection.execute(update(tablet).where(*here).values(handed_in_at=handed_in)).rowcount > 0


def note_wiped(connection: Connection, tenant: str, inc: str, now_ms: int) -> None:
    """The tablet's last word, signed before its key went: it is empty. Nobody has the key, so it is revoked."""
    connection.execute(
        update(tablet)
        .where(tablet.c.tenant == tenant, tablet.c.inc == inc)
        .values(
            wiped_at=func.coalesce(tablet.c.wiped_at, now_ms),
            revoked_at=func.coalesce(tablet.c.revoked_at, now_ms),
            revoked_by=func.coalesce(tablet.c.revoked_by, tablet.c.wipe_asked_by),
            unsent_ops=0,
            unsent_media=0,
        )
    )


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
