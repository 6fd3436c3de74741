"""Comments of the office: on a hearing, on a record of it, on one field. The unit's tablets see them (O2).

A comment is a record of the office, so it travels by the feed like everything else, and it can be taken back.
"""

from dataclasses import dataclass

from server import acts
from server.office.hearings.desk import Desk, Origin
from server.problems import Problem
from server.store import hearings
from server.store.unit_of_work import write
from server.who import Actor, Verb
from sync.catalogue import BY_NAME
from sync.kinds import bad_text
from sync.merge import value_of
from sync.record import Record, references

TEXT_MAX = 2000
LIST_MAX = 200


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment as pages show it."""

    record: Record
    of: str
    path: str
    text: str
    author: str
    origin: Origin | None


def of_hearing(desk: Desk, hearing: Record, of: str = "") -> list[Comment]:
    """The comments of a hearing, newest first; `of`: only those on this record."""
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, "comment", limit=LIST_MAX)
    found = [one for one in desk.load(ids).values() if not of or value_of(one, "of") == of]
    first = {one.id: min(one.live.get("text", {""})) for one in found}
    origins = desk.origins(op_id for op_id in first.values() if op_id)
    made = [
        Comment(
            one,
            *(str(value_of(one, path) or "") for path in ("of", "path", "text", "author")),
            origins.get(first[one.id]),
        )
        for one in found
    ]
    return sorted(made, key=lambda comment: comment.origin.received_at if comment.origin else 0, reverse=True)


def add(actor: Actor, record_id: str, path: str, text: str) -> str:
    """Write a comment on a record within reach; returns the op. `bad-values` for an empty or too long one."""
    said = plain(text)

    def work(connection) -> str:
        desk = Desk(connection, actor)
        record = desk.find(record_id, Verb.DECIDE, "review")
        if path and BY_NAME[record.type].field(path.partition("/")[0]) is None:
            raise Problem("bad-values", fields={"path": ["bad-value"]})
        statement = statement_of(desk, record, path, said)
        return acts.state_in(connection, desk.tenant, actor.id, [statement]).rows[0].id

    return write(work)


def plain(text: str) -> str:
    """The text of a comment as it is kept; `bad-values` where it is none."""
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > TEXT_MAX or bad_text(said):
        raise Problem("bad-values", fields={"text": ["bad-value" if not said else "too-long"]})
    return said


def statement_of(desk: Desk, record: Record, path: str, text: str) -> acts.Statement:
    """The statement that makes a comment on `record`."""
    halls = {record.id} if record.type == "hearing" else references(record, "hearing")
    values = {"of": record.id, "text": text, "author": desk.actor.name[:200]}
    values |= {name: min(ids) for name, ids in (("unit", references(record, "unit")), ("hearing", halls)) if ids}
    return acts.creation("comment", values | ({"path": path} if path else {}))
