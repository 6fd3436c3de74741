"""Which of the chosen proposals can be forwarded, to whom the rules send each, when its term began (O4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.office.clocks import terms
from server.office.clocks.receipt import Receipt, receipt
from server.office.hearings.desk import Desk
from server.office.letters import routing
from server.office.letters.paper import Line
from server.office.letters.words import of as words_of
from server.office.proposals import states
from server.store import hearings, letters, proposals, records, referrals, works
from server.store.letters import Route
from server.store.settings import House, house
from sync.kinds import KINDS
from sync.merge import is_deleted, value_of
from sync.record import Record, references

CHOSEN_MAX = 40
FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One proposal to be forwarded. `rule`: why to this body; `kind`: what its term goes by; `voices`: merged here."""

    record: Record
    line: Line
    unit: str
    receipt: Receipt
    kind: str
    days: int | None
    rule: Route | None
    returned_from: str = ""
    voices: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What may go, and what may not (record → why: open, state, missing). `merged`: chosen → what it went into."""

    chosen: list[Chosen]
    left: dict[str, str]
    merged: dict[str, str]
    house: House


def wanted(said: Iterable[str]) -> list[str]:
    """The ids among what a form or an address says, each once, at most CHOSEN_MAX."""
    found = [one for one in dict.fromkeys(said) if KINDS["reference"](one) is None]
    return found[:CHOSEN_MAX]


def draft(desk: Desk, ids: list[str], lock: bool = False) -> Draft:
    """What of `ids` can be forwarded now; a proposal that was merged stands for the one that it went into."""
    found = desk.load(ids)
    merged = works.merged_into(desk.connection, desk.tenant, found)
    real = list(dict.fromkeys(merged.get(one, one) for one in ids))
    known = desk.load(real, lock)
    own = house(desk.connection, desk.tenant)
    sent = _open(desk, real)
    parents = letters.parents(desk.connection, desk.tenant)
    rules = letters.routes(desk.connection, desk.tenant)
    bodies = desk.load({rule.body for rule in rules if rule.body})
    rules = [rule for rule in rules if rule.body in bodies and routing.is_addressee(bodies[rule.body])]
    names = desk.names({unit for one in known.values() for unit in references(one, "unit")})
    chosen, left = [], {}
    for record_id in real:
        one = known.get(record_id)
        if one is None or one.type != "proposal" or is_deleted(one):
            left[record_id] = "missing"
        elif sent.get(record_id) == "":
            left[record_id] = "open"
        elif FORWARDED not in states.STEPS.get(states.standing(desk, one).state, ()):
            left[record_id] = "state"
        else:
            unit = next(iter(sorted(references(one, "unit"))), "")
            places = routing.above(unit, parents)
            rule = routing.choose(rules, str(value_of(one, "category") or ""), places)
            chosen.append(_chosen(desk, one, unit, names.get(unit, ""), own, rule, sent.get(record_id, "")))
    return Draft(chosen, left, merged, own)


def _open(desk: Desk, ids: list[str]) -> dict[str, str]:
    """Proposal → "" where a referral still waits for its answer, else the one that came back last as not theirs."""
    pairs = referrals.of_proposals(desk.connection, desk.tenant, ids)
    known = desk.load([referral for _, referral in pairs])
    found: dict[str, str] = {}
    for proposal, referral in sorted(pairs, key=lambda pair: str(_said(known, pair[1], "sent_on"))):
        if referral not in known or found.get(proposal) == "":
            continue
        answer = _said(known, referral, "answer")
        if not _said(known, referral, "closed_on") and answer not in ("final", "not_competent"):
            found[proposal] = ""
        elif answer == "not_competent":
            found[proposal] = referral
    return found


def _said(known: dict[str, Record], record: str, path: str):
    return value_of(known[record], path) if record in known else None


def _chosen(
    desk: Desk, one: Record, unit: str, name: str, own: House, rule: Route | None, returned_from: str
) -> Chosen:
    hall_id = next(iter(sorted(references(one, "hearing"))), "")
    hall = desk.load([hall_id]).get(hall_id) if hall_id else None
    got = receipt(desk, one, hall)
    kind = kind_of(desk, one, hall_id)
    term = terms.term_of(kind, own.settings)
    due = terms.due(got.day, term[0]) if term and got.day else ""
    voices = len(proposals.merged_into(desk.connection, desk.tenant, one.id))
    line = Line(words_of(one), name, got.day, due)
    return Chosen(one, line, unit, got, kind, term[0] if term else None, rule, returned_from, voices)


def kind_of(desk: Desk, proposal: Record, hearing: str) -> str:
    """What the law takes it for: the kind of the petition that was raised of it, else its own."""
    ids = letters.petitions(desk.connection, desk.tenant, hearing) if hearing else []
    for one in records.load_open(desk.connection, desk.tenant, ids).values():
        if value_of(one, "proposal") == proposal.id:
            return str(value_of(one, "kind") or "petition")
    return str(value_of(proposal, "kind") or terms.UNSAID)


def units(desk: Desk) -> dict[str, str]:
    """Unit → name, within reach."""
    return hearings.units(desk.connection, desk.tenant, desk.actor.units)
