"""The joint plan of a unit for a year: lines made of open proposals, owners on both sides, quarter, state (O9)."""

import csv
import io
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from server import acts, clock, config
from server.office.hearings.desk import Desk, name_of
from server.office.proposals import states
from server.office.proposals.states import Wish
from server.office.works import entry, packages
from server.office.works.views import bodies
from server.problems import Problem
from server.store import hearings, works
from server.store.unit_of_work import write
from server.store.works import Scope
from server.text import collate, says
from server.who import Actor, Thing, Verb, check
from sync import merge
from sync.merge import value_of
from sync.record import Record

FIELDS = ("title", "body", "owner_here", "owner_there", "quarter", "state", "report")
STATES = ("planned", "begun", "done", "stopped")
LINES_MAX = 300
DRAFT_MAX = 100
PLAN_AHEAD_FROM = "10"  # from October on the plan of the next year is asked for


def asked(desk: Desk, said: Mapping[str, str]) -> tuple[str, int, list[tuple[str, str]]]:
    """The unit and year that are asked for, or the first and the one that is planned now; and the units there are."""
    known = hearings.units(desk.connection, desk.tenant, desk.actor.units)
    units = sorted(known.items(), key=lambda pair: collate.key(pair[1]))
    unit = said.get("unit", "")
    year = said.get("year", "")
    today = says.local_day(clock.now_ms(), config.current().zone)
    usual = int(today[:4]) + (today[5:7] >= PLAN_AHEAD_FROM)
    chosen = int(year) if len(year) == 4 and year.isascii() and year.isdecimal() else usual
    if unit not in known:
        planned = _units_with(desk, chosen)
        unit = next((one for one, _ in units if one in planned), units[0][0] if units else "")
    return unit, chosen, units


def _units_with(desk: Desk, year: int) -> set[str]:
    ids = works.ids(desk.connection, desk.tenant, "plan_line", desk.actor.units, {"year": year})
    return {str(value_of(line, "unit") or "") for line in desk.load(ids[:LINES_MAX]).values()}


def lines(desk: Desk, unit: str, year: int) -> list[Record]:
    """The lines of a plan in their order."""
    if not unit:
        return []
    ids = works.ids(desk.connection, desk.tenant, "plan_line", desk.actor.units, {"unit": unit, "year": year})
    return sorted(desk.load(ids[:LINES_MAX]).values(), key=lambda line: (value_of(line, "position") or 0, line.id))


def shown(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """The page of a plan."""
    check(actor, Verb.SEE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    unit, year, units = asked(desk, said)
    found = lines(desk, unit, year)
    named = {one for line in found for one in packages.linked(line)}
    return {
        "unit": unit,
        "year": year,
        "units": units,
        "lines": found,
        "names": desk.names([unit, *named, *(value_of(line, "body") for line in found)]),
        "bodies": bodies(desk),
        "states": STATES,
        "seen": {line.id: entry.token(line) for line in found},
        "may_change": desk.may(Verb.CHANGE, "work"),
    }


def draft(connection: Connection, actor: Actor, said: Mapping[str, str]) -> dict:
    """What the plan of a unit and year could take up: its open proposals that no line of that year names."""
    check(actor, Verb.CHANGE, Thing("work", actor.tenant))
    desk = Desk(connection, actor)
    unit, year, units = asked(desk, said)
    ids = works.unsettled(connection, actor.tenant, Scope([unit]), states.OPEN, DRAFT_MAX) if unit else []
    planned = {one for line in lines(desk, unit, year) for one in packages.linked(line)}
    found = list(desk.load([one for one in ids if one not in planned]).values())
    found.sort(key=lambda one: (-(value_of(one, "supporters") or 0), one.id))
    standing = states.standings(desk, found)
    names = {one.id: name_of(one, {}) for one in found}
    return {"unit": unit, "year": year, "units": units, "found": found, "standing": standing, "names": names}


def take_up(actor: Actor, unit: str, year: int, proposals: Sequence[str]) -> str:
    """Make a line of each of these proposals, and say of each that it is planned where that may follow."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        entry.unit_of(desk, unit)
        known = lines(desk, unit, year)
        planned = {one for line in known for one in packages.linked(line)}
        picked = [one for one in dict.fromkeys(proposals) if one not in planned][:DRAFT_MAX]
        if not picked:
            raise Problem("bad-values", fields={"proposal": ["missing"]})
        said, steps = [], []
        for number, one in enumerate(picked, len(known) + 1):
            proposal = desk.find(one, Verb.SEE, "proposal", lock=True)
            values = {"unit": unit, "year": year, "position": number, "title": name_of(proposal, {})[:200]}
            said.append(acts.creation("plan_line", values | {"state": "planned", f"proposals/{one}": one}))
            if "planned" in states.STEPS[states.standing(desk, proposal).state]:
                steps += states.statements(desk, proposal, Wish("planned"))
        return acts.state_in(connection, desk.tenant, actor.id, said + steps).rows[0].id

    return write(work)


def save(actor: Actor, line_id: str, typed: Mapping[str, str]) -> str:
    """Change a line, or make one (empty id) for the unit and year typed; returns the op, empty where nothing did."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, "plan_line", line_id, Verb.CHANGE, lock=True) if line_id else None
        if known and typed.get("seen", "") != entry.token(known):
            raise Problem("stale")
        values = entry.read("plan_line", typed, FIELDS)
        if not values["title"]:
            raise Problem("bad-values", fields={"title": ["missing"]})
        if type(values["quarter"]) is int and not 1 <= values["quarter"] <= 4:
            raise Problem("bad-values", fields={"quarter": ["bad-value"]})
        if known:
            changed = entry.differing(known, values)
            said = [acts.change(known, changed)] if changed else []
        else:
            unit, year, _ = asked(desk, typed)
            values |= {"unit": entry.unit_of(desk, unit), "year": year, "position": len(lines(desk, unit, year)) + 1}
            said = [acts.creation("plan_line", {path: value for path, value in values.items() if value is not None})]
        return acts.state_in(connection, desk.tenant, actor.id, said).rows[0].id if said else ""

    return write(work)


def remove(actor: Actor, line_id: str) -> str:
    """Take a line out of its plan."""

    def work(connection: Connection) -> str:
        desk = Desk(connection, actor)
        known = entry.find(desk, "plan_line", line_id, Verb.CHANGE, lock=True)
        said = acts.Statement("plan_line", line_id, merge.delete(known))
        return acts.state_in(connection, desk.tenant, actor.id, [said]).rows[0].id

    return write(work)


def table(view: Mapping, words) -> list[list[str]]:
    """The plan as rows of text. `words`: msgid → text."""
    rows = []
    for number, line in enumerate(view["lines"], 1):
        said = {path: str(value_of(line, path) or "") for path in FIELDS}
        state = words(f"office.works.state.{said['state'] or 'planned'}")
        body = view["names"].get(said["body"], "")
        owners = [said["owner_here"], said["owner_there"]]
        rows.append([str(number), said["title"], body, *owners, said["quarter"], state, said["report"]])
    return rows


def as_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as a sheet opens them; what would begin a formula does not."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow(head)
    sheet.writerows([["'" + cell if cell[:1] in "=+-@\t\r" and cell else cell for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
