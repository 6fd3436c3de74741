"""What open data tell of a record: only what the catalogue calls public, a point only where it is a public place (I7).

Every form (Open311, GeoJSON, CSV, Atom) is made of `Told`, so nothing can be public in one and private in another.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import Connection

from server import config
from server.store import open_data, records
from server.store.open_data import Wanted
from server.text.places import Position, position
from server.text.says import is_zone
from sync import merge
from sync.catalogue import BY_NAME
from sync.op import Value
from sync.record import Record

ROWS_MAX = 1000  # of one answer; Open311 names the same bound
CLOSED = ("done", "confirmed", "declined", "answered", "withdrawn", "not_competent", "merged")
LICENCE, LICENCE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Told:
    """A published proposal. `day`: of its hearing, or when it was received; empty where neither is known."""

    id: str
    day: str
    title: str
    body: str
    category: str
    status: str
    reason: str
    unit: str
    place: Position | None
    cost: int | None
    supporters: int | None
    changed_at: int

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.status in CLOSED

    @property
    def text(self) -> str:
        """What it says."""
        return self.body or self.title


class Tenant(NamedTuple):
    """Who publishes: its name, its zone, and when its data last changed."""

    id: str
    name: str
    zone: ZoneInfo
    changed_at: int


def tenant_of(connection: Connection, tenant: str) -> Tenant:
    """The organisation, by its own record."""
    found = records.load_open(connection, tenant, open_data.tenant_records(connection, tenant))
    mine = next(iter(found.values()), None)
    name, zone = (str(said(mine, path) or "") if mine else "" for path in ("name", "zone"))
    zone = zone if is_zone(zone) else config.current().zone
    return Tenant(tenant, name or tenant, ZoneInfo(zone), open_data.last_change(connection, tenant))


def proposals(connection: Connection, tenant: str, wanted: Wanted, limit: int, offset: int = 0) -> list[Told]:
    """Published proposals that fit."""
    assert limit <= 5 * ROWS_MAX
    return told(connection, tenant, open_data.proposals(connection, tenant, wanted, limit, offset))


def told(connection: Connection, tenant: str, rows: Sequence[tuple[str, str | None]]) -> list[Told]:
    """These proposals, in their order."""
    found = records.load_open(connection, tenant, [one for one, _ in rows])
    names = names_of(connection, tenant, (said(record, "unit") for record in found.values()))
    here = [(found[one], day) for one, day in rows if one in found]
    changed = open_data.changed_at(connection, tenant, [_ops(record) for record, _ in here])
    return [_told(record, day, names, at) for (record, day), at in zip(here, changed, strict=True)]


def _told(record: Record, day: str | None, names: dict[str, str], changed_at: int) -> Told:
    values = {name: said(record, name) for name in ("title", "body", "category", "status", "status_reason", "unit")}
    text = {name: str(value or "") for name, value in values.items()}
    is_public = merge.value_of(record, "place_is_public") is True
    return Told(
        record.id,
        day or str(said(record, "received_on") or ""),
        text["title"],
        text["body"],
        text["category"],
        text["status"] or "recorded",
        text["status_reason"],
        names.get(text["unit"], ""),
        position(said(record, "place")) if is_public and said(record, "place") else None,
        number(record, "cost"),
        number(record, "supporters"),
        changed_at,
    )


def _ops(record: Record) -> Collection[str]:
    """The ops whose values everybody may see."""
    declared = BY_NAME[record.type]
    public = {field.name for field in declared.fields if field.public}
    return {op for path, live in record.live.items() if path.partition("/")[0] in public for op in live}


def said(record: Record, path: str) -> Value:
    """The shown value of a public field; None for every other."""
    declared = BY_NAME[record.type].field(path.partition("/")[0])
    return merge.value_of(record, path) if declared is not None and declared.public and not declared.personal else None


def number(record: Record, path: str) -> int | None:
    """A public number."""
    value = said(record, path)
    return value if type(value) is int else None


def names_of(connection: Connection, tenant: str, ids: Iterable[Value]) -> dict[str, str]:
    """What public records are called."""
    wanted = {one for one in ids if type(one) is str}
    return {
        one: str(said(record, "name") or "") for one, record in records.load_open(connection, tenant, wanted).items()
    }


def category(slug: str) -> str:
    """A category in words; the slug itself where the office has made its own."""
    words = gettext(f"category.{slug}") if slug else ""
    return slug if words == f"category.{slug}" else words


def status(code: str) -> str:
    """A state in words."""
    return gettext(f"choice.{code}")


def instant(at_ms: int) -> str:
    """As W3C writes a time: `2026-11-22T10:00:00Z`."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(day: str, zone: ZoneInfo) -> str:
    """The beginning of a local day, with its offset."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), zone).isoformat()
    except ValueError:
        return ""


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day that it is in `zone` at a moment."""
    return moment.astimezone(zone).date()


DAYS_90 = timedelta(days=90)
