"""Proposals and the policy goals that they serve: an entry of the proposal's map each, the office's alone (O17)."""

from sqlalchemy import Connection

from server import acts
from server.office.hearings.desk import Desk, name_of
from server.problems import Problem
from server.store import directory
from server.store.unit_of_work import write
from server.text import collate
from server.who import Actor, Verb
from sync import merge
from sync.record import Record

PATH = "goals/"


def of_proposal(connection: Connection, tenant: str, proposal: Record) -> tuple[list, list]:
    """(id, name) of the goals that a proposal serves, and of those that may still be named; by number."""
    goals = directory.of_kind(connection, tenant, "goal")
    named = {path.removeprefix(PATH) for path in proposal.live if path.startswith(PATH)}
    mine = {one for one in named if merge.value_of(proposal, PATH + one) is not None}
    pairs = sorted(((one.id, _name(one)) for one in goals), key=lambda pair: collate.key(pair[1]))
    hidden = {one.id for one in goals if merge.value_of(one, "hidden")}
    return [pair for pair in pairs if pair[0] in mine], [pair for pair in pairs if pair[0] not in mine | hidden]


def _name(goal: Record) -> str:
    number = merge.value_of(goal, "number")
    return f"{number}. {name_of(goal, {})}" if number else name_of(goal, {})


def name(actor: Actor, proposal_id: str, goal_id: str, serves: bool) -> None:
    """Say that a proposal serves a goal, or that it does not; once more changes nothing."""

    def work(connection: Connection) -> None:
        proposal = Desk(connection, actor).find(proposal_id, Verb.DECIDE, "proposal", lock=True)
        goal = directory.load(connection, actor.tenant, "goal", goal_id)
        if proposal.type != "proposal" or goal is None:
            raise Problem("not-found")
        value = goal.id if serves else None
        if merge.value_of(proposal, PATH + goal.id) != value:
            statement = acts.resolution(proposal, PATH + goal.id, value)
            acts.state_in(connection, actor.tenant, actor.id, [statement])

    write(work)
