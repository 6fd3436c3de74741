"""What a quarter's report of petitions counts: by kind, how many came, how they stand, and after how many days (O19).

Every statement names the tenant; units are the caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from server.models.projections import TABLES
from server.store.referrals import LAST_DAY
from server.store.states import UNTOUCHED

PROPOSAL, HEARING, REFERRAL, PETITION = (TABLES[name] for name in ("proposal", "hearing", "referral", "petition"))


UNSOLVED = (UNTOUCHED, "under_review", "forwarded", "accepted", "funding_asked", "extended", "reopened")
FIGURES = ("received", "solved", "open", "overdue", "answered")


class Heap(NamedTuple):
    """Proposals that are alike in what the report asks: kind, state, days of hearing and answer, an open term."""

    kind: str | None
    status: str | None
    held_on: str
    answered_on: str | None
    due_on: str | None
    count: int


def heaps(connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str) -> list[Heap]:
    """Those of hearings held on these days. A remark that was raised to a formal petition has the petition's kind."""
    halls = HEARING.c.tenant == PROPOSAL.c.tenant, HEARING.c.id == PROPOSAL.c.hearing
    formal = and_(
        PETITION.c.tenant == PROPOSAL.c.tenant, PETITION.c.proposal == PROPOSAL.c.id, PETITION.c.deleted.is_(False)
    )
    sent = and_(
        REFERRAL.c.tenant == PROPOSAL.c.tenant, REFERRAL.c.proposal == PROPOSAL.c.id, REFERRAL.c.deleted.is_(False)
    )
    one = select(
        func.coalesce(func.max(PETITION.c.kind), PROPOSAL.c.kind).label("kind"),
        PROPOSAL.c.status,
        HEARING.c.held_on,
        func.max(REFERRAL.c.answered_on).label("answered_on"),
        func.min(case((REFERRAL.c.closed_on.is_(None), LAST_DAY))).label("due_on"),
    )
    one = one.select_from(PROPOSAL.join(HEARING, and_(*halls)).outerjoin(PETITION, formal).outerjoin(REFERRAL, sent))
    one = one.where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False), HEARING.c.deleted.is_(False))
    one = one.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    if units is not None:
        one = one.where(PROPOSAL.c.unit.in_(sorted(units)))
    one = one.group_by(PROPOSAL.c.id, PROPOSAL.c.kind, PROPOSAL.c.status, HEARING.c.held_on).subquery()
    rows = select(*one.c, func.count()).group_by(*one.c)
    return [Heap(*row[:5], int(row[5])) for row in connection.execute(rows)]


def alone(connection: Connection, tenant: str, units: Collection[str] | None, since: str, until: str) -> dict[str, int]:
    """Kind → formal petitions of these days that go back to no remark."""
    at = and_(HEARING.c.tenant == PETITION.c.tenant, HEARING.c.id == PETITION.c.hearing)
    rows = select(PETITION.c.kind, func.count()).select_from(PETITION.join(HEARING, at))
    rows = rows.where(PETITION.c.tenant == tenant, PETITION.c.deleted.is_(False), PETITION.c.proposal.is_(None))
    rows = rows.where(HEARING.c.held_on >= since, HEARING.c.held_on <= until)
    if units is not None:
        rows = rows.where(PETITION.c.unit.in_(sorted(units)))
    return {kind or "petition": count for kind, count in connection.execute(rows.group_by(PETITION.c.kind))}


def fits(tenant: str, figure: str, kind: str, today: str) -> list[ColumnElement[bool]]:
    """The conditions of the proposals that a figure of the report counts, of one kind (empty: of all), as `heaps` tells
    kind, answer and term. `alone` ones are no proposals."""
    formal = select(func.max(PETITION.c.kind)).where(PETITION.c.tenant == tenant, PETITION.c.deleted.is_(False))
    formal = formal.where(PETITION.c.proposal == PROPOSAL.c.id).scalar_subquery()
    found = [func.coalesce(formal, PROPOSAL.c.kind, "proposal") == kind] if kind else []
    sent = REFERRAL.c.tenant == tenant, REFERRAL.c.proposal == PROPOSAL.c.id, REFERRAL.c.deleted.is_(False)
    is_open = func.coalesce(PROPOSAL.c.status, UNTOUCHED).in_(UNSOLVED)
    if figure == "solved":
        found.append(~is_open)
    if figure in ("open", "overdue"):
        found.append(is_open)
    if figure == "overdue":
        due = select(func.min(LAST_DAY)).where(*sent, REFERRAL.c.closed_on.is_(None)).scalar_subquery()
        found.append(due < today)
    if figure == "answered":
        held = select(HEARING.c.held_on).where(HEARING.c.tenant == tenant, HEARING.c.id == PROPOSAL.c.hearing)
        last = select(func.max(REFERRAL.c.answered_on)).where(*sent).scalar_subquery()
        found.append(last >= held.scalar_subquery())
    return found
