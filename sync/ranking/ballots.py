"""Ballots: a union by id, corrections followed, each judged by rule (DOMAIN §F, «Offline merging»).

Paths of a `ballot` (catalogue): `marks/<key>` whole numbers, `invalid` (declared so by the tellers), `corrects`.
The meaning of a mark depends on the family of the method:

    dots    dot_vote                        <item>: how many dots
    ticks   approval, greedy, equal_shares  <item>: 1 (0: none)
    places  borda, pairwise                 <item>: 1 for the best; gaps are allowed, the same place twice is not
    scores  criteria                        <item>.<criterion>: 1–5; an item has all criteria or none
    levels  consensus                       <item>: 1 block … 5 full support

Nothing here knows who voted; a ballot's id says at most which tablet wrote it down.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sync.ranking.session import Records, Session, Value, Values, entries, part

FAMILIES = {
    "dot_vote": "dots",
    "approval": "ticks",
    "greedy": "ticks",
    "equal_shares": "ticks",
    "borda": "places",
    "pairwise": "places",
    "criteria": "scores",
    "consensus": "levels",
}
LEVELS = range(1, 6)  # of consensus, and the scale of a criterion
# Why a ballot is invalid, in the order in which it is looked for; only the first is counted.
REASONS = (
    "declared", "corrected-twice", "unknown-item", "out-of-range", "rank-twice", "too-many-dots", "too-many-marks",
    "incomplete", "blank",
)  # fmt: skip

Marks = dict[str, int]


@dataclass(frozen=True, slots=True)
class Papers:
    """Ballots after corrections: the marks of the valid ones, and why the others are not (reason → how many)."""

    valid: tuple[Marks, ...]
    reasons: dict[str, int]
    corrected: int  # left out because another ballot corrects them

    @property
    def invalid(self) -> int:
        """How many are invalid."""
        return sum(self.reasons.values())


def collect(session: Session, ballots: Records) -> Papers:
    """The papers that `ballots` add up to, whatever their order (I2).

    Two corrections of one ballot that say the same are one paper; if they differ, nobody can tell which one was meant:
    one paper, invalid as `corrected-twice`.
    """
    named = {values.get("corrects") for values in ballots.values()}
    versions: dict[str, list[Values]] = {}
    for ballot_id in ballots:
        if ballot_id not in named:
            versions.setdefault(_first(ballot_id, ballots), []).append(ballots[ballot_id])
    check = checker(session)
    valid, reasons = [], dict.fromkeys(REASONS, 0)
    for paper, *others in versions.values():
        marks = dict(entries(paper, "marks"))
        is_split = any(_says(other) != _says(paper) for other in others)
        if reason := "corrected-twice" if is_split else check(paper, marks):
            reasons[reason] += 1
        else:
            valid.append({key: mark for key, mark in marks.items() if mark > 0})
    standing = sum(len(papers) for papers in versions.values())
    return Papers(tuple(valid), {code: count for code, count in reasons.items() if count}, len(ballots) - standing)


def _first(ballot_id: str, ballots: Records) -> str:
    """The id of the first version of a paper, also where that has not come yet."""
    seen = set()
    while ballot_id in ballots and ballot_id not in seen:
        seen.add(ballot_id)
        ballot_id = str(ballots[ballot_id].get("corrects") or ballot_id)
    return ballot_id


def _says(ballot: Values) -> tuple[dict[str, Value], bool]:
    return part(ballot, "marks"), bool(ballot.get("invalid"))


def why_invalid(session: Session, ballot: Values) -> str | None:
    """The reason of REASONS why `ballot` does not count, or None; for the screen that takes it in."""
    return checker(session)(ballot, dict(entries(ballot, "marks")))


def checker(session: Session) -> Callable[[Values, Marks], str | None]:
    """Judges ballots of `session` by its rules."""
    keys, (low, high) = _keys(session), _range(session)

    def check(ballot: Values, marks: Marks) -> str | None:
        if ballot.get("invalid"):
            return "declared"
        if not marks.keys() <= keys:
            return "unknown-item"
        if any(not low <= mark <= high for mark in marks.values()):
            return "out-of-range"
        return _broken_rule(session, marks) or (None if any(marks.values()) else "blank")

    return check


def _keys(session: Session) -> set[str]:
    if FAMILIES[session.method] != "scores":
        return set(session.items)
    return {f"{item}.{criterion}" for item in session.items for criterion in session.weights}


def _range(session: Session) -> tuple[int, int]:
    """The least and the greatest mark."""
    match FAMILIES[session.method]:
        case "dots":
            return 0, session.whole("max_per_item", session.whole("dots", 3))
        case "ticks":
            return 0, 1
        case "places":
            return 1, session.top
        case _:
            return LEVELS[0], LEVELS[-1]


def _broken_rule(session: Session, marks: Marks) -> str | None:
    match FAMILIES[session.method]:
        case "dots" if sum(marks.values()) > session.whole("dots", 3):
            return "too-many-dots"
        case "ticks" if sum(marks.values()) > session.whole("max_choices", len(session.items)):
            return "too-many-marks"
        case "places" if len(set(marks.values())) < len(marks):
            return "rank-twice"
        case "scores" if len(marks) < len({key.split(".")[0] for key in marks}) * len(session.weights):
            return "incomplete"
    return None
