"""Everything that is held of one person, wherever it stands: his entries, check-ins, signatures, codes, voices.

Found by reference (who he is), and where a record only has a name (the speaker of a voice note) by that name within the
hearings he came to. `named_in` finds the free texts that say his name or number: they are not erased by themselves,
because they are other people's words too; a person looks at them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from server.search import words
from server.store import records, subject
from server.store.subjects import SubjectKeys
from sync import merge
from sync.catalogue import BY_NAME
from sync.op import Value
from sync.record import Record

MOVING = ("voice", "video")
WRITTEN = ("proposal", "decision", "minutes", "media")  # whose free text may say a name
DIGITS_MIN = 6


@dataclass(slots=True)
class Subject:
    """One person. `entries`: of the register; the rest are records that are of him or were made by him."""

    person: str
    unit: str = ""
    entries: list[Record] = field(default_factory=list)
    attendances: list[Record] = field(default_factory=list)
    signatures: list[Record] = field(default_factory=list)
    codes: list[Record] = field(default_factory=list)
    media: list[Record] = field(default_factory=list)
    proposals: list[Record] = field(default_factory=list)
    hearings: list[str] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Every way in which his records name him, as people write it."""
        found = set()
        for entry in self.entries:
            given, parent = _line(entry, "given_name"), _line(entry, "parent_name")
            if given:
                found |= {given, f"{parent} {given}".strip(), f"{parent[:1]}.{given}" if parent else given}
        found |= {_line(one, "name_as_given") for one in self.attendances}
        return {name.casefold() for name in found if name}

    @property
    def phones(self) -> set[str]:
        """His numbers, digits only."""
        said = {re.sub(r"\D", "", _line(one, "phone")) for one in (*self.entries, *self.attendances)}
        return {digits for digits in said if len(digits) >= DIGITS_MIN}

    def personal(self) -> list[Record]:
        """His records that hold personal values, the media apart."""
        return [*self.entries, *self.attendances, *self.signatures, *self.codes]


def find(connection: Connection, tenant: str, person: str, lock: bool = False) -> Subject | None:
    """All of a person; None where there is no such entry. `lock` holds his records to the end of the transaction."""
    keys = SubjectKeys(connection, tenant)

    def load(ids: Iterable[str]) -> list[Record]:
        found = records.load(connection, tenant, ids, keys, lock)
        return [found[one] for one in sorted(found)]

    def of(kind: str, hearings: list[str]) -> list[Record]:
        return load(subject.of_hearings(connection, tenant, kind, hearings))

    him = Subject(person)
    him.entries = [one for one in load(subject.entries(connection, tenant, person)) if one.type == "person"]
    if person not in {one.id for one in him.entries}:
        return None
    mine = {one.id for one in him.entries}
    him.unit = next((unit for one in him.entries if (unit := _line(one, "unit"))), "")
    came = subject.came(connection, tenant, mine)
    him.attendances = load(came)
    units = {unit for one in him.entries if (unit := _line(one, "unit"))}
    near = {one for unit in units for one in subject.hearings_of(connection, tenant, unit)} | {*came.values()} - {""}
    him.hearings = sorted(near)
    him.proposals = [one for one in of("proposal", him.hearings) if merge.value_of(one, "proposer") in mine]
    _add_made_by(him, load, of, {*came}, mine, connection, tenant)
    return him


def _add_made_by(him: Subject, load, of, came: set[str], mine: set[str], connection: Connection, tenant: str) -> None:
    """What he signed, the codes that he was given, the files in which he speaks or which belong to his proposals."""
    received = [one for one in of("handover", him.hearings) if merge.value_of(one, "receiver") in mine]
    signed = {_line(one, "signature") for one in (*him.attendances, *received)} - {""}
    about = came | {one.id for one in received}
    him.signatures = [
        one for one in of("signature", him.hearings) if one.id in signed or merge.value_of(one, "of") in about
    ]
    nearby = subject.of_hearings(connection, tenant, "proposal", him.hearings)
    codes = load(subject.of_proposals(connection, tenant, "tracking_code", nearby))
    him.codes = [one for one in codes if merge.value_of(one, "person") in mine]
    own, names = {one.id for one in him.proposals}, him.names
    him.media = [
        one
        for one in of("media", him.hearings)
        if merge.value_of(one, "of") in own or _line(one, "speaker_name").casefold() in names
    ]


def named_in(connection: Connection, tenant: str, him: Subject) -> list[str]:
    """Records of his hearings whose free text says his name (both words of it) or his number, at most 50."""
    full = {frozenset(words.words(name)) for name in him.names}
    full = {name for name in full if len(name) > 1 and all(len(word) > 1 for word in name)}
    short = {name for name in him.names if re.fullmatch(r"\w\.\s?\w+", name)}
    found = []
    for kind in WRITTEN:
        ids = subject.of_hearings(connection, tenant, kind, him.hearings)
        for some in records.chunks(ids):
            for record in records.load_open(connection, tenant, some).values():
                if _says(record, full, short, him.phones):
                    found.append(record.id)
    return sorted(found)[:50]


def _says(record: Record, full: set[frozenset[str]], short: set[str], phones: set[str]) -> bool:
    for text in _texts(record):
        said = set(words.words(text))
        stems = {words.stem(word) for word in said}
        if any(all(word in said or words.stem(word) in stems for word in name) for name in full):
            return True
        if any(name in text.casefold() for name in short):
            return True
        if any(digits in re.sub(r"[\s-]", "", text) for digits in phones):
            return True
    return False


def _texts(record: Record) -> Iterable[str]:
    for declared in BY_NAME[record.type].fields:
        if declared.kind in ("text", "line") and not declared.personal and not declared.map:
            value = merge.value_of(record, declared.name)
            if type(value) is str:
                yield value


def _line(record: Record, path: str) -> str:
    value: Value = merge.value_of(record, path)
    return value if type(value) is str else ""
