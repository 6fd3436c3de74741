"""Codes that connect tablets, as the office sees them: waiting, used by which tablet, over, taken back.

A code is named by its handle, the six symbols that find its row; they open nothing (130 bits are the secret).
"""

from typing import NamedTuple

from sqlalchemy import Connection, select, update

from server import who
from server.clock import now_ms
from server.enrol import MISSES_MAX, is_in_time
from server.models.tablets import EnrolCode
from server.problems import Problem
from server.store.unit_of_work import reading, write
from server.who import Actor, Thing, Verb

SHOWN_MAX = 20
codes = EnrolCode.__table__


class Code(NamedTuple):
    """One code. `inc` is the tablet that used it."""

    handle: str
    account: str
    created_at: int
    expires_at: int
    used_at: int | None
    cancelled_at: int | None
    misses: int
    inc: str | None

    @property
    def state(self) -> str:
        """`used`, `cancelled`, `burnt` (guessed at too often), `expired` or `open`."""
        if self.used_at is not None:
            return "used"
        if self.cancelled_at is not None:
            return "cancelled"
        if self.misses >= MISSES_MAX:
            return "burnt"
        return "open" if is_in_time(self) else "expired"


_columns = [codes.c[name] for name in Code._fields]


def find(actor: Actor, handle: str) -> Code:
    """How a code of the actor's tenant stands; `not-found` elsewhere (I9)."""
    who.check(actor, Verb.CREATE, Thing("tablet", actor.tenant))
    with reading() as connection:
        found = connection.execute(select(*_columns).where(*_here(actor, handle))).one_or_none()
    if found is None:
        raise Problem("not-found")
    return Code(*found)


def open_of(actor: Actor, account: str) -> list[Code]:
    """The codes of an account that may still be used."""
    who.check(actor, Verb.SEE, Thing("tablet", actor.tenant))
    rows = select(*_columns).where(
        codes.c.tenant == actor.tenant,
        codes.c.account == account,
        codes.c.expires_at >= now_ms(),
        codes.c.used_at.is_(None),
    )
    with reading() as connection:
        found = [Code(*row) for row in connection.execute(rows.order_by(codes.c.created_at.desc()).limit(SHOWN_MAX))]
    return [code for code in found if code.state == "open"]


def cancel(actor: Actor, handle: str) -> None:
    """Take a code back; one that was used stays used."""
    find(actor, handle)

    def work(connection: Connection) -> None:
        unused = (codes.c.used_at.is_(None), codes.c.cancelled_at.is_(None))
        connection.execute(update(codes).where(*_here(actor, handle), *unused).values(cancelled_at=now_ms()))

    write(work)


def _here(actor: Actor, handle: str) -> tuple:
    return (codes.c.tenant == actor.tenant, codes.c.handle == handle)
