"""How a person of the office comes to his first password: a one-time code, shown to the administrator once (H56).

No mail is sent. The code is 20 Crockford symbols (100 bits), good for a week, once, and with its own e-mail address
only; of it an HMAC is kept. Used, expired, taken back, another's, unknown: one answer (`bad-code`).
"""

import hmac
import secrets

from flask_security import hash_password
from sqlalchemy import Connection, func, select, update

from server import account_deeds, accounts, keys, who
from server.accounts import table
from server.clock import now_ms
from server.enrol import ALPHABET, normalise
from server.extensions import security
from server.problems import Problem
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb

LENGTH = 20
VALID_MS = 7 * 24 * 3600 * 1000
PURPOSE = "welcome"


def new_code() -> str:
    """A code, grouped for reading aloud."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[i : i + 4] for i in range(0, LENGTH, 4))


def kept(code: str) -> dict[str, object]:
    """What an account's row keeps of a code."""
    return {"welcome_hmac": _hmac(code), "welcome_until_at": now_ms() + VALID_MS}


def invite(actor: Actor, email: str, name: str, role: str, units: list[str] | None) -> tuple[str, str]:
    """Make an account: its id, and the code for its first password (empty for who only carries a tablet)."""
    who.check(actor, Verb.CREATE, Thing("account", actor.tenant))
    code = new_code() if role in who.OFFICE_ROLES else ""
    try:
        account = accounts.create(
            actor.tenant, email, name, role, None, units, by=actor.id, more=kept(code) if code else {}
        )
    except ValueError as error:
        raise Problem("bad-values", field=str(error)) from None
    return account.id, code


def again(actor: Actor, account_id: str) -> str:
    """Another code, for who lost the first or the password; the old one is worth nothing from now on."""
    who.check(actor, Verb.CHANGE, Thing("account", actor.tenant))
    code = new_code()

    def work(connection: Connection) -> None:
        here = (table.c.tenant == actor.tenant, table.c.id == account_id, table.c.active)
        if connection.execute(update(table).where(*here).values(**kept(code))).rowcount == 0:
            raise Problem("not-found")
        account_deeds.note(connection, actor.tenant, account_id, actor.id, "code")

    write(work)
    return code


def enter(email: str, code: str, password: str) -> list[str]:
    """Set the password that a code allows; returns what is wrong with the password. `bad-code` where none fits."""
    errors, text = security.password_util.validate(password, True, email=email)
    said = _hmac(code)

    def work(connection: Connection) -> None:
        found = connection.execute(
            select(table.c.tenant, table.c.id, table.c.welcome_hmac).where(
                func.lower(table.c.email) == email.strip().lower(),
                table.c.active,
                table.c.welcome_until_at > now_ms(),
                table.c.welcome_hmac.is_not(None),
            )
        ).one_or_none()
        if found is None or not hmac.compare_digest(bytes(found.welcome_hmac), said):
            raise Problem("bad-code")
        if errors:
            return
        here = (table.c.tenant == found.tenant, table.c.id == found.id, table.c.welcome_hmac == found.welcome_hmac)
        values = {"welcome_hmac": None, "welcome_until_at": None, "fs_uniquifier": secrets.token_hex(32)}
        if connection.execute(update(table).where(*here).values(password=hashed, **values)).rowcount == 0:
            raise Problem("bad-code")
        account_deeds.note(connection, found.tenant, found.id, found.id, "welcomed")

    hashed = None if errors else hash_password(text)
    write(work)
    return errors or []


def _hmac(code: str) -> bytes:
    return keys.current().hmac(PURPOSE, normalise(code))
