"""What open data tell of proposals: what the one Reader shows (server/public/reader.py), so that nothing can be public
on a page and private in a file.

Every form (Open311, GeoJSON, CSV, Atom) is made of `Told`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext

from server import config
from server.public.reader import Reader, Shown
from server.store import published
from server.store.published import Wishes
from server.text.places import Position, position
from server.text.says import is_zone

ROWS_MAX = 100_000  # of one file
STEP = 500  # records in memory
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


def tenant_of(reader: Reader) -> Tenant:
    """The organisation, by its own record."""
    mine = reader.owner()
    zone = mine.text("zone") if mine else ""
    zone = zone if is_zone(zone) else config.current().zone
    changed = published.changed_at(reader.connection, reader.tenant)
    return Tenant(reader.tenant, (mine.text("name") if mine else "") or reader.tenant, ZoneInfo(zone), changed)


def proposals(reader: Reader, said: Wishes, limit: int, offset: int = 0) -> Iterator[Told]:
    """Published proposals that fit, the newest hearing's first."""
    ids = published.proposals(reader.connection, reader.tenant, said, offset, min(limit, ROWS_MAX))
    for some in steps(ids):
        yield from _told_all(reader, some)


def steps(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """`ids` in pieces, so that memory does not follow a long list."""
    return (ids[start : start + STEP] for start in range(0, len(ids), STEP))


def _told_all(reader: Reader, ids: Sequence[str]) -> Iterator[Told]:
    known = reader.load(ids)
    states = reader.standings(known)
    around = reader.load(one.get(path) for one in known.values() for path in ("unit", "hearing"))
    shown = [known[one] for one in ids if one in known]
    changed = published.arrived_at(reader.connection, reader.tenant, [one.ops for one in shown])
    for one, at in zip(shown, changed, strict=True):
        yield _told(one, around, states[one.id], at)


def _told(one: Shown, around: Mapping[str, Shown], state: str, changed_at: int) -> Told:
    hearing, unit = around.get(one.text("hearing")), around.get(one.text("unit"))
    return Told(
        one.id,
        (hearing.text("held_on") if hearing else "") or one.text("received_on"),
        one.text("title"),
        one.text("body"),
        one.text("category"),
        state,
        one.text("status_reason"),
        unit.name if unit else "",
        position(one.get("place")) if one.get("place") else None,
        number(one, "cost"),
        number(one, "supporters"),
        changed_at,
    )


def number(one: Shown, path: str) -> int | None:
    """A number that may be told."""
    value = one.get(path)
    return value if type(value) is int else None


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
