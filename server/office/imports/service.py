"""The dry run of a sheet, and the very plan carried out after one yes, in one transaction.

The rows travel in the form, sealed under the master key and bound to the person; a token names the plan, so that a yes
is for what was shown. Record ids are made of what a row says: the same row twice, or a yes said twice, is one record.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection

from server import acts, keys
from server.acts import Statement
from server.office import record_form
from server.office.hearings.desk import Desk
from server.office.imports import headings, rows, units, users, works
from server.office.imports.headings import Head
from server.office.imports.rows import Row
from server.problems import Problem
from server.register import sheet
from server.store import hearings, settings
from server.store import units as unit_rows
from server.store.unit_of_work import reading
from server.store.units import name_key
from server.who import Actor, Thing, Verb, check, has_role
from sync.chain import base32
from sync.merge import is_deleted
from sync.record import Record

ROWS_MAX, SEALED_MAX, HEADING_WITHIN = 500, 400_000, 20
ORDER = ("order_kind", "order_number", "order_on", "programme")
RIGHTS = {"user": (Verb.CREATE, "account")}  # what taking a sheet in needs besides; of others, changing such records


@dataclass(frozen=True, slots=True)
class Line:
    """A row's fate: new, known (there already), twin (of a row above), wrong."""

    row: Row
    deed: str
    record: str
    old: Record | None = None  # of this very row, as it is there or was


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows that say anything, and what holds for all of them: the order that is their basis."""

    kind: str
    lines: list[Line]
    order: dict
    columns: list[str]
    sealed: str
    token: str

    def count(self, deed: str) -> int:
        """How many rows have this fate."""
        return sum(line.deed == deed for line in self.lines)


def prepare(actor: Actor, kind: str, raw: bytes, said: Mapping[str, str]) -> Plan:
    """The dry run of a file. Raises `Problem`: `too-large`, `bad-values` (`bad-file`, `no-headings`, `bad-order`)."""
    check(actor, Verb.CREATE, Thing("import", actor.tenant))
    found = []
    for number, row in enumerate(sheet.rows(raw)):
        if number > ROWS_MAX:
            raise Problem("too-large", max_rows=ROWS_MAX)
        found.append(row)
    order = {name: said.get(name, "").strip() for name in ORDER} if kind == "hearing" else {}
    return _plan(actor, {"kind": kind, "cells": found, "order": order})


def open_sealed(actor: Actor, sealed: str) -> Plan:
    """The same plan again, from the form that showed it, made anew beside what is there by now."""
    check(actor, Verb.CREATE, Thing("import", actor.tenant))
    try:
        raw = keys.unwrap(base64.b64decode(sealed, validate=True), _bound(actor))
        said = json.loads(zlib.decompress(raw))
    except Exception:  # whatever was sent in its place
        raise Problem("bad-values", reasons=["bad-file"]) from None
    return _plan(actor, said)


def agreed(actor: Actor, sealed: str, token: str) -> Plan:
    """The plan that was said yes to. Raises `Problem`: `stale` where it is another by now."""
    plan = open_sealed(actor, sealed)
    if plan.token != token:
        raise Problem("stale")
    return plan


def carry_out(actor: Actor, plan: Plan) -> str:
    """Make the new records; returns the first op, if any."""
    made = [_statement(plan, line) for line in plan.lines if line.deed == "new"]
    return acts.state(actor.tenant, actor.id, made).rows[0].id if made else ""


def invite(actor: Actor, plan: Plan) -> list[users.Invited]:
    """Make the new accounts of a sheet of people."""
    return users.invite(actor, [line.row for line in plan.lines if line.deed == "new"])


def kinds_for(actor: Actor) -> list[str]:
    """The kinds of sheet that this person may take in."""
    return [kind for kind in headings.SHEETS if has_role(actor, *_right(kind))]


def _right(kind: str) -> tuple[Verb, str]:
    return RIGHTS.get(kind, (Verb.CHANGE, kind))


def _bound(actor: Actor) -> bytes:
    return f"sheet/{actor.tenant}/{actor.id}".encode()


def _plan(actor: Actor, said: dict) -> Plan:
    kind = said["kind"]
    if kind not in headings.SHEETS:
        raise Problem("bad-values", reasons=["bad-file"])
    verb, thing = _right(kind)
    check(actor, verb, Thing(thing, actor.tenant))
    values, wrong = record_form.read("hearing", ORDER, said["order"]) if said["order"] else ({}, [])
    if wrong:
        raise Problem("bad-values", reasons=["bad-order"])
    order = {name: value for name, value in values.items() if value is not None}
    with reading() as connection:
        lines, columns = _lines(connection, actor, kind, said["cells"])
    sealed = keys.wrap(zlib.compress(json.dumps(said).encode()), _bound(actor))
    if len(sealed) > SEALED_MAX:
        raise Problem("too-large", max_bytes=SEALED_MAX)
    told = [(line.row.number, line.deed, line.record, sorted(line.row.values.items())) for line in lines]
    token = sha256(repr((told, sorted(order.items()))).encode()).hexdigest()[:32]
    return Plan(kind, lines, order, columns, base64.b64encode(sealed).decode(), token)


def _lines(connection: Connection, actor: Actor, kind: str, said: list[list[str]]) -> tuple[list[Line], list[str]]:
    desk = Desk(connection, actor)
    by_name = _by_name(hearings.units(connection, actor.tenant, actor.units))
    head = Head({}, {})
    found: list[Row] = []
    for number, row in enumerate(said, 1):
        if not head.place:
            near = headings.read(kind, row) if number <= HEADING_WITHIN else head
            head = near if all(name in near.place for name in headings.NEEDED[kind]) else head
        elif not (one := rows.read(kind, number, row, head, by_name)).is_empty:
            found.append(one)
    if not head.place:
        raise Problem("bad-values", reasons=["no-headings"])
    ids, there = _identities(desk, kind, found)
    known = desk.load(ids.values())
    lines, met = [], set()
    for one in found:
        record = ids[one.number]
        old = known.get(record)
        is_known = (old is not None and not is_deleted(old)) or one.number in there
        deed = "wrong" if one.wrong else "twin" if record in met else "known" if is_known else "new"
        met |= {record} if not one.wrong else set()
        lines.append(Line(one, deed, record, old))
    return lines, sorted(head.place, key=head.place.__getitem__)


def _identities(desk: Desk, kind: str, found: list[Row]) -> tuple[dict[int, str], set[int]]:
    """Number of each row → the record that it makes or is, and the rows that are there under another id."""
    if kind == "unit":
        zone = settings.house(desk.connection, desk.tenant).zone
        return units.settle(desk.tenant, found, unit_rows.every(desk.connection, desk.tenant), zone), set()
    if kind == "user":
        taken = users.known(desk.tenant, found)
        emails = {one.number: str(one.values.get("email", "")) for one in found}
        return emails, {number for number, email in emails.items() if email in taken}
    ids = {one.number: _id(desk.tenant, kind, one) for one in found}
    if kind != "work":
        return ids, set()
    standing, sums = works.register(desk, found)
    there = {one.number for one in found if works.identity(one.values) in standing}
    works.settle([one for one in found if one.number not in there], sums)
    return ids, there


def _by_name(units: Mapping[str, str]) -> dict[str, str]:
    """Name → unit; a name that several have is no unit's."""
    found: dict[str, str] = {}
    for unit, name in units.items():
        key = name_key(name)
        found[key] = unit if key not in found else rows.SEVERAL
    return found


def _id(tenant: str, kind: str, row: Row) -> str:
    """A hearing is known by unit, day, name; a work as the register knows it; a proposal by all that its row says."""
    said: object = sorted(row.values.items())
    if kind == "hearing":
        said = sorted((path, row.values.get(path)) for path in ("unit", "held_on", "title"))
    elif kind == "work":
        said = works.identity(row.values)
    return base32(sha256(repr((tenant, kind, said)).encode()).digest()[:16])


def _statement(plan: Plan, line: Line) -> Statement:
    """Makes the record, or brings it back where it was taken out."""
    values = dict(line.row.values)
    if plan.kind == "hearing":
        values = {"kind": "discussion", "stage": "notice"} | plan.order | values
    elif plan.kind == "work":
        values = works.completed(values)
    elif plan.kind == "proposal":
        values = {"kind": "proposal", "source": "citizen"} | values
        values |= {"needs_investment": True} if values.get("cost") else {}
    return acts.change(line.old, values) if line.old else acts.creation(plan.kind, values, line.record)
