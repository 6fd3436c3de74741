"""The plan carried out: new households and people, and what the register lacked, as ops of the office.

In steps of a few hundred, each one transaction; broken off, the next run finds what is there and goes on (the same rows
are then *known*).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from server import acts
from server.acts import Statement
from server.register.plan import Plan
from server.store import people, records
from server.store.subjects import SubjectKeys
from server.store.unit_of_work import reading

STEP = 400  # statements in one transaction


def take(tenant: str, account: str, unit: str, plan: Plan) -> int:
    """Carry out the whole `plan`; returns how many statements were made."""
    with reading() as connection:
        wanted = statements(connection, tenant, unit, plan)
    for start in range(0, len(wanted), STEP):
        acts.state(tenant, account, wanted[start : start + STEP])
    return len(wanted)


def statements(connection: Connection, tenant: str, unit: str, plan: Plan) -> list[Statement]:
    """All that `plan` wants said: households first, since people name theirs."""
    return list(_statements(connection, tenant, unit, plan))


def _statements(connection: Connection, tenant: str, unit: str, plan: Plan) -> Iterator[Statement]:
    numbers = people.households_of_unit(connection, tenant, unit)
    for number, members in plan.households.items():
        made = acts.creation("household", {"unit": unit, "number": number, "members": members})
        numbers[number] = made.record
        yield made
    fills = {line.record: line.adds for line in plan.lines if line.deed == "fill"}
    there = records.load(connection, tenant, fills, SubjectKeys(connection, tenant))
    for record_id, adds in fills.items():
        yield acts.change(there[record_id], adds)
    for line in plan.lines:
        if line.deed == "new":
            household = numbers.get(line.person.household)
            values = {"unit": unit} | ({"household": household} if household else {}) | line.person.values
            yield acts.creation("person", values)
