"""What the office does in a schedule, through the same services as the real one (server/acts.py)."""

from collections.abc import Callable
from random import Random

from server import acts
from server.models.projections import TABLES
from server.problems import Problem
from server.simulation.log import read_records
from server.store.unit_of_work import reading
from sync import merge
from sync.merge import DELETED, ERASED
from sync.record import Record, decode

EDITED = {
    "proposal": "title",
    "hearing": "title",
    "person": "phone",
    "minutes": "traditional_text",
    "tally": "counts/office",
}


def _records(tenant: str, *kinds: str) -> list[Record]:
    with reading() as connection:
        found = read_records(connection, tenant)
    all_of_them = (decode(*found[record_id]) for record_id in sorted(found))
    return [record for record in all_of_them if record.type in (kinds or TABLES) and record.live]


def _state(tenant: str, statement: acts.Statement) -> str:
    try:
        acts.state(tenant, "", [statement])
    except Problem as problem:
        return problem.code
    return f"{statement.type} {statement.record[:4]} {' '.join(statement.sets)}"


def resolve(tenant: str, random: Random) -> str:
    """Settle a collision: choose one of the values, or what nobody said."""
    open_reviews = [(record, path) for record in _records(tenant) for path in merge.reviews(record)]
    if not open_reviews:
        return "nothing to resolve"
    record, path = random.choice(open_reviews)
    if path == DELETED:
        return _state(tenant, acts.resolution(record, path, False))
    values = [value for value, _ in record.live[path].values()]
    return _state(tenant, acts.resolution(record, path, random.choice([*values, None])))


def status(tenant: str, random: Random) -> str:
    """Move a proposal on: an office field."""
    found = _records(tenant, "proposal")
    if not found:
        return "no proposal"
    values = {"status": random.choice(("recorded", "under_review", "planned")), "status_reason": "Хэлэлцэв"}
    return _state(tenant, acts.change(random.choice(found), values))


def edit(tenant: str, random: Random) -> str:
    """Correct what a tablet wrote; beside it, or after it."""
    found = _records(tenant, *EDITED)
    if not found:
        return "nothing to edit"
    record = random.choice(found)
    path = EDITED[record.type]
    value = random.randint(0, 9) if path.startswith("counts/") else random.choice(("Засав", "Гүүр", "99110000"))
    return _state(tenant, acts.change(record, {path: value}))


def remove(tenant: str, random: Random) -> str:
    """Delete a record as it stands."""
    found = _records(tenant, "proposal", "person", "tally")
    if not found:
        return "nothing to delete"
    record = random.choice(found)
    return _state(tenant, acts.Statement(record.type, record.id, merge.delete(record)))


def erase(tenant: str, random: Random) -> str:
    """Erase a person, for ever."""
    found = _records(tenant, "person")
    if not found:
        return "nobody to erase"
    record = random.choice(found)
    return _state(tenant, acts.Statement(record.type, record.id, {ERASED: (True, ())}))


ACTS: dict[str, Callable[[str, Random], str]] = {
    "resolve": resolve,
    "status": status,
    "edit": edit,
    "remove": remove,
    "erase": erase,
}
