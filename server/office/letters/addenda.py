"""What was said of a proposal after it was forwarded (scenario 3): an addendum, sent after it or laid aside."""

from collections.abc import Sequence
from typing import NamedTuple

from server import acts
from server.office.hearings.desk import Desk
from server.office.letters import draft, issue, words
from server.office.letters.paper import Line
from server.office.letters.words import Change
from server.problems import Problem
from server.store import records, referrals
from server.store.settings import house
from server.store.unit_of_work import write
from server.text import says
from server.texts import translations
from server.who import Actor, Verb
from sync.merge import value_of
from sync.record import Record, references

WAITING_MAX = 400


class Addendum(NamedTuple):
    """A referral whose proposal says something else by now. `token`: what the officer was shown."""

    referral: Record
    proposal: Record
    changes: list[Change]
    token: str


def waiting(desk: Desk, limit: int = WAITING_MAX) -> list[Addendum]:
    """Those that nobody has looked at yet, within reach, among the `limit` latest changes."""
    return of(desk, referrals.changed_since(desk.connection, desk.tenant, desk.actor.units, limit))


def of(desk: Desk, ids: Sequence[str]) -> list[Addendum]:
    """The addenda among these referrals."""
    found = desk.load(ids)
    known = desk.load({str(value_of(one, "proposal") or "") for one in found.values()} - {""})
    made = []
    for one in found.values():
        proposal = known.get(str(value_of(one, "proposal")))
        changes = words.changes(one, proposal) if proposal else []
        if changes and not value_of(one, "closed_on"):
            made.append(Addendum(one, proposal, changes, words.digest(words.of(proposal))))
    return made


def _found(desk: Desk, referral_id: str, token: str) -> Addendum:
    desk.find(referral_id, Verb.DECIDE, "letter", lock=True)
    found = of(desk, [referral_id])
    if not found or found[0].token != token:
        raise Problem("stale")
    return found[0]


def lay_aside(actor: Actor, referral_id: str, token: str) -> None:
    """An officer has looked at the later words; the body need not hear of them. `stale` where they changed again."""

    def work(connection) -> None:
        desk = Desk(connection, actor)
        found = _found(desk, referral_id, token)
        acts.state_in(connection, desk.tenant, actor.id, [acts.change(found.referral, {"seen": token})])

    write(work)


def send(actor: Actor, referral_id: str, token: str) -> str:
    """A letter that adds the later words to the one that went before; they are what is forwarded from now on."""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        found = _found(desk, referral_id, token)
        first = str(value_of(found.referral, "letter") or "")
        before = records.load_open(connection, desk.tenant, [first]).get(first) if first else None
        body_id = str(value_of(found.referral, "body") or "")
        body = desk.load([body_id]).get(body_id)
        if before is None or body is None:
            raise Problem("bad-state")
        unit = next(iter(sorted(references(found.proposal, "unit"))), "")
        now = words.of(found.proposal)
        days = (str(value_of(found.referral, path) or "") for path in ("received_on", "due_on"))
        line = Line(now, desk.names([unit]).get(unit, ""), *days)
        one = draft.Chosen(found.proposal, line, unit, draft.Receipt("", ""), "", None, None)
        said = {"number": str(value_of(before, "number")), "day": says.formal_day(str(value_of(before, "issued_on")))}
        speak = translations("mn").ugettext
        wish = issue.Wish({}, speak("letter.addendum.subject"), speak("letter.addendum.text") % said)
        letter = issue.one_letter(desk, house(connection, desk.tenant), body, [one], wish, before)
        values = words.as_sets(now, words.frozen(found.referral)) | {"seen": token}
        acts.state_in(connection, desk.tenant, actor.id, [acts.change(found.referral, values)])
        return letter

    return write(work)
