"""What lists of referrals, letters and deadlines ask. Projections only; every statement names tenant and units (I9)."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from server.models.log import records
from server.models.projections import TABLES
from server.store import merging
from server.store.states import ENDED, UNTOUCHED

REFERRAL, PROPOSAL, HEARING, LETTER, REPLY = (
    TABLES[name] for name in ("referral", "proposal", "hearing", "letter", "reply")
)
OF_LETTER_MAX = 200
UNSENT = ("recorded", "under_review", "reopened")  # states in which nobody has sent a proposal on
LAST_DAY = func.coalesce(REFERRAL.c.extended_to, REFERRAL.c.due_on)


class Due(NamedTuple):
    """An open referral and its last day."""

    id: str
    due_on: str


class Unsent(NamedTuple):
    """A proposal that waits to be sent on, and the day of its hearing."""

    id: str
    kind: str | None
    held_on: str


def open_ones(tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> list:
    """The conditions of a referral that waits for its answer: nobody has closed it, nor ended its proposal."""
    stands = func.coalesce(PROPOSAL.c.status, UNTOUCHED)
    ended = select(PROPOSAL.c.id).where(PROPOSAL.c.tenant == tenant, or_(stands.in_(ENDED), PROPOSAL.c.deleted))
    found = [REFERRAL.c.tenant == tenant, REFERRAL.c.deleted.is_(False), REFERRAL.c.closed_on.is_(None)]
    found += [REFERRAL.c.unit.is_not(None) if units is None else REFERRAL.c.unit.in_(sorted(units))]
    found += [REFERRAL.c[name] == said[name] for name in ("unit", "body") if name in said]
    found += [LAST_DAY.is_not(None), REFERRAL.c.proposal.not_in(ended)]
    if "since" in said:
        found.append(said["since"] <= LAST_DAY)
    if "until" in said:
        found.append(said["until"] >= LAST_DAY)
    return found


def count_due(connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> int:
    """How many open referrals fit: `unit`, `body`, and `since`, `until` of the last day."""
    return connection.execute(select(func.count()).where(*open_ones(tenant, units, said))).scalar_one()


def due(
    connection: Connection, tenant: str, units, said: Mapping[str, str], before: int, limit: int, is_down: bool = False
) -> list[Due]:
    """A page of the open referrals that fit, by their last day."""
    order = (LAST_DAY.desc(), REFERRAL.c.id) if is_down else (LAST_DAY, REFERRAL.c.id)
    rows = select(REFERRAL.c.id, LAST_DAY).where(*open_ones(tenant, units, said))
    return [Due(*row) for row in connection.execute(rows.order_by(*order).offset(before).limit(limit))]


def _waiting(tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> list:
    found = [PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False), merging.alone(tenant)]
    found.append(PROPOSAL.c.unit.is_not(None) if units is None else PROPOSAL.c.unit.in_(sorted(units)))
    found += [PROPOSAL.c.unit == said["unit"]] if "unit" in said else []
    found.append(or_(PROPOSAL.c.status.is_(None), PROPOSAL.c.status.in_(UNSENT)))
    found += [HEARING.c.tenant == tenant, HEARING.c.id == PROPOSAL.c.hearing, HEARING.c.deleted.is_(False)]
    return found


def count_unsent(connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> int:
    """How many proposals wait to be sent on."""
    rows = select(func.count()).select_from(PROPOSAL).join(HEARING, HEARING.c.id == PROPOSAL.c.hearing)
    return connection.execute(rows.where(*_waiting(tenant, units, said))).scalar_one()


def unsent(
    connection: Connection, tenant: str, units, said: Mapping[str, str], kinds: Collection[str], limit: int
) -> list[Unsent]:
    """Those of `kinds` ("": of no kind) that wait to be sent on, the longest first."""
    of_kind = PROPOSAL.c.kind.in_([kind for kind in kinds if kind])
    if "" in kinds:
        of_kind = or_(of_kind, PROPOSAL.c.kind.is_(None))
    rows = select(PROPOSAL.c.id, PROPOSAL.c.kind, HEARING.c.held_on)
    rows = rows.where(*_waiting(tenant, units, said), HEARING.c.held_on.is_not(None), of_kind)
    return [Unsent(*row) for row in connection.execute(rows.order_by(HEARING.c.held_on, PROPOSAL.c.id).limit(limit))]


def of_proposals(connection: Connection, tenant: str, proposals: Collection[str]) -> list[tuple[str, str]]:
    """(proposal, referral) of all that was ever sent on of these, by id."""
    rows = select(REFERRAL.c.proposal, REFERRAL.c.id).where(
        REFERRAL.c.tenant == tenant, REFERRAL.c.deleted.is_(False), REFERRAL.c.proposal.in_(sorted(proposals))
    )
    return list(map(tuple, connection.execute(rows.order_by(REFERRAL.c.id).limit(OF_LETTER_MAX))))


def of_letter(connection: Connection, tenant: str, letter: str) -> list[str]:
    """The referrals that a letter carries."""
    rows = select(REFERRAL.c.id).where(
        REFERRAL.c.tenant == tenant, REFERRAL.c.letter == letter, REFERRAL.c.deleted.is_(False)
    )
    return list(connection.execute(rows.order_by(REFERRAL.c.id).limit(OF_LETTER_MAX)).scalars())


def progress(
    connection: Connection, tenant: str, units: Collection[str] | None, letters: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Letter → how many of its proposals have their answer, and how many it carries, within reach."""
    rows = select(REFERRAL.c.letter, func.count(REFERRAL.c.closed_on), func.count())
    rows = rows.where(REFERRAL.c.tenant == tenant, REFERRAL.c.deleted.is_(False))
    rows = rows.where(REFERRAL.c.letter.in_(sorted(letters)))
    if units is not None:
        rows = rows.where(REFERRAL.c.unit.in_(sorted(units)))
    return {letter: (closed, count) for letter, closed, count in connection.execute(rows.group_by(REFERRAL.c.letter))}


def replies(connection: Connection, tenant: str, referrals: Collection[str]) -> list[str]:
    """All replies to these referrals."""
    rows = select(REPLY.c.id).where(
        REPLY.c.tenant == tenant, REPLY.c.deleted.is_(False), REPLY.c.referral.in_(sorted(referrals))
    )
    return list(connection.execute(rows.order_by(REPLY.c.id).limit(OF_LETTER_MAX)).scalars())


def waiting_replies(connection: Connection, tenant: str, units: Collection[str] | None, limit: int) -> list[str]:
    """The referrals whose reply came by the link and waits for an officer."""
    rows = select(REFERRAL.c.id).where(
        REFERRAL.c.tenant == tenant, REFERRAL.c.deleted.is_(False), REFERRAL.c.reply_waits.is_(True)
    )
    if units is not None:
        rows = rows.where(REFERRAL.c.unit.in_(sorted(units)))
    return list(connection.execute(rows.order_by(REFERRAL.c.id).limit(limit)).scalars())


def changed_since(connection: Connection, tenant: str, units: Collection[str] | None, limit: int) -> list[str]:
    """Open referrals of a letter whose proposal was changed after the office last wrote on the referral (scenario 3).

    By the feed's numbers, so that nothing is kept for it, the latest change first; whether words differ is for the
    caller to see.
    """
    of_referral, of_proposal = records.alias(), records.alias()
    rows = select(REFERRAL.c.id).where(
        REFERRAL.c.tenant == tenant,
        REFERRAL.c.deleted.is_(False),
        REFERRAL.c.closed_on.is_(None),
        REFERRAL.c.letter.is_not(None),
        and_(of_referral.c.tenant == tenant, of_referral.c.id == REFERRAL.c.id),
        and_(of_proposal.c.tenant == tenant, of_proposal.c.id == REFERRAL.c.proposal),
        of_proposal.c.n > of_referral.c.n,
    )
    if units is not None:
        rows = rows.where(REFERRAL.c.unit.in_(sorted(units)))
    return list(connection.execute(rows.order_by(of_proposal.c.n.desc(), REFERRAL.c.id).limit(limit)).scalars())


def _letters(tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> list:
    found = [LETTER.c.tenant == tenant, LETTER.c.deleted.is_(False)]
    if units is not None:
        of_mine = select(REFERRAL.c.letter).where(REFERRAL.c.tenant == tenant, REFERRAL.c.unit.in_(sorted(units)))
        found.append(LETTER.c.id.in_(of_mine))
    if "body" in said:
        found.append(LETTER.c.body == said["body"])
    if "year" in said:
        found += [LETTER.c.issued_on >= f"{said['year']}-01-01", LETTER.c.issued_on <= f"{said['year']}-12-31"]
    return found


def count_letters(connection: Connection, tenant: str, units: Collection[str] | None, said: Mapping[str, str]) -> int:
    """How many letters carry a proposal within reach and fit (`body`, `year`)."""
    return connection.execute(select(func.count()).where(*_letters(tenant, units, said))).scalar_one()


def letters(
    connection: Connection, tenant: str, units, said: Mapping[str, str], before: int, limit: int, is_down: bool
) -> list[str]:
    """A page of them, by the day of issue and the number."""
    by = (LETTER.c.issued_on, func.length(LETTER.c.number), LETTER.c.number, LETTER.c.id)
    order = [column.desc() for column in by] if is_down else by
    rows = select(LETTER.c.id).where(*_letters(tenant, units, said)).order_by(*order)
    return list(connection.execute(rows.offset(before).limit(limit)).scalars())


def years(connection: Connection, tenant: str) -> list[str]:
    """The years in which letters were issued, newest first."""
    year = func.substr(LETTER.c.issued_on, 1, 4)
    rows = select(year).where(LETTER.c.tenant == tenant, LETTER.c.issued_on.is_not(None)).distinct()
    return sorted(connection.execute(rows).scalars(), reverse=True)
