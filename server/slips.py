"""Slips: what the office did with the work of one tablet, sent back to its author (T18, DESIGN §5.3).

A slip is a row of the table `slip` and a feed row in the scope `inc:<id>`. It travels as one line of JSON:

    {"type":"slip","id":"<26>","slip":"chosen","op":"<op id>","record_type":"proposal","record":"<26>","path":"cost",
     "yours":6500000,"theirs":[7000000],"kept":7000000,"by":"Б.Болд","why":"…"}

`type` and `id` come first so that an app which does not know slips reads an empty record of an unknown type and goes
on. Kinds: `chosen` (a collision was settled), `accepted` and `dismissed` (an op that was parked, refused or late).
`paths` stands in place of `path` where the whole op is meant. Values are left out where the field is personal, or
where the author no longer reaches the record (I7, I9): then only the path is named.

One kind is no news for a person: `rights` says the role and units (null: all) that the tablet has from now on.

An op is decided on at most once: the id of its slip is made of its own (`decision_id`), and the key of the table
holds it, however many officers press at the same time (I1).
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, select

from server.models.log import slips
from server.store import bulk, feed
from sync.chain import base32, is_office
from sync.op import dump

CHOSEN, ACCEPTED, DISMISSED, RIGHTS = "chosen", "accepted", "dismissed", "rights"


class Slip(NamedTuple):
    """One slip to be: `id` is its row, `inc` its reader, `body` what it says beside `type` and `id`."""

    id: str
    inc: str
    body: dict


def decision_id(op_id: str) -> str:
    """The one slip that says what became of an op that was parked, refused or late."""
    inc, _, tag = op_id.split(".")
    return f"~{inc}.{tag}"


def decision(kind: str, op_id: str, record_type: str, record: str, paths: Iterable[str], by: str, why: str) -> Slip:
    """The slip about one op as a whole; it names paths and never a value."""
    said = {"slip": kind, "op": op_id, "record_type": record_type, "record": record, "paths": sorted(paths)}
    return Slip(decision_id(op_id), op_id.partition(".")[0], {**said, "by": by, "why": why})


def choice(op_id: str, decided_by: str, body: dict) -> Slip:
    """The slip about one value of a collision; `decided_by` is the op that settled it."""
    inc = op_id.partition(".")[0]
    return Slip("~" + _short(f"{decided_by} {op_id}"), inc, {"slip": CHOSEN, "op": op_id, **body})


def send(connection: Connection, tenant: str, found: Iterable[Slip]) -> None:
    """Write slips and their feed rows, within a unit of work. The office's own ops get none."""
    rows = [
        (tenant, slip.id, slip.inc, dump({"type": "slip", "id": _short(slip.id), **slip.body}))
        for slip in sorted(found, key=lambda slip: slip.id)
        if not is_office(slip.inc)
    ]
    bulk.insert(connection, slips, ("tenant", "id", "inc", "body"), rows)
    if rows:
        feed.publish_notes(connection, tenant, [(inc, slip_id) for _, slip_id, inc, _ in rows])


def tell_rights(connection: Connection, tenant: str, inc: str, role: str, units: list[str] | None) -> None:
    """Tell a tablet what it may do now (`units` None: all): one row an inc, so that the last word is the only one."""
    row_id = f"~rights.{inc}"
    bulk.delete(connection, slips, ("tenant", "id"), [(tenant, row_id)])
    send(connection, tenant, [Slip(row_id, inc, {"slip": RIGHTS, "role": role, "units": units})])


def is_decided(connection: Connection, tenant: str, op_id: str) -> bool:
    """Whether somebody has decided on this op already."""
    row = select(slips.c.id).where(slips.c.tenant == tenant, slips.c.id == decision_id(op_id))
    return connection.execute(row).first() is not None


def _short(text: str) -> str:
    """26 symbols that stand for `text`, in the form of a record id."""
    return base32(sha256(text.encode()).digest()[:16])
