"""A consent that ended: what it was needed for goes, at once and for ever (X1; scenario 18).

Made of ordinary office ops in one transaction, together with the note of what was done. `_erased` destroys the keys of
the records: the values are gone from the office, from every tablet at its next exchange, from log and backup as far as
they are kept under those keys. What cannot be told apart from other people's words (a text that says his name) is
listed for a person to look at. A proposal stays: its words are not his name.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from server import acts, clock, local_day
from server.acts import Statement
from server.backup import erasures
from server.messages import outbox
from server.models.privacy import Erasure
from server.privacy import purposes
from server.privacy import subject as subjects
from server.privacy.purposes import GONE, End, Standing
from server.privacy.subject import MOVING, Subject
from server.store import records
from server.store.unit_of_work import write
from sync import merge
from sync.merge import ERASED
from sync.record import Record

WITHDRAWN, LAPSED, REQUEST, RETENTION = "withdrawn", "lapsed", "request", "retention"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a person's consents stand today, and what follows."""

    subject: Subject
    standings: dict[str, Standing]
    end: End

    @property
    def why(self) -> str:
        """`withdrawn` where somebody said so, else `lapsed`."""
        return WITHDRAWN if Standing.WITHDRAWN in self.standings.values() else LAPSED


def judge(connection: Connection, tenant: str, person: str, lock: bool = False) -> Verdict | None:
    """The verdict on one person; None for what is no entry of the register."""
    him = subjects.find(connection, tenant, person, lock)
    if him is None:
        return None
    day = local_day.today(connection, tenant, him.unit)
    said = {purpose: purposes.standing(him.entries, purpose, day) for purpose in purposes.PURPOSES}
    return Verdict(him, said, purposes.end(said[purposes.PARTICIPATION], said[purposes.ANSWER]))


def settle(tenant: str, person: str, account: str = "") -> Counter[str]:
    """Let follow what the person's consents ask for today; counts by record type. Again: nothing is left to do."""
    done = write(lambda connection: settle_in(connection, tenant, person, account))
    if done:
        erasures.note(tenant)
    return done


def settle_in(connection: Connection, tenant: str, person: str, account: str) -> Counter[str]:
    """As `settle`, within a unit of work."""
    verdict = judge(connection, tenant, person, lock=True)
    if verdict is None:
        return Counter()
    him = verdict.subject
    statements: list[Statement] = []
    if verdict.standings[purposes.ANSWER] in GONE:
        outbox.drop_unreachable(connection, tenant, {one.id for one in him.entries})
    if verdict.standings[purposes.SHOWING] in GONE or verdict.end == End.ALL:
        statements += unpublished(him.media)
    if verdict.end == End.PHONE:
        statements += cleared(him.entries, ("phone",)) + cleared(him.attendances, ("phone",))
    if verdict.end == End.PRESENCE:
        statements += cleared(him.entries, ("address", "birth_year"))
        statements += forgotten([*him.attendances, *him.signatures])
    if verdict.end == End.ALL:
        statements += everything(him)
    return carry_out(connection, tenant, him, statements, verdict.why, account)


def everything(him: Subject) -> list[Statement]:
    """Forget the person: all that is his own, and every sound or moving picture of him."""
    return forgotten([*him.personal(), *(one for one in him.media if merge.value_of(one, "kind") in MOVING)])


def carry_out(
    connection: Connection, tenant: str, him: Subject, statements: list[Statement], why: str, account: str
) -> Counter[str]:
    """Make the ops, and note what was done; counts by record type."""
    done = Counter(statement.type for statement in statements)
    if not statements:
        return done
    is_whole = any(ERASED in statement.sets and statement.type == "person" for statement in statements)
    left = subjects.named_in(connection, tenant, him) if is_whole else []
    acts.state_in(connection, tenant, account, statements)
    row = {"tenant": tenant, "id": acts.new_id(), "person": him.person, "unit": him.unit, "why": why}
    row |= {"account": account, "at": clock.now_ms(), "counts": json.dumps(done), "left": json.dumps(left)}
    connection.execute(insert(Erasure), row)
    return done


def forgotten(found: Iterable[Record]) -> list[Statement]:
    """Erase these records."""
    return [Statement(one.type, one.id, {ERASED: (True, ())}) for one in found if not one.erased]


def cleared(found: Iterable[Record], paths: tuple[str, ...]) -> list[Statement]:
    """Empty these fields where they say something."""
    statements = []
    for one in found:
        values = {path: None for path in paths if not one.erased and merge.value_of(one, path) is not None}
        if values:
            statements.append(acts.change(one, values))
    return statements


def unpublished(found: Iterable[Record]) -> list[Statement]:
    """Show these files to the public no more."""
    return [acts.change(one, {"publish": False}) for one in found if merge.value_of(one, "publish") is True]


def touched(connection: Connection, tenant: str, changed: Iterable[str]) -> list[str]:
    """Of the records that a push changed, the people whose consents may have ended by it."""
    found = records.load_open(connection, tenant, changed)
    return [one.id for one in found.values() if one.type == "person" and not one.erased and _said_no(one)]


def _said_no(entry: Record) -> bool:
    paths = [f"consents/{purpose}" for purpose in purposes.PURPOSES]
    return any(path in entry.live and merge.value_of(entry, path) is None for path in paths)


def joined(connection: Connection, tenant: str, person: str) -> set[str]:
    """All the records that hold something of a person, for whoever asks what was done with them."""
    him = subjects.find(connection, tenant, person)
    return set() if him is None else {one.id for one in (*him.personal(), *him.media)}


def may_have_ended(entry: Record, day: str) -> bool:
    """Whether some consent of this entry may not hold any more on `day` (or the day after, in a zone further east)."""
    said = [merge.value_of(entry, path) for path in entry.live if path.startswith("consents/")]
    return any(value is None or str(value) <= day for value in said)
