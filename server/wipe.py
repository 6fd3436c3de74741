"""Wiping a tablet after it has handed in (O16; RELIABILITY 4.3): asked here, obeyed by the tablet alone.

    asked      the office wants it; each answer to the tablet carries the command `wipe`
    handed in  the tablet found all that it holds *safe* (I5), said so (`"wipe":"ready"`) and was told that it is still
               wanted: from here on the wish cannot be taken back
    wiped      its last word (`"wipe":"done"`), signed while it still had its key

Nothing unsent is ever the price: a tablet with work that is not in the verified backup waits, however long.
"""

from sqlalchemy import Connection, select, update

from server import who
from server.clock import now_ms
from server.models.tablets import Tablet
from server.problems import Problem
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb

WHY_MAX = 500
tablets = Tablet.__table__


def ask(actor: Actor, inc: str, why: str) -> None:
    """Want a tablet wiped. The first wish stays; a wiped one is `bad-state`."""
    who.check(actor, Verb.REVOKE, Thing("tablet", actor.tenant))
    if not why.strip():
        raise Problem("bad-values", field="why")
    wish = {"wipe_asked_at": now_ms(), "wipe_asked_by": actor.id, "wipe_why": why.strip()[:WHY_MAX]}
    write(lambda connection: _change(connection, actor, inc, wish, is_asked=False))


def undo(actor: Actor, inc: str) -> None:
    """Take the wish back, as long as the tablet was not told to go: `bad-state` afterwards."""
    who.check(actor, Verb.REVOKE, Thing("tablet", actor.tenant))
    none = {"wipe_asked_at": None, "wipe_asked_by": None, "wipe_why": None}
    write(lambda connection: _change(connection, actor, inc, none, is_asked=True))


def _change(connection: Connection, actor: Actor, inc: str, values: dict[str, object], is_asked: bool) -> None:
    here = (tablets.c.tenant == actor.tenant, tablets.c.inc == inc)
    if connection.execute(select(tablets.c.inc).where(*here)).first() is None:
        raise Problem("not-found")
    asked = tablets.c.wipe_asked_at.is_not(None) if is_asked else tablets.c.wipe_asked_at.is_(None)
    untold = (asked, tablets.c.handed_in_at.is_(None), tablets.c.wiped_at.is_(None))
    if connection.execute(update(tablets).where(*here, *untold).values(**values)).rowcount == 0:
        raise Problem("bad-state")
