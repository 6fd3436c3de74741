"""Which proposals stand on their own: those merged into no other, and those whose merge leads nowhere.

Without a network one tablet may merge A into B while another merges B into A, or deletes B. What citizens said does not
drop out of lists and counts by that: of such a ring (of two or three) the one with the smallest id stands for all, and
what went into a proposal that is not there stands again. The tablet has the same rule (pwa/src/domain/merged.ts).
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Select, exists, not_, or_, select

from server.models.projections import TABLES
from server.store.records import chunks

PROPOSAL = TABLES["proposal"]
MERGED, INTO, NEXT = (PROPOSAL.alias(name) for name in ("merged", "into_it", "next_to_it"))


def alone(tenant: str) -> ColumnElement[bool]:
    """The condition of a proposal that stands on its own."""
    return or_(PROPOSAL.c.merged_into.is_(None), PROPOSAL.c.id.in_(_again(tenant)))


def _again(tenant: str) -> Select:
    """The merged proposals that stand all the same: read once a statement, by the index of the merged alone."""
    target = (INTO.c.tenant == tenant, INTO.c.id == MERGED.c.merged_into)
    third = (NEXT.c.tenant == tenant, NEXT.c.id == INTO.c.merged_into, NEXT.c.merged_into == MERGED.c.id)
    is_head = MERGED.c.id <= INTO.c.id  # one that went into itself stands
    is_there = exists().where(*target, INTO.c.deleted.is_(False))
    of_two = exists().where(*target, INTO.c.merged_into == MERGED.c.id, is_head)
    of_three = exists().where(*target, *third, is_head, MERGED.c.id <= NEXT.c.id)
    merged = select(MERGED.c.id).where(MERGED.c.tenant == tenant, MERGED.c.merged_into.is_not(None))
    return merged.where(or_(not_(is_there), of_two, of_three))


def standing_again(connection: Connection, tenant: str, ids: Iterable[str]) -> set[str]:
    """Those of these merged proposals that stand on their own all the same."""
    found: set[str] = set()
    for some in chunks(set(ids)):
        found |= set(connection.execute(_again(tenant).where(MERGED.c.id.in_(some))).scalars())
    return found
