"""The service tables of letters (links for replies, the bytes of issued papers), routing rules, the tree of units."""

from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from server.models.letters import IssuedPaper, ReplyLink
from server.models.projections import TABLES

ROUTES_MAX, BODIES_MAX = 500, 500
_links, _papers = ReplyLink.__table__, IssuedPaper.__table__


class Link(NamedTuple):
    """A letter's link for replies as it stands."""

    serial: int
    expires_at: int
    revoked_at: int | None


class Route(NamedTuple):
    """One rule of routing: absent category or place means any."""

    id: str
    category: str | None
    place: str | None
    body: str | None


def link(connection: Connection, tenant: str, letter: str) -> Link | None:
    """The link of a letter."""
    found = select(*[_links.c[name] for name in Link._fields])
    row = connection.execute(found.where(_links.c.tenant == tenant, _links.c.letter == letter)).first()
    return Link(*row) if row else None


def put_link(connection: Connection, tenant: str, letter: str, said: Link) -> None:
    """Say how the link of a letter stands."""
    mine = update(_links).where(_links.c.tenant == tenant, _links.c.letter == letter)
    if not connection.execute(mine.values(**said._asdict())).rowcount:
        connection.execute(insert(_links).values(tenant=tenant, letter=letter, **said._asdict()))


def keep_paper(connection: Connection, tenant: str, record: str, pdf: bytes) -> None:
    """Keep the bytes of a paper."""
    connection.execute(insert(_papers).values(tenant=tenant, record=record, pdf=pdf))


def paper(connection: Connection, tenant: str, record: str) -> bytes | None:
    """The bytes of a paper, as issued."""
    found = select(_papers.c.pdf).where(_papers.c.tenant == tenant, _papers.c.record == record)
    row = connection.execute(found).scalar()
    return None if row is None else bytes(row)


def routes(connection: Connection, tenant: str) -> list[Route]:
    """All rules, by id."""
    table = TABLES["route"]
    found = select(*[table.c[name] for name in Route._fields])
    found = found.where(table.c.tenant == tenant, table.c.deleted.is_(False), table.c.body.is_not(None))
    return [Route(*row) for row in connection.execute(found.order_by(table.c.id).limit(ROUTES_MAX))]


def bodies(connection: Connection, tenant: str) -> list[str]:
    """The ids of the bodies to which letters can go."""
    table = TABLES["body"]
    found = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    return list(connection.execute(found.order_by(table.c.id).limit(BODIES_MAX)).scalars())


def parents(connection: Connection, tenant: str) -> dict[str, str | None]:
    """Unit → the unit that it is part of."""
    table = TABLES["unit"]
    found = select(table.c.id, table.c.parent).where(table.c.tenant == tenant, table.c.deleted.is_(False))
    return dict(map(tuple, connection.execute(found)))


def petitions(connection: Connection, tenant: str, hearing: str, limit: int = 200) -> list[str]:
    """The petitions that were raised at a hearing."""
    table = TABLES["petition"]
    found = select(table.c.id).where(table.c.tenant == tenant, table.c.hearing == hearing, table.c.deleted.is_(False))
    return list(connection.execute(found.order_by(table.c.id).limit(limit)).scalars())
