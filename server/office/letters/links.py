"""The link by which a body replies without an account: signed, expiring, ended by the office; one for each letter.

The signature is an HMAC under the deployment's pepper over tenant, letter and serial, so that no table and no log holds
the link. A new serial ends every older link of the letter. What the link opens is the reply page of that letter alone.
"""

from hmac import compare_digest

from sqlalchemy import Connection

from server import config, keys
from server.clock import now_ms
from server.legal import Setting
from server.problems import Problem
from server.store import letters
from server.store.letters import Link
from sync.chain import base32

DAY_MS = 24 * 3600 * 1000
LIFE = Setting("letter.link_days", 180, "Дотоод журам: байгууллага өөрөө тогтооно", "2026-11-23")
TOKEN_MAX = 80
_PURPOSE, _MARK_BYTES = "reply-link", 15  # 120 bits


def token(tenant: str, letter: str, serial: int) -> str:
    """The part of the address that proves itself: `<letter>-<serial>-<mark>`."""
    mark = base32(keys.current().hmac(_PURPOSE, f"{tenant}\n{letter}\n{serial}")[:_MARK_BYTES])
    return f"{letter}-{serial}-{mark}"


def address(tenant: str, letter: str, serial: int) -> str:
    """The whole link."""
    return f"{config.current().origin()}/{tenant}/reply/{token(tenant, letter, serial)}"


def letter_of(connection: Connection, tenant: str, said: str) -> str:
    """The letter that a token opens. `not-found` where it is not ours; `gone` where it ended."""
    letter, _, rest = said[:TOKEN_MAX].partition("-")
    serial = rest.partition("-")[0]
    if not (serial.isascii() and serial.isdigit() and len(serial) < 6 and letter):
        raise Problem("not-found")
    if not compare_digest(token(tenant, letter, int(serial)).encode(), said.encode()):
        raise Problem("not-found")
    stands = letters.link(connection, tenant, letter)
    if stands is None:
        raise Problem("not-found")
    if stands.serial != int(serial) or stands.revoked_at is not None or stands.expires_at <= now_ms():
        raise Problem("gone")
    return letter


def open_new(connection: Connection, tenant: str, letter: str, days: int) -> int:
    """A link that lives so many days, in the place of any before; returns its serial."""
    before = letters.link(connection, tenant, letter)
    serial = before.serial + 1 if before else 1
    letters.put_link(connection, tenant, letter, Link(serial, now_ms() + days * DAY_MS, None))
    return serial


def end(connection: Connection, tenant: str, letter: str) -> None:
    """The letter's link opens nothing any more."""
    stands = letters.link(connection, tenant, letter)
    if stands and stands.revoked_at is None:
        letters.put_link(connection, tenant, letter, stands._replace(revoked_at=now_ms()))
