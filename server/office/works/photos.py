"""Photos of what was reached of a work: brought, described, shown to everybody, taken back (O8)."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from server import acts
from server.media import given, shown
from server.media.shown import Shown
from server.office.hearings.desk import Desk
from server.office.works import entry
from server.problems import Problem
from server.store import works
from server.store.unit_of_work import reading, write
from server.who import Actor, Verb
from sync import merge
from sync.merge import value_of
from sync.record import Record

KIND = "work_photo"
OF_STEP_MAX = 12
OF_WORK_MAX = 300


class Photo(NamedTuple):
    """A photo on the page of its work. `seen`: what its form showed."""

    id: str
    caption: str
    is_public: bool
    file: Shown
    seen: str


def of_work(desk: Desk, work: Record) -> dict[str, list[Photo]]:
    """Step → its photos, in the order of their ids."""
    ids = works.ids(desk.connection, desk.tenant, KIND, desk.actor.units, {"work": work.id})[:OF_WORK_MAX]
    found = desk.load(ids)
    files = shown.of_records(desk.connection, desk.tenant, found.values())
    steps: dict[str, list[Photo]] = {}
    for record_id, record in sorted(found.items()):
        step, caption = (str(value_of(record, path) or "") for path in ("progress", "caption"))
        is_public = value_of(record, "publish") is True
        photo = Photo(record_id, caption, is_public, files[record_id], entry.token(record))
        steps.setdefault(step, []).append(photo)
    return steps


def add(actor: Actor, step_id: str, typed: Mapping[str, str], plain: bytes) -> tuple[str, str]:
    """Keep a photo of a step; returns the work and the op. The bytes are looked into before the store is locked."""
    with reading() as connection:
        desk = Desk(connection, actor)
        work = _room_for_one(desk, step_id, lock=False)
        values = {**entry.read(KIND, typed, ("caption",)), "publish": typed.get("publish") == "1" or None}
    if not plain:
        raise Problem("bad-values", fields={"photo": ["missing"]})
    photo_id = acts.new_id()
    file = given.photo(actor.tenant, photo_id, plain)

    def state(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        step = entry.find(desk, "work_progress", step_id, Verb.CHANGE, lock=True)
        _room_for_one(desk, step_id, lock=True)
        said = {"work": work, "unit": value_of(step, "unit"), "progress": step_id, "sha256": file.sha256, **values}
        given.note(connection, actor.tenant, file)
        made = acts.creation(KIND, {path: value for path, value in said.items() if value is not None}, photo_id)
        return work, acts.state_in(connection, desk.tenant, actor.id, [made]).rows[0].id

    return write(state)


def _room_for_one(desk: Desk, step_id: str, lock: bool) -> str:
    """The work of a step that takes one photo more; else `not-found` or `bad-state`."""
    step = entry.find(desk, "work_progress", step_id, Verb.CHANGE, lock)
    work = entry.find(desk, "work", str(value_of(step, "work") or ""), Verb.CHANGE)
    there = of_work(desk, work)
    if len(there.get(step_id, ())) >= OF_STEP_MAX or sum(map(len, there.values())) >= OF_WORK_MAX:
        raise Problem("bad-state")
    return work.id


def change(actor: Actor, photo_id: str, typed: Mapping[str, str]) -> tuple[str, str]:
    """Describe a photo, and say whether everybody may see it; returns the work and the op, if any."""

    def state(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        photo = entry.find(desk, KIND, photo_id, Verb.CHANGE, lock=True)
        if typed.get("seen") != entry.token(photo):
            raise Problem("stale")
        is_public = typed.get("publish") == "1"
        values = entry.differing(photo, entry.read(KIND, typed, ("caption",)))
        values |= {"publish": is_public} if is_public != (value_of(photo, "publish") is True) else {}
        said = [acts.change(photo, values)] if values else []
        done = acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id if said else ""
        return str(value_of(photo, "work") or ""), done

    return write(state)


def remove(actor: Actor, photo_id: str) -> tuple[str, str]:
    """Take a photo off the page; returns the work and the op, which can be taken back."""

    def state(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        photo = entry.find(desk, KIND, photo_id, Verb.CHANGE, lock=True)
        said = acts.Statement(KIND, photo_id, merge.delete(photo))
        return str(value_of(photo, "work") or ""), acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(state)
