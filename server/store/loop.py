"""What became of a proposal: by its code, and what others wrote of it (the loop, P1). Bounded reads of projections."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from server.models.projections import TABLES
from server.store.records import chunks

LIMIT = 100


def proposal_of_code(connection: Connection, tenant: str, mark: str) -> str | None:
    """The proposal that a code stands for; `mark`: the code's HMAC (server/projections.py)."""
    table = TABLES["tracking_code"]
    found = select(table.c.proposal).where(table.c.tenant == tenant, table.c.code == mark, table.c.deleted.is_(False))
    return connection.execute(found.limit(1)).scalar_one_or_none()


def of_proposal(connection: Connection, tenant: str, kind: str, proposal: str) -> list[str]:
    """Ids of the records of `kind` that name the proposal."""
    table = TABLES[kind]
    found = select(table.c.id).where(table.c.tenant == tenant, table.c.proposal == proposal, table.c.deleted.is_(False))
    return list(connection.execute(found.order_by(table.c.id).limit(LIMIT)).scalars())


def of_proposals(connection: Connection, tenant: str, kind: str, proposals: Collection[str]) -> list[str]:
    """Ids of the records of `kind` that name any of these proposals."""
    table, found = TABLES[kind], []
    for some in chunks(set(proposals)):
        here = select(table.c.id).where(
            table.c.tenant == tenant, table.c.proposal.in_(some), table.c.deleted.is_(False)
        )
        found += connection.execute(here.order_by(table.c.id).limit(LIMIT * len(some))).scalars()
    return found


def merged_into(connection: Connection, tenant: str, proposal: str, hearing: str) -> list[str]:
    """Ids of a hearing's proposals that were merged into this one."""
    table = TABLES["proposal"]
    here = [table.c.tenant == tenant, table.c.hearing == hearing, table.c.deleted.is_(False)]
    found = select(table.c.id).where(*here, table.c.merged_into == proposal)
    return list(connection.execute(found.order_by(table.c.id).limit(LIMIT)).scalars())
