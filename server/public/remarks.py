"""Remarks of readers: kept sealed and private until a moderator decides (P5, P6; H93).

`add` takes one in, `waiting` and `decide` are the office's, `published` is what a page shows. A remark of which its
writer did not say that it may be published is never shown, whatever a moderator does. A photo beside it is a file under
the remark's own key: decided with its words, and gone with them.
"""

from typing import NamedTuple

from sqlalchemy import Connection, Select, func, insert, select, update

from server import acts, keys, limits
from server.backup import erasures
from server.clock import now_ms
from server.media import given
from server.media.vouch import Vouched
from server.models.public import Remark
from server.problems import Problem
from server.store import media
from server.store.records import chunks
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
    has_photo: bool


def refuse_flood(tenant: str, address: str) -> None:
    """Count one more form from an address; raises `too-many-requests` beyond what people write (H93)."""
    limits.hit("remark", BY_ADDRESS, WINDOW_S, tenant, address)
    limits.hit("remark-all", IN_ALL, WINDOW_S, tenant)


def add(tenant: str, of: str, kind: str, text: str, may_publish: bool, photo: Vouched | None = None) -> None:
    """Take in a remark; it waits. `photo`: what `given.look` made."""
    row = {"tenant": tenant, "id": acts.new_id(), "of": of, "kind": kind, "state": WAITING, "created_at": now_ms()}
    sealed = keys.wrap(clean(text).encode(), _bound(tenant, row["id"]))
    file = given.keep(tenant, row["id"], photo) if photo else None

    def work(connection: Connection) -> None:
        if count_waiting(connection, tenant) >= WAITING_MAX:
            raise Problem("too-many-requests", retry_after=WINDOW_S)
        connection.execute(insert(_table).values(**row, text=sealed, may_publish=may_publish))
        if file:
            given.note(connection, tenant, file)

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
    return _opened(connection, actor.tenant, rows.order_by(by, _table.c.id))


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
    return _opened(connection, tenant, rows)


def photo(connection: Connection, tenant: str, of: str, remark: str, thumbnail: bool) -> tuple[str, bytes]:
    """Type and bytes of the photo of a published remark. Raises `not-found`."""
    mine = (_table.c.tenant == tenant, _table.c.id == remark, _table.c.of == of, _table.c.state == PUBLISHED)
    is_told = connection.execute(select(_table.c.id).where(*mine, _table.c.may_publish.is_(True))).first()
    found = given.opened(connection, tenant, remark, thumbnail) if is_told else None
    if found is None:
        raise Problem("not-found")
    return found


def decide(actor: Actor, remark: str, state: str) -> None:
    """A moderator's word: `published`, `kept` (read, and not for everybody), `refused`, or back to `waiting`.

    Only while it waits can it be published; refusing is final, because text and photo go. Raises `Problem`:
    `not-found`; `bad-state` for what its writer did not give to the public.
    """
    check(actor, Verb.DECIDE, Thing("remark", actor.tenant))
    if state not in (WAITING, PUBLISHED, KEPT, REFUSED):
        raise Problem("bad-values", reasons=["state"])

    def work(connection: Connection) -> list[str]:
        mine = (_table.c.tenant == actor.tenant, _table.c.id == remark)
        row = connection.execute(select(_table.c.state, _table.c.may_publish).where(*mine)).first()
        if row is None:
            raise Problem("not-found")
        if row.state == REFUSED or (state == PUBLISHED and not row.may_publish):
            raise Problem("bad-state")
        said = {"state": state, "decided_at": now_ms(), "decided_by": actor.id}
        connection.execute(update(_table).where(*mine).values(**said, **({"text": None} if state == REFUSED else {})))
        return given.forget(connection, actor.tenant, [remark]) if state == REFUSED else []

    if files := write(work):
        given.remove(actor.tenant, files)
        erasures.note(actor.tenant)


def let_photos_go(tenant: str, before_ms: int) -> int:
    """Forget the photos of remarks that were written before a time; what was written beside them stays."""

    def work(connection: Connection) -> list[str]:
        rows = select(_table.c.id).where(_table.c.tenant == tenant, _table.c.created_at < before_ms)
        ids = set(connection.execute(rows).scalars())
        held = media.of_records(connection, tenant, ids).keys()
        for some in chunks(held):  # a page that shows one is drawn anew
            mine = (_table.c.tenant == tenant, _table.c.id.in_(some))
            connection.execute(update(_table).where(*mine).values(decided_at=now_ms()))
        return given.forget(connection, tenant, held)

    files = write(work)
    given.remove(tenant, files)
    return len(files)


def _opened(connection: Connection, tenant: str, rows: Select) -> list[Said]:
    found = connection.execute(rows.limit(LIST_MAX)).all()
    photos = media.of_records(connection, tenant, [row.id for row in found])
    return [_said(row, row.id in photos) for row in found]


def _said(row, has_photo: bool) -> Said:
    try:
        text = keys.unwrap(bytes(row.text), _bound(row.tenant, row.id)).decode() if row.text else ""
    except ValueError:
        text = ""
    return Said(row.id, row.of, row.kind, row.state, text, row.may_publish, row.created_at, has_photo)


def _bound(tenant: str, remark: str) -> bytes:
    return f"remark {tenant} {remark}".encode()
