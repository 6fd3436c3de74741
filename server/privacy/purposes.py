"""Purposes of consent: how each stands, and what must go when it ends. Pure.

The law on personal data of 2021-12-17 (in force 2022-05-01) asks for a purpose and a period with each consent
(DOMAIN §C1); the tablet reads each out and keeps the last day on which it holds (`person.consents`).
What each purpose needs:

| purpose | needs | ends |
|---|---|---|
| participation | names, telephone, household, address, year of birth; check-ins and signatures | all of it, for good |
| answer_by_phone | names and telephone | the telephone, unless *participation* holds |
| photo_voice | publishing the person's photo and voice | they are shown to the public no more |

A person of whom nobody ever asked *participation* is in the register for a reason of its own (the bagh's list), and
stays.
"""

from collections.abc import Iterable
from enum import StrEnum

from sync import merge
from sync.record import Record

PARTICIPATION, ANSWER, SHOWING = "participation", "answer_by_phone", "photo_voice"
PURPOSES = (PARTICIPATION, ANSWER, SHOWING)


class Standing(StrEnum):
    """How a consent stands on a day."""

    UNSAID = "unsaid"
    HOLDS = "holds"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OPEN = "open"  # two tablets said different things: a person decides, since erasing is for ever


GONE = (Standing.WITHDRAWN, Standing.LAPSED)


class End(StrEnum):
    """What follows for a person."""

    NOTHING = "nothing"
    PHONE = "phone"  # the number goes; the person stays in the register
    PRESENCE = "presence"  # check-ins, signatures, address, year go; name and number stay for the answer
    ALL = "all"


def standing(entries: Iterable[Record], purpose: str, day: str) -> Standing:
    """How consent to `purpose` stands on `day` for the entries of one person, taken together."""
    path = f"consents/{purpose}"
    said = {value for entry in entries for value, _ in entry.live.get(path, {}).values()}
    if not said:
        return Standing.UNSAID
    until = [value for value in said if type(value) is str]
    if not until:
        return Standing.WITHDRAWN
    if None in said:
        return Standing.OPEN
    return Standing.HOLDS if max(until) >= day else Standing.LAPSED


def end(taking_part: Standing, answer: Standing) -> End:
    """What must go, as consent to take part and to be answered stand."""
    if Standing.OPEN in (taking_part, answer):
        return End.NOTHING
    if taking_part in GONE:
        return End.PRESENCE if answer == Standing.HOLDS else End.ALL
    if answer in GONE and taking_part == Standing.UNSAID:
        return End.PHONE
    return End.NOTHING


def until(entries: Iterable[Record]) -> str:
    """The last day on which any consent of these entries holds; empty where none was said."""
    days = [merge.value_of(entry, f"consents/{purpose}") for entry in entries for purpose in PURPOSES]
    return max((day for day in days if type(day) is str), default="")
