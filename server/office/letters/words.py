"""What of a proposal is forwarded: its words at that moment, and what was said of them afterwards (scenario 3).

A referral holds the words as they went out. What a tablet says later changes the proposal, never the referral: it
stands beside it as an addendum until an officer sends it after, or says that he has looked at it.
"""

import json
from hashlib import sha256
from typing import NamedTuple

from sync.kinds import TEXT_MAX
from sync.merge import value_of
from sync.record import Record, shown_id

PATHS = ("title", "body", "root_cause", "solution", "cost", "addendum")


class Change(NamedTuple):
    """One path whose words have changed since: as they went out, as they are now (empty: not there)."""

    path: str
    sent: str
    now: str


def of(proposal: Record) -> dict[str, str]:
    """The words of a proposal as they are."""
    said = {path: value_of(proposal, path) for path in PATHS}
    return {path: str(value)[:TEXT_MAX] for path, value in said.items() if value not in (None, "")}


def frozen(referral: Record) -> dict[str, str]:
    """The words as they were forwarded."""
    return {
        path.partition("/")[2]: str(live[shown_id(live)][0])
        for path, live in referral.live.items()
        if path.startswith("frozen/") and live[shown_id(live)][0] is not None
    }


def digest(said: dict[str, str]) -> str:
    """What tells one wording from another."""
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def changes(referral: Record, proposal: Record) -> list[Change]:
    """What was said later and nobody has looked at; nothing of a referral that froze no words."""
    sent, now = frozen(referral), of(proposal)
    if not sent or sent == now or value_of(referral, "seen") == digest(now):
        return []
    return [Change(path, sent.get(path, ""), now.get(path, "")) for path in PATHS if sent.get(path) != now.get(path)]


def as_sets(said: dict[str, str], before: dict[str, str] | None = None) -> dict[str, str | None]:
    """The values that freeze `said`; what stood before and is gone is said to be gone."""
    gone = dict.fromkeys(f"frozen/{path}" for path in (before or {}) if path not in said)
    return gone | {f"frozen/{path}": value for path, value in said.items()}
