"""Remarks of readers: kept sealed and private until a moderator decides (P5, P6; H93).

`add` takes one in, `waiting` and `decide` are the office's, `published` is what a page shows. A remark of which its
writer did not say that it may be published is never shown, whatever a moderator does.
"""

from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from server import acts, keys, limits
from server.clock import now_ms
from server.models.public import Remark
from server.problems import Problem
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check

TEXT_MAX = 1000
BY_ADDRESS, IN_ALL, WINDOW_S = 10, 200, 3600  # many people stand behind one address of a mobile network
WAITING_MAX = 2000  # of one tenant: more is not taken in, so that nobody fills the disk
LIST_MAX = 100
WAITING, PUBLISHED, KEPT, REFUSED = "waiting", "published", "kept", "refused"
_table = Remark.__table__


class Said(NamedTuple):
    """One remark, opened."""

    id: str
    of: str
    kind: str
    state: str
    text: str
    may_publish: bool
    created_at: int


def refuse_flood(tenant: str, address: str) -> None:
    """Count one more form from an address; raises `too-many-requests` beyond what people write (H93)."""
    limits.hit("remark", BY_ADDRESS, WINDOW_S, tenant, address)
    limits.hit("remark-all", IN_ALL, WINDOW_S, tenant)


def add(tenant: str, of: str, kind: str, text: str, may_publish: bool) -> None:
    """Take in a remark; it waits."""
    row = {"tenant": tenant, "id": acts.new_id(), "of": of, "kind": kind, "state": WAITING, "created_at": now_ms()}
    sealed = keys.wrap(clean(text).encode(), _bound(tenant, row["id"]))

    def work(connection: Connection) -> None:
        if count_waiting(connection, tenant) >= WAITING_MAX:
            raise Problem("too-many-requests", retry_after=WINDOW_S)
        connection.execute(insert(_table).values(**row, text=sealed, may_publish=may_publish))

    write(work)


def clean(text: str) -> str:
    """What is kept of what was typed: plain lines, no control characters, at most TEXT_MAX."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one == "\n" or one.isprintable()).strip()[:TEXT_MAX]


def count_waiting(connection: Connection, tenant: str) -> int:
    """How many wait for a moderator."""
    rows = select(func.count()).select_from(_table)
    return connection.execute(rows.where(_table.c.tenant == tenant, _table.c.state == WAITING)).scalar_one()


def listed(connection: Connection, actor: Actor, state: str) -> list[Said]:
    """Remarks in one state, the oldest first while they wait, else the last decided first."""
    check(actor, Verb.SEE, Thing("remark", actor.tenant))
    by = _table.c.created_at if state == WAITING else _table.c.decided_at.desc()
    rows = select(_table).where(_table.c.tenant == actor.tenant, _table.c.state == state)
    return [_opened(row) for row in connection.execute(rows.order_by(by, _table.c.id).limit(LIST_MAX))]


def subject_of(connection: Connection, tenant: str, remark: str) -> str:
    """The proposal that a remark is about. Raises `not-found`."""
    found = connection.execute(select(_table.c.of).where(_table.c.tenant == tenant, _table.c.id == remark)).scalar()
    if found is None:
        raise Problem("not-found")
    return found


def published(connection: Connection, tenant: str, of: str) -> list[Said]:
    """What a page shows of a proposal, the oldest first."""
    rows = select(_table).where(_table.c.tenant == tenant, _table.c.of == of, _table.c.state == PUBLISHED)
    rows = rows.where(_table.c.may_publish.is_(True)).order_by(_table.c.created_at, _table.c.id)
    return [_opened(row) for row in connection.execute(rows.limit(LIST_MAX))]


def decide(actor: Actor, remark: str, state: str) -> None:
    """A moderator's word: `published`, `kept` (read, and not for everybody), `refused`, or back to `waiting`.

    Only while it waits can it be published; refusing is final, because the text goes. Raises `Problem`: `not-found`;
    `bad-state` for what its writer did not give to the public.
    """
    check(actor, Verb.DECIDE, Thing("remark", actor.tenant))
    if state not in (WAITING, PUBLISHED, KEPT, REFUSED):
        raise Problem("bad-values", reasons=["state"])

    def work(connection: Connection) -> None:
        mine = (_table.c.tenant == actor.tenant, _table.c.id == remark)
        row = connection.execute(select(_table.c.state, _table.c.may_publish).where(*mine)).first()
        if row is None:
            raise Problem("not-found")
        if row.state == REFUSED or (state == PUBLISHED and not row.may_publish):
            raise Problem("bad-state")
        said = {"state": state, "decided_at": now_ms(), "decided_by": actor.id}
        connection.execute(update(_table).where(*mine).values(**said, **({"text": None} if state == REFUSED else {})))

    write(work)


def _opened(row) -> Said:
    try:
        text = keys.unwrap(bytes(row.text), _bound(row.tenant, row.id)).decode() if row.text else ""
    except ValueError:
        text = ""
    return Said(row.id, row.of, row.kind, row.state, text, row.may_publish, row.created_at)


def _bound(tenant: str, remark: str) -> bytes:
    return f"remark {tenant} {remark}".encode()
