"""Ranking that can be defended (T9, O10): what a meeting's votes come to, exact, the same on every device.

Pure functions over the plain values of records, mirrored in pwa/src/domain/ranking; shared vectors, laws and a
differential fuzz hold both together. The record that each value comes from stands in session.py, ballots.py and
tallies.py; the result in result.py; the tie rule in ties.py; the methods in scores.py, orders.py, budget.py, shares.py.
"""

from sync.ranking.ballots import why_invalid
from sync.ranking.counting import count, reread
from sync.ranking.result import Result, canonical, decide, result_hash
from sync.ranking.session import METHODS, Records, Session, Value, Values, read
from sync.ranking.ties import lot

# Other methods for which the same ballots can be read, as a second opinion.
ADVISORY: dict[str, tuple[str, ...]] = {
    "dot_vote": ("approval", "greedy", "equal_shares"),
    "approval": ("greedy", "equal_shares"),
    "greedy": ("approval", "equal_shares"),
    "equal_shares": ("approval", "greedy"),
    "borda": ("pairwise",),
    "pairwise": ("borda",),
}


def rank(session: Values, ballots: Records, tallies: Records) -> Result:
    """What the ballots and hand counts of a `ranking_session` come to.

    `session`: the record's values by path; `ballots`, `tallies`: the values of the records that name it, by id, those
    deleted left out. Any order, any tablet (I2). ValueError where the session has no method that is known here.
    """
    asked = read(session)
    return decide(asked, count(asked, ballots, tallies))


def advise(
    session: Values, ballots: Records, tallies: Records, method: str, parameters: dict[str, Value] | None = None
) -> Result:
    """The same ballots under another `method` of ADVISORY, with `parameters` of its own: an advice, not the decision.

    A ballot that was invalid stays so. ValueError where the ballots cannot be read that way.
    """
    asked = read(session)
    if method not in ADVISORY.get(asked.method, ()):
        raise ValueError(f"ballots of {asked.method} cannot be read as {method}")
    others = {path: value for path, value in session.items() if not path.startswith("parameters/")}
    given = {f"parameters/{name}": value for name, value in (parameters or {}).items()}
    other = read({**others, **given, "method": method})
    counted = reread(count(asked, ballots, tallies), asked, other)
    return decide(other, counted, advisory=asked.method)


__all__ = [
    "ADVISORY", "METHODS", "Records", "Result", "Session", "Value", "Values", "advise", "canonical", "lot", "rank",
    "read", "result_hash", "why_invalid",
]  # fmt: skip
