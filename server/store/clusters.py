"""Clusters of proposals: which there are, whose voices they hold, who stands behind them. Projections, bounded.

Units are the caller's to give (None: all of the tenant): a voice outside of reach is neither listed nor counted (I9).
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from server.models.projections import LINKS, TABLES
from server.store import bulk, people, records
from server.store.subjects import SubjectKeys
from sync.merge import value_of
from sync.record import Record

CLUSTER, PROPOSAL, SUPPORTER = TABLES["cluster"], TABLES["proposal"], TABLES["supporter"]
LINK = LINKS["cluster"]["proposals"]
LINK_PATH = "proposals/"
VOICES_MAX = 2_000
SUPPORTERS_MAX = 5_000
ORDERS = ("voices", "units")


class Row(NamedTuple):
    """One cluster: its title, how many voices within reach, and of how many units."""

    id: str
    title: str | None
    category: str | None
    voices: int
    units: int


class Voice(NamedTuple):
    """A proposal of a cluster."""

    cluster: str
    proposal: str
    unit: str
    hearing: str
    supporters: int


class Behind(NamedTuple):
    """Who stands behind proposals: distinct people by name, and at least how many hands without one."""

    people: int
    hands: int


def _listed(tenant: str, units: Collection[str] | None):
    """Clusters with their voices; who reaches all units also sees those that nobody is linked to (any more)."""
    voice = and_(PROPOSAL.c.tenant == LINK.c.tenant, PROPOSAL.c.id == LINK.c.value, PROPOSAL.c.deleted.is_(False))
    linked = and_(LINK.c.tenant == CLUSTER.c.tenant, LINK.c.id == CLUSTER.c.id)
    is_outer = units is None
    source = CLUSTER.join(LINK, linked, isouter=is_outer).join(PROPOSAL, voice, isouter=is_outer)
    counts = (func.count(PROPOSAL.c.id).label("voices"), func.count(func.distinct(PROPOSAL.c.unit)).label("units"))
    rows = select(CLUSTER.c.id, CLUSTER.c.title, CLUSTER.c.category, *counts).select_from(source)
    # what has no title is what a tablet tried to make: all that was said of it waits aside
    rows = rows.where(CLUSTER.c.tenant == tenant, CLUSTER.c.deleted.is_(False), CLUSTER.c.title.is_not(None))
    if units is not None:
        rows = rows.where(PROPOSAL.c.unit.in_(sorted(units)))
    return rows.group_by(CLUSTER.c.id, CLUSTER.c.title, CLUSTER.c.category)


def page(
    connection: Connection, tenant: str, units: Collection[str] | None, order: tuple[str, bool], before: int, limit: int
) -> list[Row]:
    """One page in an order of ORDERS (True: downwards), equal ones by id."""
    rows = _listed(tenant, units).subquery()
    column = rows.c[order[0]]
    asked = select(rows).order_by(column.desc() if order[1] else column.asc(), rows.c.id)
    return [Row(*row) for row in connection.execute(asked.offset(before).limit(limit))]


def count(connection: Connection, tenant: str, units: Collection[str] | None) -> int:
    """How many there are."""
    return connection.execute(select(func.count()).select_from(_listed(tenant, units).subquery())).scalar_one()


def voices(
    connection: Connection,
    tenant: str,
    units: Collection[str] | None,
    clusters: Collection[str],
    limit: int = VOICES_MAX,
) -> list[Voice]:
    """The proposals of these clusters, by cluster, unit and id."""
    joined = LINK.join(PROPOSAL, and_(PROPOSAL.c.tenant == LINK.c.tenant, PROPOSAL.c.id == LINK.c.value))
    rows = select(LINK.c.id, PROPOSAL.c.id, PROPOSAL.c.unit, PROPOSAL.c.hearing, PROPOSAL.c.supporters)
    rows = rows.select_from(joined).where(LINK.c.tenant == tenant, LINK.c.id.in_(sorted(clusters)))
    rows = rows.where(PROPOSAL.c.deleted.is_(False))
    if units is not None:
        rows = rows.where(PROPOSAL.c.unit.in_(sorted(units)))
    found = connection.execute(rows.order_by(LINK.c.id, PROPOSAL.c.unit, PROPOSAL.c.id).limit(limit))
    return [Voice(one, proposal, unit or "", hall or "", hands or 0) for one, proposal, unit, hall, hands in found]


def of_proposals(connection: Connection, tenant: str, proposals: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Proposal → (cluster, title) of the clusters that hold it."""
    rows = bulk.select_in(connection, LINK, ("value", "id"), tenant, "value", set(proposals))
    known = bulk.select_in(
        connection, CLUSTER, ("id", "title", "deleted"), tenant, "id", {cluster for _, cluster in rows}
    )
    titles = {cluster: title or "" for cluster, title, is_gone in known if not is_gone}
    found: dict[str, list[tuple[str, str]]] = {}
    for proposal, cluster in rows:
        if cluster in titles:
            found.setdefault(proposal, []).append((cluster, titles[cluster]))
    return found


def behind(connection: Connection, tenant: str, some: Collection[Voice]) -> dict[str, Behind]:
    """Cluster → who stands behind its voices: proposers and supporters, an entry and its twin (`same_as`) once.

    Hands that were only counted have no name and may be the same people at one hearing: of each hearing the proposal
    with most of them counts, beyond those whose names are known.
    """
    ids = {voice.proposal for voice in some}
    said = records.load_open(connection, tenant, ids)
    by_name: dict[str, set[str]] = {one: set() for one in ids}
    for one, record in said.items():
        if type(who := value_of(record, "proposer")) is str:
            by_name[one].add(who)
    named = dict.fromkeys(ids, 0)
    for proposal, who in _supporters(connection, tenant, ids, {voice.hearing for voice in some}):
        by_name[proposal].add(who)
        named[proposal] += 1
    soles = people.soles(connection, tenant, set().union(*by_name.values()) if by_name else ())
    found = {}
    for cluster in {voice.cluster for voice in some}:
        mine = [voice for voice in some if voice.cluster == cluster]
        hands: dict[str, int] = {}
        for voice in mine:
            without = max(0, voice.supporters - named[voice.proposal])
            place = voice.hearing or voice.proposal
            hands[place] = max(hands.get(place, 0), without)
        distinct = {soles.get(who, who) for voice in mine for who in by_name[voice.proposal]}
        found[cluster] = Behind(len(distinct), sum(hands.values()))
    return found


def _supporters(
    connection: Connection, tenant: str, proposals: Collection[str], halls: Collection[str]
) -> list[tuple[str, str]]:
    """(proposal, person) of those who supported it; who has no entry in the register is one person of his own."""
    rows = select(SUPPORTER.c.id, SUPPORTER.c.proposal).where(
        SUPPORTER.c.tenant == tenant,
        SUPPORTER.c.hearing.in_(sorted(halls)),
        SUPPORTER.c.proposal.in_(sorted(proposals)),
        SUPPORTER.c.deleted.is_(False),
    )
    of = dict(map(tuple, connection.execute(rows.order_by(SUPPORTER.c.id).limit(SUPPORTERS_MAX))))
    said = records.load_open(connection, tenant, of)
    return [(of[one], str(value_of(record, "person") or one)) for one, record in said.items()]


def days(connection: Connection, tenant: str, halls: set[str]) -> dict[str, str]:
    """Hearing → the day on which it is held."""
    rows = bulk.select_in(connection, TABLES["hearing"], ("id", "held_on"), tenant, "id", halls - {""})
    return {hall: day or "" for hall, day in rows}


def has_khoroos(connection: Connection, tenant: str) -> bool:
    """Whether the tenant's units are khoroos and not baghs, for how they are called."""
    unit = TABLES["unit"]
    levels = select(unit.c.level).where(unit.c.tenant == tenant, unit.c.deleted.is_(False)).distinct()
    found = set(connection.execute(levels).scalars())
    return "khoroo" in found and "bagh" not in found


def names_any(connection: Connection, tenant: str, cluster: Record, units: Collection[str]) -> bool:
    """Whether the cluster names a proposal of these units, or ever did."""
    ids = [path.partition("/")[2] for path in cluster.live if path.startswith(LINK_PATH)]
    return any(unit in units for _, unit in bulk.select_in(connection, PROPOSAL, ("id", "unit"), tenant, "id", ids))


def load(connection: Connection, tenant: str, cluster: str, lock: bool = False) -> Record | None:
    """A cluster's record; None: there is none. `lock` holds it to the end of the transaction."""
    found = records.load(connection, tenant, [cluster], SubjectKeys(connection, tenant), lock).get(cluster)
    return found if found is not None and found.type == "cluster" and found.live.get("title") else None
