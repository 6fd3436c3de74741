"""Shelves of the directory: listed, opened, saved, hidden and brought back. Each step is an op of the whole tenant's.

What is hidden is offered nowhere any more and keeps its name wherever it was named. A form says what it was opened on
(`token`); where somebody saved the same field meanwhile, nothing is written and both are shown (`stale`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import Connection

from server import acts
from server.office.directory.shelves import LANGUAGES, SHELVES, Shelf
from server.office.hearings.desk import name_of
from server.office.tables import Asked, Cut
from server.problems import Problem
from server.store import directory
from server.store.unit_of_work import write
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.catalogue import Field
from sync.op import Value
from sync.record import Record

TEXT_MAX, LINE_MAX = 4_000, 200


@dataclass(frozen=True, slots=True)
class Listing:
    """One shelf: rows of one page; names of what they refer to; how many proposals name each (goals alone)."""

    shelf: Shelf
    asked: Asked
    cut: Cut
    names: dict[str, str]
    counts: dict[str, int]


def shelf_of(name: str) -> Shelf:
    """The shelf, or `not-found`."""
    if name not in SHELVES:
        raise Problem("not-found")
    return SHELVES[name]


def listed(connection: Connection, actor: Actor, shelf_name: str, said: Mapping[str, str]) -> Listing:
    """A page of a shelf; those that are hidden only where `hidden` is asked for."""
    shelf = shelf_of(shelf_name)
    check(actor, Verb.SEE, Thing(shelf.rule, actor.tenant))
    usual = shelf.columns[0]
    asked = Asked.of(said, shelf.heads, ("hidden", "q"), usual)
    records = directory.of_kind(connection, actor.tenant, shelf.kind)
    names = {one.id: name_of(one, {}) for one in records}
    word = asked.filters.get("q", "").casefold()
    rows = [
        one
        for one in records
        if bool(merge.value_of(one, "hidden")) == ("hidden" in asked.filters)
        and (not word or any(word in str(merge.value_of(one, path) or "").casefold() for path in shelf.fields))
    ]
    rows.sort(key=lambda one: _key(one, asked.sort, names), reverse=asked.is_down)
    counts = directory.of_goals(connection, actor.tenant, actor.units) if shelf.kind == "goal" else {}
    return Listing(shelf, asked, asked.cut(rows), names, counts)


def _key(record: Record, path: str, names: dict[str, str]) -> collate.Key:
    value = merge.value_of(record, path)
    return collate.key(names.get(str(value), str(value or "")))


def one(connection: Connection, actor: Actor, shelf_name: str, record_id: str) -> Record:
    """A record of a shelf, or `not-found`."""
    shelf = shelf_of(shelf_name)
    check(actor, Verb.SEE, Thing(shelf.rule, actor.tenant))
    return _find(connection, actor, shelf, record_id)


def offered(connection: Connection, actor: Actor, shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """What the form's references may name: kind → (id, name)."""
    found = {}
    for field in shelf.declared:
        if field.kind == "reference" and field.target:
            records = directory.of_kind(connection, actor.tenant, field.target)
            pairs = [(one.id, name_of(one, {})) for one in records if not merge.value_of(one, "hidden")]
            found[field.name] = sorted(pairs, key=lambda pair: collate.key(pair[1]))
    return found


def save(actor: Actor, shelf_name: str, record_id: str, token: str, said: Mapping[str, str]) -> str:
    """A new record (no id), or another word of one; returns its id. `bad-values` names the fields; `stale`."""
    shelf = shelf_of(shelf_name)
    check(actor, Verb.CHANGE, Thing(shelf.rule, actor.tenant))

    def work(connection: Connection) -> str:
        values = _values(connection, actor, shelf, said, record_id)
        if not record_id:
            statement = acts.creation(shelf.kind, {path: value for path, value in values.items() if value is not None})
        else:
            record = _find(connection, actor, shelf, record_id, lock=True)
            statement = changed(record, values, token)
        if statement.sets:
            acts.state_in(connection, actor.tenant, actor.id, [statement])
        return statement.record

    return write(work)


def changed(record: Record, values: Mapping[str, Value], token: str) -> acts.Statement:
    """The statement of what differs from the record; `stale` where that was said after the form was opened."""
    new = {path: value for path, value in values.items() if merge.value_of(record, path) != value}
    seen = int(token) if token.isascii() and token.isdecimal() and len(token) < 16 else 0
    if any(n > seen for path in new for _, n in record.live.get(path, {}).values()):
        raise Problem("stale")
    return acts.change(record, new) if new else acts.Statement(record.type, record.id, {})


def hide(actor: Actor, shelf_name: str, record_id: str, is_hidden: bool) -> None:
    """Offer it no more, or again."""
    shelf = shelf_of(shelf_name)
    check(actor, Verb.CHANGE, Thing(shelf.rule, actor.tenant))

    def work(connection: Connection) -> None:
        record = _find(connection, actor, shelf, record_id, lock=True)
        if bool(merge.value_of(record, "hidden")) != is_hidden:
            statement = acts.resolution(record, "hidden", is_hidden)
            acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)


def _find(connection: Connection, actor: Actor, shelf: Shelf, record_id: str, lock: bool = False) -> Record:
    record = directory.load(connection, actor.tenant, shelf.kind, record_id, lock)
    if record is None:
        raise Problem("not-found")
    return record


def _values(
    connection: Connection, actor: Actor, shelf: Shelf, said: Mapping[str, str], record_id: str
) -> dict[str, Value]:
    values = {field.name: _value(field, said.get(field.name, "")) for field in shelf.declared}
    wrong = [name for name in shelf.needed if values[name] is None]
    known = offered(connection, actor, shelf)
    for name, pairs in known.items():
        if values[name] is not None and (values[name] == record_id or values[name] not in dict(pairs)):
            wrong.append(name)
    if wrong:
        raise Problem("bad-values", reasons=wrong)
    return values


def _value(field: Field, text: str) -> Value:
    """What a form says of a field; nothing is None. `bad-values` names the field."""
    said = plain(text, TEXT_MAX if field.kind == "text" else LINE_MAX)
    if not said:
        return None
    choices = LANGUAGES if field.kind == "slug" else field.choices
    if (choices and said not in choices) or field.check(said):
        raise Problem("bad-values", reasons=[field.name])
    return said


def plain(text: str, most: int) -> str:
    """A text of a form as it is kept."""
    return normalize("NFC", text.replace("\r\n", "\n")).strip()[:most].strip()
