"""A list on its way into the register: the dry run, one yes, then step by step until all is in (O18).

The rows wait sealed in the database for at most a day, and go when the work is done. A yes is for the very plan that
was shown: where the register has changed since, it is `stale` and the new plan is shown. Whoever says yes twice, in two
windows or by two clicks, starts one import: each step moves the import's counter in the transaction that makes the
statements. Broken off, it goes on where it was.
"""

import json
import time
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, or_, select, update

from server import acts, clock, keys
from server.models.rooms import Import
from server.office.tables import Asked, Column, Cut
from server.problems import Problem
from server.register import plan as planning
from server.register import sheet, take
from server.register.plan import Line, Plan
from server.store import hearings
from server.store.unit_of_work import lock, reading, write
from server.who import Actor, Thing, Verb, check, has_role

COLUMNS = (
    Column("row", "office.register.row", is_number=True),
    Column("deed", "office.register.deed"),
    Column("name", "office.hearings.name"),
    Column("household", "household.number"),
    Column("sex", "person.sex"),
    Column("birth_year", "person.birth_year", is_number=True),
    Column("phone", "person.phone"),
    Column("why", "office.register.why"),
)
FILTERS = ("deed",)
PROBLEMS = ("wrong", "twin")
KEPT_MS = 24 * 3600 * 1000
LISTED_MAX = 20
BUDGET_S = 4  # of steps in one request
_table = Import.__table__


@dataclass(frozen=True, slots=True)
class Shown:
    """An import as its page shows it. `token` names the plan; `plan` is None when the work is done."""

    job: object
    unit: str
    plan: Plan | None
    counts: Mapping[str, int]
    token: str
    asked: Asked
    cut: Cut


def prepare(actor: Actor, unit: str, raw: bytes) -> str:
    """Take a file in for a dry run; returns the import's id.

    Raises `Problem`: `not-found` for a unit out of reach; `too-large`; `bad-values` with the reason `bad-file` or
    `no-headings`.
    """
    with reading() as connection:
        if unit not in hearings.units(connection, actor.tenant, actor.units):
            raise Problem("not-found")
        check(actor, Verb.CREATE, Thing("import", actor.tenant, frozenset([unit])))
        cells = planning.narrowed(sheet.rows(raw))
        made = planning.make(connection, actor.tenant, unit, cells, clock.now().year) if cells else None
    if made is None:
        raise Problem("bad-values", reasons=["no-headings"])
    job = acts.new_id()
    row = {
        "tenant": actor.tenant,
        "id": job,
        "account": actor.id,
        "unit": unit,
        "state": "planned",
        "cells": keys.wrap(zlib.compress(json.dumps(cells).encode()), _bound(actor.tenant, job)),
        "counts": json.dumps(_counts(made)),
        "total": 0,
        "done": 0,
        "created_at": clock.now_ms(),
    }

    def work(connection: Connection) -> None:
        left = [_table.c.state != "done", _table.c.created_at < clock.now_ms() - KEPT_MS]
        connection.execute(delete(_table).where(_table.c.tenant == actor.tenant, *left))
        connection.execute(insert(_table).values(**row))

    write(work)
    return job


def _bound(tenant: str, job: str) -> bytes:
    return f"import/{tenant}/{job}".encode()


def _counts(plan: Plan) -> dict[str, int]:
    return dict(Counter(line.deed for line in plan.lines)) | {"households": len(plan.households)}


def _token(plan: Plan) -> str:
    """What names a plan: the same plan, the same token."""
    said = [(line.person.row, line.deed, line.record, sorted(line.adds)) for line in plan.lines]
    return sha256(repr((said, sorted(plan.households.items()))).encode()).hexdigest()[:32]


def _job(connection: Connection, actor: Actor, job: str, is_own: bool = True):
    """The actor's own import; another's is `not-found`, since its rows are people's. Not `is_own`: any within reach."""
    found = connection.execute(select(_table).where(_table.c.tenant == actor.tenant, _table.c.id == job)).first()
    if found is None or (is_own and found.account != actor.id):
        raise Problem("not-found")
    check(actor, Verb.CREATE, Thing("import", actor.tenant, frozenset([found.unit])))
    return found


def _plan(connection: Connection, job) -> Plan:
    cells = json.loads(zlib.decompress(keys.unwrap(bytes(job.cells), _bound(job.tenant, job.id))))
    made = planning.make(connection, job.tenant, job.unit, cells, clock.now().year)
    assert made is not None, "what was planned once has headings"
    return made


def shown(connection: Connection, actor: Actor, job_id: str, said: Mapping[str, str]) -> Shown:
    """The import, with the rows of its plan that fit what was `said` (`deed`, or `problems`)."""
    job = _job(connection, actor, job_id)
    plan = _plan(connection, job) if job.cells is not None else None
    asked = Asked.of(said, COLUMNS, FILTERS)
    lines = _fitting(plan.lines if plan else [], asked.filters.get("deed", ""))
    counts = _counts(plan) if plan and job.state == "planned" else json.loads(job.counts)
    unit = hearings.units(connection, actor.tenant, [job.unit]).get(job.unit, "")
    return Shown(job, unit, plan, counts, _token(plan) if plan else "", asked, asked.cut(lines))


def _fitting(lines: Sequence[Line], deed: str) -> Sequence[Line]:
    if deed == "problems":
        return [line for line in lines if line.deed in PROBLEMS or line.person.mended]
    return [line for line in lines if line.deed == deed] if deed else [line for line in lines if line.deed != "empty"]


def confirm(actor: Actor, job_id: str, token: str) -> None:
    """Say yes to the plan that `token` names, and begin. Yes again: it goes on.

    Raises `Problem`: `stale` where it is another plan by now; `bad-state` while another list of the unit goes in, which
    anybody within reach may carry on (`go_on`).
    """
    with reading() as connection:
        job = _job(connection, actor, job_id)
        if job.state == "planned":
            plan = _plan(connection, job)
            if _token(plan) != token:
                raise Problem("stale")
            total = len(take.statements(connection, actor.tenant, job.unit, plan))
            said = {"state": "running", "counts": json.dumps(_counts(plan)), "total": total}
    if job.state == "planned":
        write(lambda connection: _begin(connection, job, said))
    go_on(actor, job_id)


def _begin(connection: Connection, job, said: Mapping[str, object]) -> None:
    lock(connection, f"import/{job.tenant}/{job.unit}", alone=True)
    of_unit = [_table.c.tenant == job.tenant, _table.c.unit == job.unit, _table.c.state == "running"]
    if connection.execute(select(_table.c.id).where(*of_unit, _table.c.id != job.id)).first():
        raise Problem("bad-state")
    here = [_table.c.tenant == job.tenant, _table.c.id == job.id, _table.c.state == "planned"]
    connection.execute(update(_table).where(*here).values(**said))


def go_on(actor: Actor, job_id: str) -> None:
    """Make the next statements, for BUDGET_S at most; where another request is at it, do nothing."""
    ends = time.monotonic() + BUDGET_S
    with reading() as connection:
        job = _job(
            connection, actor, job_id, is_own=False
        )  # before the plan: what is made after is then told by `done`
        if job.state != "running":
            return
        wanted = take.statements(connection, actor.tenant, job.unit, _plan(connection, job))
    done = job.done
    for start in range(0, len(wanted), take.STEP):
        some = wanted[start : start + take.STEP]
        if not write(lambda connection, done=done, some=some: _step(connection, actor, job_id, done, some)):
            return
        done += len(some)
        if time.monotonic() > ends and start + take.STEP < len(wanted):
            return
    over = {"state": "done", "cells": None, "ended_at": clock.now_ms(), "total": done}
    write(lambda connection: _move(connection, actor, job_id, done, over))


def _step(connection: Connection, actor: Actor, job_id: str, done: int, some: list[acts.Statement]) -> bool:
    """Whether the step was ours to make."""
    is_ours = _move(connection, actor, job_id, done, {"done": done + len(some)})
    if is_ours:
        acts.state_in(connection, actor.tenant, actor.id, some)
    return is_ours


def _move(connection: Connection, actor: Actor, job_id: str, done: int, values: Mapping[str, object]) -> bool:
    here = [_table.c.tenant == actor.tenant, _table.c.id == job_id, _table.c.state == "running", _table.c.done == done]
    return connection.execute(update(_table).where(*here).values(**values)).rowcount == 1


def drop(actor: Actor, job_id: str) -> None:
    """Let go of an import that nobody said yes to."""

    def work(connection: Connection) -> None:
        _job(connection, actor, job_id)
        here = [_table.c.tenant == actor.tenant, _table.c.id == job_id, _table.c.state == "planned"]
        if not connection.execute(delete(_table).where(*here)).rowcount:
            raise Problem("bad-state")

    write(work)


def listed(connection: Connection, actor: Actor) -> list:
    """The last imports within reach, newest first: those begun or done, and the actor's own that wait. No names."""
    if not has_role(actor, Verb.CREATE, "import"):
        return []
    rows = select(_table.c.id, _table.c.account, _table.c.unit, _table.c.state, _table.c.counts, _table.c.created_at)
    rows = rows.where(_table.c.tenant == actor.tenant, or_(_table.c.state != "planned", _table.c.account == actor.id))
    if actor.units is not None:
        rows = rows.where(_table.c.unit.in_(sorted(actor.units)))
    found = connection.execute(rows.order_by(_table.c.created_at.desc()).limit(LISTED_MAX))
    return [(row, json.loads(row.counts)) for row in found]
