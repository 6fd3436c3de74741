"""What a body answers, and what follows from it (O4, scenario 15).

A reply is a record that never changes; several stand after each other, and the referral says what holds. On paper: an
officer enters it, and it holds at once. By the link: it stops the clock on its day and waits; its words are published,
and the proposal's state moves, when an officer has read them. «Not ours» must name whose it is; the proposal then goes
back to be forwarded anew, and the new referral names the one from which it came back.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from server import acts, clock
from server.office.hearings.desk import Desk
from server.office.letters import links
from server.office.proposals import states
from server.problems import Problem
from server.store import records, referrals
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Verb
from sync.kinds import KINDS
from sync.merge import value_of
from sync.record import Record, references

ANSWERS = ("interim", "final", "not_competent")
OUTCOMES = ("answered", "accepted", "planned", "declined")  # what a final reply can make of a proposal
TEXT_MAX = 4000
PAPER, LINK = "paper", "link"


class Wish(NamedTuple):
    """A reply as somebody wrote it. `to`: the proposal's next state, said by an officer (empty: as it is)."""

    answer: str
    text: str
    answered_on: str = ""
    competent_body: str = ""
    signer: str = ""
    number: str = ""
    to: str = ""


def enter(actor: Actor, referral_id: str, wish: Wish) -> str:
    """An officer enters what came on paper; returns the reply."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        return _take(desk, desk.find(referral_id, Verb.DECIDE, "letter", lock=True), wish, PAPER)

    return write(work)


def by_link(tenant: str, token: str, referral_id: str, wish: Wish) -> str:
    """Whoever holds the link of a letter replies to one of its referrals; returns the reply."""

    def work(connection: Connection) -> str:
        letter = links.letter_of(connection, tenant, token)
        desk = Desk(connection, bearer(tenant))
        found = desk.load([referral_id], lock=True).get(referral_id)
        if found is None or found.type != "referral" or value_of(found, "letter") != letter:
            raise Problem("not-found")
        return _take(desk, found, wish._replace(to="", answered_on=""), LINK)

    return write(work)


def bearer(tenant: str) -> Actor:
    """Who holds a link: nobody's account, for as long as one letter is opened and no further."""
    return Actor("link", tenant, "", units=None)


def _take(desk: Desk, referral: Record, wish: Wish, way: str) -> str:
    today = says.local_day(clock.now_ms(), desk.zone_of(referral))
    said = _said(wish, today)
    unit = next(iter(sorted(references(referral, "unit"))), "")
    values = {path: said[path] for path in ("answer", "text", "answered_on", "competent_body", "signer", "number")}
    values |= {"unit": unit, "referral": referral.id, "proposal": value_of(referral, "proposal"), "way": way}
    reply = acts.creation("reply", {path: value for path, value in values.items() if value})
    holds = {"answer": said["answer"], "answered_on": said["answered_on"]}
    if said["answer"] != "interim":
        holds["closed_on"] = said["answered_on"]
    elif value_of(referral, "closed_on"):
        holds = {}  # what was final stays so; the word in between is kept with the others
    if way == LINK:
        holds["reply_waits"] = True
        moved = []
    else:
        holds |= {"answer_text": said["text"], "competent_body": said["competent_body"] or None} if holds else {}
        moved = _moved(desk, referral, said["answer"], said["text"], said["competent_body"], wish.to)
    made = [reply, *_changed(referral, holds), *moved]
    acts.state_in(desk.connection, desk.tenant, desk.actor.id, made)
    return reply.record


def publish(actor: Actor, referral_id: str, reply_id: str, text: str, to: str) -> None:
    """An officer has read a reply that came by the link: its words, without names, may be read by all."""

    def work(connection: Connection) -> None:
        desk = Desk(connection, actor)
        referral = desk.find(referral_id, Verb.DECIDE, "letter", lock=True)
        reply = latest(desk, referral)
        if reply is None or reply.id != reply_id or value_of(referral, "reply_waits") is not True:
            raise Problem("stale")
        whose = str(value_of(reply, "competent_body") or "")
        words, answer = _text(text), str(value_of(reply, "answer"))
        holds = {"answer_text": words, "reply_waits": False, "competent_body": whose or None}
        made = _changed(referral, holds)
        made += _moved(desk, referral, answer, words, whose, to)
        acts.state_in(connection, desk.tenant, actor.id, made)

    write(work)


def latest(desk: Desk, referral: Record) -> Record | None:
    """The reply that came last."""
    return next(iter(history(desk, [referral.id]).get(referral.id, [])), None)


def history(desk: Desk, ids: list[str]) -> dict[str, list[Record]]:
    """Referral → its replies, the last first."""
    found = records.load_open(
        desk.connection, desk.tenant, referrals.replies(desk.connection, desk.tenant, ids)
    ).values()
    origins = desk.origins({op_id for one in found for op_id in one.seen})
    order = {op: (origin.received_at, int(op.split(".")[1])) for op, origin in origins.items()}
    came = {one.id: max((order[op] for op in one.seen if op in order), default=(0, 0)) for one in found}
    made: dict[str, list[Record]] = {}
    for one in sorted(found, key=lambda one: came[one.id], reverse=True):
        made.setdefault(str(value_of(one, "referral")), []).append(one)
    return made


def _changed(record: Record, values: dict) -> list[acts.Statement]:
    """The statement of what differs, if anything does."""
    new = {path: value for path, value in values.items() if value_of(record, path) != value}
    return [acts.change(record, new)] if new else []


def _moved(desk: Desk, referral: Record, answer: str, text: str, whose: str, to: str) -> list[acts.Statement]:
    """The proposal's next state: not ours, or what the officer chose after a final reply."""
    if answer == "interim" or (answer == "final" and not to):
        return []
    proposal_id = str(value_of(referral, "proposal") or "")
    proposal = desk.load([proposal_id], lock=True).get(proposal_id)
    state = "not_competent" if answer == "not_competent" else to
    if proposal is None or state not in states.STEPS.get(states.standing(desk, proposal).state, ()):
        if answer == "not_competent":
            return []  # it has gone its way meanwhile: the reply stands, the state stays
        raise Problem("bad-state")
    if state not in (*OUTCOMES, "not_competent"):
        raise Problem("bad-values", fields={"to": ["bad-value"]})
    return states.statements(desk, proposal, states.Wish(state, reason=text[: states.TEXT_MAX], body=whose))


def _text(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > TEXT_MAX or KINDS["text"](said):
        raise Problem("bad-values", fields={"text": ["missing" if not said else "bad-value"]})
    return said


def _said(wish: Wish, today: str) -> dict[str, str]:
    """The words of a reply as they are kept, or what is wrong with each."""
    wrong = {}
    if wish.answer not in ANSWERS:
        wrong["answer"] = ["missing"]
    said = {path: getattr(wish, path).strip() for path in ("competent_body", "signer", "number")}
    wrong |= {path: ["bad-value"] for path, value in said.items() if KINDS["line"](value)}
    if wish.answer == "not_competent" and not said["competent_body"]:
        wrong["competent_body"] = ["missing"]
    if wish.answer != "not_competent":
        said["competent_body"] = ""
    said |= {"answer": wish.answer, "answered_on": wish.answered_on.strip() or today}
    if KINDS["date"](said["answered_on"]) or said["answered_on"] > today:
        wrong["answered_on"] = ["bad-value"]
    try:
        said["text"] = _text(wish.text)
    except Problem as problem:
        wrong |= problem.detail["fields"]
    if wrong:
        raise Problem("bad-values", fields=wrong)
    return said
