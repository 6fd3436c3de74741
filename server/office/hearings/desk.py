"""What one officer reads in one transaction: records within reach, where ops came from, names of what is referred to.

Personal values are opened here alone, by `records.load` under the subjects' keys, and are never logged (I7). A record
outside the officer's units or tenant is `not-found`, as one that does not exist (I9); a record that says no unit is
shown only to those who reach all units.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from server import ballot_box, config, opened
from server.problems import Problem
from server.store import log, origins, records
from server.store.log import OpRow
from server.store.subjects import SubjectKeys
from server.text import says
from server.text.labels import tablet_label
from server.who import Actor, Thing, Verb, check, has_role
from sync.catalogue import BY_NAME
from sync.chain import is_office
from sync.merge import value_of
from sync.record import Record, references

CLOCK_OFF_MS = 5 * 60_000  # a tablet's clock that is this far off is shown as such: evidence, not an error (I10)


@dataclass(frozen=True, slots=True)
class Origin:
    """Who said an op, on which tablet, when: the tablet's clock as it was, and the server's at receipt."""

    op: str
    inc: str
    name: str
    at: int | None
    received_at: int
    clock_offset: int | None
    outcome: str
    code: str

    @property
    def is_office(self) -> bool:
        """Whether it was stated in the office."""
        return is_office(self.inc)

    @property
    def tablet(self) -> str:
        """The short name of the tablet; empty for the office."""
        return tablet_label(self.inc)

    @property
    def is_clock_off(self) -> bool:
        """Whether the tablet's clock was far from the server's."""
        return self.clock_offset is not None and abs(self.clock_offset) >= CLOCK_OFF_MS


class Desk:
    """One officer's view of the store, for as long as `connection` lasts."""

    def __init__(self, connection: Connection, actor: Actor) -> None:
        self.connection = connection
        self.actor = actor
        self.tenant = actor.tenant
        self.keys = SubjectKeys(connection, actor.tenant)

    def may(self, verb: Verb, type_name: str) -> bool:
        """Whether the officer's role may do this at all."""
        return has_role(self.actor, verb, type_name)

    def reaches(self, units: Collection[str]) -> bool:
        """Whether one of `units` is the officer's; where no unit is known, only who reaches all does."""
        return self.actor.units is None or not self.actor.units.isdisjoint(units)

    def sees(self, record: Record) -> bool:
        """Whether `record` is the whole tenant's, or of a unit within reach."""
        declared = BY_NAME.get(record.type)
        if declared is None or declared.scope != "unit":
            return declared is not None and declared.scope == "tenant"
        return self.reaches(references(record, "unit"))

    def load(self, ids: Iterable[str], lock: bool = False) -> dict[str, Record]:
        """The records among `ids` that exist within reach; `lock` holds them to the end of the transaction.

        Votes of an open session are hidden (scenario 14).
        """
        found = records.load(self.connection, self.tenant, ids, self.keys, lock)
        near = {record_id: record for record_id, record in found.items() if self.sees(record)}
        opened.note(near.values())
        return ballot_box.without_open(near, lambda ids: records.load(self.connection, self.tenant, ids, self.keys))

    def find(self, record_id: str, verb: Verb = Verb.SEE, type_name: str = "record", lock: bool = False) -> Record:
        """The record of a unit within reach, or `not-found`."""
        record = self.load([record_id], lock).get(record_id)
        if record is None or BY_NAME[record.type].scope != "unit":
            raise Problem("not-found")
        check(self.actor, verb, Thing(type_name, self.tenant, frozenset(references(record, "unit"))))
        return record

    def origins(self, op_ids: Iterable[str]) -> dict[str, Origin]:
        """Op id → where it came from, for those that are in the log."""
        return self.origins_of(log.ops_by_id(self.connection, self.tenant, op_ids))

    def origins_of(self, rows: Collection[OpRow]) -> dict[str, Origin]:
        """As `origins`, of op rows in hand."""
        arrived = origins.arrivals(self.connection, self.tenant, {row.batch for row in rows})
        holders = origins.holders(self.connection, self.tenant, {row.inc for row in rows})
        accounts = {holder.account for holder in holders.values()} | {one.account for one in arrived.values()}
        names = origins.account_names(self.connection, self.tenant, accounts)
        found = {}
        for row in rows:
            arrival, holder = arrived[row.batch], holders.get(row.inc)
            name = names.get(arrival.account if is_office(row.inc) else holder.account if holder else "", "")
            found[row.id] = Origin(
                row.id, row.inc, name, _at(row.line), arrival.received_at, arrival.clock_offset, row.outcome, row.code
            )
        return found

    def zone_of(self, record: Record) -> str:
        """The time zone of the record's unit; the deployment's where none is known (scenario 5)."""
        for unit in self.load(sorted(references(record, "unit"))).values():
            if type(zone := value_of(unit, "zone")) is str and says.is_zone(zone):
                return zone
        return config.current().zone

    def names(self, ids: Iterable[object]) -> dict[str, str]:
        """What records within reach are called, by id; an attendance is called as its person is."""
        found = self.load({one for one in ids if type(one) is str})
        people = {value_of(record, "person") for record in found.values() if record.type == "attendance"}
        found |= self.load({one for one in people if type(one) is str and one not in found})
        return {record_id: name_of(record, found) for record_id, record in found.items()}


def name_of(record: Record, others: dict[str, Record]) -> str:
    """What a record is called; `others` holds the person of an attendance. Six symbols of its id if it has no name."""
    if record.type == "person":
        given, parent = value_of(record, "given_name"), value_of(record, "parent_name")
        name = f"{parent[:1]}.{given}" if given and parent else given or parent
    elif record.type == "attendance":
        person = others.get(str(value_of(record, "person")))
        name = value_of(record, "name_as_given") or (person and name_of(person, others))
    else:
        said = (value_of(record, path) for path in ("title", "name", "text", "question", "theme", "number"))
        name = next((str(value) for value in said if value is not None), "")
    return str(name or record.id[:6])[:120]


def _at(line: bytes) -> int | None:
    """The tablet's clock as an op line says it; None where the line cannot be read."""
    try:
        said = json.loads(bytes(line))["at"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return said if type(said) is int else None
