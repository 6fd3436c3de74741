"""Filters that a person named, to come back to (O13): what was asked of a list, as the address says it.

Any list of server/office/tables.py may have them: path and query are all there is to know. A person has at most
KEPT_MAX. What is removed stays for a day, so that it can be taken back.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy import delete as delete_from

from server import acts
from server.clock import now_ms
from server.models.rooms import SavedFilter
from server.problems import Problem
from server.store.unit_of_work import reading, write
from server.who import Actor, Thing, Verb, check

KEPT_MAX = 40
NAME_MAX = 60
PATH_MAX, QUERY_MAX, PAIRS_MAX = 200, 1000, 20
REMEMBERED_MS = 24 * 3600 * 1000
_table = SavedFilter.__table__
_passing = ("page", "done", "csrf_token")  # of a moment, not of a filter


class Kept(NamedTuple):
    """One filter of a list."""

    id: str
    name: str
    query: str


def _mine(actor: Actor) -> list:
    return [_table.c.tenant == actor.tenant, _table.c.account == actor.id]


def of_list(actor: Actor, path: str) -> tuple[Sequence[Kept], bool]:
    """The actor's filters of the list at `path`, by name; and whether there is room for one more."""
    if actor.kind != "account":
        return [], False
    asked = select(_table.c.id, _table.c.name, _table.c.query, _table.c.path)
    with reading() as connection:
        rows = connection.execute(
            asked.where(*_mine(actor), _table.c.removed_at.is_(None)).order_by(_table.c.name).limit(KEPT_MAX)
        ).all()
    return [Kept(row.id, row.name, row.query) for row in rows if row.path == path], len(rows) < KEPT_MAX


def canonical(query: str) -> str:
    """A query in one form: without empty values and what belongs to a moment, in the order of names."""
    if len(query) > QUERY_MAX:
        raise Problem("bad-values", reasons=["query"])
    pairs = parse_qsl(query)[:PAIRS_MAX]
    return urlencode(sorted((name, value) for name, value in pairs if name not in _passing), quote_via=quote)


def keep(actor: Actor, path: str, query: str, name: str) -> str:
    """Keep what is asked of the list at `path` under `name`; a name that is there already means this from now on.

    `path` is one of ours (server/office/ways.py), or empty. Raises `Problem`: `bad-values`; `bad-state` where the
    person has KEPT_MAX.
    """
    check(actor, Verb.CHANGE, Thing("filter", actor.tenant))
    name, query = " ".join(name.split())[:NAME_MAX], canonical(query)
    if not name or not path or "?" in path or len(path) > PATH_MAX or len(query) > QUERY_MAX:
        raise Problem("bad-values", reasons=["name" if not name else "query"])
    return write(lambda connection: _keep(connection, actor, path, query, name))


def _keep(connection: Connection, actor: Actor, path: str, query: str, name: str) -> str:
    now = now_ms()
    connection.execute(delete_from(_table).where(*_mine(actor), _table.c.removed_at < now - REMEMBERED_MS))
    same = select(_table.c.id).where(*_mine(actor), _table.c.path == path, _table.c.name == name)
    known = connection.execute(same).scalar()
    standing = select(func.count()).where(*_mine(actor), _table.c.removed_at.is_(None), _table.c.id != (known or ""))
    if connection.execute(standing).scalar_one() >= KEPT_MAX:
        raise Problem("bad-state")
    if known:
        mine = update(_table).where(*_mine(actor), _table.c.id == known)
        connection.execute(mine.values(query=query, removed_at=None))
        return known
    row = {"tenant": actor.tenant, "account": actor.id, "id": acts.new_id(), "created_at": now}
    connection.execute(insert(_table).values(**row, path=path, query=query, name=name))
    return row["id"]


def remove(actor: Actor, filter_id: str, is_gone: bool = True) -> None:
    """Take a filter of the actor's off its list, or bring it back. `not-found` for another's."""
    check(actor, Verb.CHANGE, Thing("filter", actor.tenant))
    mine = update(_table).where(*_mine(actor), _table.c.id == filter_id)

    def work(connection: Connection) -> None:
        if not connection.execute(mine.values(removed_at=now_ms() if is_gone else None)).rowcount:
            raise Problem("not-found")

    write(work)
