"""What each list holds when it leaves the house: its columns, and its rows as a stream (O14).

Ids come from projections, short rows; records are opened some hundred at a time, so memory does not grow with the list.
People alone are opened under their keys; all else is read without anything personal (I7). Every list keeps to the
actor's units (I9). A new list: one function and one line in LISTS, labels in the translations.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from server import clock, config, opened
from server.office.hearings import listing as halls
from server.office.hearings.desk import Desk
from server.office.proposals import listing as voices
from server.office.tables import Asked
from server.office.works.headline import standing
from server.store import exports, hearings, people, proposals, records
from server.store.states import UNTOUCHED
from server.store.subjects import SubjectKeys
from server.text import says
from server.text.places import Position, position
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

STEP = 500
CONSENT, CALLS = "consents/participation", "consents/answer_by_phone"


class Row(NamedTuple):
    """One row: its values in the order of the columns, and where on the map it is."""

    values: list[Value]
    at: Position | None = None


Stream = Iterator[Row]


class Export(NamedTuple):
    """A list that can be taken out. `columns` are msgids `type.field`; `verb_on`: what the role must reach."""

    columns: tuple[str, ...]
    stream: Callable[[Connection, Actor, Mapping[str, str]], Stream]
    verb_on: str = "export"
    has_places: bool = False
    is_private: bool = False  # never on the disk


def stream(connection: Connection, actor: Actor, name: str, said: Mapping[str, str]) -> Stream:
    """The rows of a list within reach that fit what was asked."""
    export = LISTS[name]
    check(actor, Verb.EXPORT, Thing(export.verb_on, actor.tenant))
    return export.stream(connection, actor, said)


def _steps(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + STEP] for start in range(0, len(ids), STEP))


def _values(record: Record, paths: Sequence[str]) -> list[Value]:
    return [value_of(record, path) for path in paths]


class _Names:
    """What units and hearings are called; each is asked for once."""

    def __init__(self, connection: Connection, actor: Actor) -> None:
        self._connection, self._tenant = connection, actor.tenant
        self.units = hearings.units(connection, actor.tenant, actor.units)
        self._halls: dict[str, tuple[str, str]] = {"": ("", "")}

    def hall(self, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Hearing → its day and title."""
        fresh = set(ids) - self._halls.keys()
        found = records.load_open(self._connection, self._tenant, fresh) if fresh else {}
        self._halls |= {
            one: (str(value_of(record, "held_on") or ""), str(value_of(record, "title") or ""))
            for one, record in found.items()
        }
        return self._halls


def _of_steps(counts: Mapping[str | None, int], days: Mapping[str, str]) -> Iterator[list[str | None]]:
    """Hearings in the order of their days, the last first, so many at a time that about STEP proposals are of them."""
    some: list[str | None] = []
    size = 0
    for hall in sorted(counts, key=lambda hall: (days.get(hall or "", ""), hall or ""), reverse=True):
        some.append(hall)
        size += counts[hall]
        if size >= STEP:
            yield some
            some, size = [], 0
    if some:
        yield some


_of_proposal = ("category", "kind", "title", "body", "status", "status_reason", "supporters", "cost")
_of_proposal_last = ("needs_investment", "source", "place")


def _proposals(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Stream:
    asked = Asked.of(said, voices.COLUMNS, voices.FILTERS, voices.USUAL)
    wanted = voices.filters(Desk(connection, actor), asked.filters)
    stands = standing(connection, actor.tenant)
    sums = proposals.by_hearing(connection, actor.tenant, actor.units, wanted)
    days = proposals.days(connection, actor.tenant)
    names = _Names(connection, actor)
    for some_halls in _of_steps({hall: one.count for hall, one in sums.items()}, days):
        some = proposals.of_hearings(connection, actor.tenant, actor.units, wanted, some_halls)
        some.sort(key=lambda pair: days.get(pair[0] or "", ""), reverse=True)
        known = records.load_open(connection, actor.tenant, [one for _, one in some])
        halls_of = names.hall([hall for hall, _ in some if hall])
        for hall, one in some:
            record = known[one]
            day, title = halls_of.get(hall or "", ("", ""))
            unit = names.units.get(str(value_of(record, "unit")), "")
            status = value_of(record, "status") or UNTOUCHED
            values = _values(record, _of_proposal)
            values[4] = stands.get(one, status)
            yield Row(
                [one, unit, day, title, *values, *_values(record, _of_proposal_last)],
                position(value_of(record, "place")),
            )


_of_hearing = ("held_on", "kind", "title", "place")


def _hearings(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Stream:
    names = hearings.units(connection, actor.tenant, actor.units)
    found = [spot.id for spot in halls.spots(connection, actor, said)]
    for some in _steps(found):
        known = records.load_open(connection, actor.tenant, some)
        came = hearings.turnouts(connection, actor.tenant, some)
        sizes = hearings.sizes(connection, actor.tenant, some, ("proposal", "decision"))
        for one in some:
            if one not in known:
                continue
            record, turnout = known[one], came.get(one, hearings.Turnout(0, 0))
            counts = [
                turnout.people,
                turnout.attendances,
                *(sizes.get((one, kind), 0) for kind in ("proposal", "decision")),
            ]
            unit = names.get(str(value_of(record, "unit")), "")
            yield Row(
                [one, unit, *_values(record, _of_hearing), *counts, value_of(record, "review")],
                position(value_of(record, "place_point")),
            )


_of_work = (
    "name",
    "purpose",
    "capacity",
    "package",
    "amount",
    "year",
    "state",
    "progress_percent",
    "contractor",
    "place",
)


def _works(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Stream:
    names = hearings.units(connection, actor.tenant, actor.units)
    for some in _steps(exports.ids(connection, actor.tenant, "work", actor.units)):
        for one, record in records.load_open(connection, actor.tenant, some).items():
            unit = names.get(str(value_of(record, "unit")), "")
            yield Row([one, unit, *_values(record, _of_work)], position(value_of(record, "place")))


_of_report = ("kind", "number", "from_on", "to_on", "issued_on", "nothing_new", "content_hash")


def _reports(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Stream:
    names = hearings.units(connection, actor.tenant, actor.units)
    for some in _steps(exports.ids(connection, actor.tenant, "report", actor.units)):
        for one, record in records.load_open(connection, actor.tenant, some).items():
            yield Row([one, names.get(str(value_of(record, "unit")), ""), *_values(record, _of_report)])


_of_person = ("given_name", "parent_name", "sex", "age_band", "birth_year", "phone", "language")
_named = frozenset({"given_name", "parent_name", "phone", "birth_year"})


def _people(connection: Connection, actor: Actor, said: Mapping[str, str]) -> Stream:
    names = hearings.units(connection, actor.tenant, actor.units)
    today = says.local_day(clock.now_ms(), config.current().zone)
    for some in _steps(exports.ids(connection, actor.tenant, "person", actor.units)):
        keys = SubjectKeys(connection, actor.tenant)
        found = records.load(connection, actor.tenant, some, keys)
        opened.note(found.values())
        homes = {str(value_of(one, "household") or "") for one in found.values()} - {""}
        numbers = {
            one: value_of(home, "number") for one, home in records.load_open(connection, actor.tenant, homes).items()
        }
        for one, record in found.items():
            may_name = people.may_be_named(record, CONSENT, today)
            hidden = frozenset() if may_name else _named
            if not people.may_be_named(record, CALLS, today):
                hidden = hidden | {"phone"}
            values = [None if path in hidden else value_of(record, path) for path in _of_person]
            unit = names.get(str(value_of(record, "unit")), "")
            yield Row([one, unit, numbers.get(str(value_of(record, "household") or "")), *values])


def _labels(kind: str, paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{kind}.{path}" for path in paths)


_id = ("office.exports.id",)
LISTS: dict[str, Export] = {
    "proposals": Export(
        (*_id, "proposal.unit", "hearing.held_on", "hearing.title", *_labels("proposal", _of_proposal),
         *_labels("proposal", _of_proposal_last)),
        _proposals,
        has_places=True,
    ),
    "hearings": Export(
        (*_id, "hearing.unit", *_labels("hearing", _of_hearing), "office.hearings.people",
         "office.hearings.attendances", "record.proposal", "record.decision", "hearing.review"),
        _hearings,
        has_places=True,
    ),
    "works": Export((*_id, "work.unit", *_labels("work", _of_work)), _works, has_places=True),
    "reports": Export((*_id, "report.unit", *_labels("report", _of_report)), _reports),
    "people": Export(
        (*_id, "person.unit", "household.number", *_labels("person", _of_person)),
        _people,
        verb_on="person",
        is_private=True,
    ),
}  # fmt: skip
