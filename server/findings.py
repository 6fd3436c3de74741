"""What citizens found of a proposal that the office calls done, and how it then stands (DOMAIN §D, scenario 16).

The office never says `confirmed`: it follows from the findings of the halls, here for every page of the server and in
pwa/src/domain/last_time.ts for the tablets. A finding is never unsaid: one that was counted wrongly is corrected by
another, and one that the office answered with a new state stays among the counts. Pure.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sync.merge import value_of
from sync.record import Record

SETTLED = ("done", "confirmed", "declined", "answered", "not_competent")  # states that a hall may open again


class Finding(NamedTuple):
    """One verification; `day` is that of its hearing."""

    id: str
    hearing: str
    day: str
    finding: str  # confirmed, not_done, reopened
    corrects: str = ""
    count_for: int = 0
    count_against: int = 0
    note: str = ""

    @property
    def said(self) -> tuple:
        """Two tablets of one hall that say the same said it once."""
        return (self.hearing, self.finding, self.count_for, self.count_against, self.note)


def of_record(record: Record, days: dict[str, str]) -> Finding:
    """A verification as a finding. `days`: hearing → its day."""
    text = {name: str(value_of(record, name) or "") for name in ("hearing", "finding", "corrects", "note")}
    hands = [value_of(record, name) for name in ("count_for", "count_against")]
    counts = [value if type(value) is int else 0 for value in hands]
    day = days.get(text["hearing"], "")
    return Finding(record.id, text["hearing"], day, text["finding"], text["corrects"], *counts, text["note"])


def standing(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that no other corrects, each once, by day."""
    found = sorted(findings)
    corrected = {one.corrects for one in found if one.corrects}
    by_words = {one.said: one for one in reversed(found) if one.id not in corrected}
    return sorted(by_words.values(), key=lambda one: (one.day, one.id))


def state(status: str, findings: Iterable[Finding], after: str = "") -> str:
    """How a proposal stands: `status` is what the office said last, `after` the finding that it knew then.

    What the latest hall said counts: all there confirmed what is done → `confirmed`; any said otherwise → `reopened`.
    Voices by code (of no hall, P6) confirm where no hall has spoken and most say yes; they open nothing again.
    """
    if status not in SETTLED:
        return status
    found = list(findings)
    all_found = [one for one in found if one.hearing]
    new = _not_answered(all_found, after)
    if not new and not all_found:
        return "confirmed" if status == "done" and balance(found) > 0 else status
    latest = [one.finding for one in new if one.hearing == new[-1].hearing]
    if "reopened" in latest or ("not_done" in latest and status in ("done", "confirmed")):
        return "reopened"
    return "confirmed" if status == "done" and "confirmed" in latest else status


def balance(findings: Iterable[Finding]) -> int:
    """Voices by code that say yes, less those that say no; who changed his mind counts once."""
    found = [one for one in findings if not one.hearing]
    corrected = {one.corrects for one in found}
    return sum(1 if one.finding == "confirmed" else -1 for one in found if one.id not in corrected)


def _not_answered(findings: list[Finding], after: str) -> list[Finding]:
    """The standing ones of which the office has not heard when it said `after`."""
    found = standing(findings)
    known = next((one for one in findings if one.id == after), None)
    if known is None:
        return found
    return [one for one in found if one.day >= known.day and not _is_answered(one, known)]


def _is_answered(one: Finding, known: Finding) -> bool:
    """Of the hall that was heard, only a correction that came since is new."""
    return one.hearing == known.hearing and (one.id == known.id or not one.corrects)
