"""Tenants: their counter row and the epoch of their history."""

from sqlalchemy import Connection, select, update

from server.models.log import tenants


def names(connection: Connection) -> list[str]:
    """The short names of all tenants, sorted."""
    return list(connection.execute(select(tenants.c.tenant).order_by(tenants.c.tenant)).scalars())


def create(connection: Connection, tenant: str, epoch: str) -> None:
    """A new tenant with an empty history."""
    connection.execute(tenants.insert().values(tenant=tenant, epoch=epoch, feed_n=0, batch_n=0))


def epoch(connection: Connection, tenant: str) -> str:
    """The id of the tenant's history."""
    return connection.execute(select(tenants.c.epoch).where(tenants.c.tenant == tenant)).scalar_one()


def last_batch(connection: Connection, tenant: str) -> int:
    """The number of the last batch of the tenant's log."""
    return connection.execute(select(tenants.c.batch_n).where(tenants.c.tenant == tenant)).scalar_one()


def begin_epoch(connection: Connection, tenant: str, new: str) -> None:
    """A new history begins: after a restore, tablets offer again what the server lacks (M8)."""
    connection.execute(update(tenants).where(tenants.c.tenant == tenant).values(epoch=new))
