"""How long each class of personal data is kept, with the source of the term, and what is over.

A term is the organisation's setting `retention.<class>.months` (0: no end of its own), else the default below. The
terms of laws on archives were not found in a public source: signed papers are kept until the organisation sets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from server.store import records, subject
from server.store.subjects import SubjectKeys
from sync import merge
from sync.record import Record

CONSENT_LAW = "2021-12-17, legalinfo.mn 16390288615991"  # a consent states its purpose and its period (DOMAIN §C1)


@dataclass(frozen=True, slots=True)
class Term:
    """One class: its default in months (0: until the consent ends, or for ever), where that is from, when looked up."""

    name: str
    months: int
    source: str
    verified_on: str
    kind: str = ""  # the record type whose records go when it is over
    of: tuple[str, ...] = ()  # and of which `kind`


TERMS = (
    Term("names", 0, CONSENT_LAW, "2026-11-22"),
    Term("signatures", 0, "", "", "signature"),
    Term("voices", 12, CONSENT_LAW, "2026-11-22", "media", ("voice", "video")),
    Term("photos", 0, "", "", "media", ("photo",)),
    Term("access_log", 36, "", ""),
    Term("messages", 12, "", ""),
)
BY_NAME = {term.name: term for term in TERMS}
MONTHS_MAX = 1200


def months(term: Term, settings: Mapping[str, str]) -> int:
    """The term as the organisation set it, else the default."""
    said = settings.get(f"retention.{term.name}.months", "")
    return int(said) if said.isascii() and said.isdecimal() and int(said) <= MONTHS_MAX else term.months


def first_day(today: str, count: int) -> str:
    """The day `count` months before `today`: what is older is over."""
    day = date.fromisoformat(today)
    whole = day.year * 12 + day.month - 1 - count
    return f"{whole // 12:04}-{whole % 12 + 1:02}-{min(day.day, 28):02}"


def over(connection: Connection, tenant: str, term: Term, before: str) -> list[Record]:
    """The records of a class from hearings held before a day, that are not erased yet."""
    keys = SubjectKeys(connection, tenant)
    hearings = subject.hearings_before(connection, tenant, before)
    found = records.load(connection, tenant, subject.of_hearings(connection, tenant, term.kind, hearings), keys)
    return [one for one in found.values() if not one.erased and _is_of(one, term)]


def _is_of(record: Record, term: Term) -> bool:
    return not term.of or merge.value_of(record, "kind") in term.of
