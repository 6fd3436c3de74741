"""Hand counts of several tables: added up by the source counted, never overwritten, never doubled (DESIGN §3).

Paths of a `tally` (catalogue): `source` names the table or section that was counted (without one, the record is
its own source); `counts/<key>` whole numbers from 0:

    <item>                             dots of dot_vote; ticks of approval and greedy
    <item>.supporters                  dot_vote: people who gave it at least one dot
    <item>.for  .against  .abstain     show_of_hands: hands
    <item>.1 … <item>.5                consensus: people at that level
    <item>.<other>                     pairwise: people who prefer the first
    _cast  _invalid                    papers counted there, and how many of them are invalid

Borda, criteria and Equal Shares need to know who marked what together: they take ballots alone.
Two tallies of one source that differ are a problem, and neither counts until one of them is gone.
"""

import json
from dataclasses import dataclass

from sync.ranking.ballots import LEVELS
from sync.ranking.session import COUNT_MAX, Problem, Records, Session, part

HANDS = ("for", "against", "abstain")
CAST, INVALID = "_cast", "_invalid"


@dataclass(frozen=True, slots=True)
class Sums:
    """What the sources add up to; `cast` is None where one does not say how many papers it had."""

    counts: dict[str, int]
    cast: int | None
    problems: tuple[Problem, ...]

    def of(self, key: str) -> int:
        """The sum under `key`."""
        return self.counts.get(key, 0)


NO_SUMS = Sums({}, 0, ())


def add_up(session: Session, tallies: Records) -> Sums:
    """The sums over all sources, and what is wrong with them."""
    sources, problems = _by_source(tallies)
    keys = _keys(session)
    if sources and not keys:
        return Sums({}, 0, ({"code": "tallies-not-counted"},))
    totals: dict[str, int] = {}
    for source, counts in sources.items():
        for key, count in counts.items():
            if key not in keys or count > COUNT_MAX:
                code = "bad-count" if key in keys else "unknown-key"
                problems.append({"code": code, "source": source, "key": key})
            else:
                totals[key] = totals.get(key, 0) + count
    knows_cast = all(CAST in counts for counts in sources.values())
    problems += _too_many(session, totals)
    return Sums(totals, totals.get(CAST, 0) if knows_cast else None, tuple(problems))


def _by_source(tallies: Records) -> tuple[dict[str, dict[str, int]], list[Problem]]:
    said: dict[str, dict[str, dict[str, int]]] = {}
    for tally_id, values in tallies.items():
        counts = {key: int(count) for key, count in part(values, "counts").items()}
        if counts:
            said.setdefault(str(values.get("source") or tally_id), {})[json.dumps(counts)] = counts
    twice = sorted(source for source, versions in said.items() if len(versions) > 1)
    once = {source: next(iter(versions.values())) for source, versions in said.items() if len(versions) == 1}
    return once, [{"code": "counted-twice", "source": source} for source in twice]


def _keys(session: Session) -> set[str]:
    """The keys that a tally of this method may have; none where it is not counted by hand."""
    items = session.items
    match session.method:
        case "show_of_hands":
            keys = {f"{item}.{hand}" for item in items for hand in HANDS}
        case "dot_vote":
            keys = {*items, *(f"{item}.supporters" for item in items)}
        case "approval" | "greedy":
            keys = set(items)
        case "consensus":
            keys = {f"{item}.{level}" for item in items for level in LEVELS}
        case "pairwise":
            keys = {f"{item}.{other}" for item in items for other in items if item != other}
        case _:
            return set()
    return keys | {CAST, INVALID}


def _too_many(session: Session, totals: dict[str, int]) -> list[Problem]:
    """Counts that exceed the people there: nobody votes who is not in the room (DOMAIN §H 10)."""
    problems: list[Problem] = []
    if totals.get(INVALID, 0) > totals.get(CAST, 0):
        problems.append({"code": "more-invalid-than-cast", "counted": totals[INVALID], "most": totals.get(CAST, 0)})
    if session.eligible is None:
        return problems
    for of, keys, each in _groups(session):
        counted, most = sum(totals.get(key, 0) for key in keys), each * session.eligible
        if counted > most:
            problems.append({"code": "too-many-hands", "of": of, "counted": counted, "most": most})
    return problems


def _groups(session: Session) -> list[tuple[str, list[str], int]]:
    """Keys that together cannot exceed so many for each person, under a name."""
    items = session.items
    match session.method:
        case "show_of_hands":
            return [(item, [f"{item}.{hand}" for hand in HANDS], 1) for item in items]
        case "consensus":
            return [(item, [f"{item}.{level}" for level in LEVELS], 1) for item in items]
        case "pairwise":
            return [(f"{a}.{b}", [f"{a}.{b}", f"{b}.{a}"], 1) for a in items for b in items if a < b]
        case "dot_vote":
            people = [(f"{item}.supporters", [f"{item}.supporters"], 1) for item in items]
            return [*people, ("dots", list(items), session.whole("dots", 3))]
        case _:
            return [(item, [item], 1) for item in items]
