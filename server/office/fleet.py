"""The list of tablets, and all that is known of one: how it stands, what it has sent, what it holds of whom (O16).

Figures of its last contact are the tablet's own word: shown with their time, and marked where a person should look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from server import enrol
from server.clock import now_ms
from server.office.hearings import arrived
from server.office.hearings.arrived import Arrived
from server.office.hearings.desk import CLOCK_OFF_MS, Desk
from server.office.tables import Asked, Column, Cut
from server.problems import Problem
from server.store import hearings, log, origins, people
from server.store.log import Sending
from server.store.unit_of_work import reading
from server.text import collate
from server.text.labels import tablet_label
from server.who import Actor
from sync.record import Record

COLUMNS = (
    Column("label", "office.tablets.id", sorts=True),
    Column("owner", "office.tablets.owner", sorts=True),
    Column("units", "office.accounts.units"),
    Column("seen", "office.tablets.last_contact", sorts=True, is_down_first=True),
    Column("unsent", "office.tablets.unsent", is_number=True, sorts=True, is_down_first=True),
    Column("version", "office.tablets.version", sorts=True),
    Column("clock", "office.tablets.clock", sorts=True, is_down_first=True),
    Column("room", "office.tablets.room", is_number=True, sorts=True),
    Column("state", "office.accounts.state", sorts=True),
)
FILTERS = ("state", "unit", "account", "look")
USUAL = "-seen"
STATES = ("active", "wiping", "handed-in", "revoked", "expired", "wiped")
SILENT_MS = 7 * 24 * 3600 * 1000
ROOM_LOW_MB = 500
SENDINGS_MAX, HEARINGS_MAX = 30, 12


@dataclass(frozen=True, slots=True)
class Known:
    """One tablet. `units` None: all of the tenant. What it said of itself is None where it never did."""

    inc: str
    account: str
    owner: str
    role: str
    units: frozenset[str] | None
    created_at: int
    seen_at: int | None
    version: str | None
    clock_offset: int | None
    unsent: int | None
    unsent_files: int | None
    free_mb: int | None
    is_kept: bool | None
    beside: tuple[str, ...]
    not_after: int
    revoked_at: int | None
    revoked_by: str | None
    revoked_why: str | None
    wipe_asked_at: int | None
    wipe_asked_by: str | None
    wipe_why: str | None
    handed_in_at: int | None
    wiped_at: int | None

    @property
    def label(self) -> str:
        """Its short name."""
        return tablet_label(self.inc)

    @property
    def state(self) -> str:
        """One of STATES; a wish to wipe says more than a revocation."""
        if self.wiped_at is not None:
            return "wiped"
        if self.handed_in_at is not None:
            return "handed-in"
        if self.wipe_asked_at is not None:
            return "wiping"
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.not_after < now_ms() else "active"

    @property
    def is_silent(self) -> bool:
        """Whether nobody has heard of it for long, though somebody should have."""
        return self.state != "wiped" and now_ms() - (self.seen_at or self.created_at) > SILENT_MS

    @property
    def is_old(self) -> bool:
        """Whether its app is older than the one that this server gives out."""
        return bool(self.version) and _numbers(self.version) < _numbers(_current())

    @property
    def is_clock_off(self) -> bool:
        """Whether its clock was far off when it last sent."""
        return self.clock_offset is not None and abs(self.clock_offset) >= CLOCK_OFF_MS

    @property
    def is_tight(self) -> bool:
        """Whether its room is low, or its browser has not promised to keep what lies there."""
        return self.is_kept is False or (self.free_mb is not None and self.free_mb < ROOM_LOW_MB)

    @property
    def needs_look(self) -> bool:
        """Whether anything of it is marked."""
        waits = self.state == "wiping" and bool(self.unsent or self.unsent_files)
        is_live = self.state in ("active", "wiping", "handed-in")
        return is_live and (self.is_silent or self.is_old or self.is_clock_off or self.is_tight or waits)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the page of tablets shows; `looks` of all need a look, `unsent` is the sum of what they hold."""

    asked: Asked
    cut: Cut
    units: list[tuple[str, str]]
    counts: dict[str, int]
    looks: int
    unsent: int


@dataclass(frozen=True, slots=True)
class One:
    """All that is known of one tablet. `holds` is (unit, how many registered people), for a notice of breach."""

    known: Known
    revoker: str
    wiper: str
    ops: int
    aside: int
    safe: int
    beside: list[Known]
    sendings: list[Sending]
    hearings: list[tuple[Record, Arrived]]
    holds: list[tuple[str, int]]


def listed(actor: Actor, said: Mapping[str, str]) -> Listing:
    """The tablets that fit what was asked (query arguments)."""
    known = every(actor)
    with reading() as connection:
        units = hearings.units(connection, actor.tenant, None)
    asked = Asked.of(said, COLUMNS, FILTERS, USUAL)
    fitting = [one for one in known if _fits(one, asked.filters)]
    counts = {state: sum(one.state == state for one in known) for state in STATES}
    by_name = sorted(units.items(), key=lambda pair: collate.key(pair[1]))
    looks, unsent = sum(one.needs_look for one in known), sum(one.unsent or 0 for one in known)
    return Listing(asked, asked.cut(_sorted(fitting, asked)), by_name, counts, looks, unsent)


def find(actor: Actor, inc: str) -> Known:
    """The tablet with this inc, or `not-found` (I9)."""
    found = next((one for one in every(actor) if one.inc == inc), None)
    if found is None:
        raise Problem("not-found")
    return found


def one(actor: Actor, inc: str) -> One:
    """All of one tablet."""
    fleet = {known.inc: known for known in every(actor)}
    if inc not in fleet:
        raise Problem("not-found")
    known = fleet[inc]
    beside = [
        other for other in fleet.values() if other.inc != inc and (other.inc in known.beside or inc in other.beside)
    ]
    with reading() as connection:
        doers = {by for by in (known.revoked_by, known.wipe_asked_by) if by}
        names = origins.account_names(connection, actor.tenant, doers)
        counts = log.outcome_counts(connection, actor.tenant, inc)
        units = hearings.units(connection, actor.tenant, None)
        holds = people.counts(connection, actor.tenant, known.units)
        return One(
            known,
            names.get(known.revoked_by or "", ""),
            names.get(known.wipe_asked_by or "", ""),
            sum(counts.values()),
            sum(count for outcome, count in counts.items() if outcome != "applied"),
            sum(chain.safe - chain.first + 1 for chain in log.chains_of(connection, actor.tenant, inc) if chain.safe),
            beside,
            log.sendings(connection, actor.tenant, inc, SENDINGS_MAX),
            _hearings(Desk(connection, actor), known),
            sorted(
                ((units.get(unit, ""), count) for unit, count in holds.items()), key=lambda pair: collate.key(pair[0])
            ),
        )


def _hearings(desk: Desk, known: Known) -> list[tuple[Record, Arrived]]:
    """The last hearings within reach of which a manifest names this tablet, with what of it has arrived (S8)."""
    within = known.units if desk.actor.units is None else desk.actor.units & (known.units or desk.actor.units)
    spots = sorted(hearings.spots(desk.connection, desk.tenant, within, {}), key=lambda spot: spot.held_on or "")
    found = desk.load(spot.id for spot in spots[-HEARINGS_MAX:])
    lines = [(hearing, line) for hearing in found.values() for line in arrived.by_tablet(desk, hearing)]
    return [(hearing, line) for hearing, line in lines if line.inc == known.inc]


def every(actor: Actor) -> list[Known]:
    """All of them, who was heard of last first."""
    return [_known(row) for row in enrol.listed(actor)]


def _known(row) -> Known:
    return Known(
        inc=row.inc,
        account=row.account,
        owner=row.name or "",
        role=row.role,
        units=None if row.units is None else frozenset(row.units.split()),
        created_at=row.created_at,
        seen_at=row.last_contact_at,
        version=row.app_version,
        clock_offset=row.clock_offset_ms,
        unsent=row.unsent_ops,
        unsent_files=row.unsent_media,
        free_mb=row.free_mb,
        is_kept=row.is_kept,
        beside=tuple((row.beside or "").split()),
        not_after=row.not_after,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
        revoked_why=row.revoked_why,
        wipe_asked_at=row.wipe_asked_at,
        wipe_asked_by=row.wipe_asked_by,
        wipe_why=row.wipe_why,
        handed_in_at=row.handed_in_at,
        wiped_at=row.wiped_at,
    )


def _fits(one: Known, filters: Mapping[str, str]) -> bool:
    unit = filters.get("unit")
    return (
        filters.get("state", one.state) == one.state
        and filters.get("account", one.account) == one.account
        and (unit is None or one.units is None or unit in one.units)
        and ("look" not in filters or one.needs_look)
    )


def _sorted(rows: list[Known], asked: Asked) -> list[Known]:
    keys = {
        "label": lambda one: one.label,
        "owner": lambda one: collate.key(one.owner),
        "seen": lambda one: one.seen_at or 0,
        "unsent": lambda one: (one.unsent or 0, one.unsent_files or 0),
        "version": lambda one: _numbers(one.version or ""),
        "clock": lambda one: abs(one.clock_offset or 0),
        "room": lambda one: -1 if one.free_mb is None else one.free_mb,
        "state": lambda one: STATES.index(one.state),
    }
    return sorted(sorted(rows, key=lambda one: one.inc), key=keys[asked.sort], reverse=asked.is_down)


def _numbers(text: str) -> tuple[int, ...]:
    """A version's numbers, so that 0.10 comes after 0.9."""
    return tuple(int(part) for part in text.split("+")[0].split("-")[0].split(".") if part.isdigit())


@cache
def _current() -> str:
    return version("yavuul")
