"""Groups of citizens that watch works (DOMAIN 1.9): who is in them, what they watch.

Members are entries of the register; everybody is told how many there are, never who. Those entries of a group that are
out of the officer's reach are counted alone (I9).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from server import acts, opened
from server.office.hearings.desk import Desk, name_of
from server.office.letters.routing import above
from server.office.search import people as search
from server.office.works import entry, packages
from server.problems import Problem
from server.store import hearings, letters, people, works
from server.store.unit_of_work import write
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.merge import value_of
from sync.record import Record

KIND = "monitoring_group"
FIELDS = ("name", "since", "until", "note")
HOLDS = {"members": "person", "works": "work"}  # map → the type of its entries
EACH_MAX = 40
OFFERED_MAX = 60


def listed(connection: Connection, actor: Actor) -> dict:
    """The groups within reach by name: (group, how many people, how many works)."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    found = desk.load(works.ids(connection, actor.tenant, KIND, actor.units, {}))
    return {
        "rows": rows(desk, found.values()),
        "names": desk.names(value_of(one, "unit") for one in found.values()),
        "may_change": desk.may(Verb.CHANGE, "work"),
    }


def rows(desk: Desk, groups: Iterable[Record]) -> list[tuple[Record, int, int]]:
    """(group, how many people, how many works) by the group's name."""
    return [(one, heads(desk, one), len(packages.linked(one, "works"))) for one in sorted(groups, key=_order)]


def _order(record: Record) -> tuple:
    return (collate.key(name_of(record, {})), record.id)


def heads(desk: Desk, group: Record) -> int:
    """How many people are in a group."""
    return people.count(desk.connection, desk.tenant, packages.linked(group, "members"))


def of_work(desk: Desk, work_id: str) -> list[tuple[Record, int, int]]:
    """The groups within reach that watch a work."""
    found = works.naming(desk.connection, desk.tenant, [work_id], KIND, "works").get(work_id, [])
    return rows(desk, desk.load(found).values())


def one(connection: Connection, actor: Actor, group_id: str, said: Mapping[str, str]) -> dict:
    """One group, and the people whom a search for members (`q`) found."""
    desk = Desk(connection, actor)
    group = entry.find(desk, KIND, group_id)
    named = {name: packages.linked(group, name) for name in HOLDS}
    known = {name: desk.load(ids) for name, ids in named.items()}
    may_change = desk.may(Verb.CHANGE, "work")
    found = search.searched(connection, actor, said) if may_change and said.get("q") else None
    if found:
        opened.note_ids(person.record for person in found.cut.rows)
    return {
        "group": group,
        **{name: _standing(of, HOLDS[name]) for name, of in known.items()},
        "beyond": {name: len(named[name]) - len(known[name]) for name in HOLDS},
        "heads": heads(desk, group),
        "found": found,
        "offered": _offered(desk, group) if may_change else [],
        "names": desk.names([value_of(group, "unit")]),
        "each_max": EACH_MAX,
        "may_change": may_change,
    }


def _standing(known: Mapping[str, Record], kind: str) -> list[Record]:
    """Those of a type that were neither deleted nor forgotten, by name."""
    return sorted((one for one in known.values() if one.type == kind and _stands(one)), key=_order)


def _stands(record: Record) -> bool:
    return not merge.is_deleted(record) and not record.erased


def _offered(desk: Desk, group: Record) -> list[Record]:
    """The works of the group's unit and of those above it that it may watch too."""
    around = above(str(value_of(group, "unit") or ""), letters.parents(desk.connection, desk.tenant))
    ids = works.ids(desk.connection, desk.tenant, "work", around, {})
    return sorted(desk.load(set(ids) - set(packages.linked(group, "works"))).values(), key=_order)[:OFFERED_MAX]


def form(connection: Connection, actor: Actor, group_id: str = "", tried: Mapping[str, str] | None = None) -> dict:
    """The form of a new group or of one that is there; `tried`: what was typed and could not be saved."""
    check(actor, Verb.CHANGE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    group = entry.find(desk, KIND, group_id, Verb.CHANGE) if group_id else None
    stands = {path: str(value_of(group, path) or "") for path in FIELDS} if group else {}
    units = hearings.units(connection, actor.tenant, actor.units)
    return {
        "group": group,
        "typed": stands if tried is None else tried,
        "seen": tried["seen"] if tried and tried.get("seen") else entry.token(group),
        "units": sorted(units.items(), key=lambda pair: collate.key(pair[1])),
    }


def save(actor: Actor, group_id: str, typed: Mapping[str, str]) -> tuple[str, str]:
    """Make a group, or change what it is called and when it watches; returns it and the op."""

    def work(connection: Connection) -> tuple[str, str]:
        desk = Desk(connection, actor)
        known = entry.find(desk, KIND, group_id, Verb.CHANGE, lock=True) if group_id else None
        if known and typed.get("seen", "") != entry.token(known):
            raise Problem("stale")
        values = entry.read(KIND, typed, FIELDS)
        if not values["name"]:
            raise Problem("bad-values", fields={"name": ["missing"]})
        if values["since"] and values["until"] and str(values["until"]) < str(values["since"]):
            raise Problem("bad-values", fields={"until": ["bad-value"]})
        if known is None:
            values["unit"] = entry.unit_of(desk, typed.get("unit", ""))
            said = acts.creation(KIND, {path: value for path, value in values.items() if value is not None})
        elif changed := entry.differing(known, values):
            said = acts.change(known, changed)
        else:
            return group_id, ""
        return said.record, acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)


def put(actor: Actor, group_id: str, name: str, other: str, is_on: bool) -> str:
    """Say that a person is in a group (`members`) or that it watches a work (`works`), or no longer; returns the op."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, KIND, group_id, Verb.CHANGE, lock=True)
        found = desk.load([other]).get(other)
        if found is None or found.type != HOLDS[name] or (is_on and not _stands(found)):
            raise Problem("not-found")
        standing = packages.linked(known, name)
        if is_on == (other in standing):
            return ""
        if is_on and len(standing) >= EACH_MAX:
            raise Problem("bad-state")
        said = acts.change(known, {f"{name}/{other}": other if is_on else None})
        return acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)


def remove(actor: Actor, group_id: str) -> str:
    """Take a group out; returns the op, which can be taken back."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, KIND, group_id, Verb.CHANGE, lock=True)
        said = acts.Statement(KIND, group_id, merge.delete(known))
        return acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)
