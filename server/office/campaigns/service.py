"""A campaign: made from a selection of proposals or from a cluster, changed, its proposals taken off and back (O11).

What it is built on is a map by the proposal's id, so that two officers add and take off side by side (I4). A thematic
hearing is called with it in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from server import acts
from server.office import record_form
from server.office.hearings.desk import Desk
from server.office.proposals import listing
from server.problems import Problem
from server.store import hearings, listed, records
from server.store.unit_of_work import reading
from server.text import collate
from server.who import Actor, Thing, Verb, check
from sync.kinds import KINDS
from sync.merge import value_of
from sync.op import Value
from sync.record import Record

KIND = "campaign"
PATHS = ("kind", "title", "target", "message", "programme", "starts_on", "ends_on", "state")
LISTS = ("needs", "doers")  # maps that are written one line each
CHOICES = {"kind": ("thematic", "campaign", "initiative"), "state": ("planned", "begun", "done", "stopped")}
CAMPAIGNS_MAX, PROPOSALS_MAX, LINES_MAX = 500, 300, 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """The proposals that a new campaign would be built on; `count` of them fit, of which these are shown."""

    proposals: list[Record]
    count: int
    cluster: str


def campaigns(desk: Desk, said: Mapping[str, str]) -> list[Record]:
    """Those within reach that fit `kind` and `state`; what is under way first, then by title."""
    found = desk.load(listed.ids(desk.connection, desk.tenant, KIND, CAMPAIGNS_MAX, desk.actor.units)).values()
    fit = [one for one in found if all(value_of(one, name) == said[name] for name in CHOICES if name in said)]
    order = ("begun", "planned", None, "done", "stopped")
    fit.sort(key=lambda one: collate.key(str(value_of(one, "title") or "")))
    return sorted(fit, key=lambda one: order.index(state) if (state := value_of(one, "state")) in order else 2)


def find(desk: Desk, record_id: str, verb: Verb = Verb.SEE) -> Record:
    """The campaign within reach, or `not-found`."""
    record = desk.find(record_id, verb, KIND)
    if record.type != KIND:
        raise Problem("not-found")
    return record


def lines_of(record: Record, name: str) -> list[str]:
    """The entries of a map that is written one line each, in their order."""
    paths = sorted(path for path in record.live if path.startswith(name + "/"))
    return [str(value) for path in paths if (value := value_of(record, path))]


def proposals_of(desk: Desk, record: Record) -> list[Record]:
    """The proposals that stand behind a record with a map `proposals`, within reach, by title."""
    return proposals_by_title(desk, [path.partition("/")[2] for path in record.live if _stands(record, path)])


def proposals_by_title(desk: Desk, ids: list[str]) -> list[Record]:
    """Those of `ids` that are proposals within reach and stand."""
    known = desk.load(ids[:PROPOSALS_MAX]).values()
    found = [one for one in known if one.type == "proposal" and not value_of(one, "_deleted")]
    return sorted(found, key=lambda one: (collate.key(str(value_of(one, "title") or "")), one.id))


def _stands(record: Record, path: str) -> bool:
    return path.startswith("proposals/") and bool(value_of(record, path))


def chosen(desk: Desk, said: Mapping[str, str]) -> Chosen:
    """What was asked for: a cluster's proposals, one proposal, or those that a filter of the list finds."""
    if said.get("cluster"):
        # a cluster is of no unit and reaches no tablet; of its proposals only those within reach are read
        cluster = records.load_open(desk.connection, desk.tenant, [said["cluster"]]).get(said["cluster"])
        found = proposals_of(desk, cluster) if cluster else []
        return Chosen(found, len(found), said["cluster"] if cluster else "")
    if said.get("proposal"):
        found = proposals_by_title(desk, [said["proposal"]])
        return Chosen(found, len(found), "")
    asked = {name: value for name, value in said.items() if name in listing.FILTERS}
    if not asked:
        return Chosen([], 0, "")
    view = listing.listed(desk.connection, desk.actor, asked, PROPOSALS_MAX)
    return Chosen([row.record for row in view.cut.rows], view.cut.count, "")


def save(actor: Actor, record_id: str, said: Mapping[str, str], picked: list[str]) -> tuple[str, list[str]]:
    """Make a campaign of the `picked` proposals (no id), or change it; returns its id and what does not fit."""
    check(actor, Verb.CHANGE, Thing(KIND, actor.tenant))
    with reading() as connection:
        desk = Desk(connection, actor)
        values, wrong = record_form.read(KIND, PATHS, said)
        values["unit"], is_near = _unit(desk, said.get("unit", ""))
        wrong += [] if is_near else ["unit"]
        wrong += [name for name in ("kind", "title") if not values[name] and name not in wrong]
        record = find(desk, record_id, Verb.CHANGE) if record_id else None
        for name in LISTS:
            values |= _lines(record, name, said.get(name, ""), wrong)
        hearing, values_of_hearing = _hearing(said, values, wrong) if record is None else ("", {})
        if wrong:
            return "", sorted(set(wrong))
        if record is not None:
            changed = {path: value for path, value in values.items() if value_of(record, path) != value}
            made = [acts.change(record, changed)] if changed else []
        else:
            values |= {f"proposals/{one.id}": one.id for one in proposals_by_title(desk, picked)}
            values |= (
                {"cluster": said["cluster"]} if said.get("cluster") and not KINDS["reference"](said["cluster"]) else {}
            )
            values |= {"calls": hearing} if hearing else {}
            made = [acts.creation("hearing", values_of_hearing, hearing)] if hearing else []
            made.append(acts.creation(KIND, {path: value for path, value in values.items() if value is not None}))
    if made:
        acts.state(actor.tenant, actor.id, made)
    return record_id or made[-1].record, []


def _unit(desk: Desk, unit: str) -> tuple[Value, bool]:
    """The unit, and whether it is the officer's to name; none: of the whole organisation."""
    if not unit:
        return None, desk.actor.units is None
    return unit, unit in hearings.units(desk.connection, desk.tenant, desk.actor.units)


def _lines(record: Record | None, name: str, text: str, wrong: list[str]) -> dict[str, Value]:
    """One entry a line; those that are no longer written are emptied."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > LINES_MAX or any(KINDS["line"](line) for line in lines):
        wrong.append(name)
        return {}
    made: dict[str, Value] = {f"{name}/{number:02}": line for number, line in enumerate(lines, 1)}
    if record is not None:
        made = {path: None for path in record.live if path.startswith(name + "/")} | made
    return made


def _hearing(said: Mapping[str, str], values: dict[str, Value], wrong: list[str]) -> tuple[str, dict[str, Value]]:
    """The thematic hearing that is called with it, where a day for it was written."""
    if not said.get("held_on"):
        return "", {}
    told, amiss = record_form.read("hearing", ("held_on", "place"), said)
    if values["unit"] is None:
        amiss.append("unit")
    wrong += amiss
    told |= {"unit": values["unit"], "kind": "thematic", "title": values["title"], "theme": values["message"]}
    told |= {"programme": values["programme"], "stage": "notice"}
    return acts.new_id(), {path: value for path, value in told.items() if value is not None}


def put(actor: Actor, record_id: str, proposal: str, is_there: bool) -> None:
    """Take a proposal off a campaign, or put it (back) on: one entry of the map."""
    with reading() as connection:
        desk = Desk(connection, actor)
        record = find(desk, record_id, Verb.CHANGE)
        if not proposals_by_title(desk, [proposal]):
            raise Problem("not-found")
        value = proposal if is_there else None
        if value_of(record, f"proposals/{proposal}") == value:
            return
        statement = acts.change(record, {f"proposals/{proposal}": value})
    acts.state(actor.tenant, actor.id, [statement])
