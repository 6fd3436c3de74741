"""The office's word on a hearing as a whole: approved, held, or sent back to the facilitator with a comment (O2).

An ordinary op on the office's field `review`. It carries what its page showed: if somebody judged meanwhile it is
`stale`, nothing is written, and both see what stands now. Nothing that is undecided can be approved.
"""

from hashlib import sha256

from server import acts
from server.office.hearings import comments, service, waiting
from server.office.hearings.desk import Desk
from server.problems import Problem
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check
from sync.record import Record, references

JUDGEMENTS = ("approved", "held", "returned")


def token(hearing: Record) -> str:
    """What the page showed of the judgement: it changes whenever somebody judges."""
    return sha256(" ".join(sorted(hearing.live.get("review", ()))).encode()).hexdigest()[:32]


def undecided(desk: Desk, hearing: Record) -> int:
    """How many collisions and parked ops of the hearing are open; none may be when it is approved."""
    stands = waiting.listed(desk, hearing).items
    return len(service.items(desk, hearing)) + sum(item.origin.outcome == "parked" for item in stands)


def judge(actor: Actor, hearing_id: str, review: str, seen: str, text: str = "") -> str:
    """Approve, hold or return a hearing; returns the op.

    Raises `bad-values` for another word or a return without a comment, `stale` where somebody judged meanwhile,
    `bad-state` for an approval while something is undecided.
    """
    if review not in JUDGEMENTS:
        raise Problem("bad-values", fields={"review": ["unknown-choice"]})
    said = comments.plain(text) if text.strip() or review == "returned" else ""

    def work(connection) -> str:
        desk = Desk(connection, actor)
        hearing = desk.find(hearing_id, Verb.SEE, "hearing", lock=True)
        if hearing.type != "hearing":
            raise Problem("not-found")
        check(actor, Verb.DECIDE, Thing("hearing", desk.tenant, frozenset(references(hearing, "unit"))))
        if token(hearing) != seen:
            raise Problem("stale")
        if review == "approved" and undecided(desk, hearing):
            raise Problem("bad-state")
        statements = [acts.resolution(hearing, "review", review)]
        statements += [comments.statement_of(desk, hearing, "", said)] if said else []
        return acts.state_in(connection, desk.tenant, actor.id, statements).rows[0].id

    return write(work)
