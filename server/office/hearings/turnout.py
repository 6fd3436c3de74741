"""Who came: distinct people and attendances (two figures, never one), by role, sex and age; households; the quorum with
its rule (T6). One row a person, however many tablets checked the same person in.
"""

from collections import Counter
from dataclasses import dataclass

from server.office.hearings import service
from server.office.hearings.desk import Desk
from server.office.hearings.service import Row
from server.store import hearings
from server.text import collate
from sync import merge
from sync.record import Record, references

PEOPLE_MAX = 2000
BY = ("role", "sex", "age_band")
NOT_COUNTED = ("official", "guest")  # who is no citizen of the place counts in no quorum of citizens


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
    """The figures of one hearing. `by`: role, sex and age_band → choice (`unknown` where nobody said) → people."""

    people: list[Person]
    attendances: int
    households: int
    by: dict[str, list[tuple[str, int]]]
    quorum: Quorum | None


def of_hearing(desk: Desk, hearing: Record) -> Turnout:
    """All figures of one hearing, from its attendances, the people they name, and the unit."""
    ids = hearings.of_hearing(desk.connection, desk.tenant, hearing.id, "attendance", limit=PEOPLE_MAX)
    rows = service.rows(desk, list(desk.load(ids).values()))
    known = desk.load({one for row in rows if type(one := merge.value_of(row.record, "person")) is str})
    same: dict[str, list[Row]] = {}
    for row in rows:
        same.setdefault(str(merge.value_of(row.record, "person") or row.record.id), []).append(row)
    homes = {home for one, found in same.items() if (home := _said(known.get(one), found, "household"))}
    by = {path: _counted(_said(known.get(one), found, path) or "unknown" for one, found in same.items()) for path in BY}
    citizens = sum(_said(None, found, "role") not in NOT_COUNTED for found in same.values())
    people = [_person(found, known.get(one)) for one, found in same.items()]
    people.sort(key=lambda person: (collate.key(given_name(person.name)), person.name, person.rows[0].record.id))
    return Turnout(people, len(rows), len(homes), by, _quorum(desk, hearing, len(homes), citizens))


def given_name(name: str) -> str:
    """What a name is sorted by: the name after the parent's initial, `Б.Болд` by `Болд` (DOMAIN §C2)."""
    return name.partition(".")[2].strip() or name


def _person(rows: list[Row], person: Record | None) -> Person:
    tablets = sorted({origin.tablet for row in rows for origin in row.origins if origin.tablet})
    words = {path: word for path in BY if (word := _said(person, rows, path))}
    return Person(rows[0].name, rows, tablets, words)


def _said(person: Record | None, rows: list[Row], path: str) -> str | None:
    """What the attendances say, else the person's own record."""
    words = [merge.value_of(row.record, path) for row in rows]
    words += [merge.value_of(person, path)] if person else []
    return next((str(word) for word in words if word not in (None, "unknown")), None)


def _counted(words) -> list[tuple[str, int]]:
    """Most frequent first; what nobody said last."""
    return sorted(Counter(words).items(), key=lambda pair: (pair[0] == "unknown", -pair[1], pair[0]))


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
    if rule["quorum_basis"] is None or type(whole) is not int or type(percent) is not int:
        return None
    return Quorum(
        str(rule["quorum_basis"]), percent, whole, -(-whole * percent // 100), homes if is_homes else citizens
    )
