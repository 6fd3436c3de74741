"""Answers that are owed: undecided proposals about which a letter asks for an answer by a day (O5, O12).

Every statement names the tenant; units are the caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, func, select

from server.models.projections import TABLES

PROPOSAL, REFERRAL = TABLES["proposal"], TABLES["referral"]
UNTOUCHED = "recorded"
OWED = ("recorded", "under_review", "forwarded", "accepted", "funding_asked", "extended", "reopened")


class Due(NamedTuple):
    """An answer that is owed: the proposal, its unit, and the day."""

    proposal: str
    unit: str
    due_on: str


def open_ones(tenant: str, before: str = ""):
    """Undecided proposals, each with the last day that a letter gives; `before`: those whose day is before it."""
    at = and_(PROPOSAL.c.tenant == REFERRAL.c.tenant, PROPOSAL.c.id == REFERRAL.c.proposal)
    last = func.max(REFERRAL.c.due_on)
    found = select(PROPOSAL.c.id.label("proposal"), PROPOSAL.c.unit.label("unit"), last.label("due_on"))
    found = found.select_from(REFERRAL.join(PROPOSAL, at)).where(REFERRAL.c.tenant == tenant)
    found = found.where(REFERRAL.c.deleted.is_(False), REFERRAL.c.due_on.is_not(None), PROPOSAL.c.deleted.is_(False))
    found = found.where(func.coalesce(PROPOSAL.c.status, UNTOUCHED).in_(OWED), PROPOSAL.c.unit.is_not(None))
    found = found.group_by(PROPOSAL.c.id, PROPOSAL.c.unit)
    return (found.having(last < before) if before else found).subquery()


def _near(one, units: Collection[str] | None, unit: str) -> list:
    found = [] if units is None else [one.c.unit.in_(sorted(units))]
    return [*found, one.c.unit == unit] if unit else found


def first(connection: Connection, tenant: str, units: Collection[str] | None, unit: str, limit: int) -> list[Due]:
    """The answers that are owed, the most overdue first."""
    one = open_ones(tenant)
    found = select(one.c.proposal, one.c.unit, one.c.due_on).where(*_near(one, units, unit))
    return [Due(*row) for row in connection.execute(found.order_by(one.c.due_on, one.c.proposal).limit(limit))]


def counts(connection: Connection, tenant: str, units: Collection[str] | None, unit: str, today: str) -> list[int]:
    """How many answers are owed, and how many of them are overdue."""
    one = open_ones(tenant)
    found = select(func.count(), func.coalesce(func.sum(case((one.c.due_on < today, 1))), 0)).select_from(one)
    return [int(count) for count in connection.execute(found.where(*_near(one, units, unit))).one()]
