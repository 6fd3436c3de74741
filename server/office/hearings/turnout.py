"""Who came: distinct people and attendances (two figures, never one), by role, sex and age; households; the quorum with
its rule (T6). One row a person, however many tablets checked the same person in, or under however many entries of the
register. Counted as the tablets count: pwa/src/domain/attendance.ts and quorum.ts.
"""

import re
from collections import Counter
from dataclasses import dataclass

from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.hearings.service import Row
from server.store import hearings
from server.store import people as entries
from server.text import collate
from sync import merge
from sync.catalogue import BY_NAME
from sync.record import Record, references

PEOPLE_MAX = 2000
BY = ("role", "sex", "age_band")
AGES = BY_NAME["attendance"].field("age_band").choices  # the youngest first, `unknown` last
HEADS = re.compile(r"head_counts/([a-z]+)\.([a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Person:
    """One who came: one row however many tablets checked the same person in (T6)."""

    name: str
    rows: list[Row]
    tablets: list[str]
    words: dict[str, str]  # role, sex and age_band where somebody said them


@dataclass(frozen=True, slots=True)
class Quorum:
    """`needed` of `whole` households (or citizens), `present` of them; `percent` is the rule."""

    basis: str
    percent: int
    whole: int
    needed: int
    present: int

    @property
    def is_valid(self) -> bool:
        """Whether decisions of the hearing are valid."""
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class Turnout:
    """The figures of one hearing. `heads` came without a name; `households` those for which somebody stands.

    `by`: role, sex and age_band → choice (`unknown` where nobody said) → people, heads among them.
    """

    people: list[Person]
    attendances: int
    heads: int
    households: int
    by: dict[str, list[tuple[str, int]]]
    quorum: Quorum | None


def of_hearing(desk: Desk, hearing: Record) -> Turnout:
    """All figures of one hearing, from its attendances, the people they name, and the unit."""
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, "attendance", limit=PEOPLE_MAX)
    rows = service.rows(desk, list(desk.load(ids).values()))
    named = [merge.value_of(row.record, "person") for row in rows]
    known = desk.load({one for one in named if type(one) is str})
    soles = entries.soles(desk.connection, desk.tenant, {one for one in named if type(one) is str})
    same: dict[str, list[Row]] = {}
    for row, one in zip(rows, named, strict=True):
        same.setdefault(soles[one] if type(one) is str else row.record.id, []).append(row)
    people = [_person(found, known) for found in same.values()]
    people.sort(key=lambda person: (collate.key(given_name(person.name)), person.name, person.rows[0].record.id))
    heads = _heads(hearing)
    homes = {
        home
        for row in rows
        if merge.value_of(row.record, "stands_for") is True and (home := _said([row], known, "household"))
    }
    grown = sum(one.words.get("age_band") != "under_18" and one.words.get("role") != "guest" for one in people)
    grown += sum(count for (_, age), count in heads.items() if age != "under_18")
    by = {path: Counter(person.words.get(path, "unknown") for person in people) for path in BY}
    for (sex, age), count in heads.items():
        by["sex"][sex] += count
        by["age_band"][age] += count
    counted = {path: _by_size(counts) for path, counts in by.items()}
    counted["age_band"].sort(key=lambda pair: age_place(pair[0]))
    quorum = _quorum(desk, hearing, len(homes), grown)
    return Turnout(people, len(rows), sum(heads.values()), len(homes), counted, quorum)


def _heads(hearing: Record) -> dict[tuple[str, str], int]:
    """(sex, age band) → heads that were only counted."""
    found = {}
    for path in hearing.live:
        count = merge.value_of(hearing, path)
        if (key := HEADS.fullmatch(path)) and type(count) is int and count > 0:
            found[key[1], key[2]] = count
    return found


def given_name(name: str) -> str:
    """What a name is sorted by: the name after the parent's initial, `Б.Болд` by `Болд` (DOMAIN §C2)."""
    return name.partition(".")[2].strip() or name


def _person(rows: list[Row], known: dict[str, Record]) -> Person:
    tablets = sorted({origin.tablet for row in rows for origin in row.origins if origin.tablet})
    words = {path: word for path in BY if (word := _said(rows, known, path))}
    return Person(rows[0].name, rows, tablets, words)


def _said(rows: list[Row], known: dict[str, Record], path: str) -> str | None:
    """What the attendances say, each before the person's own record."""
    for row in rows:
        person = known.get(str(merge.value_of(row.record, "person")))
        for record in (row.record, person):
            word = merge.value_of(record, path) if record else None
            if type(word) is str and word != "unknown":
                return word
    return None


def age_place(age: str) -> int:
    """Where an age band stands among the others; one that nobody declared, at the end."""
    return AGES.index(age) if age in AGES else len(AGES)


def _by_size(counts: Counter[str]) -> list[tuple[str, int]]:
    """Most frequent first; what nobody said last."""
    return sorted(counts.items(), key=lambda pair: (pair[0] == "unknown", -pair[1], pair[0]))


def _quorum(desk: Desk, hearing: Record, homes: int, citizens: int) -> Quorum | None:
    """By the hearing's own rule, else the unit's; None where nobody has said one."""
    unit = next(iter(desk.load(sorted(references(hearing, "unit"))).values()), None)
    if unit is None:
        return None
    rule = {
        name: merge.value_of(hearing, name) or merge.value_of(unit, name) for name in ("quorum_basis", "quorum_percent")
    }
    is_homes = rule["quorum_basis"] == "household"
    whole = merge.value_of(unit, "households" if is_homes else "citizens")
    percent = rule["quorum_percent"]
    if rule["quorum_basis"] is None or type(whole) is not int or type(percent) is not int or whole < 1:
        return None
    return Quorum(
        str(rule["quorum_basis"]), percent, whole, -(-whole * percent // 100), homes if is_homes else citizens
    )
