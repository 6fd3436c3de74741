"""Entries of the register that may be one person: found, compared, joined by an op on `same_as`, parted again (O18).

Nobody's entry is thrown away: whoever counts people asks for the entry that a person finally is (`people.soles`). What
is found is a candidate, never a fact; alike-looking letters alone join nobody (H26).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from server import acts
from server.office.hearings.desk import Desk, name_of
from server.problems import Problem
from server.search.words import stems
from server.store import people
from server.store.people import Person
from server.store.unit_of_work import write
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.op import Value
from sync.record import Record

PAIRS_MAX = 500
ALIKE_MAX = 30  # entries that share one key: beyond, the key says nothing
FIELDS = ("parent_name", "given_name", "sex", "birth_year", "age_band", "household", "phone", "address", "unit")
ALIKE = ("parent_name", "birth_year", "phone", "household", "unit")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person, and the fields in which they agree."""

    one: Person
    other: Person
    alike: tuple[str, ...]


def candidates(connection: Connection, actor: Actor, unit: str = "") -> list[Pair]:
    """The pairs within reach (of one unit, where it is named) that may be one person, the likeliest first."""
    check(actor, Verb.CHANGE, Thing("person", actor.tenant, frozenset([unit] if unit else [])))
    found = list(people.of_units(connection, actor.tenant, [unit] if unit else actor.units))
    soles = people.soles(connection, actor.tenant, [person.record for person in found])
    shelves = defaultdict(list)
    for person in found:
        for key in _keys(person.values):
            shelves[key].append(person)
    pairs: dict[tuple[str, str], Pair] = {}
    for shelf in shelves.values():
        for one, other in combinations(shelf[:ALIKE_MAX], 2):
            if soles[one.record] != soles[other.record] and not _differ(one, other):
                pairs[one.record, other.record] = Pair(one, other, alike(one, other))
    likeliest = sorted(pairs.values(), key=lambda pair: (-len(pair.alike), _order(pair), pair.one.record))
    return likeliest[:PAIRS_MAX]


def _keys(values: dict[str, Value]) -> Iterator[tuple]:
    """By what an entry may meet its double: a given name, and one thing besides."""
    given = _sound(values.get("given_name"))
    if given:
        if parent := _sound(values.get("parent_name")):
            yield ("parent_name", given, parent)
        for path in ("phone", "household"):
            if values.get(path):
                yield (path, given, values[path])


def _sound(name: Value) -> tuple[str, ...]:
    return tuple(stems(str(name or "")))


def _differ(one: Person, other: Person) -> bool:
    """Whether they are two: the office said so, or sex or year do, unless they share a telephone."""
    if one.record in other.others or other.record in one.others:
        return True
    if one.values.get("phone") and one.values.get("phone") == other.values.get("phone"):
        return False
    said = [(one.values.get(path), other.values.get(path)) for path in ("sex", "birth_year")]
    return any(a != b for a, b in said if a not in (None, "unknown") and b not in (None, "unknown"))


def alike(one: Person, other: Person) -> tuple[str, ...]:
    """The fields in which both agree."""
    pairs = {path: (one.values.get(path), other.values.get(path)) for path in ALIKE} | {"unit": (one.unit, other.unit)}
    names = [_sound(word) for word in pairs["parent_name"]]
    same = {path for path, (a, b) in pairs.items() if a is not None and a == b}
    return tuple(
        path for path in ALIKE if path in same or (path == "parent_name" and names[0] and names[0] == names[1])
    )


def _order(pair: Pair) -> tuple:
    return collate.key(f"{pair.one.values.get('given_name')} {pair.one.values.get('parent_name')}")


def joined(connection: Connection, actor: Actor, unit: str = "") -> list[tuple[Person, Record | None]]:
    """The entries within reach that are another's double, each with that other (None: out of reach)."""
    check(actor, Verb.SEE, Thing("person", actor.tenant, frozenset([unit] if unit else [])))
    doubles = people.doubles(connection, actor.tenant, [unit] if unit else actor.units)
    others = Desk(connection, actor).load({str(person.values["same_as"]) for person in doubles})
    return [(person, others.get(str(person.values["same_as"]))) for person in doubles]


@dataclass(frozen=True, slots=True)
class Side:
    """One entry of a comparison: its values by field, and in how many hearings it came."""

    record: Record
    name: str
    values: dict[str, Value]
    came: int


def compared(connection: Connection, actor: Actor, ids: tuple[str, str]) -> tuple[list[Side], dict[str, str]]:
    """Two entries side by side, and the names of what they refer to. `not-found` outside of reach."""
    desk = Desk(connection, actor)
    found = [desk.find(one, Verb.CHANGE, "person") for one in ids]
    if any(one.type != "person" for one in found) or found[0].id == found[1].id:
        raise Problem("not-found")
    came = people.attended(connection, actor.tenant, ids)
    sides = [
        Side(one, name_of(one, {}), {path: merge.value_of(one, path) for path in FIELDS}, came[one.id]) for one in found
    ]
    return sides, desk.names({side.values[path] for side in sides for path in ("unit", "household")})


def join(actor: Actor, double: str, keeps: str) -> str:
    """Say that `double` is the person `keeps`; returns the entry that now points on, by which `part` undoes it.

    What is joined already stays together: the ends of both are joined.
    """

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        if double == keeps or len(desk.load([double, keeps], lock=True)) != 2:
            raise Problem("not-found")
        ends = people.soles(connection, actor.tenant, [double, keeps])
        end = _person(desk, ends[double])
        if ends[double] != ends[keeps]:
            _person(desk, ends[keeps])
            acts.state_in(connection, actor.tenant, actor.id, [acts.change(end, {"same_as": ends[keeps]})])
        return end.id

    return write(work)


def part(actor: Actor, double: str) -> None:
    """Take back that `double` is another person's entry, whoever said so; once more does nothing."""

    def work(connection: Connection) -> None:
        found = _person(Desk(connection, actor), double)
        if merge.value_of(found, "same_as") is not None:
            statement = acts.resolution(found, "same_as", None)
            acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)


def tell_apart(actor: Actor, one: str, other: str, are_two: bool = True) -> None:
    """Say that two entries are two people, so that they are offered no more; or take that back."""

    def work(connection: Connection) -> None:
        desk = Desk(connection, actor)
        if one == other or len(desk.load([one, other], lock=True)) != 2:
            raise Problem("not-found")
        found, path = _person(desk, one), f"other_than/{_person(desk, other).id}"
        statement = acts.resolution(found, path, True if are_two else None)
        acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)


def _person(desk: Desk, record_id: str) -> Record:
    found = desk.find(record_id, Verb.CHANGE, "person", lock=True)
    if found.type != "person" or merge.is_deleted(found):
        raise Problem("not-found")
    return found
