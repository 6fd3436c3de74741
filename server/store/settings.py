"""What a tenant says of itself: its name, zone and settings (`server.legal.Setting` says what they mean)."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from server.models.projections import TABLES
from server.store import records
from sync.merge import value_of
from sync.record import shown_id


class House(NamedTuple):
    """The organisation: its name and zone as its record says them, and its settings by key."""

    name: str
    zone: str
    settings: dict[str, str]


def house(connection: Connection, tenant: str) -> House:
    """The record of the tenant itself; of an unknown one nothing."""
    table = TABLES["tenant"]
    found = select(table.c.id).where(table.c.tenant == tenant, table.c.deleted.is_(False)).order_by(table.c.id)
    ids = list(connection.execute(found.limit(1)).scalars())
    for record in records.load_open(connection, tenant, ids).values():
        said = {
            path.partition("/")[2]: live[shown_id(live)][0]
            for path, live in record.live.items()
            if path.startswith("settings/")
        }
        settings = {key: value for key, value in said.items() if type(value) is str}
        return House(str(value_of(record, "name") or tenant), str(value_of(record, "zone") or ""), settings)
    return House(tenant, "", {})
