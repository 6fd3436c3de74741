"""What the pages of letters show. A letter is shown to those who reach every unit whose proposals it carries."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server import clock
from server.office.clocks import extension, terms
from server.office.hearings.desk import Desk
from server.office.letters import addenda, links, paper, replies, routing, words
from server.office.letters.addenda import Addendum
from server.office.letters.words import Change
from server.office.tables import PAGE_ROWS, Asked, Column, Cut
from server.problems import Problem
from server.store import letters, proposals, records, referrals
from server.store.unit_of_work import reading
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync.merge import value_of
from sync.record import Record, references

COLUMNS = (
    Column("number", "letter.number", is_number=True),
    Column("issued_on", "letter.issued_on", sorts=True, is_down_first=True),
    Column("body", "letter.body"),
    Column("subject", "letter.subject"),
    Column("replies", "office.letters.replied", is_number=True),
    Column("reply_by", "letter.reply_by", is_number=True),
)
FILTERS = ("body", "year")
USUAL = "-issued_on"
SHOWN_MAX = 20
COUNTED_MAX = 50  # of the latest changes that the menu looks at, on every page


@dataclass(frozen=True, slots=True)
class Sent:
    """One referral as pages show it. `over`: days past the last day; None where nothing is waited for."""

    record: Record
    words: dict[str, str]
    unit: str
    body: str
    due_on: str
    over: int | None
    answer: str
    waits: bool
    may_extend_to: str
    history: list[Record]
    changes: list[Change]
    token: str
    voices: int


def find(desk: Desk, letter_id: str, verb: Verb = Verb.SEE) -> Record:
    """The letter within reach, or `not-found`."""
    check(desk.actor, verb, Thing("letter", desk.tenant))
    found = records.load_open(desk.connection, desk.tenant, [letter_id]).get(letter_id)
    if found is None or found.type != "letter":
        raise Problem("not-found")
    if desk.actor.units is not None and not paper.units_of(found) <= desk.actor.units:
        raise Problem("not-found")
    return found


def sent(desk: Desk, ids: list[str]) -> list[Sent]:
    """Referrals within reach, with their replies and what was said since."""
    found = desk.load(ids)
    came = replies.history(desk, list(found))
    later = {one.referral.id: one for one in addenda.of(desk, list(found))}
    names = desk.names({unit for one in found.values() for path in ("unit", "body") for unit in references(one, path)})
    ordered = [found[one] for one in ids if one in found]
    return [_sent(desk, one, came.get(one.id, []), later.get(one.id), names) for one in ordered]


def _sent(desk: Desk, one: Record, came: list[Record], later: Addendum | None, names: Mapping[str, str]) -> Sent:
    due_on = extension.last_day(one)
    is_open = not value_of(one, "closed_on")
    today = says.local_day(clock.now_ms(), desk.zone_of(one))
    to = extension.latest(desk, one) if is_open else ""
    return Sent(
        one,
        words.frozen(one),
        names.get(next(iter(sorted(references(one, "unit"))), ""), ""),
        names.get(str(value_of(one, "body")), ""),
        due_on,
        terms.days_over(due_on, today) if due_on and is_open else None,
        str(value_of(one, "answer") or "none"),
        value_of(one, "reply_waits") is True,
        to if to > due_on >= today else "",
        came,
        later.changes if later else [],
        later.token if later else "",
        len(proposals.merged_into(desk.connection, desk.tenant, str(value_of(one, "proposal") or ""))),
    )


def page(connection: Connection, actor: Actor, letter_id: str) -> dict:
    """One letter: its list, what came back, its link."""
    desk = Desk(connection, actor)
    letter = find(desk, letter_id)
    stands = letters.link(connection, desk.tenant, letter_id)
    follows = str(value_of(letter, "follows") or "")
    before = records.load_open(connection, desk.tenant, [follows]).get(follows) if follows else None
    is_live = bool(stands and stands.revoked_at is None and stands.expires_at > clock.now_ms())
    lines = sent(desk, referrals.of_letter(connection, desk.tenant, letter_id))
    return {
        "letter": letter,
        "name": paper.name_of(letter),
        "before": before,
        "lines": lines,
        "address": links.address(desk.tenant, letter_id, stands.serial) if stands and is_live else "",
        "link": stands,
        "lives_to": says.local_day(stands.expires_at, "UTC") if stands else "",
        "may_decide": desk.may(Verb.DECIDE, "letter"),
        "bodies": bodies(desk),
        "answers": replies.ANSWERS,
        "outcomes": replies.OUTCOMES,
        "names": desk.names({str(value_of(one.record, "proposal") or "") for one in lines}),
    }


def listed(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """The letters within reach that fit, with what waits for an officer above them."""
    check(actor, Verb.SEE, Thing("letter", actor.tenant))
    desk = Desk(connection, actor)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    reach = (connection, actor.tenant, actor.units, asked.filters)
    count = referrals.count_letters(*reach)
    pages = max(1, -(-count // PAGE_ROWS))
    number = min(asked.page, pages)
    before = (number - 1) * PAGE_ROWS
    ids = referrals.letters(*reach, before, PAGE_ROWS, asked.is_down)
    found = records.load_open(connection, actor.tenant, ids)
    counts = referrals.progress(connection, actor.tenant, actor.units, ids)
    rows = [(found[one], counts.get(one, (0, 0))) for one in ids if one in found]
    known = bodies(desk)
    waits = referrals.waiting_replies(connection, actor.tenant, actor.units, SHOWN_MAX)
    return {
        "asked": asked,
        "cut": Cut(rows, number, pages, count, before),
        "columns": COLUMNS,
        "bodies": known,
        "years": referrals.years(connection, actor.tenant),
        "waits": sent(desk, waits),
        "addenda": addenda.waiting(desk)[:SHOWN_MAX],
        "may_create": desk.may(Verb.CREATE, "letter"),
        "may_decide": desk.may(Verb.DECIDE, "letter"),
    }


def bodies(desk: Desk, is_offered: bool = False) -> list[tuple[str, str]]:
    """Body → its name with the post, in the order of the alphabet; `is_offered`: without those that are hidden."""
    found = desk.load(letters.bodies(desk.connection, desk.tenant)).values()
    named = [(one.id, body_name(one)) for one in found if not is_offered or routing.is_addressee(one)]
    return sorted(named, key=lambda pair: collate.key(pair[1]))


def body_name(body: Record) -> str:
    """`Авто зам, тээврийн хөгжлийн газар · Дарга`."""
    return " · ".join(str(said) for path in ("name", "post") if (said := value_of(body, path))) or body.id[:6]


def of_proposal(desk: Desk, proposal: str) -> list[Sent]:
    """All that was sent on of a proposal, the last first."""
    ids = [referral for _, referral in referrals.of_proposals(desk.connection, desk.tenant, [proposal])]
    return sorted(sent(desk, ids), key=lambda one: str(value_of(one.record, "sent_on") or ""), reverse=True)


def waiting_of(connection: Connection, actor: Actor) -> int:
    """How many replies and addenda wait within reach."""
    ids = referrals.waiting_replies(connection, actor.tenant, actor.units, addenda.WAITING_MAX)
    return len(ids) + len(addenda.waiting(Desk(connection, actor), COUNTED_MAX))


def waiting(actor: Actor) -> int:
    """The same, for the menu."""
    with reading() as connection:
        return waiting_of(connection, actor)
