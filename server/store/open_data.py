"""What open data list (P8): projections only, and only what the office has published.

A proposal is published with its hearing, when the reviewer has approved that; one that belongs to no hearing, when the
office has given it a state. Every list is bounded; pages go on after the last id of the one before.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select, tuple_

from server.models.log import batches, ops
from server.models.projections import TABLES
from server.store import bulk
from server.store.records import chunks

PROPOSAL, HEARING, WORK = TABLES["proposal"], TABLES["hearing"], TABLES["work"]
UNTOUCHED = ("draft", "recorded", "under_review")


class Wanted(NamedTuple):
    """What of the published proposals is asked for. `since`, `until`: local dates of their hearings; empty: any."""

    ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] | None = None
    since: str = ""
    until: str = ""
    placed: bool = False


def _approved(tenant: str) -> list:
    return [HEARING.c.tenant == tenant, HEARING.c.deleted.is_(False), HEARING.c.review == "approved"]


def proposals(
    connection: Connection, tenant: str, wanted: Wanted, limit: int, offset: int = 0
) -> list[tuple[str, str | None]]:
    """(id, day of its hearing), the newest hearing's first."""
    here = and_(HEARING.c.tenant == PROPOSAL.c.tenant, HEARING.c.id == PROPOSAL.c.hearing)
    alone = and_(PROPOSAL.c.hearing.is_(None), PROPOSAL.c.status.is_not(None), PROPOSAL.c.status.not_in(UNTOUCHED))
    rows = select(PROPOSAL.c.id, HEARING.c.held_on).select_from(PROPOSAL.outerjoin(HEARING, here))
    rows = rows.where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False), PROPOSAL.c.unit.is_not(None))
    rows = rows.where(or_(and_(*_approved(tenant)), alone))
    if wanted.ids:
        rows = rows.where(PROPOSAL.c.id.in_(wanted.ids))
    if wanted.categories:
        rows = rows.where(PROPOSAL.c.category.in_(wanted.categories))
    if wanted.statuses is not None:
        rows = rows.where(func.coalesce(PROPOSAL.c.status, "recorded").in_(wanted.statuses))
    if wanted.since:
        rows = rows.where(HEARING.c.held_on >= wanted.since)
    if wanted.until:
        rows = rows.where(HEARING.c.held_on <= wanted.until)
    if wanted.placed:
        rows = rows.where(PROPOSAL.c.place.is_not(None))
    rows = rows.order_by(func.coalesce(HEARING.c.held_on, "").desc(), PROPOSAL.c.id).limit(limit).offset(offset)
    return [(row.id, row.held_on) for row in connection.execute(rows)]


def hearings(connection: Connection, tenant: str, limit: int) -> list[str]:
    """Approved hearings, the last held first."""
    rows = select(HEARING.c.id).where(*_approved(tenant))
    return list(connection.execute(rows.order_by(HEARING.c.held_on.desc(), HEARING.c.id).limit(limit)).scalars())


def works(connection: Connection, tenant: str, limit: int) -> list[str]:
    """Works of the office, by year."""
    rows = select(WORK.c.id).where(WORK.c.tenant == tenant, WORK.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(WORK.c.year.desc(), WORK.c.id).limit(limit)).scalars())


def changed_at(connection: Connection, tenant: str, groups: Sequence[Collection[str]]) -> list[int]:
    """When the last of each group of ops arrived, in ms; 0 where none is here."""
    found: dict[str, int] = {}
    for some in chunks({one for group in groups for one in group}):
        keys = [(inc, int(seq), tag) for inc, seq, tag in (op_id.split(".") for op_id in some)]
        here = select(ops.c.inc, ops.c.seq, ops.c.tag, ops.c.batch).where(ops.c.tenant == tenant)
        for row in connection.execute(here.where(tuple_(ops.c.inc, ops.c.seq, ops.c.tag).in_(keys))):
            found[f"{row.inc}.{row.seq}.{row.tag}"] = row.batch
    received = dict(bulk.select_in(connection, batches, ("n", "received_at"), tenant, "n", set(found.values())))
    return [max((received.get(found.get(one, 0), 0) for one in group), default=0) for group in groups]


def last_change(connection: Connection, tenant: str) -> int:
    """When the log last grew, in ms; 0: never."""
    row = select(batches.c.received_at).where(batches.c.tenant == tenant).order_by(batches.c.n.desc()).limit(1)
    return connection.execute(row).scalar() or 0


def categories(connection: Connection, tenant: str, limit: int = 200) -> list[str]:
    """The categories that are in use."""
    rows = select(PROPOSAL.c.category).where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.category.is_not(None)).distinct()
    return list(connection.execute(rows.order_by(PROPOSAL.c.category).limit(limit)).scalars())


def tenant_records(connection: Connection, tenant: str) -> list[str]:
    """The organisation's own record: one, wherever all is well."""
    table = TABLES["tenant"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(1)).scalars())
