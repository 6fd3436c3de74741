"""Extending a term: by the head, once more at most by what the law allows, with a reason and a notice (scenario 6)."""

from server import acts, clock
from server.office.clocks import terms
from server.office.hearings.desk import Desk
from server.office.letters import draft
from server.office.proposals import states
from server.problems import Problem
from server.store.settings import house
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Verb
from sync.kinds import KINDS
from sync.merge import value_of
from sync.record import Record, references

NOTICE_MAX = 2000


def last_day(referral: Record) -> str:
    """The day on which the answer is due: extended, or as the law has it; empty: none."""
    return str(value_of(referral, "extended_to") or value_of(referral, "due_on") or "")


def latest(desk: Desk, referral: Record) -> str:
    """The last day to which the law lets the head extend; empty: it does not."""
    due_on = str(value_of(referral, "due_on") or "")
    proposal_id = str(value_of(referral, "proposal") or "")
    proposal = desk.load([proposal_id]).get(proposal_id) if proposal_id else None
    if not due_on or proposal is None:
        return ""
    hall = next(iter(sorted(references(proposal, "hearing"))), "")
    term = terms.term_of(draft.kind_of(desk, proposal, hall), house(desk.connection, desk.tenant).settings)
    return terms.due(due_on, term[1]) if term and term[1] else ""


def extend(actor: Actor, referral_id: str, to: str, by: str, reason: str, notice: str) -> str:
    """Extend to the day `to`; returns the op. `bad-values` names what is missing; `bad-state`: closed, or over."""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        referral = desk.find(referral_id, Verb.DECIDE, "letter", lock=True)
        today = says.local_day(clock.now_ms(), desk.zone_of(referral))
        stands = last_day(referral)
        if referral.type != "referral" or value_of(referral, "closed_on") or not stands or today > stands:
            raise Problem("bad-state")
        said = {"to": to, "by": by, "reason": reason, "notice": notice}
        said = {name: value.replace("\r\n", "\n").strip() for name, value in said.items()}
        wrong = {name: ["missing"] for name, value in said.items() if not value}
        if KINDS["date"](said["to"]) or not stands < said["to"] <= latest(desk, referral):
            wrong.setdefault("to", ["bad-value"])
        for name in ("reason", "notice", "by"):
            if len(said[name]) > (200 if name == "by" else NOTICE_MAX) or KINDS["text"](said[name]):
                wrong.setdefault(name, ["bad-value"])
        if wrong:
            raise Problem("bad-values", fields=wrong)
        values = {"extended_to": said["to"], "extended_on": today, "extended_by": said["by"]}
        values |= {"extension_reason": said["reason"], "extension_notice": said["notice"]}
        # the referral first: what a batch says first of a proposal is what its people are told, with day and notice
        made = [acts.change(referral, values), *_state(desk, referral, said["reason"])]
        return acts.state_in(connection, desk.tenant, actor.id, made).rows[0].id

    return write(work)


def _state(desk: Desk, referral: Record, reason: str) -> list[acts.Statement]:
    """The proposal is said to be extended, where its state allows it."""
    proposal_id = str(value_of(referral, "proposal") or "")
    proposal = desk.load([proposal_id], lock=True).get(proposal_id)
    if proposal is None or "extended" not in states.STEPS.get(states.standing(desk, proposal).state, ()):
        return []
    return states.statements(desk, proposal, states.Wish("extended", reason=reason))
