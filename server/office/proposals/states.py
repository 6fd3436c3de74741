"""The states of a proposal: which may follow which, and what each must say (DOMAIN §D, scenarios 15 and 16).

`move` is the one way in which the office says a new state; `statements` makes the same for a service that says more in
its own transaction (a letter, a plan). `confirmed` is never said: it follows from what halls found (server/findings).
What was said can be taken back while nobody has gone on from it.
"""

from datetime import date
from hashlib import sha256
from typing import NamedTuple

from server import acts, clock, findings
from server.findings import Finding
from server.office.hearings import undo
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store import hearings
from server.store.states import ENDED, UNTOUCHED
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Verb
from sync.kinds import bad_text
from sync.merge import value_of
from sync.op import Op
from sync.record import Record, references

TEXT_MAX, LINE_MAX = 2000, 200
FINDINGS_MAX = 100

_work = "planned funding_asked in_progress partly_done done"
_answers = "declined answered not_competent"
STEPS: dict[str, tuple[str, ...]] = {
    state: tuple(after.split())
    for state, after in {
        "draft": "recorded withdrawn",
        "recorded": f"under_review forwarded accepted {_work} {_answers} merged withdrawn",
        "under_review": f"forwarded accepted {_work} {_answers} extended merged withdrawn",
        "forwarded": f"under_review accepted {_work} {_answers} extended merged withdrawn",
        "accepted": f"forwarded {_work} declined answered extended merged withdrawn",
        "planned": "forwarded funding_asked in_progress partly_done done declined extended withdrawn",
        "funding_asked": "forwarded planned in_progress partly_done done declined extended withdrawn",
        "in_progress": "planned partly_done done declined extended",
        "partly_done": "in_progress done declined extended",
        "extended": f"under_review forwarded accepted {_work} {_answers} withdrawn",
        "done": "partly_done reopened",
        "confirmed": "reopened",
        "declined": "reopened",
        "answered": "reopened",
        "not_competent": "forwarded reopened",
        "merged": "recorded",
        "withdrawn": "reopened",
        "reopened": f"under_review forwarded accepted {_work} {_answers} extended withdrawn",
    }.items()
}
NEEDS = {
    **dict.fromkeys(("done", "partly_done"), "measure"),
    **dict.fromkeys(("declined", "answered", "extended", "withdrawn", "reopened"), "reason"),
    "not_competent": "body",
}
OPEN = tuple(state for state in STEPS if state not in ENDED)
PATHS = ("status", "status_reason", "competent_body", "status_after")


class Wish(NamedTuple):
    """A state that an officer wishes, and what he says with it. `seen`: the token of the page (empty: any)."""

    to: str
    reason: str = ""
    measure: str = ""
    taken_on: str = ""  # the day of the measure; empty: today
    body: str = ""  # whose it is, where it is not ours
    seen: str = ""


class Standing(NamedTuple):
    """How a proposal stands: what is shown, what the office said last, what the halls found."""

    state: str
    said: str
    findings: list[Finding]


def standing(desk: Desk, proposal: Record) -> Standing:
    """How one proposal stands."""
    return standings(desk, [proposal])[proposal.id]


def standings(desk: Desk, proposals: list[Record]) -> dict[str, Standing]:
    """Proposal → how it stands; halls are asked only about what is settled."""
    made = {}
    for one in proposals:
        said = str(value_of(one, "status") or UNTOUCHED)
        found = findings_of(desk, one.id) if said in findings.SETTLED else []
        made[one.id] = Standing(findings.state(said, found, str(value_of(one, "status_after") or "")), said, found)
    return made


def findings_of(desk: Desk, proposal: str) -> list[Finding]:
    """What halls found of a proposal."""
    ids = hearings.of_proposal(desk.connection, desk.tenant, "verification", proposal, limit=FINDINGS_MAX)
    found = desk.load(ids)
    halls = desk.load({str(value_of(one, "hearing") or "") for one in found.values()})
    days = {hall: str(value_of(one, "held_on") or "") for hall, one in halls.items()}
    return [findings.of_record(one, days) for one in found.values()]


def token(proposal: Record) -> str:
    """What the page showed of the state: it changes whenever somebody says another."""
    return sha256(" ".join(sorted(proposal.live.get("status", ()))).encode()).hexdigest()[:32]


def steps(state: str) -> list[str]:
    """The states that an officer may choose after `state`; merging is done where the other one is chosen."""
    return [one for one in STEPS.get(state, ()) if one != "merged"]


def move(actor: Actor, proposal_id: str, wish: Wish) -> str:
    """Say a new state; returns the op. `bad-state`: it may not follow; `bad-values`: what it needs is not said."""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        proposal = desk.find(proposal_id, Verb.DECIDE, "proposal", lock=True)
        said = statements(desk, proposal, wish)
        return acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id

    return write(work)


def statements(desk: Desk, proposal: Record, wish: Wish) -> list[acts.Statement]:
    """The statements that say a new state of a record that the caller holds locked; the state's own comes first."""
    if proposal.type != "proposal":
        raise Problem("not-found")
    if wish.seen and wish.seen != token(proposal):
        raise Problem("stale")
    now = standing(desk, proposal)
    if wish.to not in STEPS.get(now.state, ()) or (wish.to == "merged" and not value_of(proposal, "merged_into")):
        raise Problem("bad-state")
    said = _said(wish)
    known = findings.standing(now.findings)
    values = {"status": wish.to, "status_reason": said["reason"] or None, "competent_body": said["body"] or None}
    values["status_after"] = known[-1].id if known else None
    made = [acts.change(proposal, {path: value for path, value in values.items() if _differs(proposal, path, value)})]
    return made + ([_measure(desk, proposal, said)] if said["measure"] else [])


def _differs(proposal: Record, path: str, value: object) -> bool:
    return path == "status" or value is not None or value_of(proposal, path) is not None


def _said(wish: Wish) -> dict[str, str]:
    """The words of a wish as they are kept, or what is wrong with each."""
    limits = {"reason": TEXT_MAX, "measure": TEXT_MAX, "body": LINE_MAX, "taken_on": 10}
    said = {name: getattr(wish, name).replace("\r\n", "\n").strip() for name in limits}
    wrong = {name: ["too-long"] for name, most in limits.items() if len(said[name]) > most}
    wrong |= {name: ["bad-value"] for name, value in said.items() if value and bad_text(value)}
    need = NEEDS.get(wish.to, "")
    if need and not said[need]:
        wrong[need] = ["missing"]
    if said["taken_on"]:
        try:
            said["taken_on"] = date.fromisoformat(said["taken_on"]).isoformat()
        except ValueError:
            wrong["taken_on"] = ["bad-value"]
    if wrong:
        raise Problem("bad-values", fields=wrong)
    return said | {name: "" for name in ("measure", "body") if name != need}


def _measure(desk: Desk, proposal: Record, said: dict[str, str]) -> acts.Statement:
    """The measure that makes a proposal done: a record of its own, so that several can stand beside each other."""
    today = says.local_day(clock.now_ms(), desk.zone_of(proposal))
    values = {"proposal": proposal.id, "text": said["measure"], "taken_on": said["taken_on"] or today}
    units = sorted(references(proposal, "unit"))
    return acts.creation("measure", values | ({"unit": units[0]} if units else {}))


def is_step(said: Op) -> bool:
    """Whether an op says a state and no more."""
    return said.type == "proposal" and "status" in said.sets and set(said.sets) <= set(PATHS)


def take_back(actor: Actor, op_id: str) -> str:
    """Take back a state and the measure said with it; returns the proposal. `stale` where somebody went on from it."""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        said = undo.batch_of(desk, op_id)
        step = said.get(op_id)
        if step is None or not is_step(step):
            raise Problem("bad-state")
        made = []
        for one in said.values():
            if one.id != op_id and (one.type != "measure" or one.sets.get("proposal", ("",))[0] != step.record):
                raise Problem("bad-state")
            made += undo.back(desk, desk.find(one.record, Verb.DECIDE, "proposal", lock=True), one)
        acts.state_in(connection, desk.tenant, actor.id, made)
        return step.record

    return write(work)
