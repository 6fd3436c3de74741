"""What the reports ask: when a unit's cycle began, what was issued, what came back, what arrived when.

Every statement names the tenant; units are the caller's to give (None: all of the tenant), as in `store.hearings` (I9).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, or_, select, tuple_

from server.models.log import batches, feed, ops
from server.models.log import records as kept
from server.models.projections import TABLES
from server.store.records import chunks
from server.store.states import ENDED
from sync.scope import of_unit as of_scope

REPORT, PROPOSAL, REFERRAL, UNIT = (TABLES[name] for name in ("report", "proposal", "referral", "unit"))
ISSUED_MAX = 20_000
PROPOSALS_MAX = 5_000
WORKS_MAX = 2_000


class Issued(NamedTuple):
    """An issued report as its projection says it."""

    id: str
    unit: str
    kind: str
    number: str
    to_on: str
    issued_on: str


def _within(table, units: Collection[str] | None) -> list:
    return [] if units is None else [table.c.unit.in_(sorted(units))]


def first_sent(connection: Connection, tenant: str, units: Collection[str] | None, kind: str) -> dict[str, str]:
    """Unit → the day of its first forwarding, of those that no report of this kind has told to their end.

    Told to its end is what was closed by the day of the unit's last report, of a proposal that has its end."""
    issued_on = select(REPORT.c.unit, func.max(REPORT.c.issued_on).label("last"))
    issued_on = issued_on.where(REPORT.c.tenant == tenant, REPORT.c.deleted.is_(False), REPORT.c.kind == kind)
    told = issued_on.group_by(REPORT.c.unit).subquery()
    ended = select(PROPOSAL.c.id).where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.status.in_(ENDED))
    rows = select(REFERRAL.c.unit, func.min(REFERRAL.c.sent_on)).outerjoin(told, told.c.unit == REFERRAL.c.unit)
    rows = rows.where(REFERRAL.c.tenant == tenant, REFERRAL.c.deleted.is_(False), REFERRAL.c.sent_on.is_not(None))
    is_open = func.coalesce(REFERRAL.c.closed_on, "9") > func.coalesce(told.c.last, "")
    rows = rows.where(or_(is_open, REFERRAL.c.proposal.not_in(ended)), *_within(REFERRAL, units))
    return {unit: day for unit, day in connection.execute(rows.group_by(REFERRAL.c.unit)) if unit}


def is_touched(connection: Connection, tenant: str, unit: str, report: str) -> bool:
    """Whether anybody has said anything of the unit's proposals since this report, by the feed's numbers."""
    of_report = select(kept.c.n).where(kept.c.tenant == tenant, kept.c.id == report).scalar_subquery()
    rows = select(kept.c.n).join(PROPOSAL, (PROPOSAL.c.tenant == kept.c.tenant) & (PROPOSAL.c.id == kept.c.id))
    rows = rows.where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.unit == unit, kept.c.n > of_report)
    return connection.execute(rows.limit(1)).first() is not None


def issued(
    connection: Connection,
    tenant: str,
    units: Collection[str] | None,
    kinds: Sequence[str],
    limit: int = ISSUED_MAX,
    since: str = "",
) -> list[Issued]:
    """What was issued (on `since` or later), the last first."""
    rows = select(*[REPORT.c[name] for name in Issued._fields]).where(
        REPORT.c.tenant == tenant, REPORT.c.deleted.is_(False), REPORT.c.kind.in_(kinds), *_within(REPORT, units)
    )
    if since:
        rows = rows.where(REPORT.c.issued_on >= since)
    order = (REPORT.c.issued_on.desc(), func.length(REPORT.c.number).desc(), REPORT.c.number.desc(), REPORT.c.id)
    return [Issued(*(value or "" for value in row)) for row in connection.execute(rows.order_by(*order).limit(limit))]


def subtree(connection: Connection, tenant: str, unit: str) -> list[str]:
    """A unit and all below it."""
    rows = select(UNIT.c.id, UNIT.c.parent).where(UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False))
    children: dict[str | None, list[str]] = {}
    for one, parent in connection.execute(rows):
        children.setdefault(parent, []).append(one)
    found = [unit]
    for one in found:
        found += [child for child in children.get(one, []) if child not in found]
    return found


def units_of_level(
    connection: Connection, tenant: str, units: Collection[str] | None, levels: Sequence[str]
) -> dict[str, str]:
    """Unit → name, of these levels within reach."""
    rows = select(UNIT.c.id, UNIT.c.name).where(
        UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False), UNIT.c.level.in_(levels)
    )
    if units is not None:
        rows = rows.where(UNIT.c.id.in_(sorted(units)))
    return {unit: name or unit[:6] for unit, name in connection.execute(rows)}


def investments(connection: Connection, tenant: str, units: Collection[str], at_ms: int) -> list[str]:
    """The proposals of these units that may have needed an investment at a moment: those that say so now, and those
    that were changed since. At most PROPOSALS_MAX; the caller asks the log which of them did."""
    wanted = PROPOSAL.c.needs_investment.is_(True)
    here = batches.c.tenant == tenant
    first = select(func.min(batches.c.n)).where(here, batches.c.received_at >= at_ms).scalar_subquery()
    before = connection.execute(select(batches.c.feed_n).where(here, batches.c.n == first)).scalar()
    if before is not None:
        changed = select(feed.c.record).where(feed.c.tenant == tenant, feed.c.n > before, feed.c.gone.is_(False))
        wanted |= PROPOSAL.c.id.in_(changed.where(feed.c.scope.in_(map(of_scope, sorted(units)))))
    rows = select(PROPOSAL.c.id).where(PROPOSAL.c.tenant == tenant, PROPOSAL.c.deleted.is_(False), wanted)
    rows = rows.where(PROPOSAL.c.unit.in_(sorted(units)))
    rows = rows.order_by(PROPOSAL.c.needs_investment.is_(True).desc(), PROPOSAL.c.id)
    return list(connection.execute(rows.limit(PROPOSALS_MAX)).scalars())


def of_unit(connection: Connection, tenant: str, kind: str, units: Collection[str], limit: int = 5_000) -> list[str]:
    """Ids of the records of `kind` of these units that are not deleted."""
    table = TABLES[kind]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False), *_within(table, units))
    return list(connection.execute(rows.order_by(table.c.id).limit(limit)).scalars())


def decisions(connection: Connection, tenant: str, report: str) -> list[str]:
    """Ids of what came back on a report."""
    table = TABLES["sheet_decision"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.report == report, table.c.deleted.is_(False))
    return list(connection.execute(rows.order_by(table.c.id).limit(1000)).scalars())


def tenant_record(connection: Connection, tenant: str) -> str:
    """The id of the tenant's own record; empty where it has none."""
    table = TABLES["tenant"]
    rows = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False)).order_by(table.c.id)
    return connection.execute(rows.limit(1)).scalar() or ""


def arrived_at(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, int]:
    """Op id → when it came, by the server's clock (I10)."""
    found: dict[str, int] = {}
    for chunk in chunks(ids):
        keys = [(inc, int(seq), tag) for inc, seq, tag in (op_id.split(".") for op_id in chunk)]
        rows = (
            select(ops.c.inc, ops.c.seq, ops.c.tag, batches.c.received_at)
            .join(batches, (batches.c.tenant == ops.c.tenant) & (batches.c.n == ops.c.batch))
            .where(ops.c.tenant == tenant, tuple_(ops.c.inc, ops.c.seq, ops.c.tag).in_(keys))
        )
        found |= {f"{inc}.{seq}.{tag}": at for inc, seq, tag, at in connection.execute(rows)}
    return found
