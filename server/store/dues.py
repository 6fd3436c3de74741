"""Answers that are owed: proposals of which a letter waits for an answer by a day (O5, O12), as `store.referrals`
tells open letters.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from server.store import referrals
from server.store.referrals import LAST_DAY, REFERRAL


class Due(NamedTuple):
    """An answer that is owed: the proposal, its unit, and the first day that its letters give."""

    proposal: str
    unit: str
    due_on: str


def open_ones(tenant: str, units: Collection[str] | None, unit: str = "", before: str = ""):
    """The proposals that wait, each once; `before`: those whose day is before it."""
    due_on = func.min(LAST_DAY).label("due_on")
    found = select(REFERRAL.c.proposal, func.min(REFERRAL.c.unit).label("unit"), due_on)
    found = found.where(*referrals.open_ones(tenant, units, {"unit": unit} if unit else {}))
    found = found.group_by(REFERRAL.c.proposal)
    return (found.having(due_on < before) if before else found).subquery()


def first(connection: Connection, tenant: str, units: Collection[str] | None, unit: str, limit: int) -> list[Due]:
    """The answers that are owed, the most overdue first."""
    one = open_ones(tenant, units, unit)
    found = select(one.c.proposal, one.c.unit, one.c.due_on).order_by(one.c.due_on, one.c.proposal)
    return [Due(*row) for row in connection.execute(found.limit(limit))]


def counts(connection: Connection, tenant: str, units: Collection[str] | None, unit: str, today: str) -> list[int]:
    """How many answers are owed, and how many of them are overdue."""
    one = open_ones(tenant, units, unit)
    found = select(func.count(), func.coalesce(func.sum(case((one.c.due_on < today, 1))), 0)).select_from(one)
    return [int(count) for count in connection.execute(found).one()]
