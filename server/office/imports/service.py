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
from server.office.imports import rows
from server.office.imports.rows import Row
from server.problems import Problem
from server.register import sheet
from server.store import hearings
from server.store.unit_of_work import reading
from server.who import Actor, Thing, Verb, check
from sync.chain import base32

ROWS_MAX, SEALED_MAX, HEADING_WITHIN = 500, 400_000, 20
ORDER = ("order_kind", "order_number", "order_on", "programme")


@dataclass(frozen=True, slots=True)
class Line:
    """A row's fate: new, known (there already), twin (of a row above), wrong."""

    row: Row
    deed: str
    record: str


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
    cells = []
    for number, row in enumerate(sheet.rows(raw)):
        if number > ROWS_MAX:
            raise Problem("too-large", max_rows=ROWS_MAX)
        cells.append(row)
    order = {name: said.get(name, "").strip() for name in ORDER} if kind == "hearing" else {}
    return _plan(actor, {"kind": kind, "cells": cells, "order": order})


def open_sealed(actor: Actor, sealed: str) -> Plan:
    """The same plan again, from the form that showed it, made anew beside what is there by now."""
    check(actor, Verb.CREATE, Thing("import", actor.tenant))
    try:
        raw = keys.unwrap(base64.b64decode(sealed, validate=True), _bound(actor))
        said = json.loads(zlib.decompress(raw))
    except Exception:  # whatever was sent in its place
        raise Problem("bad-values", reasons=["bad-file"]) from None
    return _plan(actor, said)


def confirm(actor: Actor, sealed: str, token: str) -> int:
    """Carry the plan out; returns how many records are new. Raises `Problem`: `stale` where it is another by now."""
    plan = open_sealed(actor, sealed)
    if plan.token != token:
        raise Problem("stale")
    made = [_statement(plan, line) for line in plan.lines if line.deed == "new"]
    if made:
        acts.state(actor.tenant, actor.id, made)
    return len(made)


def _bound(actor: Actor) -> bytes:
    return f"sheet/{actor.tenant}/{actor.id}".encode()


def _plan(actor: Actor, said: dict) -> Plan:
    kind = said["kind"]
    if kind not in rows.SHEETS:
        raise Problem("bad-values", reasons=["bad-file"])
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


def _lines(connection: Connection, actor: Actor, kind: str, cells: list[list[str]]) -> tuple[list[Line], list[str]]:
    units = hearings.units(connection, actor.tenant, actor.units)
    by_name = {rows.unit_key(name): unit for unit, name in units.items()}
    place: dict[str, int] = {}
    found: list[tuple[Row, str]] = []
    for number, row in enumerate(cells, 1):
        if not place:
            headings = rows.columns(kind, row) if number <= HEADING_WITHIN else {}
            place = headings if all(name in headings for name in rows.NEEDED[kind]) else {}
            continue
        one = rows.read(kind, number, row, place, by_name)
        if not one.is_empty:
            found.append((one, _id(actor.tenant, kind, one)))
    if not place:
        raise Problem("bad-values", reasons=["no-headings"])
    known = Desk(connection, actor).load({record for _, record in found})
    lines, met = [], set()
    for one, record in found:
        deed = "wrong" if one.wrong else "twin" if record in met else "known" if record in known else "new"
        met |= {record} if not one.wrong else set()
        lines.append(Line(one, deed, record))
    return lines, sorted(place, key=place.__getitem__)


def _id(tenant: str, kind: str, row: Row) -> str:
    """A hearing is known by unit, day and name; a proposal by all that its row says."""
    said = {path: row.values.get(path) for path in ("unit", "held_on", "title")} if kind == "hearing" else row.values
    return base32(sha256(repr((tenant, kind, sorted(said.items()))).encode()).digest()[:16])


def _statement(plan: Plan, line: Line) -> Statement:
    values = dict(line.row.values)
    if plan.kind == "hearing":
        values = {"kind": "discussion", "stage": "notice"} | plan.order | values
    else:
        values = {"kind": "proposal", "source": "citizen"} | values
        values |= {"needs_investment": True} if values.get("cost") else {}
    return acts.creation(plan.kind, values, line.record)
