"""The tree of an organisation's units: which there are, what may stand above what, and whether anything stands in one.
Every statement names the tenant (I9)."""

import re
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from server.models.accounts import AccountUnit
from server.models.log import feed
from server.models.projections import TABLES
from sync.scope import of_unit

UNIT = TABLES["unit"]
UNITS_MAX = 2000
RANK = {"aimag": 0, "capital": 0, "soum": 1, "district": 1, "bagh": 2, "khoroo": 2, "section": 3}  # 0 is the highest
assigned = AccountUnit.__table__


class Unit(NamedTuple):
    """A unit as its projection says it."""

    id: str
    name: str
    level: str
    parent: str

    @property
    def is_known_by(self) -> tuple[str, str, str]:
        """By what a unit is known again: two such are one."""
        return self.parent, self.level, name_key(self.name)


def name_key(name: str) -> str:
    """By what a unit's name is known again: `Рашаант баг` is `Рашаант`."""
    return re.sub(r"\s+(баг|хороо|багийн)\.?$", "", " ".join(name.casefold().split()))


def is_above(level: str, other: str) -> bool:
    """Whether a unit of `level` may have one of level `other` below it. Strict, so no unit stands below itself."""
    return level in RANK and other in RANK and RANK[level] < RANK[other]


def every(connection: Connection, tenant: str) -> list[Unit]:
    """All units that stand, at most UNITS_MAX."""
    rows = select(UNIT.c.id, UNIT.c.name, UNIT.c.level, UNIT.c.parent)
    rows = rows.where(UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False)).order_by(UNIT.c.id).limit(UNITS_MAX)
    return [Unit(*(value or "" for value in row)) for row in connection.execute(rows)]


def is_in_use(connection: Connection, tenant: str, ids: Collection[str]) -> bool:
    """Whether any of these units has a record, somebody assigned to it, or a unit below it that is none of them."""
    own = sorted(ids)
    inside = select(feed.c.record).where(feed.c.tenant == tenant, feed.c.gone.is_(False))
    inside = inside.where(feed.c.scope.in_(map(of_unit, own)))
    people = select(assigned.c.account).where(assigned.c.tenant == tenant, assigned.c.unit.in_(own))
    below = select(UNIT.c.id).where(UNIT.c.tenant == tenant, UNIT.c.deleted.is_(False), UNIT.c.parent.in_(own))
    found = (inside, people, below.where(UNIT.c.id.not_in(own)))
    return any(connection.execute(rows.limit(1)).first() for rows in found)
