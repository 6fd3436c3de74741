"""What the organisation says of its settings: read with their sources, stated as one op a group, taken back."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection

from server import acts, local_day
from server.office.hearings import history, undo
from server.office.hearings.desk import Desk
from server.office.hearings.history import Entry
from server.office.settings.known import BY_GROUP, BY_KEY, GROUPS, PATHS, SOURCE_MAX, Group, Known
from server.office.works import entry
from server.problems import Problem
from server.store import settings
from server.store.unit_of_work import write
from server.who import Actor, Thing, Verb, check
from sync.kinds import KINDS
from sync.record import Record

HISTORY_MAX = 40


class Line(NamedTuple):
    """A setting as it holds. `is_own`: the organisation says it; then source and day are its own too."""

    known: Known
    value: str
    is_own: bool
    source: str
    verified: str


def view(connection: Connection, actor: Actor) -> dict:
    """All settings in groups, and who changed what."""
    check(actor, Verb.SEE, Thing("settings", actor.tenant))
    desk = Desk(connection, actor)
    house = settings.house(connection, actor.tenant)
    record = _record(desk, house.id)
    return {
        "groups": [(group, [_line(one, house.settings) for one in group.settings]) for group in GROUPS],
        "by_key": BY_KEY,
        "seen": entry.token(record),
        "history": _history(desk, record),
        "today": local_day.today(connection, actor.tenant, ""),
        "may_change": desk.may(Verb.CHANGE, "settings"),
    }


def _record(desk: Desk, own: str, lock: bool = False) -> Record:
    """The organisation's record."""
    found = desk.load([own] if own else [], lock).get(own)
    if found is None:
        raise Problem("not-found")
    return found


def _line(known: Known, said: Mapping[str, str]) -> Line:
    """A value that this page would not take counts as unsaid, as it does where it is read."""
    try:
        own = known.read(known.shown(said[known.key])) if said.get(known.key) else None
    except ValueError:
        own = None
    if own is None:
        return Line(known, known.shown(known.usual), False, known.source, known.verified)
    source, verified = (said.get(f"{known.key}.{word}", "") for word in ("source", "verified"))
    return Line(known, known.shown(own), True, source, verified)


def _history(desk: Desk, record: Record) -> list[Entry]:
    """The latest ops that said a setting of this page, with nothing else that they said."""
    told = (
        replace(one, words=words)
        for one in history.entries(desk, record)[0]
        if (words := [word for word in one.words if word.path.removeprefix("settings/") in BY_KEY])
    )
    return list(islice(told, HISTORY_MAX))


def save(actor: Actor, name: str, typed: Mapping[str, str]) -> str:
    """Say a group's settings; returns the op, empty where nothing changed. `bad-values` names what does not fit."""

    def work(connection: Connection) -> str:
        check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
        group = BY_GROUP.get(name)
        if group is None:
            raise Problem("not-found")
        desk = Desk(connection, actor)
        house = settings.house(connection, actor.tenant)
        record = _record(desk, house.id, lock=True)
        if typed.get("seen") != entry.token(record):
            raise Problem("stale")
        values = _changed(group, house.settings, _read(group, typed))
        if not values:
            return ""
        values |= _grounds(group, values, typed, local_day.today(connection, actor.tenant, ""))
        said = entry.differing(record, {f"settings/{key}": value for key, value in values.items()})
        return acts.state_in(connection, desk.tenant, actor.id, [acts.change(record, said)]).rows[0].id

    return write(work)


def _read(group: Group, typed: Mapping[str, str]) -> dict[str, str | None]:
    """What was typed, key by key; numbers that must rise are compared as they would hold."""
    values: dict[str, str | None] = {}
    wrong: dict[str, list] = {}
    for one in group.settings:
        try:
            values[one.key] = one.read(typed.get(one.key, "").replace("\r\n", "\n"))
        except ValueError:
            wrong[one.key] = ["bad-value"]
    if not wrong:
        rising = [int(values[key] or BY_KEY[key].usual) for key in group.rising]
        steps = zip(group.rising[1:], rising, rising[1:], strict=False)
        wrong |= {key: ["not-rising"] for key, before, after in steps if after <= before}
    if wrong:
        raise Problem("bad-values", fields=wrong)
    return values


def _changed(group: Group, said: Mapping[str, str], values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Those that would hold otherwise than now."""
    now = {line.known.key: line for line in (_line(one, said) for one in group.settings)}
    return {
        key: value
        for key, value in values.items()
        if (BY_KEY[key].shown(value) if value else None) != (now[key].value if now[key].is_own else None)
    }


def _grounds(
    group: Group, values: Mapping[str, str | None], typed: Mapping[str, str], today: str
) -> dict[str, str | None]:
    """Source and day of what is said; of what is ours again, nothing."""
    source = " ".join(typed.get("source", "").split())
    verified = typed.get("verified", "").strip() or today
    wrong = {}
    if len(source) > SOURCE_MAX or not source.isprintable():
        wrong["source"] = ["bad-value"]
    elif group.is_law and not source and any(values.values()):
        wrong["source"] = ["missing"]
    if KINDS["date"](verified) is not None or verified > today:
        wrong["verified"] = ["bad-value"]
    if wrong:
        raise Problem("bad-values", fields=wrong)
    found: dict[str, str | None] = {}
    for key, value in values.items():
        found |= {f"{key}.source": (source or None) if value else None, f"{key}.verified": verified if value else None}
    return found


def take_back(actor: Actor, op_id: str) -> None:
    """Take back what was said of settings; `stale` where somebody went on from it."""

    def work(connection: Connection) -> None:
        check(actor, Verb.CHANGE, Thing("settings", actor.tenant))
        desk = Desk(connection, actor)
        said = undo.batch_of(desk, op_id)
        if not all(one.type == "tenant" and set(one.sets) <= PATHS for one in said.values()):
            raise Problem("bad-state")
        made = []
        for one in said.values():
            made += undo.back(desk, _record(desk, one.record, lock=True), one)
        acts.state_in(connection, desk.tenant, actor.id, made)

    write(work)
