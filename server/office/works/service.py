"""Writing the register of works: a work and its package, what it comes from, how far it is (O8)."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from server import acts, clock
from server.office.hearings.desk import Desk
from server.office.works import entry, packages
from server.problems import Problem
from server.store import works
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Verb
from sync import merge
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

FIELDS = (
    *("name", "purpose", "capacity", "place", "year", "state", "contractor", "tender", "citizens_part", "package"),
    *("amount", "cycle"),
)
MONEY = ("amount", *(f"funding/{source}" for source in packages.SOURCES))
BODIES_MAX, LINKS_MAX = 12, 60
KINDS = ("work", "work_progress", "work_photo")


class Wish(NamedTuple):
    """A work as it was typed. `seen`: what the page showed; `proposals`: what a new one comes from."""

    typed: Mapping[str, str]
    bodies: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    seen: str = ""


def save(actor: Actor, work_id: str, wish: Wish) -> tuple[str, str]:
    """Make a work, or change one; returns it and the op. Works of one package get its amount and sources with it."""

    def work(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        known = entry.find(desk, "work", work_id, Verb.CHANGE, lock=True) if work_id else None
        if known and wish.seen != entry.token(known):
            raise Problem("stale")
        values = entry.read("work", wish.typed, (*FIELDS, *(path for path in MONEY if path != "amount")))
        if not values["name"]:
            raise Problem("bad-values", fields={"name": ["missing"]})
        if len(wish.bodies) > BODIES_MAX or len(wish.proposals) > LINKS_MAX:
            raise Problem("bad-values", fields={"bodies": ["too-long"]})
        bodies = entry.existing(desk, "body", wish.bodies)
        values |= entry.map_values(known, "bodies", {one: one for one in bodies})
        if known is None:
            proposals = entry.existing(desk, "proposal", wish.proposals)
            values |= {f"proposals/{one}": one for one in proposals}
            values |= {"unit": entry.unit_of(desk, wish.typed.get("unit", "")), "state": values["state"] or "planned"}
            said = [acts.creation("work", {path: value for path, value in values.items() if value is not None})]
        else:
            changed = entry.differing(known, values)
            said = [acts.change(known, changed)] if changed else []
        said += _package(desk, said[0].record if said else work_id, values)
        if not said:
            return work_id, ""
        return said[0].record, acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id

    return write(work)


def _package(desk: Desk, work_id: str, values: dict[str, Value]) -> list[acts.Statement]:
    """What the other works of the package say after this one: the same amount, the same sources."""
    if not values["package"]:
        return []
    said = []
    for mate in mates(desk, work_id, values["package"], values["year"], lock=True):
        changed = entry.differing(mate, {path: values[path] for path in MONEY})
        said += [acts.change(mate, changed)] if changed else []
    return said


def mates(desk: Desk, work_id: str, package: Value, year: Value, lock: bool = False) -> list[Record]:
    """The other works of a package of a year, within reach."""
    if not package:
        return []
    ids = works.ids(desk.connection, desk.tenant, "work", desk.actor.units, {"package": package, "year": year})
    return list(desk.load([one for one in ids if one != work_id], lock).values())


def link(actor: Actor, work_id: str, proposal_id: str, is_on: bool = True) -> str:
    """Say that a work comes from a proposal, or that it does not; returns the op."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, "work", work_id, Verb.CHANGE, lock=True)
        if is_on and desk.find(proposal_id, Verb.SEE, "proposal").type != "proposal":
            raise Problem("not-found")
        standing = packages.entries(known, "proposals")
        if is_on == (proposal_id in standing.values()):
            return ""
        if len(standing) >= LINKS_MAX and is_on:
            raise Problem("bad-state")
        keys = [proposal_id] if is_on else [key for key, value in standing.items() if value == proposal_id]
        values = {f"proposals/{key}": proposal_id if is_on else None for key in keys}
        return acts.state_in(connection, desk.tenant, actor.id, [acts.change(known, values)]).rows[0].id

    return write(work)


def progress(actor: Actor, work_id: str, typed: Mapping[str, str]) -> str:
    """Say how far a work is; its own percent follows, and its state: begun above nought, done at a hundred."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, "work", work_id, Verb.CHANGE, lock=True)
        values = entry.read("work_progress", typed, ("on", "percent", "text"))
        percent = values["percent"]
        if type(percent) is not int or percent > 100:
            raise Problem("bad-values", fields={"percent": ["missing" if percent is None else "bad-value"]})
        if not values["text"]:
            raise Problem("bad-values", fields={"text": ["missing"]})
        values["on"] = values["on"] or says.local_day(clock.now_ms(), desk.zone_of(known))
        values |= {"work": work_id, "unit": value_of(known, "unit")}
        said = [acts.creation("work_progress", {path: value for path, value in values.items() if value is not None})]
        state = "done" if percent == 100 else "begun" if percent else value_of(known, "state")
        changed = entry.differing(known, {"progress_percent": percent, "state": state})
        said += [acts.change(known, changed)] if changed else []
        return acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id

    return write(work)


def remove(actor: Actor, work_id: str) -> str:
    """Take a work out of the register; returns the op, which can be taken back."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, "work", work_id, Verb.CHANGE, lock=True)
        said = acts.Statement("work", work_id, merge.delete(known))
        return acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)
