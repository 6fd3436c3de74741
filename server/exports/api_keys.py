"""Keys by which programs read lists (O14): made once and shown once; of a key its digest alone is kept.

A key has lists that it reads and the units of who made it, or fewer; it never opens anything of a person.
"""

import hmac
import json
import secrets
from hashlib import sha256

from server import acts, clock
from server.problems import Problem
from server.store import exports
from server.store.unit_of_work import reading, write
from server.who import OFFICER, Actor, Thing, Verb, check

PREFIX = "yvl_"
NAME_MAX = 80
LISTS = ("proposals", "hearings", "works", "reports", "units")
USED_STEP_MS = 3_600_000  # the time of use is kept to the hour: reading must not write each time


def make(actor: Actor, name: str, lists: list[str], units: list[str] | None) -> str:
    """A new key; the answer is the only time that it is seen."""
    check(actor, Verb.CHANGE, Thing("key", actor.tenant))
    name, wanted = " ".join(name.split())[:NAME_MAX], [one for one in LISTS if one in lists]
    if not name or not wanted:
        raise Problem("bad-values")
    key = PREFIX + secrets.token_urlsafe(32)
    write(
        lambda connection: exports.add_key(
            connection,
            tenant=actor.tenant,
            id=acts.new_id(),
            name=name,
            digest=_digest(key),
            units=json.dumps(sorted(units)) if units else None,
            lists=" ".join(wanted),
            made_by=actor.id,
            made_at=clock.now_ms(),
        )
    )
    return key


def revoke(actor: Actor, key_id: str) -> None:
    """The key opens nothing any more, from now on."""
    check(actor, Verb.CHANGE, Thing("key", actor.tenant))
    values = {"revoked_at": clock.now_ms()}
    if not write(lambda connection: exports.mark_key(connection, actor.tenant, key_id, **values)):
        raise Problem("not-found")


def reader(authorization: str, list_name: str) -> Actor:
    """Who a request with this header is; `sign-in-needed` for no key of ours, `forbidden` for a list beyond it."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key.startswith(PREFIX) or len(key) > 100 or not key.isascii():
        raise Problem("sign-in-needed")
    with reading() as connection:
        found = exports.key_of(connection, _digest(key))
    if found is None:
        raise Problem("sign-in-needed")
    if list_name not in found.lists.split():
        raise Problem("forbidden")
    now = clock.now_ms()
    if now - (found.used_at or 0) > USED_STEP_MS:
        write(lambda connection: exports.mark_key(connection, found.tenant, found.id, used_at=now))
    units = None if found.units is None else frozenset(json.loads(found.units))
    return Actor("key", found.tenant, found.id, OFFICER, units, found.name)


def _digest(key: str) -> bytes:
    """Keys are 256 random bits: one plain hash is enough, and finds its row without a walk over all."""
    return hmac.new(b"yavuul api key", key.encode(), sha256).digest()
