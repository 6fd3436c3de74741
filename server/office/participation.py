"""Who took part over a span: by sex and age, heads among them, hearing by hearing; what people understood before
and after (O12, O19). Every sum is that of the rows its list shows.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from server import clock
from server.office.hearings.desk import Desk
from server.office.hearings.turnout import AGES, HEADS
from server.store import figures
from server.store.figures import Hall, Within
from sync.merge import value_of
from sync.record import Record

SEXES = ("female", "male", "unknown")
HEADS_MAX, POLLS_MAX, ROWS_MAX = 400, 600, 20_000
QUESTIONS = ("q1", "q2", "q3")  # as the tablets ask them (pwa/src/screens/poll/room.ts)
MOMENTS = ("before", "after")
COUNT = re.compile(r"counts/([a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class Halls:
    """The hearings of a span that counted somebody: how many, attendances and heads, those that say «or more», and the
    units in which they were."""

    counted: int
    attendances: int
    heads: int
    at_least: int
    units: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """`people`: distinct over the span; `visits`: distinct in each hearing; `heads`: counted without a name.

    `is_more`: a hearing said «at least», or counted nobody, so the true figures are higher (scenario 24).
    """

    halls: Halls
    people: int
    visits: int
    uncounted: int
    households: int  # different ones, of those who stand in the register
    by_group: dict[tuple[str, str], int]  # (sex, age band) → people and heads

    @property
    def by_sex(self) -> list[tuple[str, int]]:
        """Of each sex that came, in the order of SEXES."""
        sums = [(sex, sum(self.by_group.get((sex, age), 0) for age in AGES)) for sex in SEXES]
        return [(sex, count) for sex, count in sums if count]

    @property
    def by_age(self) -> list[tuple[str, int]]:
        """Of each age band that came, in the order of AGES."""
        sums = [(age, sum(self.by_group.get((sex, age), 0) for sex in SEXES)) for age in AGES]
        return [(age, count) for age, count in sums if count]

    @property
    def came(self) -> int:
        """The sum of distinct attendances, heads among them."""
        return self.visits + self.halls.heads

    @property
    def is_more(self) -> bool:
        """Whether more came than is known."""
        return bool(self.halls.at_least or self.uncounted)

    @property
    def held(self) -> int:
        """How many hearings there were."""
        return self.halls.counted + self.uncounted

    def share(self, sex: str) -> int | None:
        """Per cent of one sex among those whose sex is known."""
        known = sum(count for name, count in self.by_sex if name != "unknown")
        return round(100 * dict(self.by_sex).get(sex, 0) / known) if known else None


def past(within: Within) -> Within:
    """The same without what is still to come."""
    return within._replace(until=min(within.until, clock.now().date().isoformat()))


def of_span(desk: Desk, within: Within) -> Turnout:
    """The figures of the hearings of a span up to today."""
    within = past(within)
    asked = (desk.connection, desk.tenant, desk.actor.units, within)
    groups, households = figures.groups(*asked)
    halls = figures.halls(*asked)
    by_group = Counter[tuple[str, str]]()
    for group in groups:
        by_group[group.sex, group.age_band] += group.people
    for hearing in desk.load([hall.hearing for hall in halls if hall.heads][:HEADS_MAX]).values():
        for path in hearing.live:
            count = value_of(hearing, path)
            if (key := HEADS.fullmatch(path)) and type(count) is int and count > 0:
                by_group[key[1], key[2]] += count
    return Turnout(
        _summed(halls),
        sum(group.people for group in groups),
        sum(group.visits for group in groups),
        len(_uncounted(desk, halls)),
        households,
        by_group,
    )


def _summed(halls: list[Hall]) -> Halls:
    counted = [hall for hall in halls if hall.attendances or hall.heads]
    return Halls(
        len(counted),
        sum(hall.attendances for hall in counted),
        sum(hall.heads for hall in counted),
        sum(hall.at_least for hall in halls),
        len({hall.unit for hall in counted}),
    )


def uncounted(desk: Desk, within: Within) -> set[str]:
    """The hearings of the span that took place, but counted nobody; those that only were announced are none."""
    return _uncounted(desk, figures.halls(desk.connection, desk.tenant, desk.actor.units, within))


def _uncounted(desk: Desk, halls: list[Hall]) -> set[str]:
    silent = desk.load([hall.hearing for hall in halls if not hall.attendances and not hall.heads][:HEADS_MAX])
    return {one.id for one in silent.values() if value_of(one, "stage") not in (None, "notice")}


@dataclass(frozen=True, slots=True)
class Change:
    """Those who said yes to one question, in per cent of those asked: before and after."""

    question: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Asked:
    """The polls of one hearing, or of many: question → (yes before, asked before, yes after, asked after)."""

    hearing: str
    sums: dict[str, tuple[int, int, int, int]]

    @property
    def changes(self) -> list[Change]:
        """Of the questions that were asked both times."""
        return [
            Change(name, round(100 * yes / asked), round(100 * then / again))
            for name, (yes, asked, then, again) in self.sums.items()
            if asked and again
        ]


@dataclass(frozen=True, slots=True)
class Understanding:
    """`all` of the hearings in `each` together; only hearings that asked both times count. `words`: as it was asked."""

    all: Asked
    each: list[Asked]
    words: dict[str, str]


def understanding(desk: Desk, within: Within) -> Understanding:
    """What those asked understood, before and after."""
    found = figures.polls(desk.connection, desk.tenant, desk.actor.units, within, POLLS_MAX)
    known = desk.load([poll for _, poll in found])
    by_hearing: dict[str, list[Record]] = defaultdict(list)
    words: dict[str, str] = {}
    for hearing, poll in found:
        if poll in known:
            by_hearing[hearing].append(known[poll])
            for name in QUESTIONS:
                if type(text := value_of(known[poll], f"question/{name}")) is str:
                    words.setdefault(name, text)
    each = [Asked(hearing, _sums(polls)) for hearing, polls in by_hearing.items()]
    each = [one for one in each if one.changes]
    together = {name: _added([one.sums[name] for one in each]) for name in QUESTIONS}
    return Understanding(Asked("", together), each, words)


def _sums(polls: list[Record]) -> dict[str, tuple[int, int, int, int]]:
    """Hands and tablets together, as the tablets add them."""
    counts: Counter[tuple[str, str]] = Counter()
    for poll in polls:
        for path in poll.live:
            value = value_of(poll, path)
            if (key := COUNT.fullmatch(path)) and type(value) is int:
                counts[str(value_of(poll, "moment")), key[1]] += value
    made = {}
    for name in QUESTIONS:
        sides = [(counts[moment, name], counts[moment, "asked"]) for moment in MOMENTS]
        is_both = all(asked and (moment, name) in counts for moment, (_, asked) in zip(MOMENTS, sides, strict=True))
        made[name] = (*sides[0], *sides[1]) if is_both else (0, 0, 0, 0)
    return made


def _added(sums: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    before, asked, after, again = (sum(one[place] for one in sums) for place in range(4))
    return before, asked, after, again
