"""Whom a proposal concerns, and how each may be reached today. Asked anew whenever something is sent (X1)."""

import re
from typing import NamedTuple

from sqlalchemy import Connection

from server import local_day
from server.privacy import purposes
from server.privacy.purposes import Standing
from server.store import hearings, loop, people, records, subject
from server.store.subjects import SubjectKeys
from sync import merge
from sync.record import Record

LANGUAGES = ("mn", "en", "kk")
NUMBER = re.compile(r"(?:\+?976)?([5-9]\d{7})", re.ASCII)  # a Mongolian one, and none that costs more (H79)
READERS_MAX = 2000


class Reach(NamedTuple):
    """How a person is reached: what is empty he did not leave. `number` has eight digits."""

    name: str
    number: str
    email: str
    language: str
    unit: str


def of_proposal(connection: Connection, tenant: str, proposal: Record) -> set[str]:
    """Who brought the proposal or one merged into it, stands behind it, or has a code for it; each person once."""
    hearing = merge.value_of(proposal, "hearing")
    of_hall = hearing if type(hearing) is str else ""
    same = [proposal.id, *loop.merged_into(connection, tenant, proposal.id, of_hall)]
    ids = set(same) | {
        one
        for each in same
        for kind, hall in (("supporter", of_hall), ("tracking_code", ""))
        for one in hearings.of_proposal(connection, tenant, kind, each, hall, READERS_MAX)
    }
    found = records.load_open(connection, tenant, ids).values()
    said = {merge.value_of(one, "proposer" if one.type == "proposal" else "person") for one in found}
    named = {one for one in said if type(one) is str}
    return set(people.soles(connection, tenant, named).values())


def reach(connection: Connection, tenant: str, person: str) -> Reach | str:
    """How to reach a person who wants to be told; else why not: `no-consent`, `no-address`."""
    ids = subject.entries(connection, tenant, person)
    found = records.load(connection, tenant, ids, SubjectKeys(connection, tenant))
    entries = [one for one in found.values() if one.type == "person" and not one.erased and not merge.is_deleted(one)]
    entries.sort(key=lambda one: (one.id != person, one.id))
    unit = _first(entries, "unit")
    day = local_day.today(connection, tenant, unit)
    if purposes.standing(entries, purposes.ANSWER, day) != Standing.HOLDS:
        return "no-consent"
    number = next((got[1] for one in entries if (got := NUMBER.fullmatch(_digits(one)))), "")
    email = _first(entries, "email")
    if not number and not email:
        return "no-address"
    language = _first(entries, "language")
    name = f"{_first(entries, 'parent_name')[:1]}.{_first(entries, 'given_name')}".lstrip(".")
    return Reach(name, number, email, language if language in LANGUAGES else LANGUAGES[0], unit)


def _digits(record: Record) -> str:
    return re.sub(r"[\s().-]", "", str(merge.value_of(record, "phone") or ""))


def _first(entries: list[Record], path: str) -> str:
    return next((str(value) for one in entries if (value := merge.value_of(one, path))), "")
