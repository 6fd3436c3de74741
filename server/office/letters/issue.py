"""Issuing: one letter a body, numbered, set, frozen, with a referral for each proposal; all in one transaction (O4).

What cannot be done leaves nothing behind, its number included.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection

from server import acts, clock, config, legal
from server.office.hearings.desk import Desk
from server.office.letters import draft, links, paper, words
from server.office.letters.draft import Chosen
from server.office.letters.paper import Head
from server.office.letters.routing import is_addressee
from server.office.proposals import states
from server.papers import traditional
from server.problems import Problem
from server.store import letters, numbers
from server.store.settings import House
from server.store.unit_of_work import write
from server.text import says
from server.who import Actor, Thing, Verb, check
from sync.kinds import KINDS, bad_text
from sync.merge import value_of
from sync.record import Record

TEXT_MAX = 4000


class Wish(NamedTuple):
    """What an officer wishes: proposal → body (all that are named go), and what the letters say."""

    bodies: Mapping[str, str]
    subject: str
    text: str
    signer_post: str = ""
    signer_name: str = ""
    traditional: str = ""  # the same in the national script


def issue(actor: Actor, wish: Wish) -> list[str]:
    """Make the letters; returns their ids. `bad-values`: what does not fit; `stale`: something went before."""
    wish = wish._replace(text=wish.text.replace("\r\n", "\n"), **traditional(wish.traditional))
    _check_words(wish)
    return write(lambda connection: _issue(connection, actor, wish))


def _check_words(wish: Wish) -> None:
    lines = {"subject": wish.subject, "signer_post": wish.signer_post, "signer_name": wish.signer_name}
    wrong = [name for name, value in lines.items() if KINDS["line"](value)]
    wrong += [name for name in ("subject", "text") if not getattr(wish, name).strip()]
    wrong += ["traditional"] if bad_text(wish.traditional) else []
    wrong += ["text"] if KINDS["text"](wish.text) or len(wish.text) > TEXT_MAX else []
    if wrong or not wish.bodies:
        raise Problem("bad-values", fields={name: ["bad-value"] for name in wrong or ["bodies"]})


def _issue(connection: Connection, actor: Actor, wish: Wish) -> list[str]:
    desk = Desk(connection, actor)
    found = draft.draft(desk, draft.wanted(wish.bodies), lock=True)
    if found.left or {one.record.id for one in found.chosen} != set(wish.bodies):
        raise Problem("stale")
    check(actor, Verb.CREATE, Thing("letter", actor.tenant, frozenset()))
    known = desk.load(one for one in wish.bodies.values() if KINDS["reference"](one) is None)
    if any(body not in known or not is_addressee(known[body]) for body in wish.bodies.values()):
        raise Problem("bad-values", fields={"bodies": ["bad-value"]})
    made = []
    for body in dict.fromkeys(wish.bodies.values()):
        some = [one for one in found.chosen if wish.bodies[one.record.id] == body]
        made.append(one_letter(desk, found.house, known[body], some, wish))
    return made


def one_letter(
    desk: Desk, house: House, body: Record, chosen: list[Chosen], wish: Wish, follows: Record | None = None
) -> str:
    """Number, set and state one letter with its referrals. `follows`: it adds to that one, whose referrals stand."""
    today = says.local_day(clock.now_ms(), house.zone if says.is_zone(house.zone) else config.current().zone)
    number = str(numbers.following(desk.connection, desk.tenant, "letter", today[:4]))
    addressee, official = (str(value_of(body, path) or "") for path in ("name", "post"))
    before = (str(value_of(follows, "number")), str(value_of(follows, "issued_on"))) if follows else ("", "")
    dues = [one.line.due_on for one in chosen if one.line.due_on]
    reply_by = max(min(dues), today) if dues else ""
    signer = [
        said or house.settings.get(key, "")
        for said, key in ((wish.signer_post, paper.SIGNER_POST), (wish.signer_name, paper.SIGNER_NAME))
    ]
    head = Head(number, today, addressee, official, wish.subject.strip(), wish.text.strip(), *signer, reply_by, before)
    said = paper.data(house, head, [one.line for one in chosen]) | traditional(wish.traditional)
    letter = acts.new_id()
    of_link = follows.id if follows else letter
    serial = _serial(desk, of_link, house)
    pdf = paper.pdf(said, links.address(desk.tenant, of_link, serial))
    values = {"number": number, "issued_on": today, "body": body.id, "addressee": addressee, "subject": head.subject}
    values |= {"reply_by": reply_by or None, "sha256": sha256(pdf).hexdigest(), **paper.pieces(said)}
    values |= {f"units/{unit}": True for unit in sorted({one.unit for one in chosen if one.unit})}
    values |= {"follows": follows.id} if follows else {}
    made = [acts.creation("letter", {path: value for path, value in values.items() if value is not None}, letter)]
    ids = sorted(acts.new_id() for _ in chosen)  # by their ids the referrals stand as on the paper
    for one, record_id in [] if follows else zip(chosen, ids, strict=True):
        made += _referral(desk, one, record_id, body, official, letter, number, today)
    acts.state_in(desk.connection, desk.tenant, desk.actor.id, made)
    letters.keep_paper(desk.connection, desk.tenant, letter, pdf)
    return letter


def _serial(desk: Desk, letter: str, house: House) -> int:
    """The serial of the letter's link; a new one where there is none that opens."""
    stands = letters.link(desk.connection, desk.tenant, letter)
    if stands and stands.revoked_at is None and stands.expires_at > clock.now_ms():
        return stands.serial
    return links.open_new(desk.connection, desk.tenant, letter, legal.number(house.settings, links.LIFE))


def _referral(
    desk: Desk, one: Chosen, record_id: str, body: Record, official: str, letter: str, number: str, today: str
) -> list[acts.Statement]:
    """The referral of one proposal, and the proposal's new state."""
    said = {"unit": one.unit, "proposal": one.record.id, "body": body.id, "official": official, "letter": letter}
    said |= {"letter_number": number, "sent_on": today, "received_on": one.line.received_on, "due_on": one.line.due_on}
    said |= {"term_days": one.days, "returned_from": one.returned_from, "answer": "none"}
    said |= words.as_sets(one.line.words)
    values = {path: value for path, value in said.items() if value not in (None, "")}
    referral = acts.creation("referral", values, record_id)
    return [referral, *states.statements(desk, one.record, states.Wish(draft.FORWARDED))]
