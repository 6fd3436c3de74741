"""What a citizen asks: to see what is held of him, or to be forgotten. One writes it down, another says yes (X1).

Two people, so that nobody looks at or erases somebody's data alone; who asked can never grant. To forget is the
administrator's to grant, it happens in the transaction of the yes, and nothing undoes it.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from server import acts, clock
from server.backup import erasures
from server.models.privacy import PrivacyRequest
from server.privacy import ending
from server.privacy import subject as subjects
from server.problems import Problem
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check, has_role
from sync.kinds import KINDS

ACCESS, ERASURE = "access", "erasure"
ASKED, GRANTED, DECLINED = "asked", "granted", "declined"
PAPER_MAX, WHY_MAX, LISTED_MAX = 80, 200, 500
_table = PrivacyRequest.__table__


class Request(NamedTuple):
    """A request as its row says it."""

    id: str
    kind: str
    person: str
    unit: str
    paper: str
    state: str
    asked_by: str
    asked_at: int
    decided_by: str | None
    decided_at: int | None
    why: str | None


_rows = select(*[_table.c[name] for name in Request._fields])


def ask(actor: Actor, kind: str, person: str, paper: str) -> str:
    """Write down what somebody asked on `paper` (its number and day); returns the request's id.

    Raises `Problem`: `bad-values` for another kind or a paper that is none; `not-found` for nobody within reach;
    `bad-state` where the same is asked already.
    """
    paper = paper.strip()
    if kind not in (ACCESS, ERASURE) or not paper or len(paper) > PAPER_MAX or KINDS["line"](paper):
        raise Problem("bad-values", reasons=["paper"])

    def work(connection: Connection) -> str:
        him = _subject(connection, actor, person, Verb.CREATE)
        same = [_table.c.tenant == actor.tenant, _table.c.person == him.person, _table.c.kind == kind]
        if connection.execute(select(_table.c.id).where(*same, _table.c.state == ASKED)).first():
            raise Problem("bad-state")
        row = {"tenant": actor.tenant, "id": acts.new_id(), "kind": kind, "person": him.person, "unit": him.unit}
        row |= {"paper": paper, "state": ASKED, "asked_by": actor.id, "asked_at": clock.now_ms()}
        connection.execute(insert(_table), row)
        return row["id"]

    return write(work)


def grant(actor: Actor, request: str) -> None:
    """Say yes. Raises `Problem`: `forbidden` for who asked, and to forget for all but the administrator."""

    def work(connection: Connection) -> bool:
        found = _to_decide(connection, actor, request)
        if found.kind == ERASURE:
            if not has_role(actor, Verb.ERASE, "person"):
                raise Problem("forbidden")
            him = _subject(connection, actor, found.person, Verb.DECIDE, lock=True)
            statements = [*ending.everything(him), *ending.unpublished(him.media)]
            ending.carry_out(connection, actor.tenant, him, _once(statements), ending.REQUEST, actor.id)
        _decide(connection, actor, found, GRANTED, None)
        return found.kind == ERASURE

    if write(work):
        erasures.note(actor.tenant)


def decline(actor: Actor, request: str, why: str) -> None:
    """Say no, with the reason that the citizen is told."""
    why = why.strip()
    if not why or len(why) > WHY_MAX or KINDS["line"](why):
        raise Problem("bad-values", reasons=["why"])
    write(
        lambda connection: _decide(connection, actor, _to_decide(connection, actor, request, is_no=True), DECLINED, why)
    )


def _once(statements: list[acts.Statement]) -> list[acts.Statement]:
    """One statement a record: what is erased needs no other word."""
    gone = {one.record for one in statements if ending.ERASED in one.sets}
    return [one for one in statements if one.record not in gone or ending.ERASED in one.sets]


def _to_decide(connection: Connection, actor: Actor, request: str, is_no: bool = False) -> Request:
    found = find(connection, actor, request, Verb.DECIDE)
    if found.state != ASKED:
        raise Problem("bad-state")
    if found.asked_by == actor.id and not is_no:
        raise Problem("forbidden")
    return found


def _decide(connection: Connection, actor: Actor, found: Request, state: str, why: str | None) -> None:
    here = [_table.c.tenant == actor.tenant, _table.c.id == found.id, _table.c.state == ASKED]
    values = {"state": state, "decided_by": actor.id, "decided_at": clock.now_ms(), "why": why}
    if connection.execute(update(_table).where(*here).values(**values)).rowcount != 1:
        raise Problem("bad-state")


def _subject(connection: Connection, actor: Actor, person: str, verb: Verb, lock: bool = False) -> subjects.Subject:
    him = subjects.find(connection, actor.tenant, person, lock)
    if him is None or all(entry.erased for entry in him.entries):
        raise Problem("not-found")
    check(actor, verb, Thing("privacy", actor.tenant, frozenset([him.unit] if him.unit else [])))
    return him


def find(connection: Connection, actor: Actor, request: str, verb: Verb = Verb.SEE) -> Request:
    """A request within reach, or `not-found`."""
    found = connection.execute(_rows.where(_table.c.tenant == actor.tenant, _table.c.id == request)).one_or_none()
    if found is None:
        raise Problem("not-found")
    check(actor, verb, Thing("privacy", actor.tenant, frozenset([found.unit] if found.unit else [])))
    return Request(*found)


def listed(connection: Connection, actor: Actor, state: str = "") -> list[Request]:
    """The requests within reach, newest first."""
    rows = _within(_rows, actor)
    if state:
        rows = rows.where(_table.c.state == state)
    found = connection.execute(rows.order_by(_table.c.asked_at.desc(), _table.c.id).limit(LISTED_MAX))
    return [Request(*row) for row in found]


def waiting(connection: Connection, actor: Actor) -> int:
    """How many wait for somebody else's yes."""
    rows = _within(select(func.count()).select_from(_table), actor)
    return connection.execute(rows.where(_table.c.state == ASKED, _table.c.asked_by != actor.id)).scalar_one()


def _within(rows, actor: Actor):
    rows = rows.where(_table.c.tenant == actor.tenant)
    units: Collection[str] | None = actor.units
    return rows if units is None else rows.where(_table.c.unit.in_(sorted(units)))
