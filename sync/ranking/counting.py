"""What the room said: ballots and hand counts of all tablets together, and how many people that were (T9)."""

from dataclasses import dataclass

from sync.ranking.ballots import FAMILIES, Marks, Papers, collect
from sync.ranking.session import Problem, Records, Session
from sync.ranking.tallies import INVALID, NO_SUMS, Sums, add_up

NO_PAPERS = Papers((), {}, 0)


@dataclass(frozen=True, slots=True)
class Counted:
    """The valid ballots, the sums of the hand counts, and what is wrong."""

    ballots: tuple[Marks, ...]
    sums: Sums
    counts: dict[str, object]
    problems: tuple[Problem, ...]

    def total(self, key: str) -> int:
        """The marks under `key` of all ballots and sums together."""
        return sum(marks.get(key, 0) for marks in self.ballots) + self.sums.of(key)


def count(session: Session, ballots: Records, tallies: Records) -> Counted:
    """All that was cast, each paper once (I1, I2)."""
    sums = add_up(session, tallies)
    problems = [*session.problems, *sums.problems]
    papers = NO_PAPERS
    if session.method != "show_of_hands":
        papers = collect(session, ballots)
    elif ballots:
        problems.append({"code": "ballots-not-counted"})
    counts = _counts(session, papers, sums)
    if session.eligible is not None and (counts["cast"] or 0) > session.eligible:
        problems.append({"code": "more-cast-than-eligible", "counted": counts["cast"], "most": session.eligible})
    return Counted(papers.valid, sums, counts, tuple(problems))


def _counts(session: Session, papers: Papers, sums: Sums) -> dict[str, object]:
    """Eligible, cast, valid, invalid (by reason; `by-hand` is what tables counted), corrected; None: nobody said."""
    reasons = dict(papers.reasons)
    if sums.of(INVALID):
        reasons["by-hand"] = sums.of(INVALID)
    invalid = sum(reasons.values())
    cast = None if sums.cast is None else sums.cast + len(papers.valid) + papers.invalid
    return {
        "eligible": session.eligible,
        "cast": cast,
        "valid": None if cast is None else cast - invalid,
        "invalid": invalid,
        "corrected": papers.corrected,
        "reasons": sorted([code, number] for code, number in reasons.items()),
    }


def reread(counted: Counted, asked: Session, other: Session) -> Counted:
    """The same ballots, read for another method: a dot is a tick, a tick a tick, a place a place.

    For an advisory second result. What was invalid stays so. Hand counts are ticks in `approval` and `greedy` alone;
    read for anything else they are a problem.
    """
    ballots, sums, problems = counted.ballots, counted.sums, [*counted.problems, *other.problems]
    if FAMILIES[other.method] == "ticks":
        ballots = tuple(dict.fromkeys(marks, 1) for marks in ballots)
    if sums.counts and {asked.method, other.method} != {"approval", "greedy"}:
        sums = NO_SUMS
        problems.append({"code": "tallies-not-counted"})
    return Counted(ballots, sums, counted.counts, tuple(problems))
