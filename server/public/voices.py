"""A citizen's word on whether a proposal was done, by the code on his slip (P6): one code, one voice.

A voice is an immutable `verification`; who changes his mind makes a new one that corrects it. What he writes or
photographs beside it is a remark and waits for a moderator; a «no» always does: the office decides whether to open the
proposal again.
"""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from server import acts
from server.clock import now_ms
from server.media.vouch import Vouched
from server.models.public import Voice
from server.projections import code_mark
from server.public import remarks
from server.public.reader import Shown
from server.store.unit_of_work import write
from sync.op import Value

FINDINGS = {"yes": "confirmed", "no": "not_done"}
_table = Voice.__table__


class Beside(NamedTuple):
    """What is sent beside a voice, and whether everybody may see it."""

    note: str = ""
    photo: Vouched | None = None
    may_publish: bool = False


def say(tenant: str, code: str, proposal: Shown, finding: str, beside: Beside) -> bool:
    """Take in a voice; False where this code has said so before."""
    mark = code_mark(tenant, code)

    def work(connection: Connection) -> bool:
        mine = (_table.c.tenant == tenant, _table.c.mark == mark, _table.c.proposal == proposal.id)
        before = connection.execute(select(_table.c.finding, _table.c.record).where(*mine)).first()
        if before and before.finding == finding:
            return False
        values: dict[str, Value] = {"unit": proposal.get("unit"), "proposal": proposal.id, "finding": finding}
        is_yes = finding == FINDINGS["yes"]
        values |= {"count_for": int(is_yes), "count_against": int(not is_yes)}
        values |= {"corrects": before.record} if before else {}
        said = acts.creation("verification", values)
        acts.state_in(connection, tenant, "", [said])
        connection.execute(delete(_table).where(*mine))
        row = {"tenant": tenant, "mark": mark, "proposal": proposal.id, "finding": finding, "record": said.record}
        connection.execute(insert(_table).values(**row, said_at=now_ms()))
        return True

    is_new = write(work)
    if beside.note or beside.photo or (is_new and finding == FINDINGS["no"]):
        remarks.add(tenant, proposal.id, finding, beside.note, beside.may_publish, beside.photo)
    return is_new
