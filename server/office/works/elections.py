"""The ballots of a year's sessions as one election within the limit: Equal Shares as an advice, and the `.pb` file.

Papers alone can be read so: what was counted by hands has no ballots, and the page says so. A ballot of one bagh ticks
proposals of that bagh; together they share the limit, so that a small remote bagh has its part (DOMAIN §F). The file is
Pabulib's (pabulib.org/format), which pabulib-checker accepts (DOMAIN §F1); it names no person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server import ballot_box
from server.office.hearings.desk import Desk
from server.office.hearings.rankings import Shown
from server.store import hearings
from sync import opset, ranking
from sync.merge import value_of
from sync.op import Value
from sync.ranking import ballots as papers
from sync.ranking.session import entries
from sync.record import Record

READABLE = ("dot_vote", "approval", "greedy", "equal_shares")  # methods whose marks are ticks, or can be read as such
BALLOTS_MAX = 20_000
RULE = "unknown"  # the governor and the khural decide: no rule of the format


@dataclass(frozen=True, slots=True)
class Election:
    """`costs`: proposal → ₮; `votes`: the proposals that each ballot ticks; `left_out`: sessions without papers."""

    costs: Mapping[str, int]
    votes: Sequence[tuple[str, ...]]
    left_out: int

    def support(self, proposal: str) -> int:
        """How many ballots tick it."""
        return sum(proposal in vote for vote in self.votes)


@dataclass(frozen=True, slots=True)
class Advice:
    """What Equal Shares would choose: the proposals in the order bought, and its name with its completion."""

    election: Election
    chosen: tuple[str, ...]
    spent: int
    variant: str
    needs: tuple[str, ...]


def of_sessions(desk: Desk, sessions: Sequence[Shown]) -> Election:
    """The election that closed sessions add up to."""
    costs: dict[str, int] = {}
    votes: list[tuple[str, ...]] = []
    left_out = 0
    for shown in sessions:
        if shown.values.get("method") not in READABLE:
            left_out += 1
            continue
        asked = ranking.read(shown.values)
        items = {key: str(one) for key, one in entries(shown.values, "items")}
        found = papers.collect(asked, _ballots(desk, shown.record)).valid
        left_out += not found
        if found:
            costs |= {items[key]: cost for key, cost in asked.costs.items() if key in items and cost}
            votes += [tuple(sorted(items[key] for key in marks if key in items)) for marks in found]
    ticked = [tuple(one for one in vote if one in costs) for vote in votes]
    return Election(costs, sorted(vote for vote in ticked if vote), left_out)


def _ballots(desk: Desk, session: Record) -> dict[str, Mapping[str, Value]]:
    """The counted ballots of a closed session, opened."""
    hall = str(value_of(session, "hearing") or "")
    ids = hearings.of_hearing(desk.connection, desk.tenant, hall, "ballot", "", BALLOTS_MAX)
    counted = value_of(session, "counted")
    names = None if counted is None else opset.decode(str(counted))
    own = [one for one in desk.load(ids).values() if value_of(one, "session") == session.id]
    known = [one for one in own if names is None or all(op_id in names for live in one.live.values() for op_id in live)]
    values = {one.id: ballot_box.values_of(one) for one in known}
    return ballot_box.opened(str(value_of(session, "key") or ""), values)


def advice(desk: Desk, sessions: Sequence[Shown], limit: Value) -> Advice | None:
    """What Equal Shares, completed by add-1 and votes, would choose; None where no ballots say costs, or no limit."""
    election = of_sessions(desk, sessions)
    if type(limit) is not int or limit < 1 or not election.votes:
        return None
    asked: dict[str, Value] = {"method": "equal_shares", "parameters/budget": str(limit)}
    asked |= {f"items/{one}": one for one in election.costs} | {
        f"costs/{one}": at for one, at in election.costs.items()
    }
    cast = {str(number): {f"marks/{one}": 1 for one in vote} for number, vote in enumerate(election.votes)}
    result = ranking.rank(asked, cast, {})
    bought = [item["item"] for item in result["items"] if item["rank"] is not None]
    spent = sum(election.costs[one] for one in bought)
    return Advice(election, tuple(bought), spent, str(result["variant"]), tuple(result["needs"]))


def pb(election: Election, meta: Mapping[str, object], names: Mapping[str, str], selected: set[str]) -> str:
    """The election in Pabulib's format; `selected`: what the governor's list funds."""
    ids = {one: number for number, one in enumerate(sorted(election.costs), 1)}
    head = [
        *meta.items(),
        ("num_projects", len(ids)),
        ("num_votes", len(election.votes)),
        ("vote_type", "approval"),
        ("rule", RULE),
        ("min_length", 1),
        ("max_length", max(map(len, election.votes), default=1)),
        ("language", "mn"),
        ("currency", "MNT"),
    ]
    lines = ["META", "key;value", *(f"{key};{_cell(value)}" for key, value in head)]
    lines += ["PROJECTS", "project_id;cost;votes;name;selected"]
    order = sorted(ids, key=lambda one: (-election.support(one), ids[one]))
    for one in order:
        said = (ids[one], election.costs[one], election.support(one), _cell(names.get(one, "")), int(one in selected))
        lines.append(";".join(map(str, said)))
    lines += ["VOTES", "voter_id;vote"]
    lines += [f"{number};{','.join(str(ids[one]) for one in vote)}" for number, vote in enumerate(election.votes, 1)]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return " ".join(str(value).replace(";", ",").replace('"', "'").split())
