"""One-time codes, and the tablets that enrol with them (RELIABILITY 4.1, H41–H46).

A code is 32 Crockford symbols in groups of four: a handle of 6, by which its row is found, and a secret of 26
(130 bits). Of the whole we keep an HMAC. It lives 15 minutes and serves once; five misses at its handle burn
it, and five misses from one address close that address for a while. Used, expired, burnt, unknown, another
office's: one answer (`bad-code`), the same work.
"""

import hmac
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from server import certificates, keys, limits, who
from server.certificates import Certificate
from server.clock import now_ms
from server.models.accounts import Account, AccountUnit
from server.models.tablets import EnrolCode, Tablet
from server.problems import Problem
from server.store import tablets as tablet_rows
from server.store import tenants
from server.store.unit_of_work import reading, write
from server.who import Actor, Thing, Verb
from sync.chain import base64url, from_base64url, inc_of_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LIKE = str.maketrans("OILАВСЕНКМОРТХУ", "011ABCEHKM0PTXY")  # letters that look alike, Cyrillic ones too
HANDLE, LENGTH = 6, 32
VALID_MS = 15 * 60 * 1000
MISSES_MAX = 5
WINDOW_S = 900
LIST_MAX = 2000
WHY_MAX = 500
PURPOSE = "enrol"

codes, tablets, accounts = EnrolCode.__table__, Tablet.__table__, Account.__table__


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a tablet sends whose inc was closed after a fork (M4): both keys sign `renewal_text`."""

    certificate: str
    old_sig: str
    public_key: str
    sig: str
    app_version: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a tablet sends. `sig` signs `signed_text`, so that whoever enrols a key holds it."""

    code: str
    public_key: str
    sig: str
    app_version: str


def normalise(code: str) -> str:
    """A code as typed, in its one form; look-alikes and spaces are forgiven."""
    return "".join(code.upper().split()).replace("-", "").translate(LIKE)


def signed_text(code: str, public_key: str) -> bytes:
    """The bytes that prove possession: a purpose, the code in its one form, the key as sent."""
    return f"yavuul-enrol-1\n{normalise(code)}\n{public_key}".encode()


def renewal_text(certificate: str, public_key: str) -> bytes:
    """The bytes that the old and the new key sign."""
    return f"yavuul-new-inc-1\n{certificate}\n{public_key}".encode()


def create_code(actor: Actor, account_id: str) -> str:
    """Make a code for an account and return it, grouped; it is shown once and never stored."""
    who.check(actor, Verb.CREATE, Thing("tablet", actor.tenant))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))

    def work(connection: Connection) -> None:
        owner = _account(connection, actor.tenant, account_id)
        if owner is None or not owner.active:
            raise Problem("not-found")
        now = now_ms()
        row = {
            "tenant": actor.tenant,
            "handle": code[:HANDLE],
            "hmac": keys.current().hmac(PURPOSE, code),
            "account": account_id,
            "role": owner.role if owner.role in who.TABLET_ROLES else who.FACILITATOR,
            "units": units_text(_units(connection, owner)),
            "created_by": actor.id,
            "created_at": now,
            "expires_at": now + VALID_MS,
            "misses": 0,
        }
        connection.execute(insert(codes).values(row))

    write(work)
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def enrol(request: Request, address: str) -> dict:
    """Enrol the tablet, or raise: `bad-key`, `bad-signature`, `already-enrolled`, `too-many-requests`,
    `bad-code`."""
    public_key = _public_key(request.public_key, request.sig, signed_text(request.code, request.public_key))
    limits.refuse_if_spent("enrol-miss", MISSES_MAX, WINDOW_S, address)
    code = normalise(request.code)
    inc = inc_of_key(public_key)

    def work(connection: Connection) -> dict | None:
        if connection.execute(select(tablets.c.inc).where(tablets.c.inc == inc)).first():
            raise Problem("already-enrolled")
        found = _valid_code(connection, code, inc)
        owner = _account(connection, found.tenant, found.account) if found else None
        if owner is None or not owner.active:
            return None
        return _admit(connection, found, owner.name, public_key, request.app_version)

    answer = write(work)
    if answer is None:
        limits.hit("enrol-miss", MISSES_MAX, WINDOW_S, address)
        raise Problem("bad-code")
    return answer


def renew(request: Renewal) -> dict:
    """Enrol the key that follows a closed inc, with the rights that the inc has now. Asked again with the same key,
    the answer is the same (F21). Raises `bad-certificate`, `bad-key`, `bad-signature`, `revoked` …"""
    shown = certificates.verify(request.certificate, now_ms())
    text = renewal_text(request.certificate, request.public_key)
    public_key = _public_key(request.public_key, request.sig, text)
    if not keys.is_signed(shown.public_key, text, _signature(request.old_sig)):
        raise Problem("bad-signature")
    inc = inc_of_key(public_key)

    def work(connection: Connection) -> dict:
        tablet_rows.enrol_again(connection, shown, now_ms())
        old = connection.execute(select(tablets).where(tablets.c.inc == shown.inc)).one()
        if old.revoked_at is not None:
            raise Problem("revoked")
        known = connection.execute(select(tablets).where(tablets.c.inc == inc)).first()
        if known is not None and (known.tenant, known.account) != (old.tenant, old.account):
            raise Problem("already-enrolled")
        return _admit(connection, old, shown.name, public_key, request.app_version, is_known=known is not None)

    return write(work)


def _public_key(public_key: str, sig: str, text: bytes) -> bytes:
    try:
        raw = from_base64url(public_key[:100])
        keys.public_key(raw)
    except ValueError:
        raise Problem("bad-key") from None
    if not keys.is_signed(raw, text, _signature(sig)):
        raise Problem("bad-signature")
    return raw


def _signature(sig: str) -> bytes:
    try:
        return from_base64url(sig[:100])
    except ValueError:
        raise Problem("bad-signature") from None


def is_in_time(code) -> bool:
    """Whether a code's quarter of an hour is now; one that ends later was made under a clock that jumped (F15)."""
    return now_ms() <= code.expires_at <= now_ms() + VALID_MS


def _valid_code(connection: Connection, code: str, inc: str):
    """The row of a code that may be used now, marked as used by `inc`; or None, with the miss counted at its
    handle."""
    said, now = keys.current().hmac(PURPOSE, code), now_ms()
    rows = connection.execute(select(codes).where(codes.c.handle == code[:HANDLE]).limit(8)).all()
    found = None
    for row in rows:
        is_right = hmac.compare_digest(row.hmac, said)
        is_open = row.used_at is None and row.cancelled_at is None and is_in_time(row) and row.misses < MISSES_MAX
        here = (codes.c.tenant == row.tenant) & (codes.c.handle == row.handle)
        if is_right and is_open:
            taken = connection.execute(
                update(codes).where(here, codes.c.used_at.is_(None)).values(used_at=now, inc=inc)
            )
            found = row if taken.rowcount else None
        elif not is_right:
            connection.execute(update(codes).where(here).values(misses=codes.c.misses + 1))
    if found is None and not any(row.hmac != said for row in rows):
        _write_as_for_a_miss(connection)
    return found


def _write_as_for_a_miss(connection: Connection) -> None:
    """Write some row as it is: a commit takes time, and that must not tell a known handle from an unknown one (H42)."""
    row = connection.execute(select(codes.c.tenant, codes.c.handle).limit(1)).first()
    if row:
        here = (codes.c.tenant == row.tenant) & (codes.c.handle == row.handle)
        connection.execute(update(codes).where(here).values(misses=codes.c.misses))


def _admit(
    connection: Connection, granted, name: str, public_key: bytes, app_version: str, is_known: bool = False
) -> dict:
    """Write the tablet down, with account, role and units of `granted` (a code, or the tablet before), and say what it
    must know."""
    now = now_ms()
    units = None if granted.units is None else frozenset(granted.units.split())
    certificate = Certificate(
        inc=inc_of_key(public_key),
        public_key=public_key,
        tenant=granted.tenant,
        person=granted.account,
        name=name,
        role=granted.role,
        units=units,
        not_after=now + certificates.VALID_MS,
        serial=certificates.new_serial(),
    )
    row = {
        "tenant": granted.tenant,
        "inc": certificate.inc,
        "public_key": public_key,
        "account": granted.account,
        "role": granted.role,
        "units": granted.units,
        "serial": certificate.serial,
        "not_after": certificate.not_after,
        "created_at": now,
        "last_contact_at": now,
        "app_version": app_version,
    }
    if not is_known:
        connection.execute(insert(tablets).values(row))
    own = keys.current()
    return {
        "inc": certificate.inc,
        "tenant": granted.tenant,
        "person": granted.account,
        "name": name,
        "role": granted.role,
        "units": None if units is None else sorted(units),
        "certificate": certificates.issue(certificate),
        "server_signing_key": base64url(keys.point(own.signing)),
        "sealing_key": base64url(keys.point(own.sealing)),
        "cursor": f"{tenants.epoch(connection, granted.tenant)}.0",
        "server_time": now,
    }


def listed(actor: Actor) -> list:
    """The tablets of the actor's tenant with their owners, at most LIST_MAX; who was heard of last comes
    first."""
    who.check(actor, Verb.SEE, Thing("tablet", actor.tenant))
    rows = (
        select(tablets, accounts.c.name)
        .outerjoin(accounts, (accounts.c.tenant == tablets.c.tenant) & (accounts.c.id == tablets.c.account))
        .where(tablets.c.tenant == actor.tenant)
        .order_by(tablets.c.last_contact_at.desc(), tablets.c.inc)
        .limit(LIST_MAX)
    )
    with reading() as connection:
        return connection.execute(rows).all()


def revoke(actor: Actor, inc: str, why: str = "") -> None:
    """Revoke a tablet: its ops are still taken and parked, it reads nothing more. The first revocation
    stays."""
    who.check(actor, Verb.REVOKE, Thing("tablet", actor.tenant))

    def work(connection: Connection) -> None:
        here = (tablets.c.tenant == actor.tenant) & (tablets.c.inc == inc)
        if connection.execute(select(tablets.c.inc).where(here)).first() is None:
            raise Problem("not-found")
        said = {"revoked_at": now_ms(), "revoked_by": actor.id, "revoked_why": why.strip()[:WHY_MAX] or None}
        connection.execute(update(tablets).where(here, tablets.c.revoked_at.is_(None)).values(**said))

    write(work)


def units_text(units: frozenset[str] | None) -> str | None:
    """Units as the tables keep them."""
    return None if units is None else " ".join(sorted(units))


def _account(connection: Connection, tenant: str, account_id: str):
    return connection.execute(select(accounts).where(accounts.c.tenant == tenant, accounts.c.id == account_id)).first()


def _units(connection: Connection, owner) -> frozenset[str] | None:
    if owner.all_units or owner.role == who.ADMINISTRATOR:
        return None
    assigned = AccountUnit.__table__
    rows = select(assigned.c.unit).where(assigned.c.tenant == owner.tenant, assigned.c.account == owner.id)
    return frozenset(connection.execute(rows).scalars())
