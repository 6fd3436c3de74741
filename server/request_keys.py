"""Keys of programs that others wrote (P8): who may hand in requests by Open311. Of a key only an HMAC is kept."""

from typing import NamedTuple

from sqlalchemy import insert, select, update

from server import acts, keys
from server.clock import now_ms
from server.models.request_keys import RequestKey
from server.problems import Problem
from server.store.unit_of_work import reading, write
from sync.chain import base64url

_table = RequestKey.__table__
BYTES = 24


class Holder(NamedTuple):
    """Whose program it is, and the unit to which all that it brings belongs."""

    id: str
    name: str
    unit: str


def create(tenant: str, unit: str, name: str) -> tuple[str, str]:
    """A new key: (its id, the key itself, which is told this once)."""
    key = base64url(keys.random(BYTES))
    row = {"tenant": tenant, "id": acts.new_id(), "hmac": _mark(key), "name": name[:60], "unit": unit}
    write(lambda connection: connection.execute(insert(_table).values(**row, created_at=now_ms())))
    return row["id"], key


def revoke(tenant: str, key_id: str) -> None:
    """From now on the key opens nothing. Raises `not-found`."""
    here = update(_table).where(_table.c.tenant == tenant, _table.c.id == key_id, _table.c.revoked_at.is_(None))
    if not write(lambda connection: connection.execute(here.values(revoked_at=now_ms())).rowcount):
        raise Problem("not-found")


def holder_of(tenant: str, key: str) -> Holder | None:
    """Whose key this is; None where nobody's."""
    here = select(_table.c.id, _table.c.name, _table.c.unit).where(
        _table.c.tenant == tenant, _table.c.hmac == _mark(key), _table.c.revoked_at.is_(None)
    )
    with reading() as connection:
        row = connection.execute(here).one_or_none()
    return None if row is None else Holder(*row)


def _mark(key: str) -> bytes:
    return keys.current().hmac("api-key", key)
